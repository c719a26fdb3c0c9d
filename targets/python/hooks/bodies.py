"""Owns bodies of rules and scenarios as Python: a graph of steps becomes functions of plain statements.
Must not know when a rule fires or a scenario is entered; waits end a function, what follows begins another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

from journeyc.program import schema
from journeyc.program.schema import Action, Duration, Step

from .expressions import Expressions
from .literals import comment, literal, literals, seconds

Lines = list[str]
WAITS = (schema.Wait, schema.WaitClock, schema.WaitDate, schema.WaitUntil, schema.Repeat, schema.RepeatEnd)


class Body:
    """Writes one body. `by` is how its statements name their author; `scenario` is None for a rule."""

    def __init__(
        self, expressions: Expressions, steps: Sequence[Step], by: str, scenario: schema.Scenario | None = None
    ) -> None:
        self._expressions = expressions
        self._steps = steps
        self._by = by
        self._scenario = scenario
        self._actions = Actions(expressions, by)
        self.heads: set[int] = set()

    def rule(self) -> Lines:
        """The statements of a rule's body."""
        return self._until(0 if self._steps else None, None) or ["pass"]

    def functions(self, entries: Iterable[int | None]) -> dict[int, Lines]:
        """By step, the functions of a scenario's body: one for each step at which a run may go on, and one wherever
        ways meet that do not meet within one function."""
        self.heads = {0, *(step for step in entries if step is not None)} if self._steps else set()
        while True:
            met: list[int] = []
            made = {head: self._tail(head, met) for head in sorted(self.heads)}
            again = {step for step in met if met.count(step) > 1} - self.heads
            if not again:
                return made
            self.heads |= again

    # --- statements to the end of a function

    def _tail(self, index: int, met: list[int]) -> Lines:
        """Statements from a step on, ending in a `return`."""
        return self._statements(index, None, met, first=True)

    def _go(self, to: int | None, met: list[int]) -> Lines:
        if to is None:
            return ["return END"]
        if to in self.heads:
            return [f"return {to}"]
        return self._statements(to, None, met)

    def _until(self, index: int | None, stop: int | None, met: list[int] | None = None) -> Lines:
        """Statements from a step up to `stop`, which follows."""
        return [] if index == stop or index is None else self._statements(index, stop, [] if met is None else met)

    def _statements(self, index: int, stop: int | None, met: list[int], *, first: bool = False) -> Lines:
        lines: Lines = []
        here: int | None = index
        straight = stop is not None or self._scenario is None
        while here is not None and here != stop:
            if here in self.heads and not first:
                return [*lines, f"return {here}"]
            first = False
            met.append(here)
            step = self._steps[here]
            if isinstance(step, schema.Do):
                lines += self._do(step)
                here = step.next
            elif isinstance(step, schema.Branch | schema.Split):
                join = self._join(here, stop)
                if join is None:
                    return [*lines, *self._ways(step, lambda to: self._go(to, met))]
                lines += self._ways(step, lambda to, join=join: self._until(to, join[0], met))  # type: ignore[misc]
                here = join[0]
            else:
                return [*lines, *self._wait(here, step, met)]
        return lines if straight else [*lines, "return END"]

    def _do(self, step: schema.Do) -> Lines:
        lines = self._actions.statements(step.action)
        if self._scenario is not None and self._may_end(step.action):
            lines += ["if run.over:", "    return STOP"]
        return lines

    def _may_end(self, action: Action) -> bool:
        if isinstance(action, schema.StopScenario):
            return self._scenario is not None and action.scenario == self._scenario.name
        return isinstance(action, schema.Leave | schema.Restart)

    # --- ways that meet again

    def _join(self, index: int, stop: int | None) -> tuple[int | None] | None:
        """Where all ways out of a branch meet, if nothing on the way there ends a function; None if something does."""
        ways = [self._reach(to, stop) for to in _ways_out(self._steps[index])]
        if any(way is None for way in ways):
            return None
        known = [way for way in ways if way is not None]
        common = [step for step in known[0] if all(step in way for way in known)]
        return (common[0],) if common else None

    def _reach(self, to: int | None, stop: int | None) -> list[int | None] | None:
        """The steps that every way from `to` passes, in order; None where a wait or the start of a function is met
        before the end (or `stop`)."""
        passed: list[int | None] = []
        here = to
        while here is not None and here != stop:
            step = self._steps[here]
            passed.append(here)
            if here in self.heads or isinstance(step, WAITS):
                return passed if self._scenario is not None else None
            if isinstance(step, schema.Do):
                here = step.next
            else:
                join = self._join(here, stop)
                if join is None:
                    return passed
                here = join[0]
        return [*passed, here]

    def _ways(self, step: schema.Branch | schema.Split, go: Callable[[int | None], Lines]) -> Lines:
        tests = self._split(step) if isinstance(step, schema.Split) else self._branch(step)
        lines: Lines = []
        word = "if"
        for test, to, about in tests:
            body = go(to) or ["pass"]
            if test is None:
                if body == ["pass"]:
                    break
                lines += ["else:", *_indented(body)] if lines else body
                break
            lines += [f"{word} {test}:{about}", *_indented(body)]
            word = "elif"
        return lines

    def _branch(self, step: schema.Branch) -> list[tuple[str | None, int | None, str]]:
        ways: list[tuple[str | None, int | None, str]] = [
            (self._expressions.condition(path.condition), path.to, f"  # {comment(path.label)}") for path in step.paths
        ]
        return [*ways, (None, step.otherwise, "")]

    def _split(self, step: schema.Split) -> list[tuple[str | None, int | None, str]]:
        assert self._scenario is not None
        parts = (self._expressions.program.journey, self._scenario.name, str(step.number))
        chance = f"chance({', '.join(literal(part) for part in parts)}, lead.name)"
        bounds = list(accumulate(arm.percent for arm in step.arms))
        ways: list[tuple[str | None, int | None, str]] = [
            (f"{chance} * 100 < {bound} * 2**64", arm.to, f"  # {comment(f'{arm.percent}% {arm.name}')}")
            for arm, bound in zip(step.arms[:-1], bounds, strict=False)
        ]
        return [*ways, (None, step.arms[-1].to, "")]

    # --- waits

    def _wait(self, index: int, step: Step, met: list[int]) -> Lines:
        match step:
            case schema.Wait(duration=duration, at=at):
                due = moved(f"lead.now + {seconds(duration.amount)}", at)
                return [f"return wait(lead, run, {index}, {due}, {_to(step.next)})"]
            case schema.WaitClock(weekday=weekday, at=at):
                return [f"return wait(lead, run, {index}, next_weekday(lead.now, {weekday}, {at}), {_to(step.next)})"]
            case schema.WaitDate():
                return self._wait_date(index, step)
            case schema.WaitUntil():
                return self._wait_until(index, step, met)
            case schema.Repeat():
                return self._repeat(index, step, met)
            case schema.RepeatEnd(repeat=repeat):
                return self._repeat_end(index, repeat)
            case _:
                raise TypeError(type(step).__name__)

    def _wait_date(self, index: int, step: schema.WaitDate) -> Lines:
        lines = [f"due = {self.date(step)}", "if due is not None and due < lead.now:"]
        to = missed(step)
        if to == "MISSED":
            lines += ["    leave(lead, run)", "    return STOP"]
        else:
            lines.append(f"    return {to}")
        return [*lines, f"return wait(lead, run, {index}, due, {_to(step.next)})"]

    def date(self, step: schema.WaitDate) -> str:
        """When a wait for a date ends."""
        anchor, offset = step.anchor, step.offset
        if anchor.kind == "entry":
            if step.duration is not None:
                return moved(f"run.entered_at + {seconds(step.duration.amount)}", step.at)
            return moved(f"shift(run.entered_at, {offset.days}, {seconds(offset.seconds)})", step.at)
        return moved(anchored(self._expressions, anchor, offset), step.at)

    def _wait_until(self, index: int, step: schema.WaitUntil, met: list[int]) -> Lines:
        lines: Lines = []
        for line in step.lines:
            if line.when.watch is not None:
                lines += [
                    f"if {self._expressions.condition(line.when.watch.condition)}:",
                    *_indented(self._go(line.to, met)),
                ]
        return [*lines, f"return stand(lead, run, {index}, lead.now + {seconds(step.timeout.amount)})"]

    def _repeat(self, index: int, step: schema.Repeat, met: list[int]) -> Lines:
        if step.times < 1:
            return self._go(step.next, met)
        lines: Lines = []
        if step.until.watch is not None:
            condition = self._expressions.condition(step.until.watch.condition)
            lines = [f"if {condition}:", *_indented(self._go(step.next, met))]
        return [*lines, f"run.rounds.append([{index}, 0])", *self._go(step.body, met)]

    def _repeat_end(self, index: int, number: int) -> Lines:
        repeat = self._steps[number]
        assert isinstance(repeat, schema.Repeat)
        lines: Lines = []
        if repeat.until.watch is not None:
            condition = self._expressions.condition(repeat.until.watch.condition)
            lines = [f"if {condition}:", "    run.rounds.pop()", f"    return {_to(repeat.next)}"]
        return [
            *lines,
            "run.rounds[-1][1] += 1",
            f"return stand(lead, run, {index}, lead.now + {seconds(repeat.every.amount)})",
        ]


