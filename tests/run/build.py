"""Owns small Programs for tests, made by hand: what a test does not name is empty.
Must not know the syntax of journeys."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from journeyc.program import schema as s
from journeyc.run.log import ActionRecord, EventRecord, LeadRecord
from journeyc.run.rehearsal import Rehearsal, rehearse

DAY = 86_400
HOUR = 3_600
MONDAY = 1_774_828_800 - 9 * HOUR  # 2026-03-30T00:00 in Tokyo

_orders = itertools.count(1)

OWN = (
    ("download", ("downloaded",)),
    ("page", ("visited",)),
    ("form", ("submitted",)),
    ("email", ("opened", "clicked", "replied", "unsubscribed")),
    ("webinar", ("registered", "attended", "missed")),
    ("event", ("happened",)),
)


def order() -> int:
    """The next place in the source."""
    return next(_orders)


def program(**parts: Any) -> s.Program:
    """A Program with these parts; `stages` may be names, with a tuple for stages side by side."""
    empty: dict[str, Any] = {f.name: () for f in fields(s.Program)}
    empty |= {
        "version": s.PROGRAM_VERSION,
        "journey": "試験",
        "title": None,
        "doc": None,
        "files": ("t.journey",),
        "timezone": "Asia/Tokyo",
        "calendar": None,
        "policy": None,
        "dropout": None,
        "own_verbs": OWN,
    }
    parts = {"stages": ("A", "B", "C")} | parts
    parts["stages"] = tuple(_stages(parts["stages"]))
    return s.Program(**(empty | parts))


def _stages(names: Iterable[Any]) -> Iterable[s.Stage]:
    for level, step in enumerate(names):
        for name in (step,) if isinstance(step, str) else step:
            yield s.Stage(name, level, None, False, None, None, None, (), (), None, None)


def team(name: str, *members: str) -> s.Team:
    return s.Team(name, None, None, members, None, (), None)


def attribute(name: str, type_: s.ValueType = "text", default: s.Scalar | None = None, *values: str) -> s.LeadAttribute:
    return s.LeadAttribute(name, type_, values, default, None)


def content(name: str, kind: str = "email", purpose: Any = "ad", consent: s.Condition | None = None) -> s.Content:
    return s.Content(name, kind, None, purpose, consent, (), (), None, None, (), None, None)


def segment(name: str, condition: s.Condition) -> s.Segment:
    return s.Segment(name, condition, None, None, None, order(), None)


def score(name: str = "点", *lines: s.ScoreLine, **more: Any) -> s.Score:
    standing = more.get("standing", ())
    return s.Score(name, more.get("low"), more.get("high"), lines, standing, more.get("decay"), None, order(), None)


def event(verb: str, *subjects: str, where: s.Condition | None = None) -> s.EventPattern:
    return s.EventPattern(verb, subjects or None, where)


def on(*patterns: s.Pattern, when: s.Condition | None = None) -> s.When:
    """A trigger."""
    return s.When(tuple(s.Arm(pattern, when) for pattern in patterns), None)


def becomes(condition: s.Condition) -> s.When:
    """A condition alone."""
    return s.When((), s.Watch(condition, order()))


def does(*actions: s.Action) -> tuple[s.Do, ...]:
    """A body of actions one after another."""
    return tuple(s.Do(a, i + 1 if i + 1 < len(actions) else None) for i, a in enumerate(actions))


def rule(name: str, when: s.When, *body: Any) -> s.Rule:
    """A rule of actions, or of steps as they are."""
    steps = body if body and hasattr(body[0], "place") else does(*body)
    return s.Rule(name, name, when, tuple(steps), "rule", order(), None)


def scenario(name: str, *body: s.Step, **more: Any) -> s.Scenario:
    """A scenario: `enter`, `exit`, `goal` are Whens, `holds` conditions."""
    place = order()
    guards = {key: tuple(s.Guard(when) for when in more.get(key, ())) for key in ("enter", "exit", "goal")}
    holds = tuple(s.Watch(condition, order()) for condition in more.get("holds", ()))
    reenter = more.get("reenter")
    return s.Scenario(name, None, guards["enter"], reenter, guards["exit"], guards["goal"], holds, body, place, None)


def seconds(amount: int) -> s.Duration:
    return s.Duration("s", amount)


def send(*names: str, next_of: bool = False) -> s.Send:
    return s.Send(names, next_of)


def notify(name: str = "IS") -> s.Notify:
    return s.Notify(name, None, None)


def stage_in(*names: str) -> s.OneOf:
    return s.OneOf(s.Standing("stage"), names)


def points(operator: s.Comparison, amount: int, name: str = "点") -> s.Compare:
    return s.Compare(operator, s.Points(name), s.Literally(amount, "number"))


def record(
    at: int, verb: str, subject: str | None = None, /, lead: str = "L", named: str | None = None, **data: Any
) -> EventRecord:
    """A record; `named` is its id."""
    return EventRecord(lead, at, 0, verb, subject, data, named)


def run(program_: s.Program, *events: EventRecord, until: int | None = None, **lead: Any) -> Rehearsal:
    """Rehearse records of one lead called L."""
    return rehearse([program_], [LeadRecord("L", **lead)], events, until)


def told(actions: Iterable[ActionRecord], start: int = MONDAY) -> list[str]:
    """Each action as `hours action target`, with what held a send."""
    return [
        " ".join(str(p) for p in (f"{(a.at - start) / HOUR:g}h", a.action, a.target, a.held and f"held {a.held}") if p)
        for a in actions
    ]
