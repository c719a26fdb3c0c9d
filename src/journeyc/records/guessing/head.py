"""Owns the head of an export: how the file is laid out, and what its columns or paths hold in its first rows.
Must not know what any column is for."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from journeyc.records.columns import Columns
from journeyc.records.decoding import read_lines
from journeyc.records.formats import read_rows
from journeyc.records.jsonlines import parse_object
from journeyc.records.layout import Layout
from journeyc.records.problems import Cause, Problem, RecordFileError
from journeyc.records.values import fold, shown

MOST_ROWS = 2000
"""Rows that are looked at."""

_MOST_COLUMNS = 500
_HEAD_LINES = 40
_DEEPEST = 3
_DELIMITERS = (",", "\t", ";", "|")
_JSON, _CSV = ".jsonl", ".csv"
_BLANK = frozenset(("null", "NULL", "-", "--", "ー", "なし", "N/A", "n/a", "#N/A"))
"""What systems write where there is nothing."""

_NAMES = {".csv": _CSV, ".jsonl": _JSON, ".ndjson": _JSON, ".parquet": ".parquet"}


@dataclass(slots=True)
class Column:
    """A column, or a path into objects, with the texts it holds in the rows that were read, in their order."""

    name: str
    texts: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """Every text and how often it stands there."""
        return Counter(self.texts)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a file from its first rows. `rows` hold texts by the names of columns; `blank` are
    texts that seem to say nothing, and are left out of `columns`; `lists` are paths to lists of objects."""

    file: str
    layout: Layout
    said_by_name: bool
    rows: tuple[Mapping[str, str], ...]
    columns: Mapping[str, Column]
    blank: tuple[str, ...]
    lists: frozenset[str]

    def has(self, *names: str) -> bool:
        """Whether there are columns of all these names."""
        return all(name in self.columns for name in names)

    def of_rows(self, name: str, *texts: str) -> Head:
        """The same of those rows alone that hold one of the texts."""
        rows = tuple(row for row in self.rows if row.get(name) in texts)
        return replace(self, rows=rows, columns=_columns(rows, {}))

    def first(self, *names: str) -> str | None:
        """The first of the names that there is a column of."""
        return next((name for name in names if name in self.columns), None)


def read_head(path: Path) -> Head:
    """The head of a file. Raises RecordFileError, also where there is nothing in it."""
    ending = _NAMES.get(path.suffix.lower())
    if path.exists() and not path.is_file():
        raise RecordFileError(Problem(Cause.CANNOT_OPEN, str(path), 1, (("reason", "2 x"),)))
    layout = Layout(".parquet") if ending == ".parquet" else _layout(path, ending)
    found = list(islice(read_rows(path, Columns.of_anything(), _say_nothing, layout), MOST_ROWS))
    if not found:
        raise RecordFileError(Problem(Cause.EMPTY_FILE, str(path), 1))
    lists: set[str] = set()
    rows = tuple(dict(_flat(row.fields, "", 0, lists)) for row in found)
    blank: dict[str, None] = {}
    columns = _columns(rows, blank)
    return Head(path.name, layout, ending == layout.format, rows, columns, tuple(blank), frozenset(lists))


def _columns(rows: tuple[Mapping[str, str], ...], blank: dict[str, None]) -> dict[str, Column]:
    """The columns that rows hold; what says nothing is added to `blank`."""
    columns: dict[str, Column] = {}
    for row in rows:
        for name, text in row.items():
            if text in _BLANK:
                blank[text] = None
            elif len(columns) < _MOST_COLUMNS or name in columns:
                columns.setdefault(name, Column(name)).texts.append(text)
    return columns


def _say_nothing(_problem: Problem) -> None:
    """What is wrong with the rows is told when they are read for their records."""


def _layout(path: Path, ending: str | None) -> Layout:
    lines = [line.text for line in islice(read_lines(path, _say_nothing), _HEAD_LINES)]
    if ending == _JSON or (ending is None and any(_is_object(line) for line in lines[:3])):
        return Layout(_JSON)
    if any(line.lstrip().startswith(("[", "{")) for line in lines[:1]):
        raise RecordFileError(Problem(Cause.UNKNOWN_FORMAT, str(path), 1, (("name", path.suffix),), (_CSV, _JSON)))
    best = max(_DELIMITERS, key=lambda delimiter: _steadiness(lines, delimiter))
    return Layout(_CSV, delimiter=best, header=_header_line(lines, best))


def _is_object(line: str) -> bool:
    try:
        return bool(parse_object(line))
    except ValueError:
        return False


def _cells(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _steadiness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines have as many cells as most have, where those are several; then how many cells."""
    widths = Counter(len(cells) for cells in _cells(lines, delimiter) if len(cells) > 1)
    if not widths:
        return 0, 0
    width, count = widths.most_common(1)[0]
    return count, width


def _header_line(lines: list[str], delimiter: str) -> int:
    """The line of the header: the first that is as full as any of the first ten, and says nothing twice."""
    rows = _cells(lines, delimiter)[:10]
    filled = [len({cell.strip() for cell in cells if cell.strip()}) for cells in rows]
    most = max(filled, default=0)
    return next((number for number, count in enumerate(filled, start=1) if count == most and most), 1)


def _flat(fields: Mapping[str, object], before: str, depth: int, lists: set[str]) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        name = f"{before}{key}"
        if not key.strip():
            continue
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1, lists)
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            lists.add(name)
        elif isinstance(value, str) and value.startswith("{") and depth < _DEEPEST and _is_object(value):
            yield from _flat(parse_object(value), f"{name}.", depth + 1, lists)
        elif value is not None and (text := fold(value if isinstance(value, str) else shown(value))):
            yield name, text