def missed(step: schema.WaitDate) -> str:
    """Where a wait for a date that has passed leads."""
    if step.missed == "now" or step.anchor.kind == "entry":
        return _to(step.next)
    return _to(step.skip_to) if step.missed == "skip" else "MISSED"


def _to(step: int | None) -> str:
    return "END" if step is None else str(step)


def _ways_out(step: Step) -> list[int | None]:
    if isinstance(step, schema.Branch):
        return [*(path.to for path in step.paths), step.otherwise]
    assert isinstance(step, schema.Split)
    return [arm.to for arm in step.arms]


def _indented(lines: Lines) -> Lines:
    return [f"    {line}".replace("\n", "\n    ") for line in lines]


def moved(due: str, at: int | None) -> str:
    """An instant, moved to a clock time of its day."""
    return due if at is None else f"at_clock({due}, {seconds(at)})"


def anchored(expressions: Expressions, anchor: schema.Anchor, offset: schema.DateOffset) -> str:
    """The instant that far from a lead's date or a content's."""
    if anchor.kind == "content":
        if anchor.instant is None:
            return "None"
        return f"shift({anchor.instant}, {offset.days}, {seconds(offset.seconds)})"
    return f"from_date(lead.{expressions.slots[anchor.name]}, {offset.days}, {seconds(offset.seconds)})"


