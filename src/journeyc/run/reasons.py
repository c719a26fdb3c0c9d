"""Owns why a condition does not hold for a lead, in journey text with what was read.
Must not know who refuses; stories and failing tests both say it in these words."""

from __future__ import annotations

from journeyc.program import schema
from journeyc.program.schema import Condition, Literally, Value
from journeyc.program.wording import condition_text, duration_text, value_text
from journeyc.run.conditions import View, holds, value_of
from journeyc.run.text import literal


def reasons(condition: Condition, view: View) -> tuple[str, ...]:
    """The parts that keep the condition from holding, each with its readings: `stage == 検討 (stage = 情報収集)`."""
    program = view.plan.program
    return tuple(condition_text(program, part) + _readings(part, view) for part in _failing(condition, view))


def _failing(condition: Condition, view: View) -> tuple[Condition, ...]:
    if holds(condition, view):
        return ()
    match condition:
        case schema.And(items=items):
            return tuple(part for item in items for part in _failing(item, view))
        case schema.Or(items=(item,)):
            return _failing(item, view)
        case _:
            return (condition,)


def _readings(condition: Condition, view: View) -> str:
    """What the values in a condition are now, in parentheses."""
    read = dict.fromkeys(_reading(value, view) for value in _values(condition))
    return f" ({', '.join(read)})" if read else ""


def _reading(value: Value, view: View) -> str:
    now = value_of(value, view)
    if now is None:
        text = "unknown"
    elif isinstance(value, schema.Since):
        text = duration_text(int(now))
    else:
        text = literal(now)
    return f"{value_text(view.plan.program, value)} = {text}"


def _values(condition: Condition) -> list[Value]:
    match condition:
        case schema.Compare(left=left, right=right):
            return [side for side in (left, right) if not isinstance(side, Literally)]
        case schema.OneOf(value=value):
            return [value]
        case schema.Not(item=item):
            return _values(item)
        case schema.And(items=items) | schema.Or(items=items) | schema.AtLeast(items=items):
            return [value for item in items for value in _values(item)]
        case _:
            return []
