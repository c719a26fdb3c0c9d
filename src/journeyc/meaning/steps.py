"""Owns the rules of actions and steps: what an action takes, which steps may stand where, what a branch must cover.
Must not know declarations; expressions inside steps are the expression checker's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from journeyc.meaning.expressions import Expressions
from journeyc.meaning.model import Model, SymbolKind
from journeyc.meaning.report import Reporter
from journeyc.meaning.sorts import is_word
from journeyc.meaning.types import BOOL, Type
from journeyc.meaning.vocabulary import ActionWord, Vocabulary
from journeyc.syntax import tree as t

_ONLY_IN_SCENARIOS = (t.Split, t.Repeat, t.Wait, t.WaitFor, t.WaitUntil)
_NAMED_IN_ACTIONS: tuple[SymbolKind, ...] = ("content", "team", "stage", "scenario", "score", "attribute")
Operand = t.Name | t.TextLiteral | t.Signed


class Steps:
    """Checks the bodies of rules and scenarios. `in_scenario` says in which of them it now is."""

    def __init__(self, model: Model, vocabulary: Vocabulary, report: Reporter, expressions: Expressions) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._report = report
        self._expressions = expressions
        self._in_scenario = False
        self._operands: Mapping[str, Callable[[Operand], None]] = {
            "team": self._team,
            "text": self._text,
            "stage": self._stage,
            "reason": self._reason,
            "score": self._score,
            "points": self._points,
            "attribute": self._attribute,
            "tag": self._tag,
            "scenario": self._scenario,
            "journey": self._journey,
            "sendable": self._sendable,
            "postable": self._postable,
        }

    def body(self, block: t.Block, in_scenario: bool) -> None:
        """The body of a rule or scenario."""
        self._in_scenario = in_scenario
        self.step(block)

    def step(self, node: t.Step) -> None:
        """One step, with all in it."""
        if not self._in_scenario and isinstance(node, _ONLY_IN_SCENARIOS):
            self._report.error("JC071", node, "rule")
            return
        match node:
            case t.Block():
                for step in node.steps:
                    self.step(step)
            case t.Action():
                self.action(node)
            case t.If():
                self._if(node)
            case t.Match():
                self._match(node)
            case t.Split():
                self._split(node)
            case t.Repeat():
                self._repeat(node)
            case t.Wait():
                self._clock(node.at)
            case t.WaitFor():
                self._wait_for(node)
            case t.WaitUntil():
                self._wait_until(node)

    # --- actions

    def action(self, node: t.Action) -> None:
        """An action against its signature in the vocabulary."""
        word = self._vocabulary.actions.get(node.word.text)
        absent = self._left_out(node)
        if absent is not None:
            self._report.error("JC091", *absent)
            return
        if word is None:
            self._report.undefined(node.word, "action", self._vocabulary.actions)
            return
        if node.next_of:
            self._next_of(node, word)
        elif word.name == "score":
            self._score_action(node)
        else:
            self._signature(node, word)
        self._clauses(node, word)
        if word.name == "set":
            self._set(node)
        elif word.name == "back" and node.operands:
            self._declared_back(node.operands[0])

    def _left_out(self, node: t.Action) -> tuple[t.Name, str] | None:
        """What the language leaves out on purpose and the action tries: `foreach …`, `send each …`."""
        words = [node.word, *(operand for operand in node.operands[:1] if isinstance(operand, t.Name))]
        for word in words:
            if word.text in self._vocabulary.left_out and not self._model.knows(word.text, *_NAMED_IN_ACTIONS):
                return word, self._vocabulary.left_out[word.text]
        return None

    def _signature(self, node: t.Action, word: ActionWord) -> None:
        for wanted, operand in zip_longest(word.operands, node.operands):
            if wanted is None:
                self._report.error("JC070", operand, "too_many", name=node.word.text)
            elif operand is not None:
                self._operands[wanted.rstrip("?")](operand)
            elif not wanted.endswith("?"):
                end = t.Name(node.word.end, node.word.end, "")
                self._report.error("JC070", end, "missing", name=node.word.text, wanted=wanted)

    def _clauses(self, node: t.Action, word: ActionWord) -> None:
        written = {"within": node.within, "as": node.alias, "at": node.at, "value": node.value}
        for clause, part in written.items():
            if part is not None and clause not in word.clauses:
                self._report.error("JC070", part, "clause", name=node.word.text, wanted=clause)
        if node.at is not None:
            self._stage_or_other_journeys(node, node.at)

    def _stage_or_other_journeys(self, node: t.Action, at: t.Name) -> None:
        """`restart at S` names a stage of this ladder; `enter J at S` one of another journey's."""
        word = self._vocabulary.actions.get(node.word.text)
        if word is not None and word.name == "restart":
            self._stage(at)
        elif node.operands and isinstance(node.operands[0], t.Name):
            there = self._expressions.journey(node.operands[0])
            if there is not None:
                self._known(at, "stage", there.names("stage"))

    def _next_of(self, node: t.Action, word: ActionWord) -> None:
        if "next_of" not in word.clauses or node.operands:
            self._report.error("JC070", node, "clause", name=node.word.text, wanted="next_of")
        for content in node.next_of:
            self._sendable(content)

    def _score_action(self, node: t.Action) -> None:
        names = [operand for operand in node.operands if isinstance(operand, t.Name)]
        points = [operand for operand in node.operands if isinstance(operand, t.Signed)]
        if len(names) > 1 or len(points) > 1 or (not points and node.value is None) or (points and node.value):
            self._report.error("JC070", node, "score", name=node.word.text)
        for operand in node.operands:
            if isinstance(operand, t.TextLiteral):
                self._report.error("JC070", operand, "score", name=node.word.text)
        for name in names:
            self._score(name)
        if not names and len(self._model.names("score")) != 1:
            self._report.error("JC070", node, "which_score", name=node.word.text)
        for operand in points:
            self._points(operand)
        if node.value is not None:
            self._expressions.points_value(node.value)

    def _set(self, node: t.Action) -> None:
        if node.value is None:
            end = t.Name(node.end, node.end, "")
            self._report.error("JC070", end, "missing", name=node.word.text, wanted="value")
        elif node.operands and isinstance(node.operands[0], t.Name):
            wanted = self._model.attributes.get(node.operands[0].text)
            if wanted is None or not self._expressions.value_of_type(node.value, wanted):
                return
            if self._expressions.is_condition(node.value):
                self._report.error("JC066", node.value, "condition")

    def _declared_back(self, operand: Operand) -> None:
        declared = [declared.node for declared in self._model.declarations if isinstance(declared.node, t.Back)]
        targets = {target.text for back in declared for target in back.targets}
        if isinstance(operand, t.Name) and operand.text in self._model.stages and operand.text not in targets:
            self._report.error("JC109", operand, name=operand.text)

    # --- operands

    def _known(self, operand: Operand, what: str, known: Mapping[str, object]) -> bool:
        if not isinstance(operand, t.Name):
            self._report.error("JC070", operand, "name", wanted=what)
            return False
        if operand.text not in known:
            self._report.undefined(operand, what, known)
            return False
        return True

    def _team(self, operand: Operand) -> None:
        self._known(operand, "team", self._model.names("team"))

    def _stage(self, operand: Operand) -> None:
        self._known(operand, "stage", self._model.names("stage"))

    def _score(self, operand: Operand) -> None:
        self._known(operand, "score", self._model.names("score"))

    def _attribute(self, operand: Operand) -> None:
        self._known(operand, "attribute", self._model.names("attribute"))

    def _journey(self, operand: Operand) -> None:
        if isinstance(operand, t.Name):
            self._expressions.journey(operand)
        else:
            self._report.error("JC070", operand, "name", wanted="journey")

    def _scenario(self, operand: Operand) -> None:
        self._known(operand, "scenario", self._model.names("scenario"))

    def _tag(self, operand: Operand) -> None:
        if not isinstance(operand, t.Name):
            self._report.error("JC070", operand, "name", wanted="tag")

    def _text(self, operand: Operand) -> None:
        if isinstance(operand, t.TextLiteral):
            self._expressions.text(operand)
        else:
            self._report.error("JC070", operand, "text", wanted="text")

    def _reason(self, operand: Operand) -> None:
        if isinstance(operand, t.Signed):
            self._report.error("JC070", operand, "text", wanted="reason")

    def _points(self, operand: Operand) -> None:
        if not isinstance(operand, t.Signed) or isinstance(operand.value, float):
            self._report.error("JC070", operand, "points", wanted="points")

    def _sendable(self, operand: Operand) -> None:
        if self._known(operand, "content", self._model.names("content")) and isinstance(operand, t.Name):
            kind = self._model.kinds.get(operand.text)
            if kind is not None and not self._vocabulary.kinds[kind].sendable:
                self._report.error("JC070", operand, "not_sendable", name=operand.text, kind=kind)

    def _postable(self, operand: Operand) -> None:
        if self._known(operand, "content", self._model.names("content")) and isinstance(operand, t.Name):
            kind = self._model.kinds.get(operand.text)
            if kind is not None and not self._vocabulary.kinds[kind].postable:
                self._report.error("JC070", operand, "not_postable", name=operand.text, kind=kind)

    # --- branches

    def condition(self, node: t.Expression) -> None:
        """The condition of an `if`: in a scenario bare patterns have a meaning of their own."""
        if not self._in_scenario:
            self._expressions.condition(node)
            return
        with self._expressions.inside_scenario():
            self._expressions.condition(node)

    def _if(self, node: t.If) -> None:
        self.condition(node.condition)
        self.step(node.then)
        if node.otherwise is not None:
            self.step(node.otherwise)

    def _match(self, node: t.Match) -> None:
        subject = self._expressions.value(node.subject)
        if subject.name not in ("enum", "bool", "stage", "persona", "any"):
            self._report.error("JC066", node.subject, "match", left=subject.name)
        elif self._expressions.is_condition(node.subject):
            self._report.error("JC066", node.subject, "condition")
        names = ("true", "false") if subject == BOOL else subject.values
        covered: set[str] = set()
        for arm in node.arms:
            for value in arm.values:
                covered.add(self._match_value(value, subject, names))
            self.step(arm.body)
        if subject.name != "any" and all(arm.values for arm in node.arms):
            self._exhaustive(node, subject, names, covered)

    def _match_value(self, value: t.Name, subject: Type, names: tuple[str, ...]) -> str:
        word = self._vocabulary.words.get(value.text, "")
        text = word if word == "unknown" or (subject == BOOL and word in ("true", "false")) else value.text
        if subject.name != "any" and text not in (*names, "unknown"):
            self._report.undefined(value, f"value_{subject.name}", names)
        return text

    def _exhaustive(self, node: t.Match, subject: Type, names: tuple[str, ...], covered: set[str]) -> None:
        wanted = [*names, "unknown"] if self._may_be_unknown(node.subject, subject) else list(names)
        missing = [name for name in wanted if name not in covered]
        if missing:
            code = "JC118" if subject.name == "enum" else "JC117"
            head = t.Name(node.start, node.subject.end, "")
            fix = self._report.insertion("add_else", node.end - 1, "else -> {}\n")
            self._report.error(code, head, fixes=(fix,), missing=", ".join(missing))

    def _may_be_unknown(self, node: t.Expression, subject: Type) -> bool:
        if isinstance(node, t.Name) and node.text in self._model.names("attribute"):
            item = self._model.names("attribute")[node.text].node
            return not (isinstance(item, t.Typed) and item.default is not None)
        return subject.name in ("persona", "stage")

    # --- waits and other steps of scenarios

    def _split(self, node: t.Split) -> None:
        total = sum(arm.percent.value for arm in node.arms)
        if abs(total - 100) > 1e-9:
            self._report.error("JC077", node, total=f"{total:g}")
        for arm in node.arms:
            self.step(arm.body)

    def _repeat(self, node: t.Repeat) -> None:
        if isinstance(node.times.value, float) or node.times.value < 1:
            self._report.error("JC079", node.times, "times")
        if node.every.amount == 0:
            self._report.error("JC079", node.every, "every")
        self._expressions.when(node.until)
        self.step(node.body)

    def _wait_until(self, node: t.WaitUntil) -> None:
        if len(node.timeouts) != 1:
            head = t.Name(node.start, min(node.start + 10, node.end), "")
            fix = self._report.insertion("add_timeout", node.end - 1, "timeout 30d\n")
            fixes = (fix,) if not node.timeouts else ()
            self._report.error("JC111", head, "" if not node.timeouts else "twice", fixes=fixes)
        for line in node.lines:
            self._expressions.when(line.when)
            self.step(line.body)
        for timeout in node.timeouts:
            if timeout.body is not None:
                self.step(timeout.body)

    def _wait_for(self, node: t.WaitFor) -> None:
        self._clock(node.at)
        if node.block is not None:
            self.step(node.block)
        if isinstance(node.what, t.NextClock):
            self._next_clock(node, node.what)
        elif isinstance(node.what, t.Anchored):
            self._wait_date(node, node.what)
        else:
            self._wait_event(node)

    def _wait_event(self, node: t.WaitFor) -> None:
        self._expressions.when(node.what)
        if node.timeout is None:
            fix = self._report.insertion("add_timeout", node.what.end, " timeout 30d")
            self._report.error("JC111", node, fixes=(fix,))
        for part in (node.at, node.missed, node.block, node if node.on_open_days else None):
            if part is not None:
                self._report.error("JC071", part, "not_for_events")

    def _next_clock(self, node: t.WaitFor, what: t.NextClock) -> None:
        if what.weekday.text not in self._vocabulary.weekdays:
            self._report.undefined(what.weekday, "weekday", self._vocabulary.weekdays)
        self._clock(what.clock)
        for part in (node.timeout, node.at, node.missed, node.block):
            if part is not None:
                self._report.error("JC071", part, "not_for_clock")

    def _wait_date(self, node: t.WaitFor, what: t.Anchored) -> None:
        if self.is_entry(what.anchor):
            if what.side == "before":
                self._report.error("JC066", what, "before_entry")
            for part in (node.timeout, node.missed, node.block):
                if part is not None:
                    self._report.error("JC071", part, "not_for_entry")
            return
        self._expressions.when(what)
        if node.timeout is not None:
            self._report.error("JC071", node.timeout, "not_for_dates")
        if node.missed is None:
            fix = self._report.insertion("add_missed", node.end, " if missed skip")
            self._report.error("JC112", node, fixes=(fix,))
        elif self._vocabulary.words.get(node.missed.text) not in ("skip", "now", "end"):
            self._report.undefined(node.missed, "missed", ("skip", "now", "end"))

    def is_entry(self, anchor: t.Expression) -> bool:
        """Whether a wait counts from the instant the lead entered the scenario."""
        return isinstance(anchor, t.Name) and is_word(anchor, "entry", self._vocabulary)

    def _clock(self, node: t.Clock | None) -> None:
        if node is not None and not valid_clock(node.value):
            self._report.error("JC078", node, "clock", found=node.value)


def valid_clock(text: str) -> bool:
    """Whether there is such a time of day."""
    hours, minutes = text.split(":")
    return int(hours) < 24 and int(minutes) < 60
