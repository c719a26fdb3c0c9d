"""Owns the promise that the tricky cases can be answered from docs/ alone: the rules that decide each stand there.
Must not know what the answers are: test_meaning.py runs them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRICKY = Path(__file__).parent / "meaning" / "tricky.md"
_MARKS = re.compile(r"⟨([\d, ]+)⟩")
_RULE = re.compile(r"^> (.+) \((docs/\w+\.md)\)$", re.MULTILINE)


def _cases() -> dict[str, str]:
    parts = re.split(r"^# (.+)$", TRICKY.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _run_on(text: str) -> str:
    return " ".join(text.split())


def test_there_are_ten() -> None:
    assert len(_cases()) >= 10


@pytest.mark.parametrize("name", _cases())
def test_the_rules_that_decide_it_stand_in_the_docs(name: str) -> None:
    rules = _RULE.findall(_cases()[name])
    assert rules
    for rule, page in rules:
        assert _run_on(rule) in _run_on((ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", _cases())
def test_the_page_on_meaning_marks_them(name: str) -> None:
    number = name.split()[1].removesuffix(":")
    items = [_run_on(item) for item in (ROOT / "docs" / "meaning.md").read_text(encoding="utf-8").split("\n- ")]
    for rule, page in _RULE.findall(_cases()[name]):
        if page == "docs/meaning.md":
            marks = {mark for item in items if _run_on(rule) in item for mark in _MARKS.findall(item)}
            assert number in {each for mark in marks for each in mark.split(", ")}, rule
