"""Owns the ways through a body of steps: what can follow a step, and why it follows.
Must not know what the steps do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.program.schema import (
    Branch,
    Condition,
    Do,
    Repeat,
    RepeatEnd,
    Split,
    Step,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
    When,
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a step to the next one (None: the end). It is taken where `holds` holds and none of `fails` does, or
    when `fits` fits. `waits`: whether time may go by on it."""

    to: int | None
    holds: Condition | None = None
    fails: tuple[Condition, ...] = ()
    fits: When | None = None
    waits: bool = False


def ways_on(step: Step, body: tuple[Step, ...]) -> Iterator[Way]:
    """Every way on from a step."""
    match step:
        case Do(next=following):
            yield Way(following)
        case Branch():
            before: tuple[Condition, ...] = ()
            for path in step.paths:
                yield Way(path.to, path.condition, before)
                before = (*before, path.condition)
            yield Way(step.otherwise, fails=before)
        case Split():
            yield from (Way(arm.to) for arm in step.arms)
        case Wait() | WaitClock():
            yield Way(step.next, waits=True)
        case WaitDate():
            yield Way(step.next, waits=True)
            if step.missed == "skip":
                yield Way(step.skip_to)
        case WaitUntil():
            for line in step.lines:
                yield Way(line.to, line.when.watch.condition if line.when.watch else None, (), line.when, True)
            yield Way(step.timeout_to, waits=True)
        case Repeat():
            yield Way(step.body)
            yield Way(step.next, fits=step.until, waits=True)
        case RepeatEnd(repeat=start):
            loop = body[start]
            assert isinstance(loop, Repeat)
            yield Way(loop.body, waits=True)
            yield Way(loop.next, waits=True)
