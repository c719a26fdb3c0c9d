"""Owns the types of the language and when two of them can be compared.
Must not know any journey, nor how types are spelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TypeName = Literal[
    "text",
    "number",
    "bool",
    "date",
    "datetime",
    "money",
    "percent",
    "clock",
    "enum",
    "stage",
    "persona",
    "team",
    "member",
    "source",
    "elapsed",
    "duration",
    "business",
    "any",
]


@dataclass(frozen=True, slots=True)
class Type:
    """`values` are the names an enum, stage, persona, team, member or source can have, in order. `journey` is the other
    journey whose stages these are: ladders of two journeys do not compare."""

    name: TypeName
    values: tuple[str, ...] = ()
    journey: str | None = None

    @property
    def named(self) -> bool:
        """Its values are names, written without quotes and told apart by the other side's type."""
        return self.name in ("enum", "stage", "persona", "team", "member", "source")

    @property
    def ordered(self) -> bool:
        """`<` and its like make sense."""
        return self.name in ("number", "date", "datetime", "money", "enum", "stage", "elapsed", "duration", "any")


TEXT = Type("text")
NUMBER = Type("number")
BOOL = Type("bool")
DATE = Type("date")
MONEY = Type("money")
ELAPSED = Type("elapsed")
DURATION = Type("duration")
BUSINESS = Type("business")
ANY = Type("any")

# A number literal stands for an amount of money too; what since() gives compares with a calendar duration.
_PAIRS = frozenset({("number", "money"), ("elapsed", "duration")})


def comparable(left: Type, right: Type) -> bool:
    """Whether two types can stand on the two sides of a comparison."""
    if "any" in (left.name, right.name):
        return True
    if left.named or right.named:
        return left == right
    pair = (left.name, right.name)
    return left.name == right.name or pair in _PAIRS or pair[::-1] in _PAIRS
