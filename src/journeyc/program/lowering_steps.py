"""Owns bodies of rules and scenarios to graphs of steps.
Must not know declarations; expressions in steps are lowered elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from journeyc.meaning.model import Model
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.program import schema as p
from journeyc.program.lowering_expressions import LoweredExpressions
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


@dataclass(slots=True)
class _Label:
    """A step's index, known once the step is laid down; None is the end of the body."""

    at: int | None = None


class LoweredSteps:
    """Lays down one body after another, each step before those it leads to."""

    def __init__(self, model: Model, vocabulary: Vocabulary, expressions: LoweredExpressions) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._expressions = expressions
        self._steps: list[Callable[[], p.Step]] = []
        self._splits = 0
        self._actions: Mapping[str, Callable[[t.Action], p.Action]] = {
            "send": lambda a: p.Send(a_names(a) or tuple(n.text for n in a.next_of), bool(a.next_of)),
            "notify": lambda a: p.Notify(_name(a), self._text(a), self._within(a)),
            "handoff": lambda a: p.Handoff(_name(a), self._text(a), self._within(a)),
            "task": lambda a: p.Task(_name(a), self._text(a) or (), self._within(a), a.alias.text if a.alias else None),
            "assign": lambda a: p.Assign(_name(a)),
            "stage": lambda a: p.MoveTo(_name(a)),
            "back": lambda a: p.MoveBack(_name(a)),
            "leave": lambda a: p.Leave(_reason(a)),
            "score": self._score,
            "set": self._set,
            "tag": lambda a: p.AddTag(_name(a)),
            "untag": lambda a: p.RemoveTag(_name(a)),
            "start": lambda a: p.StartScenario(_name(a)),
            "stop": lambda a: p.StopScenario(_name(a)),
            "pause": lambda a: p.Pause(),
            "resume": lambda a: p.Resume(),
            "enter": lambda a: p.EnterJourney(_name(a), a.at.text if a.at else None),
            "restart": lambda a: p.Restart(a.at.text if a.at else None),
            "post": lambda a: p.Post(_name(a)),
        }

    def body(self, steps: Sequence[t.Step]) -> tuple[p.Step, ...]:
        """The graph of a body."""
        self._steps = []
        self._splits = 0
        self._sequence(steps, _Label())
        return tuple(make() for make in self._steps)

    def choose(self, node: t.Choose) -> tuple[p.Step, ...]:
        """The graph of a `choose`: one branch, the first line that holds."""
        self._steps = []
        end = _Label()
        bodies = [(line, self._entry(line.body, end)) for line in node.lines]
        conditions = [
            (line, self._expressions.condition(line.condition)) for line in node.lines if line.condition is not None
        ]
        entries = {id(line): entry for line, entry in bodies}
        otherwise = next((line for line in node.lines if line.condition is None), None)

        def make() -> p.Step:
            paths = tuple(
                p.Path(condition, entries[id(line)].at, self._label(line), self._place(line))
                for line, condition in conditions
            )
            to = entries[id(otherwise)].at if otherwise else None
            place = self._place(otherwise) if otherwise else None
            return p.Branch(paths, to, "choose", place, self._place(node))

        self._lay(_Label(), make)
        for line, entry in bodies:
            self._block(line.body, entry, end)
        return tuple(step() for step in self._steps)

    def _label(self, line: t.ChooseLine) -> str:
        return self._expressions.written(line.condition) if line.condition is not None else "else"

    def action(self, node: t.Action) -> p.Action:
        """An action of the Program."""
        return self._actions[self._vocabulary.actions[node.word.text].name](node)

    # --- laying down

    def _lay(self, entry: _Label, make: Callable[[], p.Step]) -> None:
        entry.at = len(self._steps)
        self._steps.append(make)

    def _entry(self, block: t.Block | None, after: _Label) -> _Label:
        """A label for the block's first step; where it has none, for what comes after it."""
        return _Label() if block is not None and _flat(block.steps) else after

    def _block(self, block: t.Block | None, entry: _Label, after: _Label) -> None:
        if block is not None and _flat(block.steps):
            self._sequence(block.steps, after, entry)

    def _sequence(self, steps: Sequence[t.Step], after: _Label, entry: _Label | None = None) -> None:
        flat = _flat(steps)
        labels = [entry or _Label(), *(_Label() for _ in flat[1:]), after] if flat else [after]
        for i, step in enumerate(flat):
            past_next = labels[i + 2] if i + 2 < len(labels) else after
            self._step(step, labels[i], labels[i + 1], past_next)

    def _step(self, node: t.Step, entry: _Label, after: _Label, past_next: _Label) -> None:
        match node:
            case t.Action():
                action, place = self.action(node), self._place(node)
                self._lay(entry, lambda: p.Do(action, after.at, place))
            case t.If():
                self._if(node, entry, after)
            case t.Match():
                self._match(node, entry, after)
            case t.Split():
                self._split(node, entry, after)
            case t.Repeat():
                self._repeat(node, entry, after)
            case t.Wait():
                self._wait(node, entry, after)
            case t.WaitFor():
                self._wait_for(node, entry, after, past_next)
            case t.WaitUntil():
                self._wait_until(node, entry, after)
            case t.Block():
                self._sequence(node.steps, after, entry)

    def _if(self, node: t.If, entry: _Label, after: _Label) -> None:
        arms: list[tuple[t.If, p.Condition, _Label]] = []
        last: t.If = node
        while True:
            arms.append((last, self._expressions.condition(last.condition), self._entry(last.then, after)))
            following = _else_if(last)
            if following is None:
                break
            last = following
        otherwise = self._entry(last.otherwise, after)
        last_place = self._place(last.otherwise) if last.otherwise is not None else None
        paths = [(c, to, self._expressions.written(arm.condition), self._place(arm)) for arm, c, to in arms]
        place = self._place(node)

        def make() -> p.Step:
            made = tuple(p.Path(condition, to.at, label, at) for condition, to, label, at in paths)
            return p.Branch(made, otherwise.at, "if", last_place, place)

        self._lay(entry, make)
        for arm, _, to in arms:
            self._block(arm.then, to, after)
        self._block(last.otherwise, otherwise, after)

    def _match(self, node: t.Match, entry: _Label, after: _Label) -> None:
        value = self._expressions.value(node.subject)
        arms = [(arm, self._entry(arm.body, after)) for arm in node.arms]
        paths = [(self._matched(value, arm), to, arm) for arm, to in arms if arm.values]
        otherwise = next(((arm, to) for arm, to in arms if not arm.values), None)
        place = self._place(node)

        def make() -> p.Step:
            made = tuple(
                p.Path(condition, to.at, ", ".join(v.text for v in arm.values), self._place(arm))
                for condition, to, arm in paths
            )
            to = otherwise[1].at if otherwise else after.at
            return p.Branch(made, to, "match", self._place(otherwise[0]) if otherwise else None, place)

        self._lay(entry, make)
        for arm, to in arms:
            self._block(arm.body, to, after)

    def _matched(self, value: p.Value, arm: t.MatchArm) -> p.Condition:
        place = self._place(arm)
        words = self._vocabulary.words
        unknown = [name for name in arm.values if words.get(name.text) == "unknown"]
        others = [name for name in arm.values if name not in unknown]
        conditions: list[p.Condition] = []
        if others:
            options = tuple(self._matched_option(name) for name in others)
            conditions.append(p.OneOf(value, options, place))
        if unknown:
            conditions.append(p.Not(p.Known(value, place), place))
        return conditions[0] if len(conditions) == 1 else p.Or(tuple(conditions), place)

    def _matched_option(self, name: t.Name) -> p.Scalar:
        word = self._vocabulary.words.get(name.text)
        return word == "true" if word in ("true", "false") and not name.quoted else name.text

    def _split(self, node: t.Split, entry: _Label, after: _Label) -> None:
        self._splits += 1
        number = self._splits
        arms = [(arm, self._entry(arm.body, after)) for arm in node.arms]
        place = self._place(node)

        def make() -> p.Step:
            made = tuple(
                p.SplitArm(arm.percent.value, arm.name.text if arm.name else str(i), to.at, self._place(arm))
                for i, (arm, to) in enumerate(arms, 1)
            )
            return p.Split(number, made, place)

        self._lay(entry, make)
        for arm, to in arms:
            self._block(arm.body, to, after)

    def _repeat(self, node: t.Repeat, entry: _Label, after: _Label) -> None:
        end = _Label()
        body = self._entry(node.body, end)
        times, every = int(node.times.value), self._expressions.duration(node.every)
        order, until, place = self._expressions.next_order(), self._expressions.when(node.until), self._place(node)
        self._lay(entry, lambda: p.Repeat(times, every, until, body.at or 0, end.at or 0, after.at, order, place))
        self._block(node.body, body, end)
        self._lay(end, lambda: p.RepeatEnd(entry.at or 0, place))

    # --- waits

    def _wait(self, node: t.Wait, entry: _Label, after: _Label) -> None:
        duration, at = self._expressions.duration(node.duration), _clock(node.at)
        order, place = self._expressions.next_order(), self._place(node)
        self._lay(entry, lambda: p.Wait(duration, at, node.on_open_days, after.at, order, place))

    def _wait_until(self, node: t.WaitUntil, entry: _Label, after: _Label) -> None:
        order = self._expressions.next_order()
        lines = [(line, self._expressions.when(line.when), self._entry(line.body, after)) for line in node.lines]
        timeout = node.timeouts[0]
        timeout_to = self._entry(timeout.body, after)
        duration, place, late = self._expressions.duration(timeout.duration), self._place(node), self._place(timeout)

        def make() -> p.Step:
            made = tuple(p.WaitLine(when, to.at, self._place(line)) for line, when, to in lines)
            return p.WaitUntil(made, duration, timeout_to.at, order, late, place)

        self._lay(entry, make)
        for line, _, to in lines:
            self._block(line.body, to, after)
        self._block(timeout.body, timeout_to, after)

    def _wait_for(self, node: t.WaitFor, entry: _Label, after: _Label, past_next: _Label) -> None:
        if isinstance(node.what, t.NextClock):
            self._wait_clock(node, node.what, entry, after)
        elif isinstance(node.what, t.Anchored):
            self._wait_date(node, node.what, entry, after, past_next)
        else:
            self._wait_event(node, entry, after)

    def _wait_event(self, node: t.WaitFor, entry: _Label, after: _Label) -> None:
        if node.timeout is None:
            raise ValueError("a wait for an event has a timeout")
        order, when = self._expressions.next_order(), self._expressions.when(node.what)
        timeout, place = self._expressions.duration(node.timeout), self._place(node)
        late, line = self._place(node.timeout), self._place(node.what)
        self._lay(
            entry, lambda: p.WaitUntil((p.WaitLine(when, after.at, line),), timeout, after.at, order, late, place)
        )

    def _wait_clock(self, node: t.WaitFor, what: t.NextClock, entry: _Label, after: _Label) -> None:
        weekday, at = self._vocabulary.weekdays[what.weekday.text], _clock(what.clock) or 0
        order, place = self._expressions.next_order(), self._place(node)
        self._lay(entry, lambda: p.WaitClock(weekday, at, node.on_open_days, after.at, order, place))

    def _wait_date(self, node: t.WaitFor, what: t.Anchored, entry: _Label, after: _Label, past_next: _Label) -> None:
        anchor, order, place = self._expressions.anchor(what.anchor), self._expressions.next_order(), self._place(node)
        is_entry = anchor.kind == "entry"
        offset = p.DateOffset(0, 0) if is_entry else self._expressions.offset(what)
        duration = self._expressions.duration(what.duration) if is_entry else None
        at, missed = _clock(node.at), self._missed(node)
        to = self._entry(node.block, after)
        skip_to = after if node.block is not None else past_next
        self._lay(
            entry,
            lambda: p.WaitDate(
                anchor, offset, duration, at, node.on_open_days, missed, to.at, skip_to.at, order, place
            ),
        )
        self._block(node.block, to, after)

    def _missed(self, node: t.WaitFor) -> p.Missed:
        word = self._vocabulary.words.get(node.missed.text) if node.missed is not None else "now"
        return "skip" if word == "skip" else "end" if word == "end" else "now"

    # --- parts of actions

    def _place(self, node: Node) -> p.Place:
        return self._expressions.place(node)

    def _text(self, node: t.Action) -> p.Text | None:
        text = next((operand for operand in node.operands if isinstance(operand, t.TextLiteral)), None)
        return self._expressions.text(text) if text is not None else None

    def _within(self, node: t.Action) -> p.Duration | None:
        return self._expressions.duration(node.within) if node.within is not None else None

    def _score(self, node: t.Action) -> p.Action:
        names = a_names(node)
        score = names[0] if names else next(iter(self._model.names("score")))
        if node.value is not None:
            return p.ChangeScore(score, int(self._expressions.fixed(node.value)), replace=True)
        points = next(operand.value for operand in node.operands if isinstance(operand, t.Signed))
        return p.ChangeScore(score, int(points), replace=False)

    def _set(self, node: t.Action) -> p.Action:
        if node.value is None:
            raise ValueError("`set` has a value")
        return p.SetAttribute(_name(node), self._expressions.value(node.value))


def a_names(node: t.Action) -> tuple[str, ...]:
    """The names among an action's operands."""
    return tuple(operand.text for operand in node.operands if isinstance(operand, t.Name))


def _name(node: t.Action) -> str:
    return a_names(node)[0]


def _reason(node: t.Action) -> str | None:
    reason = next(iter(node.operands), None)
    if isinstance(reason, t.TextLiteral):
        return reason.plain
    return reason.text if isinstance(reason, t.Name) else None


def _flat(steps: Sequence[t.Step]) -> list[t.Step]:
    """The steps with those of bare blocks in their place."""
    return [inner for step in steps for inner in (_flat(step.steps) if isinstance(step, t.Block) else (step,))]


def _else_if(node: t.If) -> t.If | None:
    """The `if` that stands right after `else`."""
    block = node.otherwise
    if block is None or len(block.steps) != 1 or not isinstance(block.steps[0], t.If):
        return None
    return block.steps[0] if block.start == block.steps[0].start else None


def _clock(node: t.Clock | None) -> int | None:
    if node is None:
        return None
    hours, minutes = node.value.split(":")
    return int(hours) * 3600 + int(minutes) * 60
