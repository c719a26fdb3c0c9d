"""Owns the next instant at which a condition may turn for a lead by time alone.
Must not know what follows from a turn. An instant named here may turn out to turn nothing; none is left out."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

from journeyc.program import schema
from journeyc.program.calendar import from_date
from journeyc.program.schema import Condition, DateOffset, Value
from journeyc.run.conditions import View, value_of
from journeyc.run.decay import next_decay
from journeyc.run.log import Scalar


def next_turn(condition: Condition, view: View, after: int) -> int | None:
    """The first instant later than `after` at which the condition may turn while nothing happens to the lead."""
    match condition:
        case schema.Not(item=item):
            return next_turn(item, view, after)
        case schema.And(items=items) | schema.Or(items=items) | schema.AtLeast(items=items):
            return _earliest(next_turn(item, view, after) for item in items)
        case schema.Compare(left=left, right=right):
            sides = ((left, value_of(right, view)), (right, value_of(left, view)))
            return _earliest(_next_move(value, [other], view, after) for value, other in sides)
        case schema.OneOf(value=value, options=options):
            return _next_move(value, options, view, after)
        case schema.Known(value=schema.Standing() as value):
            return _next_move(value, (), view, after)
        case schema.InSegment(name=name, journey=journey):
            there = view.of(journey)
            return next_turn(there.plan.segments[name].condition, there, after) if there else None
        case schema.Happened(history=history, within=int() as within):
            instants = view.past(history).instants
            return _later((instants[-1] + within,), after) if instants else None
        case _:
            return None


def _next_move(value: Value, others: Iterable[Scalar | None], view: View, after: int) -> int | None:
    """When the value may next come to stand otherwise towards the values it is compared with."""
    match value:
        case schema.Since(history=history):
            instants = view.past(history).instants
            lengths = [floor(o) for o in others if isinstance(o, int | float)]
            return _later((instants[-1] + n + more for n in lengths for more in (0, 1)), after) if instants else None
        case schema.Count(history=history, within=int() as within):
            return _later((s + within for s in view.past(history).instants), after)
        case schema.Today():
            days = [o for o in others if isinstance(o, str)]
            return _later((midnight for day in days for midnight in _around(day, view)), after)
        case schema.Points(name=name, journey=journey):
            there = view.of(journey)
            return _next_points(there.plan.scores[name], there, after) if there else None
        case schema.Standing(what="persona", journey=journey):
            there = view.of(journey)
            personas = there.plan.program.personas if there else ()
            conditions = [persona.condition for persona in personas if persona.condition]
            return _earliest(next_turn(c, there, after) for c in conditions) if there else None
        case _:
            return None


def _next_points(score: schema.Score, view: View, after: int) -> int | None:
    lines = [next_turn(line.condition, view, after) for line in score.standing]
    return _earliest([next_decay(score, view.standing.tallies[score.name], after), *lines])


def _around(day: str, view: View) -> tuple[int | None, int | None]:
    """The midnights at which a date begins and ends."""
    return from_date(day, DateOffset(0, 0), view.plan.zone), from_date(day, DateOffset(1, 0), view.plan.zone)


def _later(instants: Iterable[int | None], after: int) -> int | None:
    return min((instant for instant in instants if instant is not None and instant > after), default=None)


def _earliest(instants: Iterable[int | None]) -> int | None:
    return min((instant for instant in instants if instant is not None), default=None)
