"""Owns what the rest of the Program is made of: scalars, places in the source, lengths of time.
Must not know what they are used for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PROGRAM_VERSION = "1"

Scalar = str | int | float | bool
ValueType = Literal["text", "number", "bool", "date", "money", "enum"]
Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Missed = Literal["skip", "now", "end"]
Reentry = int | Literal["always"] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source a thing stands: `file` indexes `Program.files`; lines and columns count from 1,
    columns in characters; the end column is the one after the last character."""

    file: int
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Place(0, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `amount` of calendar seconds (`s`), business hours (`bh`) or business days (`bd`)."""

    unit: Literal["s", "bh", "bd"]
    amount: int


@dataclass(frozen=True, slots=True)
class DateOffset:
    """Signed distance from a date or date-time: `days` on the calendar of the zone, then `seconds`."""

    days: int
    seconds: int
