"""Owns the texts of journeyc in one language: which there are, and how values are put into them.
Must not know when a text is shown, or how: it gives plain text without layout or colour."""

from __future__ import annotations

import os
import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from journeyc.cache import Entry, stamp, yaml_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journeyc.diagnostics import Diagnostic

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

MOST_EXPECTED = 6
_HOLE = re.compile(r"\{(\w+)\}")
_TERM_VALUES = frozenset({"kind", "other", "left", "right", "wanted", "type"})
_MESSAGES = os.path.join(os.path.dirname(__file__), "messages")
_LINT = os.path.join(os.path.dirname(__file__), "lint")


class Catalogue:
    """Every text in one language. What the face itself says is loaded apart from the wording of findings: a start pays
    only for what it shows."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @cached_property
    def _face(self) -> Mapping[str, Any]:
        return self._data("face.")

    @cached_property
    def _wording(self) -> Mapping[str, Any]:
        return self._data()

    @cached_property
    def story(self) -> Mapping[str, Any]:
        """The wording of a lead's story, by kind of line."""
        return self._data("story.")

    @cached_property
    def examples(self) -> Mapping[str, Mapping[str, Any]]:
        """For codes, what gives them (`wrong`) and what to write instead (`right`); the same in every language."""
        data: Mapping[str, Mapping[str, Any]] = yaml_data(os.path.join(_MESSAGES, "examples.yaml"))
        return data

    @property
    def template(self) -> str:
        """The journey to begin with; `{name}` in it is the journey's name."""
        with open(os.path.join(_MESSAGES, f"new.{self.language}.journey"), encoding="utf-8", newline="") as file:
            return file.read()

    def _data(self, part: str = "") -> Mapping[str, Any]:
        data: Mapping[str, Any] = yaml_data(os.path.join(_MESSAGES, f"{part}{self.language}.yaml"))
        return data

    @cached_property
    def _vocabulary(self) -> Mapping[str, Any]:
        from journeyc.shipped import folder

        data: Mapping[str, Any] = yaml_data(os.path.join(folder("grammar"), "vocabulary.yaml"))
        return data

    # --- the face --------------------------------------------------------------------------------------------------

    def __call__(self, path: str, /, **values: object) -> str:
        """The text under a dotted path, with its values put in; the path itself where there is none."""
        found: Any = self._face
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return filled(found, values) if isinstance(found, str) else path

    def listed(self, items: Iterable[str]) -> str:
        """Several things in one line."""
        return self("comma").join(items)

    def action(self, keyword: str) -> str:
        """An action's name: its English keyword, in Japanese after its Japanese one."""
        return keyword if self.language == "en" else f"{self._vocabulary['actions'][keyword]['ja']} {keyword}"

    # --- findings --------------------------------------------------------------------------------------------------

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, Any]]:
        """Every finding's code with its title and wordings."""
        findings: Mapping[str, Mapping[str, Any]] = self._wording["findings"]
        ruled = {code: {**rule["finding"], **findings.get(code, {})} for code, rule in self.rules.items()}
        return dict(sorted({**findings, **ruled}.items()))

    @cached_property
    def rules(self) -> Mapping[str, Mapping[str, Any]]:
        """Everything that lint rules say of themselves, by code."""
        return _rule_texts(self.language)

    def finding(self, diagnostic: Diagnostic) -> tuple[str, str]:
        """The message and the hint of a finding; the hint is empty where there is none."""
        wording = self._worded(diagnostic.code, diagnostic.variant)
        values = {name: self._value(name, value) for name, value in diagnostic.values}
        if "near" in wording and "known" in values:
            values["near"] = _nearest(values.get("name", ""), values["known"].split("|"))
        hints = [wording.get("near", "") if values.get("near") else "", wording.get("hint", "")]
        message = filled(wording.get("message", diagnostic.code), values)
        return message, filled(self("sentences").join(hint for hint in hints if hint), values)

    def _worded(self, code: str, variant: str) -> Mapping[str, str]:
        """A wording of a code. The rules are read only for what nothing else words."""
        variants = self._wording["findings"].get(code, {})
        if variant not in variants and code in self.rules:
            variants = self.codes[code]
        found: Mapping[str, str] = variants.get(variant) or variants.get("") or {}
        return found

    def fix(self, title: str, values: Mapping[str, str]) -> str:
        """What a fix does."""
        return filled(self._part("fixes", title), values)

    def label(self, text: str) -> str:
        """What is to be seen at a second place of a finding."""
        return self._part("labels", text)

    def _part(self, part: str, key: str) -> str:
        """A text of fixes or labels; what a rule says there stands under its code."""
        code, dot, name = key.partition(".")
        texts = self.rules.get(code, {}).get(part, {}) if dot else self._wording[part]
        text: str = texts.get(name if dot else key, key)
        return text

    def _value(self, name: str, value: str) -> str:
        if name == "expected":
            terms = list(dict.fromkeys(self._terminal(part) for part in sorted(value.split("|"), key=self._rank)))
            more = self("more") if len(terms) > MOST_EXPECTED else ""
            return self.listed(terms[:MOST_EXPECTED]) + more
        return self.term(value) if name in _TERM_VALUES else value

    def term(self, name: str) -> str:
        """What a thing of the language is called; a name that is none stays as it is."""
        kind = self._vocabulary["kinds"].get(name)
        if kind is not None and self.language == "ja":
            return name if kind["ja"].lower() == name else f"{kind['ja']}({name})"
        term: str = self._wording["terms"].get(name, name)
        return term

    def _rank(self, terminal: str) -> tuple[int, str]:
        """The catalogue's terms in their order, what names and values are first; then keywords."""
        terms = list(self._wording["terms"])
        return (terms.index(terminal) if terminal in terms else len(terms)), terminal

    def _terminal(self, name: str) -> str:
        """A terminal of the grammar: by its term, else a keyword by its spelling."""
        keywords = self._vocabulary["keywords"]
        if name in self._wording["terms"] or name not in keywords:
            return self.term(name)
        english, *japanese = keywords[name]
        return f"{english}({japanese[0]})" if self.language == "ja" and japanese else english


@cache
def _rule_texts(language: Language) -> Mapping[str, Mapping[str, Any]]:
    rules = os.path.join(_LINT, "rules")
    entry = Entry(f"rules-{language}", rules, stamp([_LINT, rules]))
    texts: dict[str, dict[str, object]] | None = entry.recall()
    if texts is None:
        from journeyc.lint.catalogue import all_rules

        texts = {rule.code: rule.texts(language) for rule in all_rules()}
        entry.keep(texts)
    return texts


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with each `{name}` replaced by its value; a hole without a value stays, as it may be meant."""
    return _HOLE.sub(lambda hole: str(values.get(hole[1], hole[0])), text)


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return "".join(get_close_matches(name, known, n=1))


def left_open(text: str) -> str:
    """The text with what differs from case to case left open."""
    return _HOLE.sub("…", text)
