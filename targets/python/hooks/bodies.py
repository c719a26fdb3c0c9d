"""Owns bodies of rules and scenarios as Python: a graph of steps becomes functions of plain statements.
Must not know when a rule fires or a scenario is entered; waits end a function, what follows begins another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate

from journeyc.program import schema
from journeyc.program.schema import Action, Step

from .actions import Actions
from .expressions import Expressions
from .literals import after, comment, literal, seconds

Lines = list[str]
END = -1
"""The end of a body, where a step's successor is None."""
WAITS = (schema.Wait, schema.WaitClock, schema.WaitDate, schema.WaitUntil, schema.Repeat, schema.RepeatEnd)


class Body:
    """Writes one body. `by` is how its statements name their author; `scenario` is None for a rule."""

    def __init__(
        self, expressions: Expressions, steps: Sequence[Step], by: str, scenario: schema.Scenario | None = None
    ) -> None:
        self._expressions = expressions
        self._steps = steps
        self._scenario = scenario
        self._actions = Actions(expressions, by)
        self._heads: set[int] = set()
        self._met: list[int] = []

    def rule(self) -> Lines:
        """The statements of a rule's body."""
        return self._until(0 if self._steps else END, END) or ["pass"]

    def functions(self) -> dict[int, Lines]:
        """By step, the functions of a scenario's body: one for each step at which a run may begin or go on after a
        wait, and one wherever ways meet that do not meet within one function."""
        self._heads = {0, *(_at(step) for step in _entries(self._steps))} - {END} if self._steps else set()
        while True:
            self._met = []
            made = {head: self._statements(head, None) for head in sorted(self._heads)}
            again = {step for step in self._met if self._met.count(step) > 1} - self._heads
            if not again:
                return made
            self._heads |= again

    # --- statements

    def _go(self, to: int | None) -> Lines:
        """Statements from a step to the end of the function."""
        if to is None:
            return ["return END"]
        return [f"return {to}"] if to in self._heads else self._statements(to, None)

    def _until(self, index: int, stop: int) -> Lines:
        """Statements from a step up to `stop`, which follows them."""
        if index == stop:
            return []
        return [f"return {index}"] if index in self._heads else self._statements(index, stop)

    def _statements(self, index: int, stop: int | None) -> Lines:
        """Statements from a step on, up to `stop` or, with None, to a `return`."""
        lines: Lines = []
        here = index
        while here not in (stop, END):
            if here in self._heads and here != index:
                return [*lines, f"return {here}"]
            self._met.append(here)
            step = self._steps[here]
            if isinstance(step, schema.Do):
                lines += self._do(step)
                here = _at(step.next)
            elif isinstance(step, schema.Branch | schema.Split):
                join = self._join(here, stop)
                if join is None:
                    return [*lines, *self._ways(step, self._go)]
                lines += self._ways(step, partial(self._to_join, join))
                here = join
            else:
                return [*lines, *self._wait(here, step)]
        return [*lines, "return END"] if stop is None else lines

    def _to_join(self, join: int, to: int | None) -> Lines:
        return self._until(_at(to), join)

    def _do(self, step: schema.Do) -> Lines:
        statement = self._actions.statement(step.action)
        return [statement, "if run.over:", "    return STOP"] if self._may_end_run(step.action) else [statement]

    def _may_end_run(self, action: Action) -> bool:
        if self._scenario is None:
            return False
        if isinstance(action, schema.StopScenario):
            return action.scenario == self._scenario.name
        return isinstance(action, schema.Leave | schema.Restart)

    # --- ways that meet again

    def _join(self, index: int, stop: int | None) -> int | None:
        """Where all ways out of a branch first meet; None where waits keep them from meeting in one function."""
        first, *others = [self._passed(to, stop) for to in _ways_out(self._steps[index])]
        return next((step for step in first if all(step in way for way in others)), None)

    def _passed(self, to: int | None, stop: int | None) -> list[int]:
        """The steps that every way from `to` passes, in order, up to a wait, a step with a function of its own, `stop`
        or the end, which is the last of them."""
        passed: list[int] = []
        here: int | None = _at(to)
        while here is not None:
            passed.append(here)
            if here in (stop, END) or here in self._heads or isinstance(self._steps[here], WAITS):
                break
            step = self._steps[here]
            here = _at(step.next) if isinstance(step, schema.Do) else self._join(here, stop)
        return passed

    def _ways(self, step: schema.Branch | schema.Split, go: Callable[[int | None], Lines]) -> Lines:
        tests = self._split(step) if isinstance(step, schema.Split) else self._branch(step)
        lines: Lines = []
        word = "if"
        for test, to, about in tests:
            body = go(to)
            if test is not None:
                lines += [f"{word} {test}:", f"    # {about}", *_indented(body or ["pass"])]
                word = "elif"
            elif body:
                lines += ["else:", *_indented(body)] if lines else body
        return lines

    def _branch(self, step: schema.Branch) -> list[tuple[str | None, int | None, str]]:
        ways: list[tuple[str | None, int | None, str]] = [
            (self._expressions.condition(path.condition), path.to, comment(path.label)) for path in step.paths
        ]
        return [*ways, (None, step.otherwise, "")]

    def _split(self, step: schema.Split) -> list[tuple[str | None, int | None, str]]:
        assert self._scenario is not None
        parts = (self._expressions.program.journey, self._scenario.name, str(step.number))
        chance = f"chance({', '.join(literal(part) for part in parts)}, lead.name)"
        bounds = list(accumulate(arm.percent for arm in step.arms))
        ways: list[tuple[str | None, int | None, str]] = [
            (f"{chance} * 100 < {bound} * 2**64", arm.to, comment(f"{arm.percent}% {arm.name}"))
            for arm, bound in zip(step.arms[:-1], bounds, strict=False)
        ]
        return [*ways, (None, step.arms[-1].to, "")]

    # --- waits

    def _wait(self, index: int, step: Step) -> Lines:
        match step:
            case schema.Wait(duration=duration, at=at, on_open_days=on_open_days):
                due = moved(after("lead.now", duration), at, on_open_days)
                return [f"return wait(lead, run, {index}, {due}, {_to(step.next)})"]
            case schema.WaitClock(weekday=weekday, at=at, on_open_days=on_open_days):
                due = moved(f"next_weekday(lead.now, {weekday}, {seconds(at)})", None, on_open_days)
                return [f"return wait(lead, run, {index}, {due}, {_to(step.next)})"]
            case schema.WaitDate():
                return self._wait_date(index, step)
            case schema.WaitUntil():
                return self._wait_until(index, step)
            case schema.Repeat():
                return self._repeat(index, step)
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
                return moved(after("run.entered_at", step.duration), step.at, step.on_open_days)
            shifted = f"shift(run.entered_at, {offset.days}, {seconds(offset.seconds)})"
            return moved(shifted, step.at, step.on_open_days)
        return moved(anchored(self._expressions, anchor, offset), step.at, step.on_open_days)

    def _wait_until(self, index: int, step: schema.WaitUntil) -> Lines:
        lines: Lines = []
        for line in step.lines:
            if line.when.watch is not None:
                lines += [
                    f"if {self._expressions.condition(line.when.watch.condition)}:",
                    *_indented(self._go(line.to)),
                ]
        return [*lines, f"return stand(lead, run, {index}, {after('lead.now', step.timeout)})"]

    def _repeat(self, index: int, step: schema.Repeat) -> Lines:
        if step.times < 1:
            return self._go(step.next)
        lines: Lines = []
        if step.until.watch is not None:
            condition = self._expressions.condition(step.until.watch.condition)
            lines = [f"if {condition}:", *_indented(self._go(step.next))]
        return [*lines, f"run.rounds.append([{index}, 0])", *self._go(step.body)]

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
            f"return stand(lead, run, {index}, {after('lead.now', repeat.every)})",
        ]


