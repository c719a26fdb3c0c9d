"""Owns how many messages a run can send in a span of time, at worst: every wait at its shortest, every way open.
Must not know caps, nor what is said about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from journeyc.lint.paths import ways_on
from journeyc.program.calendar import DAY, HOUR
from journeyc.program.schema import (
    And,
    AtLeast,
    Branch,
    Calendar,
    Condition,
    Do,
    Duration,
    EventPattern,
    Happened,
    Not,
    Or,
    Program,
    Repeat,
    RepeatEnd,
    Rule,
    Scenario,
    Step,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
)

MOST_STATES = 20_000
"""States of runs that are looked at for one answer; where there are more, those that were seen are counted."""
_WEEK = 7 * DAY

_Fixed = tuple[str, int] | None
"""Where in time a run stands as far as it is known: so many seconds after an anchor, or into the week."""


@dataclass(frozen=True, slots=True)
class _State:
    """A run at a step: seconds since the span began, messages in it, rounds of repeats, what has happened."""

    at: int
    passed: int = 0
    sent: int = 0
    fixed: _Fixed = None
    rounds: tuple[tuple[int, int], ...] = ()
    happened: frozenset[tuple[str, str]] = frozenset()

    def onward(self, to: int, gap: int, fixed: _Fixed) -> _State:
        """The run at another step, so much later."""
        return replace(self, at=to, passed=self.passed + gap, fixed=fixed)


class Sending:
    """The runs of one Program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def most(self, owner: Rule | Scenario, counted: Collection[int], window: int) -> int:
        """The most of the counted steps that one run comes to in fewer than `window` seconds."""
        if not counted:
            return 0
        best = 0
        seen: dict[tuple[object, ...], int] = {}
        waiting = list(self._begins(owner))
        for _ in range(MOST_STATES):
            if not waiting:
                break
            state = waiting.pop()
            if state.at in counted:
                state = replace(state, sent=state.sent + 1)
                best = max(best, state.sent)
            key = (state.at, state.passed, state.fixed, state.rounds, state.happened)
            if seen.get(key, -1) >= state.sent:
                continue
            seen[key] = state.sent
            waiting += [each for each in self._onward(owner.body, state) if each.passed < window]
        return best

    def _begins(self, owner: Rule | Scenario) -> Iterator[_State]:
        """Where a span may begin: with the run, or at the end of each wait."""
        if owner.body:
            yield _State(0, fixed=("entry", 0))
        for number, step in enumerate(owner.body):
            if isinstance(step, Wait | WaitClock | WaitDate | WaitUntil | RepeatEnd):
                for state in self._onward(owner.body, _State(number)):
                    yield replace(state, passed=0)

    # --- steps

    def _onward(self, body: tuple[Step, ...], state: _State) -> Iterator[_State]:
        step = body[state.at]
        match step:
            case Wait(next=int(to)):
                gap, fixed = self._after_wait(step, state.fixed)
                yield state.onward(to, gap, fixed)
            case WaitClock(next=int(to)):
                target = step.weekday * DAY + step.at
                known = state.fixed
                gap = (target - known[1]) % _WEEK or _WEEK if known is not None and known[0] == "week" else 0
                yield state.onward(to, gap, ("week", target))
            case WaitDate():
                yield from self._after_date(step, state)
            case WaitUntil():
                yield from self._after_until(step, state)
            case Repeat():
                yield replace(state, at=step.body, rounds=(*state.rounds, (state.at, 1)))
                if step.next is not None:
                    yield state.onward(step.next, 0, None)
            case RepeatEnd():
                yield from self._after_round(step, body, state)
            case Do() | Branch():
                for way in ways_on(step, body):
                    open_to = way.holds is None or self._truth(way.holds, state) is not False
                    if way.to is not None and open_to and not any(self._truth(c, state) is True for c in way.fails):
                        yield replace(state, at=way.to)
            case _:
                yield from (replace(state, at=way.to) for way in ways_on(step, body) if way.to is not None)

    def _after_wait(self, step: Wait, fixed: _Fixed) -> tuple[int, _Fixed]:
        gap = _shortest(step.duration, self._program.calendar)
        if fixed is None or step.duration.unit != "s":
            return gap, None
        after = fixed[1] + gap
        if step.at is None:
            return gap, (fixed[0], after)
        if fixed[0] != "week":
            return gap, None
        moved = max(after, after // DAY * DAY + step.at)
        return moved - fixed[1], ("week", moved % _WEEK)

    def _after_date(self, step: WaitDate, state: _State) -> Iterator[_State]:
        anchor = step.anchor.kind if step.anchor.kind == "entry" else f"{step.anchor.kind} {step.anchor.name}"
        offset = step.offset.days * DAY + (step.offset.seconds if step.at is None else step.at)
        if step.duration is not None:
            offset = _shortest(step.duration, self._program.calendar)
        known = state.fixed
        gap = max(0, offset - known[1]) if known is not None and known[0] == anchor else 0
        if step.next is not None:
            yield state.onward(step.next, gap, (anchor, offset))
        if step.missed == "skip" and step.skip_to is not None:
            yield replace(state, at=step.skip_to)

    def _after_until(self, step: WaitUntil, state: _State) -> Iterator[_State]:
        for line in step.lines:
            patterns = [arm.pattern for arm in line.when.arms]
            happened = state.happened
            if len(patterns) == 1 and isinstance(patterns[0], EventPattern) and len(patterns[0].subjects or ()) == 1:
                happened |= {(patterns[0].verb, name) for name in patterns[0].subjects or ()}
            if line.to is not None:
                yield replace(state.onward(line.to, 0, None), happened=happened)
        if step.timeout_to is not None:
            gap = _shortest(step.timeout, self._program.calendar)
            is_plain = step.timeout.unit == "s" and state.fixed is not None and state.fixed[0] != "week"
            fixed = (state.fixed[0], state.fixed[1] + gap) if is_plain and state.fixed is not None else None
            yield state.onward(step.timeout_to, gap, fixed)

    def _after_round(self, step: RepeatEnd, body: tuple[Step, ...], state: _State) -> Iterator[_State]:
        loop = body[step.repeat]
        assert isinstance(loop, Repeat)
        others = tuple(each for each in state.rounds if each[0] != step.repeat)
        done = next((number for repeat, number in state.rounds if repeat == step.repeat), 1)
        if done < loop.times:
            later = state.onward(loop.body, _shortest(loop.every, self._program.calendar), None)
            yield replace(later, rounds=(*others, (step.repeat, done + 1)))
        if loop.next is not None:
            yield replace(state.onward(loop.next, 0, None), rounds=others)

    def _truth(self, condition: Condition, state: _State) -> bool | None:
        """Whether it holds after what has happened on the way; None where that does not say."""
        match condition:
            case Happened(history=history):
                pattern = self._program.histories[history]
                named = any(
                    verb == pattern.verb and (pattern.subjects is None or name in pattern.subjects)
                    for verb, name in state.happened
                )
                return True if named and pattern.where is None else None
            case Not(item=item):
                inner = self._truth(item, state)
                return None if inner is None else not inner
            case And(items=items) | Or(items=items) | AtLeast(items=items):
                truths = [self._truth(item, state) for item in items]
                least = {"and": len(items), "or": 1}.get(condition.op, getattr(condition, "least", 1))
                if sum(truth is True for truth in truths) >= least:
                    return True
                return False if sum(truth is not False for truth in truths) < least else None
            case _:
                return None


def _shortest(length: Duration, calendar: Calendar | None) -> int:
    """The fewest seconds in which a length of time can go by."""
    if length.unit == "s":
        return length.amount
    if length.unit == "bh":
        return length.amount * HOUR
    days = [sum(end - start for start, end in hours) for hours in calendar.hours if hours] if calendar else []
    return (length.amount - 1) * DAY + min(days, default=DAY)
