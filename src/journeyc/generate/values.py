"""Owns made-up values of a type, near what conditions compare with.
Must not know leads, events or times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from journeyc.generate.chance import Chance
from journeyc.program.schema import LeadAttribute, Scalar, ValueType

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_EMPLOYEES = (3, 8, 15, 30, 60, 120, 250, 400, 800, 1500, 4000)


def attribute_value(
    attribute: LeadAttribute, constants: Sequence[Scalar], first: date, days: int, chance: Chance
) -> Scalar:
    """A value for a lead's attribute."""
    if attribute.type == "enum":
        return chance.pick(attribute.values)
    return value(attribute.type, attribute.name, constants, first, days, chance)


def value(type_: ValueType, name: str, constants: Sequence[Scalar], first: date, days: int, chance: Chance) -> Scalar:
    """A value of a type: often one that a condition compares with, or right beside it."""
    match type_:
        case "bool":
            return chance.one_in_hundred(70)
        case "date":
            return (first + timedelta(days=chance.between(-10, days + 60))).isoformat()
        case "number":
            return _number(constants, chance)
        case "money":
            return chance.between(1, 200) * 10_000
        case _:
            return _text(name, constants, chance)


def _number(constants: Sequence[Scalar], chance: Chance) -> Scalar:
    numbers = [each for each in constants if isinstance(each, int | float) and not isinstance(each, bool)]
    if numbers and chance.one_in_hundred(60):
        number = chance.pick(numbers) + chance.between(-1, 1)
        return int(number) if number == int(number) else number
    return chance.pick(_EMPLOYEES) + chance.below(3)


def _text(name: str, constants: Sequence[Scalar], chance: Chance) -> Scalar:
    texts = [each for each in constants if isinstance(each, str) and each and not each.startswith(_FORMULA)]
    if texts and chance.one_in_hundred(8):
        return chance.pick(texts)
    return f"{name}{chance.between(1, 999):03}"
