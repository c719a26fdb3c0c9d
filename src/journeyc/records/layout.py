"""Owns how a file of records may differ from what its name says: its format, encoding, header line, delimiter.
Must not know any format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. `format` is an ending (`.csv`), in place of that of the file's name; `encoding` goes
    before what the file itself shows; `header` is the line of a table's header, by default the first that is not
    blank; texts of `blank` say nothing."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str = ","
    header: int = 1
    blank: frozenset[str] = frozenset()


PLAIN = Layout()
"""A file as its name says."""
