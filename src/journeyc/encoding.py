"""Owns how the bytes of a journey file become a text, or the one finding why they do not.
Must not know where the bytes come from, nor what the text says. It loads at every start: all else when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyc.project import LARGEST

if TYPE_CHECKING:
    from journeyc.diagnostics import Diagnostic
    from journeyc.source import Source


def source_of(path: str, data: bytes) -> Source:
    """The text under the name the user gave the file; what is no UTF-8 in it is marked as such."""
    from journeyc.source import Source

    return Source(path, data.decode("utf-8-sig", errors="replace"))


def cannot_open(path: str, error: OSError) -> Diagnostic:
    """The finding that a file cannot be had at all."""
    from journeyc.diagnostics import Diagnostic, Location

    return Diagnostic("JC000", "error", Location(path, 1, 1, 1, 1), "", (("reason", error.strerror or ""),))


def no_text(path: str, data: bytes) -> Diagnostic | None:
    """The finding that a journey's bytes are no text that could be parsed, if they are not."""
    from journeyc.diagnostics import Diagnostic, Location

    if len(data) > LARGEST:
        return Diagnostic("JC002", "error", Location(path, 1, 1, 1, 1), "too_long")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encoding = _likely_encoding(data)
        place = Location(path, line, 1, line, 1)
        return Diagnostic("JC001", "error", place, "" if encoding else "unknown", (("encoding", encoding),))
    return None


def _likely_encoding(data: bytes) -> str:
    """The encoding that a text that is not UTF-8 most likely has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(b"\0") * 4 > len(data):
        return "UTF-16"
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "CP932 (Shift_JIS)"
