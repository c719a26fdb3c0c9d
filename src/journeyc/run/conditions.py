"""Owns the truth of a condition and the value of an expression, of one lead at one instant.
Must not know who asks or what follows; it reads the lead and changes nothing."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from journeyc.program import schema
from journeyc.program.calendar import day_of
from journeyc.program.schema import Condition, Value
from journeyc.run.decay import clamp, decayed
from journeyc.run.log import Scalar
from journeyc.run.plan import Plan
from journeyc.run.state import Lead, Past, Standing

_NOTHING: Mapping[str, Scalar] = {}


class View:
    """One lead as one journey sees it at an instant. `data` is the payload of the present occurrence; `entered_seq` the
    number of the occurrence by which the lead entered the scenario that asks (0 outside scenarios)."""

    __slots__ = ("data", "entered_seq", "lead", "now", "plan", "plans", "standing")

    def __init__(
        self,
        plans: Sequence[Plan],
        number: int,
        lead: Lead,
        now: int,
        data: Mapping[str, Scalar] = _NOTHING,
        entered_seq: int = 0,
    ) -> None:
        self.plans = plans
        self.plan = plans[number]
        self.standing: Standing = lead.standings[number]
        self.lead = lead
        self.now = now
        self.data = data
        self.entered_seq = entered_seq

    def since_entry(self, entered_seq: int) -> View:
        """The same, as a scenario entered by that occurrence sees it."""
        return View(self.plans, self.plan.number, self.lead, self.now, self.data, entered_seq)

    def of(self, journey: str | None) -> View | None:
        """The same lead as another journey of the run sees it; None where the lead is not in that journey."""
        if journey is None or journey == self.plan.name:
            return self
        for plan in self.plans:
            if plan.name == journey and plan.number in self.lead.standings:
                return View(self.plans, plan.number, self.lead, self.now)
        return None

    def past(self, history: int) -> Past:
        """The past of one of the journey's histories."""
        return self.lead.pasts[self.plan.number][history]


# --- values ------------------------------------------------------------------------------------------------------


def value_of(value: Value, view: View) -> Scalar | None:
    """What the expression is worth now; None where it is unknown."""
    return _VALUES[type(value)](value, view)


def points_of(score: schema.Score, view: View) -> int:
    """The points of a score as every reader sees them: decayed, with standing points, within the range."""
    points = decayed(score, view.standing.tallies[score.name], view.now)
    if score.standing:
        points += sum(line.points for line in score.standing if holds(line.condition, view))
    return clamp(score, points)


def persona_of(view: View) -> str | None:
    """The first persona that holds."""
    for persona in view.plan.program.personas:
        if persona.condition is not None and holds(persona.condition, view):
            return persona.name
    return None


def _attribute(value: schema.Attribute, view: View) -> Scalar | None:
    own = view.lead.attributes.get(value.name)
    return view.plan.defaults.get(value.name) if own is None else own


def _points(value: schema.Points, view: View) -> Scalar | None:
    there = view.of(value.journey)
    return points_of(there.plan.scores[value.name], there) if there else None


def _count(value: schema.Count, view: View) -> Scalar:
    instants = view.past(value.history).instants
    if value.within is None:
        return len(instants)
    return len(instants) - bisect_right(instants, view.now - value.within)


def _since(value: schema.Since, view: View) -> Scalar | None:
    instants = view.past(value.history).instants
    return view.now - instants[-1] if instants else None


def _today(_: schema.Today, view: View) -> Scalar:
    return day_of(view.now, view.plan.zone).isoformat()


def _standing(value: schema.Standing, view: View) -> Scalar | None:
    there = view.of(value.journey)
    if there is None:
        return None
    match value.what:
        case "stage":
            return there.standing.stage
        case "persona":
            return persona_of(there)
        case "owner":
            return there.standing.owner.team if there.standing.owner else None
        case "member":
            return there.standing.owner.member if there.standing.owner else None
        case "source":
            return there.lead.source


_VALUES: dict[type[Any], Callable[[Any, View], Scalar | None]] = {
    schema.Literally: lambda value, _: value.value,
    schema.Attribute: _attribute,
    schema.Points: _points,
    schema.Count: _count,
    schema.Since: _since,
    schema.Today: _today,
    schema.Payload: lambda value, view: view.data.get(value.field),
    schema.Standing: _standing,
}


# --- conditions --------------------------------------------------------------------------------------------------


def holds(condition: Condition, view: View) -> bool:
    """Whether the condition is true of the lead now."""
    return _CONDITIONS[type(condition)](condition, view)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(condition: schema.Compare, view: View) -> bool:
    left = value_of(condition.left, view)
    right = value_of(condition.right, view)
    if left is None or right is None or isinstance(left, str) is not isinstance(right, str):
        return False
    return _COMPARISONS[condition.operator](left, right)


def _one_of(condition: schema.OneOf, view: View) -> bool:
    value = value_of(condition.value, view)
    return value is not None and value in condition.options


def _accepted(condition: schema.Accepted, view: View) -> bool:
    there = view.of(condition.journey)
    return there is not None and there.standing.accepted


def _in_segment(condition: schema.InSegment, view: View) -> bool:
    there = view.of(condition.journey)
    return there is not None and holds(there.plan.segments[condition.name].condition, there)


def _happened(condition: schema.Happened, view: View) -> bool:
    past = view.past(condition.history)
    if not past.instants:
        return False
    if condition.since_entry and past.last_seq <= view.entered_seq:
        return False
    return condition.within is None or past.instants[-1] > view.now - condition.within


_CONDITIONS: dict[type[Any], Callable[[Any, View], bool]] = {
    schema.Always: lambda condition, _: condition.holds,
    schema.Not: lambda condition, view: not holds(condition.item, view),
    schema.And: lambda condition, view: all(holds(item, view) for item in condition.items),
    schema.Or: lambda condition, view: any(holds(item, view) for item in condition.items),
    schema.AtLeast: lambda condition, view: sum(holds(i, view) for i in condition.items) >= condition.least,
    schema.Compare: _compare,
    schema.OneOf: _one_of,
    schema.Known: lambda condition, view: value_of(condition.value, view) is not None,
    schema.Tagged: lambda condition, view: condition.tag in view.lead.tags,
    schema.Accepted: _accepted,
    schema.InSegment: _in_segment,
    schema.Happened: _happened,
}
