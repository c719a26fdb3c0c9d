"""Owns what a row of a file is, whatever the format, and how its keys become columns.
Must not know formats, or what the columns mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from journeyc.records.columns import Columns
from journeyc.records.problems import Cause, Problem, RecordFileError, Report


class Row(NamedTuple):
    """One record as it stands in its file: its first line, its text without the line end, and what its known columns
    hold: cells as text, JSON values as they are. What is empty or null is not there."""

    file: str
    line: int
    raw: str
    fields: dict[str, object]


def require_columns(
    required: Iterable[str], header: Collection[str | None], file: str, line: int, spellings: Iterable[str]
) -> None:
    """Raises RecordFileError where a column that a file must have is not in its header, which is spelled so."""
    missing = [name for name in required if name not in header]
    if missing:
        found = tuple(spellings)
        names = (("name", missing[0]), ("missing", ", ".join(missing)), ("found", ", ".join(found)))
        raise RecordFileError(Problem(Cause.MISSING_COLUMN, file, line, names, found))


class RowMaker:
    """Makes the rows of one file; reports a key that is no column once."""

    def __init__(self, file: str, columns: Columns, report: Report) -> None:
        self._file = file
        self._columns = columns
        self._report = report
        self._reported: set[tuple[Cause, str]] = set()

    def columns(self, line: int, spellings: Iterable[str]) -> list[str | None]:
        """The columns that the keys name, None for a key that is not used."""
        columns: list[str | None] = []
        met: set[str] = set()
        for spelling in spellings:
            column = self._columns.resolve(spelling)
            if column is None:
                if not self._columns.others:
                    self._tell_once(Cause.UNKNOWN_COLUMN, spelling, line)
            elif column in met:
                self._tell_once(Cause.COLUMN_TWICE, spelling, line)
                column = None
            else:
                met.add(column)
            columns.append(column)
        return columns

    def row(self, line: int, raw: str, columns: Iterable[str | None], values: Iterable[object]) -> Row:
        """A row of columns and their values."""
        fields = {
            column: value
            for column, value in zip(columns, values, strict=False)
            if column is not None and not _is_empty(value)
        }
        return Row(self._file, line, raw, fields)

    def _tell_once(self, cause: Cause, spelling: str, line: int) -> None:
        if (cause, spelling) not in self._reported:
            self._reported.add((cause, spelling))
            self._report(Problem(cause, self._file, line, (("name", spelling),), self._columns.known))

    def tell(self, cause: Cause, line: int, raw: str, **values: str) -> None:
        """Report what is no row."""
        self._report(Problem(cause, self._file, line, tuple(values.items()), raw=raw))


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))
