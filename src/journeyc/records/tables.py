"""Owns the reading of CSV into rows: the header, quoted line ends, damaged quotes, rows of totals.
Must not know what the columns mean, but for which of them names the lead."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from journeyc.records.columns import Columns
from journeyc.records.decoding import MAX_LINE, Line, read_lines
from journeyc.records.layout import PLAIN, Layout
from journeyc.records.problems import Cause, Report
from journeyc.records.rows import Row, RowMaker, require_columns
from journeyc.records.values import fold

_TOTAL = re.compile(r"(総?合計|総計|小計|計|(grand |sub ?)?total|sum)\s*:?\s*([\d,]+\s*件?)?", re.IGNORECASE)
_LONGEST_TOTAL = 40


class _Record(NamedTuple):
    """A record of the table: its first line, its text, its cells; None where its quotes cannot be read. `whole` is
    False where the file ends without a line end."""

    line: int
    raw: str
    cells: list[str] | None
    whole: bool


def read_table(path: Path, columns: Columns, report: Report, layout: Layout = PLAIN) -> Iterator[Row]:
    """The records of a CSV file as rows; what is no record goes to `report`. Raises RecordFileError, also where a
    required column is missing."""
    rows = RowMaker(str(path), columns, report)
    header: list[str | None] | None = None
    for record in _records(read_lines(path, report, layout.encoding), layout.delimiter):
        cells = record.cells
        if header is None and record.line < layout.header:
            continue
        if cells is None:
            rows.tell(Cause.BAD_CSV if record.whole else Cause.CUT_RECORD, record.line, record.raw)
        elif not any(cell.strip() for cell in cells):
            rows.tell(Cause.BLANK_LINE, record.line, record.raw)
        elif header is None:
            header = rows.columns(record.line, cells)
            require_columns(columns.required, header, str(path), record.line, cells)
        elif (row := _row(rows, header, record, cells)) is not None:
            yield row
    if header is None:
        rows.tell(Cause.EMPTY_FILE, 1, "")


def _row(rows: RowMaker, header: list[str | None], record: _Record, cells: list[str]) -> Row | None:
    row = rows.row(record.line, record.raw, header, cells)
    if _is_total(row, cells):
        rows.tell(Cause.TOTAL_ROW, record.line, record.raw)
    elif len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        cut = len(cells) < len(header) and not record.whole
        counts = {"expected": str(len(header)), "found": str(len(cells))}
        rows.tell(Cause.CUT_RECORD if cut else Cause.FIELD_COUNT, record.line, record.raw, **counts)
    else:
        return row
    return None


def _is_total(row: Row, cells: list[str]) -> bool:
    lead = row.fields.get("lead")
    named = lead if isinstance(lead, str) else next(cell for cell in cells if cell.strip())
    return len(named) <= _LONGEST_TOTAL and _TOTAL.fullmatch(fold(named)) is not None


def _records(lines: Iterator[Line], delimiter: str) -> Iterator[_Record]:
    feed = _Feed(lines)
    while feed.more():
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        cells: list[str] | None
        try:
            while feed.more():
                feed.begin()
                cells = next(reader)
                yield feed.record(cells)
        except csv.Error:
            # A quote that is never closed would swallow the rest: give up its first line only and read on after it.
            yield feed.give_back()


class _Feed:
    """Hands lines to the CSV reader, remembers those of the record being read, and can take them back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._ahead: list[Line] = []
        self._taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop() if self._ahead else next(self._lines)
        self._taken.append(line)
        self._size += len(line.text)
        if self._size > MAX_LINE:
            raise csv.Error("record too long")
        return line.text

    def more(self) -> bool:
        """Whether a line is left."""
        if not self._ahead and (line := next(self._lines, None)) is not None:
            self._ahead.append(line)
        return bool(self._ahead)

    def begin(self) -> None:
        """A new record begins at the next line."""
        self._taken.clear()
        self._size = 0

    def record(self, cells: list[str]) -> _Record:
        """The record made of the lines taken since it began."""
        raw = "".join(line.text for line in self._taken)
        text = raw.rstrip("\r\n")
        return _Record(self._taken[0].number, text, cells, raw != text)

    def give_back(self) -> _Record:
        """The first line taken as a damaged record; the others will be handed out again."""
        first, *others = self._taken
        self._ahead.extend(reversed(others))
        whole = bool(others) or first.text.endswith(("\n", "\r"))
        return _Record(first.number, first.text.rstrip("\r\n"), None, whole)
