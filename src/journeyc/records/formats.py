"""Owns which reader reads a file, by the ending of its name.
Must not know what a format looks like inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from journeyc.records.columns import Columns
from journeyc.records.jsonlines import read_json_lines
from journeyc.records.layout import PLAIN, Layout
from journeyc.records.parquet import read_parquet
from journeyc.records.problems import Cause, Problem, RecordFileError, Report
from journeyc.records.rows import Row
from journeyc.records.tables import read_table

_READERS: dict[str, Callable[[Path, Columns, Report, Layout], Iterator[Row]]] = {
    ".csv": read_table,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
}


def read_rows(path: Path, columns: Columns, report: Report, layout: Layout = PLAIN) -> Iterator[Row]:
    """The rows of a file of leads or events; what is no row goes to `report`. Raises RecordFileError where the file as
    a whole cannot be read."""
    ending = layout.format or path.suffix.lower()
    if ending in _READERS:
        return _READERS[ending](path, columns, report, layout)
    endings = tuple(_READERS)
    raise RecordFileError(Problem(Cause.UNKNOWN_FORMAT, str(path), 1, (("name", ending),), endings))
