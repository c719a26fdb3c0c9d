"""Owns what the clauses of conditions leave of each value, seen without z3: a stretch of numbers or dates, or some
names. Must not know more of a condition than such clauses: where they leave nothing, the conditions cannot hold
together; where they leave something, that says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from journeyc.program.schema import And, Compare, Comparison, Condition, Literally, Not, OneOf, Scalar, Tagged, Value

_MIRRORED: dict[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class _Side(NamedTuple):
    """A value compared with a literal."""

    value: Value
    sign: Comparison
    literal: Scalar


def leave_nothing(conditions: Iterable[Condition]) -> bool:
    """Whether no value meets all that the conditions ask of it."""
    names: dict[object, frozenset[Scalar]] = {}
    sides: dict[object, list[_Side]] = {}
    for clause in (clause for condition in conditions for clause in _clauses(condition)):
        match clause:
            case OneOf(value=value, options=options):
                names[value] = names.get(value, frozenset(options)) & frozenset(options)
                if not names[value]:
                    return True
            case Tagged(tag=tag) | Not(item=Tagged(tag=tag)):
                own = frozenset((isinstance(clause, Tagged),))
                names[tag] = names.get(tag, own) & own
                if not names[tag]:
                    return True
            case Compare():
                side = _side(clause)
                if side is not None:
                    sides.setdefault(side.value, []).append(side)
    return any(_is_empty(each) for each in sides.values() if len(each) > 1)


def _clauses(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, And):
        for item in condition.items:
            yield from _clauses(item)
    else:
        yield condition


def _side(clause: Compare) -> _Side | None:
    left, right, sign = clause.left, clause.right, clause.operator
    if isinstance(left, Literally):
        left, right, sign = right, left, _MIRRORED[sign]
    if not isinstance(right, Literally) or isinstance(left, Literally) or sign == "!=":
        return None
    if isinstance(right.value, str) and right.type != "date":
        return None
    return _Side(left, sign, right.value)


def _is_empty(sides: list[_Side]) -> bool:
    """Whether nothing is at once above all the least values and below all the greatest."""
    if len({isinstance(side.literal, str) for side in sides}) > 1:
        return False
    lows = [(side.literal, side.sign == ">") for side in sides if side.sign in (">", ">=", "==")]
    highs = [(side.literal, side.sign == "<") for side in sides if side.sign in ("<", "<=", "==")]
    return any(
        high < low or (high == low and (low_open or high_open))  # type: ignore[operator]  # all texts, or none
        for low, low_open in lows
        for high, high_open in highs
    )
