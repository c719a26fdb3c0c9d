"""Owns the reading of one fixed field of a row: its text, its time, the name it gives.
Must not know which fields a lead or an event has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from journeyc.records.instants import Instant, read_instant
from journeyc.records.names import Names, find
from journeyc.records.problems import Cause, Report, Unusable
from journeyc.records.rows import Row
from journeyc.records.subjects import named
from journeyc.records.values import shown

T = TypeVar("T")


def text_of(row: Row, column: str) -> str | None:
    """The text of a field without blanks around it; whole numbers are taken as text. Raises Unusable."""
    raw = row.fields.get(column)
    if raw is None:
        return None
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    raise Unusable(Cause.BAD_FIELD, column=column)


def required_text(row: Row, column: str, cause: Cause) -> str:
    """The text of a field that a record must have. Raises Unusable, with `cause` where there is none."""
    text = text_of(row, column)
    if text is None:
        raise Unusable(cause)
    return text


def instant_of(row: Row, column: str, names: Names) -> Instant | None:
    """The time of a field, which a mapping may have read already. Raises Unusable; a JSON number is an epoch, which is
    not taken."""
    raw = row.fields.get(column)
    if raw is None:
        return None
    if isinstance(raw, Instant):
        return raw
    if isinstance(raw, str):
        return read_instant(raw, names.zone)
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    raise Unusable(Cause.EPOCH_TIME if is_number else Cause.BAD_TIME, text=shown(raw))


def name_of(row: Row, column: str, table: Mapping[str, str], cause: Cause) -> str | None:
    """The declared name that a field holds. Raises Unusable with `cause` where it is not declared."""
    text = text_of(row, column)
    return None if text is None else named(table, text, cause)


def source_of(row: Row, names: Names) -> str | None:
    """Where a lead or event came from: a declared source by its name, another as it stands."""
    text = text_of(row, "source")
    return None if text is None else find(names.sources, text) or text


def usable(read: Callable[[object], T], raw: object, column: str, row: Row, report: Report) -> T | None:
    """What `read` makes of a value; None where it cannot be used, which costs the value only and is reported."""
    try:
        return read(raw)
    except Unusable as unusable:
        report(unusable.at(row.file, row.line, row.raw, column))
        return None
