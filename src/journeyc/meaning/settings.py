"""Owns the rules of a declaration's block: which settings it takes, and what each setting's value must be.
Must not know what settings are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from journeyc.meaning.expressions import Expressions
from journeyc.meaning.model import Model
from journeyc.meaning.report import Reporter
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


class Settings:
    """Checks the lines of blocks, each by the value its word asks for."""

    def __init__(self, model: Model, vocabulary: Vocabulary, report: Reporter, expressions: Expressions) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._report = report
        self._expressions = expressions
        self._values: Mapping[str, Callable[[t.Setting], bool]] = {
            "text": self._text,
            "word": self._word,
            "none": lambda item: not item.values,
            "team": lambda item: self._names(item, "team", self._model.names("team"), one=True),
            "names": lambda item: self._all(item, t.Name),
            "content": lambda item: self._names(item, "content", self._model.names("content"), one=True),
            "contents": lambda item: self._names(item, "content", self._model.names("content")),
            "attributes": lambda item: self._names(item, "attribute", self._model.names("attribute")),
            "purpose": lambda item: self._names(item, "purpose", self._vocabulary.purposes, one=True),
            "condition": self._condition,
            "datetime": lambda item: self._all(item, t.DateTime),
            "money": self._money,
            "rate": lambda item: item.rate is not None or self._all(item, t.Percent),
            "count per period": self._per_period,
            "expectation": lambda item: item.rate is not None or item.within is not None,
        }

    def check(
        self,
        items: Sequence[t.Item],
        declaration: str,
        *,
        notes: bool = False,
        when: Literal["no", "condition", "trigger"] = "no",
        cells: bool = False,
        fields: bool = False,
    ) -> None:
        """The lines of a block. `notes`: any other label with a text is a note; `when`: what a `when` line asks for;
        `cells`: `at STAGE { … }` may stand; `fields`: typed fields may."""
        for item in items:
            match item:
                case t.Setting():
                    self._setting(item, declaration, notes)
                case t.WhenLine():
                    self._when(item, when)
                case t.Cell():
                    self._cell(item, allowed=cells)
                case t.Typed():
                    if not fields:
                        self._report.error("JC072", item, "not_here", name=item.name.text)

    def _when(self, item: t.WhenLine, when: str) -> None:
        if when == "trigger":
            self._expressions.when(item.condition)
        elif when == "condition":
            self._expressions.condition(item.condition)
        else:
            self._report.error("JC072", item, "not_here", name="when")

    def _cell(self, item: t.Cell, allowed: bool) -> None:
        if not allowed:
            self._report.error("JC072", item, "not_here", name="at")
            return
        if item.stage.text not in self._model.stages:
            self._report.undefined(item.stage, "stage", self._model.stages)
        self.check(item.items, "persona", notes=True)

    def _setting(self, item: t.Setting, declaration: str, notes: bool) -> None:
        if item.within is not None and item.within.unit in ("bh", "bd"):
            self._report.error("JC124", item.within, "calendar_only")
        word = self._vocabulary.settings.get(item.word.text)
        known = self._vocabulary.settings_for(declaration)
        if word is not None and word.name in known:
            if not self._values[word.value](item):
                self._report.error("JC073", item, word.value.replace(" ", "_"), name=item.word.text)
            return
        if notes and len(item.values) == 1 and isinstance(item.values[0], t.TextLiteral):
            for content in item.answered_by:
                if content.text not in self._model.names("content"):
                    self._report.undefined(content, "content", self._model.names("content"))
            return
        spellings = [s for s, row in self._vocabulary.settings.items() if row.name in known]
        self._report.undefined(item.word, "setting", spellings)

    def _all(self, item: t.Setting, kind: type[Node]) -> bool:
        return bool(item.values) and all(isinstance(value, kind) for value in item.values)

    def _text(self, item: t.Setting) -> bool:
        if len(item.values) != 1 or not isinstance(item.values[0], t.TextLiteral):
            return False
        self._expressions.text(item.values[0])
        return True

    def _word(self, item: t.Setting) -> bool:
        return len(item.values) == 1 and isinstance(item.values[0], t.Name | t.TextLiteral)

    def _names(self, item: t.Setting, what: str, known: Mapping[str, object], one: bool = False) -> bool:
        if not self._all(item, t.Name) or (one and len(item.values) != 1):
            return False
        for value in item.values:
            if isinstance(value, t.Name) and value.text not in known:
                self._report.undefined(value, what, known)
        return True

    def _condition(self, item: t.Setting) -> bool:
        if len(item.values) != 1:
            return False
        self._expressions.condition(item.values[0])
        return True

    def _money(self, item: t.Setting) -> bool:
        if item.per is not None and item.per.text not in self._vocabulary.periods:
            self._report.undefined(item.per, "period", self._vocabulary.periods)
        return self._all(item, t.Money) or self._all(item, t.Number)

    def _per_period(self, item: t.Setting) -> bool:
        if item.per is None or not self._all(item, t.Number):
            return False
        if item.per.text not in self._vocabulary.periods:
            self._report.undefined(item.per, "period", self._vocabulary.periods)
        return True
