"""Owns at what hours actions can come about: at the lead's own hour, at any hour, in open hours, or by the clock.
Must not know which hours are fit for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from journeyc.lint.paths import ways_on
from journeyc.lint.walking import below, ways
from journeyc.program.calendar import DAY
from journeyc.program.schema import (
    NOWHERE,
    Arm,
    Condition,
    Count,
    DateReached,
    Duration,
    EventPattern,
    Happened,
    Place,
    Program,
    Repeat,
    RepeatEnd,
    Rule,
    Scenario,
    Since,
    Step,
    Today,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
    When,
)


@dataclass(frozen=True, slots=True)
class Hour:
    """When an action comes: `own`, at an hour at which the lead did something; `any`; `open`, in open hours or when
    people work; `clock`, at `seconds` after midnight, of `weekday` where one is named. `place`: the wait it ends."""

    kind: Literal["own", "any", "open", "clock"]
    seconds: int = 0
    weekday: int | None = None
    on_open_days: bool = False
    place: Place = NOWHERE


_OWN, _ANY, _OPEN = Hour("own"), Hour("any"), Hour("open")
_PEOPLE = ("done", "accepted", "rejected")
_BY_TIME = ("overdue", "dropped")


def hours(program: Program, owner: Rule | Scenario) -> Mapping[int, tuple[Hour, ...]]:
    """The hours at which each step of the body can be come to."""
    found: dict[int, dict[Hour, None]] = {}
    waiting: list[tuple[int | None, Hour]] = [(0 if owner.body else None, hour) for hour in _begins(program, owner)]
    while waiting:
        at, hour = waiting.pop()
        if at is None or hour in found.setdefault(at, {}):
            continue
        found[at][hour] = None
        waiting += _onward(owner.body[at], owner.body, hour)
    return {step: tuple(each) for step, each in found.items()}


def _begins(program: Program, owner: Rule | Scenario) -> Iterator[Hour]:
    whens = ways(owner)
    if not whens:
        yield _OWN
    for when in whens:
        yield from _of_when(program, when)


def _of_when(program: Program, when: When) -> Iterator[Hour]:
    if when.watch is not None:
        yield _ANY if _turns_by_time(when.watch.condition) else _OWN
    for arm in when.arms:
        yield _of_arm(program, arm)


def _turns_by_time(condition: Condition) -> bool:
    """Whether it may become true with nothing happening."""
    return any(
        isinstance(node, Since | Today) or (isinstance(node, Happened | Count) and node.within is not None)
        for node in below(condition)
    )


def _of_arm(program: Program, arm: Arm) -> Hour:
    match arm.pattern:
        case EventPattern(verb="became" | "ceased", subjects=names):
            named = [segment for segment in program.segments if segment.name in (names or ())]
            by_time = any(isinstance(node, Since | Today) for each in named for node in below(each.condition))
            return _ANY if by_time else _OWN
        case EventPattern(verb=verb):
            return _OPEN if verb in _PEOPLE else _ANY if verb in _BY_TIME else _OWN
        case DateReached(anchor=anchor, offset=offset) if anchor.kind == "attribute":
            return Hour("clock", offset.seconds % DAY, place=arm.pattern.place)
        case DateReached():
            return _OPEN
        case _:
            return _ANY


# --- waits --------------------------------------------------------------------------------------------------------


def _onward(step: Step, body: tuple[Step, ...], hour: Hour) -> Iterator[tuple[int | None, Hour]]:
    match step:
        case Wait():
            yield step.next, _after_wait(step, hour)
        case WaitClock():
            yield step.next, Hour("clock", step.at, step.weekday, step.on_open_days, step.place)
        case WaitDate():
            yield step.next, _after_date(step, hour)
            if step.missed == "skip":
                yield step.skip_to, hour
        case WaitUntil():
            for line in step.lines:
                for arm in line.when.arms:
                    yield line.to, _OPEN if _is_of_people(arm) else _OWN
                if line.when.watch is not None:
                    yield line.to, _OWN
            yield step.timeout_to, _later(step.timeout, hour, step.place)
        case Repeat():
            yield step.body, hour
            yield step.next, _OWN
        case RepeatEnd():
            loop = body[step.repeat]
            assert isinstance(loop, Repeat)
            for way in ways_on(step, body):
                yield way.to, _later(loop.every, hour, loop.place)
        case _:
            for way in ways_on(step, body):
                yield way.to, hour


def _is_of_people(arm: Arm) -> bool:
    return isinstance(arm.pattern, EventPattern) and arm.pattern.verb in _PEOPLE


def _after_wait(step: Wait, hour: Hour) -> Hour:
    if step.at is not None:
        return Hour("clock", step.at, None, step.on_open_days or step.duration.unit == "bd", step.place)
    later = _later(step.duration, hour, step.place)
    return replace(later, on_open_days=True) if step.on_open_days else later


def _after_date(step: WaitDate, hour: Hour) -> Hour:
    if step.at is not None:
        return Hour("clock", step.at, None, step.on_open_days, step.place)
    if step.anchor.kind == "attribute":
        return Hour("clock", step.offset.seconds % DAY, None, step.on_open_days, step.place)
    if step.anchor.kind == "content":
        return _OPEN
    length = step.duration or Duration("s", step.offset.days * DAY + step.offset.seconds)
    return _later(length, hour, step.place)


def _later(length: Duration, hour: Hour, place: Place) -> Hour:
    """The hour after a length of time: by the clock as many hours on, else any."""
    if length.unit != "s":
        return _OPEN
    if hour.kind == "clock":
        weekday = hour.weekday if length.amount % (7 * DAY) == 0 else None
        return Hour("clock", (hour.seconds + length.amount) % DAY, weekday, False, hour.place)
    return hour if hour.kind == "open" and length.amount < DAY else Hour("any", place=place)
