"""Owns how texts with holes print for a lead (language.md §2).
Must not know where the text goes; escaping is the business of whoever writes it."""

from __future__ import annotations

from journeyc.program.schema import Attribute, Since, Text, Value
from journeyc.run.conditions import View, value_of
from journeyc.run.log import Scalar

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"))


def render(text: Text, view: View) -> str:
    """The text with every hole filled: an unknown one by its `else`, or nothing."""
    return "".join(part if isinstance(part, str) else hole(part.value, part.otherwise, view) for part in text)


def hole(value: Value, otherwise: str | None, view: View) -> str:
    """A value as the language would write it, without separators."""
    known = value_of(value, view)
    if known is None:
        return otherwise or ""
    if isinstance(value, Since):
        return _duration(int(known))
    declared = view.plan.attributes.get(value.name) if isinstance(value, Attribute) else None
    return literal(known) + ("円" if declared is not None and declared.type == "money" else "")


def literal(value: Scalar) -> str:
    """A number, truth or text as the language writes it; text without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _duration(seconds: int) -> str:
    """A length of time in its largest whole unit, rounded down."""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    return f"{seconds // size}{unit}"
