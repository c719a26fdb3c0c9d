"""Owns `test` blocks to the Program's tests.
Must not know how tests are run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeyc.meaning.model import Model
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.program import schema as p
from journeyc.program.lowering_expressions import LoweredExpressions
from journeyc.program.lowering_steps import LoweredSteps
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


class LoweredTests:
    """Lowers one test after another."""

    def __init__(
        self, model: Model, vocabulary: Vocabulary, expressions: LoweredExpressions, steps: LoweredSteps
    ) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._expressions = expressions
        self._steps = steps

    def test(self, node: t.Test) -> p.JourneyTest:
        """One test with its lines in order."""
        given = tuple(self._given(item) for line in node.lines if isinstance(line, t.Given) for item in line.items)
        return p.JourneyTest(node.title.plain, given, tuple(self._lines(node)), self._expressions.place(node))

    def _lines(self, node: t.Test) -> Iterator[p.Moment | p.ExpectAction | p.ExpectCondition]:
        for line in node.lines:
            match line:
                case t.Moment():
                    yield self._moment(line)
                case t.ExpectAction():
                    yield self._expect_action(line)
                case t.ExpectHeld():
                    yield self._expectation(line, line.absent, "send", held=True, target=line.content.text)
                case t.ExpectCondition():
                    place = self._expressions.place(line)
                    yield p.ExpectCondition(self._expressions.condition(line.condition), place)
                case _:
                    pass

    def _given(self, item: t.GivenItem) -> p.Given:
        place = self._expressions.place(item)
        word: Any = self._vocabulary.words.get(item.word.text)
        if word in ("stage", "owner", "handoff", "source", "tag") and isinstance(item.value, t.Name):
            return p.Given(word, item.value.text, None, place)
        value = self._expressions.fixed(item.value)
        is_attribute = item.word.text in self._model.attributes
        return p.Given("attribute" if is_attribute else "score", item.word.text, value, place)

    def _moment(self, node: t.Moment) -> p.Moment:
        at = self._expressions.instant(node.at) if node.at is not None else None
        after = self._expressions.duration(node.after) if node.after is not None else None
        return p.Moment(at, after, self._event(node), self._expressions.place(node))

    def _event(self, node: t.Moment) -> p.TestEvent | None:
        if node.event is None:
            return None
        name = node.event.name if isinstance(node.event, t.Call) else node.event
        arguments = node.event.arguments if isinstance(node.event, t.Call) else ()
        subject = arguments[0].text if arguments and isinstance(arguments[0], t.Name) else None
        data = tuple((field.text, self._expressions.fixed(value)) for field, value in node.payload)
        return p.TestEvent(self._vocabulary.verbs[name.text].name, subject, data)

    def _expect_action(self, node: t.ExpectAction) -> p.ExpectAction:
        action = node.action
        keyword = self._vocabulary.actions[action.word.text].name
        names = [operand.text for operand in action.operands if isinstance(operand, t.Name)]
        points = next((operand.value for operand in action.operands if isinstance(operand, t.Signed)), None)
        text = next((operand.plain for operand in action.operands if isinstance(operand, t.TextLiteral)), None)
        if keyword == "restart" and action.at is not None:
            names = [action.at.text]
        is_reason = keyword == "leave"
        return self._expectation(
            node,
            node.absent,
            keyword,
            held=False,
            target=names[0] if names and not is_reason else None,
            points=int(points) if points is not None else None,
            value=self._expressions.fixed(action.value) if action.value is not None else None,
            reason=(names[0] if names else text) if is_reason else None,
            text=None if is_reason else text,
            within=self._expressions.duration(action.within) if action.within is not None else None,
        )

    def _expectation(
        self,
        node: Node,
        absent: bool,
        action: str,
        *,
        held: bool,
        target: str | None = None,
        points: int | None = None,
        value: p.Scalar | None = None,
        reason: str | None = None,
        text: str | None = None,
        within: p.Duration | None = None,
    ) -> p.ExpectAction:
        place = self._expressions.place(node)
        return p.ExpectAction(absent, held, action, target, points, value, reason, text, None, within, place)
