"""The grammar is proved free of conflicts, and every word of it is spelled in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from lark import Lark

from journeyc.shipped import folder
from journeyc.syntax.terminals import grammar_with_words


class _LineEnds:
    always_accept = ("_NL",)

    def process(self, stream: Any) -> Any:
        return stream


@pytest.fixture(scope="module")
def words() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load((folder("grammar") / "vocabulary.yaml").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def grammar() -> str:
    return (folder("grammar") / "journey.lark").read_text(encoding="utf-8")


def test_no_conflict_of_rules_or_terminals(grammar: str, words: Mapping[str, Any]) -> None:
    strict = Lark(
        grammar_with_words(grammar, words),
        parser="lalr",
        start=["file", "hole"],
        strict=True,
        maybe_placeholders=False,
        postlex=_LineEnds(),
    )
    assert strict.rules


def test_every_keyword_of_the_vocabulary_stands_in_the_grammar(grammar: str, words: Mapping[str, Any]) -> None:
    unused = [key for key in words["keywords"] if not re.search(rf"(?<!\w)_?{key}(?!\w)", grammar)]
    assert unused == []


def test_every_keyword_of_the_grammar_stands_in_the_vocabulary(grammar: str, words: Mapping[str, Any]) -> None:
    rules = re.sub(r"//.*", "", grammar.split("// --- terminals")[0])
    used = {name.lstrip("_") for name in re.findall(r"(?<![\w])_?[A-Z][A-Z_]+(?![\w])", rules)}
    defined = set(re.findall(r"^_?([A-Z_]+)(?:\.\d+)?:", grammar, re.MULTILINE))
    literals = {"NAME", "TEXT", "DURATION", "MONEY", "NUMBER"}
    assert used - defined - literals - set(words["keywords"]) == set()


@pytest.mark.parametrize("table", ["verbs", "kinds", "settings", "actions"])
def test_every_row_has_a_japanese_spelling(words: Mapping[str, Any], table: str) -> None:
    assert [name for name, row in words[table].items() if not row.get("ja")] == []


@pytest.mark.parametrize("table", ["verbs", "kinds", "actions", "words", "functions", "types", "roles"])
def test_spellings_of_one_place_are_one_to_one(words: Mapping[str, Any], table: str) -> None:
    rows = words[table]
    japanese = [row if isinstance(row, str) else row["ja"] for row in rows.values()]
    assert len(set(japanese)) == len(japanese)