def missed(step: schema.WaitDate) -> str:
    """Where a wait for a date that has passed leads."""
    if step.missed == "now" or step.anchor.kind == "entry":
        return _to(step.next)
    return _to(step.skip_to) if step.missed == "skip" else "MISSED"


def _to(step: int | None) -> str:
    return "END" if step is None else str(step)


def _at(step: int | None) -> int:
    return END if step is None else step


def _entries(body: Sequence[Step]) -> Iterator[int | None]:
    """Every step at which a run may go on after a wait."""
    for step in body:
        match step:
            case schema.Wait(next=to) | schema.WaitClock(next=to):
                yield to
            case schema.WaitDate(next=to, skip_to=skip_to):
                yield from (to, skip_to)
            case schema.WaitUntil(lines=lines, timeout_to=timeout_to):
                yield from (line.to for line in lines)
                yield timeout_to
            case schema.Repeat(body=inner, next=to):
                yield from (inner, to)
            case _:
                pass


def _ways_out(step: Step) -> list[int | None]:
    if isinstance(step, schema.Branch):
        return [*(path.to for path in step.paths), step.otherwise]
    assert isinstance(step, schema.Split)
    return [arm.to for arm in step.arms]


def _indented(lines: Lines) -> Lines:
    return [f"    {line}".replace("\n", "\n    ") for line in lines]


def moved(due: str, at: int | None, on_open_days: bool) -> str:
    """An instant, moved to a clock time of its day, then to the same time of the next open day."""
    due = due if at is None else f"at_clock({due}, {seconds(at)})"
    return f"on_open_day({due})" if on_open_days else due


def anchored(expressions: Expressions, anchor: schema.Anchor, offset: schema.DateOffset) -> str:
    """The instant that far from a lead's date or a content's."""
    if anchor.kind == "content":
        if anchor.instant is None:
            return "None"
        return f"shift({anchor.instant}, {offset.days}, {seconds(offset.seconds)})"
    return f"from_date(lead.{expressions.slots[anchor.name]}, {offset.days}, {seconds(offset.seconds)})"
