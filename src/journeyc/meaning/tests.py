"""Owns the rules of `test` blocks: what can be given, when, and what can be expected.
Must not know how tests are run."""

from __future__ import annotations

from collections.abc import Mapping

from journeyc.meaning.expressions import Expressions
from journeyc.meaning.model import Model, SymbolKind
from journeyc.meaning.report import Reporter
from journeyc.meaning.sorts import is_word
from journeyc.meaning.steps import Steps
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node

_GIVEN: Mapping[str, SymbolKind] = {"stage": "stage", "owner": "team", "handoff": "team", "source": "source"}
# Occurrences that a test may bring about: what records can tell. The rest follows from the journey's own running.
_NOT_RECORDS = frozenset({"entered", "left", "became", "ceased", "overdue", "inactive", "dropped"})


class Tests:
    """Checks one test after another."""

    def __init__(
        self,
        model: Model,
        vocabulary: Vocabulary,
        report: Reporter,
        expressions: Expressions,
        steps: Steps,
    ) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._report = report
        self._expressions = expressions
        self._steps = steps

    def test(self, node: t.Test) -> None:
        """The lines of a test, in order: what is given, then moments with what is expected of them."""
        moments = 0
        for line in node.lines:
            match line:
                case t.Given():
                    if moments:
                        self._report.error("JC080", line, "given_late")
                    for item in line.items:
                        self._given(item)
                case t.Moment():
                    if not moments and line.at is None:
                        self._report.error("JC080", line, "at_first")
                    moments += 1
                    self._moment(line)
                case t.ExpectAction():
                    self._expect_action(line, moments)
                case t.ExpectHeld():
                    self._needs_moment(line, moments)
                    if line.content.text not in self._model.names("content"):
                        self._report.undefined(line.content, "content", self._model.names("content"))
                case t.ExpectCondition():
                    self._expressions.condition(line.condition)

    def _needs_moment(self, node: Node, moments: int) -> None:
        if not moments and not self._report.has_error_before(node):
            self._report.error("JC080", node, "expect_early")

    def _given(self, item: t.GivenItem) -> None:
        word = self._vocabulary.words.get(item.word.text, "")
        kind = _GIVEN.get(word)
        if word == "tag" and isinstance(item.value, t.Name):
            return
        if kind is not None:
            known = self._model.names(kind)
            if not isinstance(item.value, t.Name):
                self._report.error("JC080", item, "given_value", name=item.word.text)
            elif item.value.text not in known:
                self._report.undefined(item.value, kind, known)
        elif item.word.text in self._model.attributes:
            self._expressions.fixed_value(item.value, self._model.attributes[item.word.text])
        elif item.word.text in self._model.names("score"):
            self._expressions.points_value(item.value)
        else:
            known_words = [w for w, name in self._vocabulary.words.items() if name in (*_GIVEN, "tag")]
            self._report.undefined(item.word, "given", [*self._model.names("attribute", "score"), *known_words])

    def _moment(self, node: t.Moment) -> None:
        if isinstance(node.event, t.Call):
            if len(node.event.arguments) > 1 or node.event.where is not None:
                self._report.error("JC080", node.event, "one_event")
            self._verb(node.event.name)
            self._expressions.pattern(node.event)
            if any(isinstance(a, t.Name) and is_word(a, "any", self._vocabulary) for a in node.event.arguments):
                self._report.error("JC080", node.event, "one_event")
        elif node.event is not None:
            self._bare_event(node.event)
        self._payload(node)

    def _verb(self, name: t.Name) -> None:
        verb = self._vocabulary.verbs.get(name.text)
        if verb is not None and verb.name in _NOT_RECORDS:
            self._report.error("JC080", name, "not_a_record", name=name.text)

    def _bare_event(self, name: t.Name) -> None:
        verb = self._vocabulary.verbs.get(name.text)
        if verb is None or verb.name not in ("changed", "created"):
            self._report.undefined(name, "bare_event", ("changed", "created"))

    def _payload(self, node: t.Moment) -> None:
        fields = None
        if isinstance(node.event, t.Call) and node.event.arguments:
            argument = node.event.arguments[0]
            fields = self._model.payloads.get(argument.text) if isinstance(argument, t.Name) else None
        for name, value in node.payload:
            wanted = (fields or {}).get(name.text) or self._model.attributes.get(name.text)
            if wanted is not None:
                self._expressions.fixed_value(value, wanted)
            elif fields or isinstance(node.event, t.Name):
                self._report.undefined(name, "field", [*(fields or ()), *self._model.attributes])

    def _expect_action(self, node: t.ExpectAction, moments: int) -> None:
        self._needs_moment(node, moments)
        action = node.action
        for operand in action.operands:
            if isinstance(operand, t.TextLiteral):
                self._expressions.plain_text(operand)
        word = self._vocabulary.actions.get(action.word.text)
        if word is None:
            self._report.undefined(action.word, "expectation", self._vocabulary.actions)
        elif word.name == "set" and action.operands and action.value is None:
            self._expected_attribute(action.operands[0])
        elif action.operands or action.next_of or action.value is not None:
            self._expected_operands(action)
            if word.name == "set" and action.value is not None:
                self._expressions.stands_still(action.value)

    def _expected_attribute(self, operand: t.Name | t.TextLiteral | t.Signed) -> None:
        """`expect set X`: to whatever value."""
        if isinstance(operand, t.Name) and operand.text not in self._model.attributes:
            self._report.undefined(operand, "attribute", self._model.attributes)

    def _expected_operands(self, action: t.Action) -> None:
        """What is expected may leave out what an action must say (`expect task IS`), but not say something else."""
        word = self._vocabulary.actions[action.word.text]
        if word.name in ("score", "set") or len(action.operands) >= len([o for o in word.operands if "?" not in o]):
            self._steps.action(action)
            return
        filled = t.Action(
            action.start, action.end, action.word, (*action.operands, *_stand_ins(word.operands, action)),
            action.within, action.alias, action.at, action.value, action.next_of,
        )  # fmt: skip
        self._steps.action(filled)


def _stand_ins(wanted: tuple[str, ...], action: t.Action) -> tuple[t.TextLiteral, ...]:
    """Texts for the operands left out, so that the rest can be checked as usual."""
    left_out = [operand for operand in wanted[len(action.operands) :] if operand == "text"]
    return tuple(t.TextLiteral(action.end, action.end, ()) for _ in left_out)
