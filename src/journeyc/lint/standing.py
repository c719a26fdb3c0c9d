"""Owns what a condition is worth of a lead of whom only a few things are known: its stage, owner, tags, attributes.
Must not know how they came to be so. What is not known leaves a condition open."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping

from journeyc.program.schema import (
    Accepted,
    Always,
    And,
    AtLeast,
    Attribute,
    Compare,
    Condition,
    InSegment,
    Known,
    Literally,
    Not,
    OneOf,
    Or,
    Points,
    Program,
    Scalar,
    Standing,
    Tagged,
)

Knowledge = Mapping[object, Scalar]
"""What is known: of `Standing(…)` and `Attribute(…)` the value (`UNSET`: it has none), of `Points(…)` how many, of
`Tagged(…)` and `Accepted()` whether it holds."""

_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

UNSET = ""
STAGE, OWNER = Standing("stage"), Standing("owner")


class Standings:
    """The conditions of one Program."""

    def __init__(self, program: Program) -> None:
        self._segments = {segment.name: segment.condition for segment in program.segments}

    def truth(self, condition: Condition | None, known: Knowledge) -> bool | None:
        """Whether the condition holds; None where what is known does not say."""
        match condition:
            case None:
                return True
            case Always(holds=holds):
                return holds
            case Not(item=item):
                inner = self.truth(item, known)
                return None if inner is None else not inner
            case And(items=items):
                return self._joined(items, known, len(items))
            case Or(items=items):
                return self._joined(items, known, 1)
            case AtLeast(least=least, items=items):
                return self._joined(items, known, least)
            case InSegment(name=name, journey=None):
                return self.truth(self._segments[name], known)
            case _:
                return _plain(condition, known)

    def _joined(self, items: Iterable[Condition], known: Knowledge, least: int) -> bool | None:
        truths = [self.truth(item, known) for item in items]
        if sum(truth is True for truth in truths) >= least:
            return True
        return False if sum(truth is not False for truth in truths) < least else None


def _plain(condition: Condition, known: Knowledge) -> bool | None:
    match condition:
        case OneOf(value=value, options=options) if value in known:
            return known[value] in options
        case Known(value=value) if value in known:
            return known[value] != UNSET
        case Compare(operator="==" | "!=", left=Attribute() as left, right=Literally(value=value)) if left in known:
            return known[left] != UNSET and (known[left] == value) == (condition.operator == "==")
        case Compare(operator=sign, left=Points() as left, right=Literally(value=int() | float() as value)) if (
            left in known
        ):
            points = known[left]
            return isinstance(points, int | float) and _COMPARED[sign](points, value)
        case Tagged() | Accepted() if condition in known:
            return bool(known[condition])
        case _:
            return None