class Actions:
    """Writes the statement of each action."""

    def __init__(self, expressions: Expressions, by: str) -> None:
        self._expressions = expressions
        self._by = by

    def statements(self, action: Action) -> Lines:
        """The action as a call."""
        return [self._calls[type(action)](self, action)]

    def _call(self, name: str, *arguments: str) -> str:
        return f"{name}({', '.join(('lead', self._by, *arguments))})"

    def _send(self, action: schema.Send) -> str:
        if action.next_of:
            return self._call("send_next_of", literals(action.contents))
        return self._call("send", literal(action.contents[0]))

    def _notify(self, action: schema.Notify) -> str:
        extras = [f"text={self._expressions.text(action.text)}"] if action.text is not None else []
        extras += [f"due=lead.now + {seconds(action.within.amount)}"] if action.within is not None else []
        return self._call("record", '"notify"', literal(action.team), *extras)

    def _handoff(self, action: schema.Handoff) -> str:
        text = "None" if action.text is None else self._expressions.text(action.text)
        return self._call("hand_off", literal(action.team), text, _within(action.within))

    def _task(self, action: schema.Task) -> str:
        title = self._expressions.text(action.title)
        return self._call("open_task", literal(action.team), title, _within(action.within), literal(action.name))

    def _score(self, action: schema.ChangeScore) -> str:
        score = f"SCORE_{self._expressions.points[action.score]}"
        return self._call("set_score" if action.replace else "add_score", score, str(action.points))

    def _set(self, action: schema.SetAttribute) -> str:
        return self._call("set_attribute", literal(action.attribute), self._expressions.optional(action.value))

    _calls: dict[type[Any], Callable[[Actions, Any], str]] = {  # noqa: RUF012 - a table that nobody changes
        schema.Send: _send,
        schema.Notify: _notify,
        schema.Handoff: _handoff,
        schema.Task: _task,
        schema.ChangeScore: _score,
        schema.SetAttribute: _set,
        schema.Assign: lambda self, a: self._call("assign", literal(a.team)),
        schema.MoveTo: lambda self, a: self._call("move", literal(a.stage)),
        schema.MoveBack: lambda self, a: self._call("move_back", literal(a.stage)),
        schema.Leave: lambda self, a: self._call("leave_ladder", literal(a.reason)),
        schema.AddTag: lambda self, a: self._call("tag", literal(a.tag)),
        schema.RemoveTag: lambda self, a: self._call("untag", literal(a.tag)),
        schema.StartScenario: lambda self, a: self._call("start", literal(a.scenario)),
        schema.StopScenario: lambda self, a: self._call("stop", literal(a.scenario)),
        schema.Pause: lambda self, _: self._call("pause"),
        schema.Resume: lambda self, _: self._call("resume"),
        schema.Restart: lambda self, a: self._call("restart", literal(a.stage)),
        schema.Post: lambda self, a: self._call("record", '"post"', literal(a.webhook)),
    }


def _within(within: Duration | None) -> str:
    return "None" if within is None else seconds(within.amount)
