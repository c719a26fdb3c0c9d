"""Owns whether people get to a lead in time: on every way through a body, of a lead of whom a little is known.
Must not know why they should."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from journeyc.lint.paths import Way, ways_on
from journeyc.lint.standing import Knowledge, Standings
from journeyc.program.schema import (
    Action,
    Do,
    Duration,
    Handoff,
    Notify,
    Place,
    Program,
    Repeat,
    RepeatEnd,
    Rule,
    Scenario,
    StartScenario,
    Step,
    Task,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
)

DAY = 86_400
_WEEK = 7 * DAY
_SECONDS = {"m": 60, "h": 3_600, "d": DAY, "w": _WEEK, "bh": DAY / 9, "bd": DAY}
"""A business day counts as a day, and a business hour as the ninth part of one."""
_LENGTH = re.compile(r"(\d+)(m|h|d|w|bh|bd)")
_MOST_WAYS = 2_000


def seconds_of(text: str) -> float | None:
    """How long a length of time like `1bd` or `4h` is; None where the text is none."""
    length = _LENGTH.fullmatch(text)
    return None if length is None else int(length[1]) * _SECONDS[length[2]]


def length_of(duration: Duration) -> float:
    """How long a length of time is."""
    return duration.amount if duration.unit == "s" else duration.amount * _SECONDS[duration.unit]


@dataclass(frozen=True, slots=True)
class Late:
    """Where a way that began as asked comes to people too late (`place`), or not at all (None)."""

    place: Place | None


class Touching:
    """The ways of one Program to people."""

    def __init__(self, program: Program) -> None:
        self._standings = Standings(program)
        self._scenarios = {scenario.name: scenario for scenario in program.scenarios}

    def too_late(self, owner: Rule | Scenario, known: Knowledge, promise: float) -> Late | None:
        """The first way through the body that such a lead may go and on which nobody gets to it within the promise, in
        seconds; None where somebody always does."""
        return self._too_late(owner, known, promise, {owner.order})

    def _too_late(self, owner: Rule | Scenario, known: Knowledge, promise: float, opened: set[int]) -> Late | None:
        waiting: list[tuple[tuple[Step, ...], int | None, float]] = [(owner.body, 0 if owner.body else None, 0)]
        for _ in range(_MOST_WAYS):
            if not waiting:
                return None
            body, at, passed = waiting.pop()
            if at is None:
                return Late(None)
            step = body[at]
            if isinstance(step, Do):
                within = _touches(step.action)
                if within is not None:
                    if passed + within > promise:
                        return Late(step.place)
                    continue
                started = self._started(step.action)
                if started is not None and started.order not in opened and started.body:
                    opened.add(started.order)
                    if self._too_late(started, known, promise - passed, opened) is None:
                        continue
            for way in ways_on(step, body):
                if self._may_go(way, known):
                    waiting.append((body, way.to, passed + _longest(step)))
        return None

    def _started(self, action: Action) -> Scenario | None:
        return self._scenarios.get(action.scenario) if isinstance(action, StartScenario) else None

    def _may_go(self, way: Way, known: Knowledge) -> bool:
        if way.holds is not None and self._standings.truth(way.holds, known) is False:
            return False
        return not any(self._standings.truth(condition, known) is True for condition in way.fails)


def is_touch(action: Action) -> bool:
    """Whether it tells people about the lead."""
    return isinstance(action, Handoff | Task | Notify)


def tells_people(steps: Iterable[Step]) -> bool:
    """Whether some of the steps tell people."""
    return any(isinstance(step, Do) and is_touch(step.action) for step in steps)


def _touches(action: Action) -> float | None:
    """In how much time the action brings people to the lead; None where it does not."""
    if not isinstance(action, Handoff | Task | Notify):
        return None
    return 0 if action.within is None else length_of(action.within)


def _longest(step: Step) -> float:
    """How long a lead may stay at a step."""
    match step:
        case Wait(duration=length):
            return length_of(length)
        case WaitUntil(timeout=length) | Repeat(every=length):
            return length_of(length)
        case WaitClock():
            return _WEEK
        case WaitDate(duration=Duration() as length):
            return length_of(length)
        case WaitDate(offset=offset):
            return abs(offset.days) * DAY + abs(offset.seconds)
        case RepeatEnd():
            return DAY
        case _:
            return 0
