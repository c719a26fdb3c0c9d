"""The pages of the rules say what the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyc.catalogue import LANGUAGES, Catalogue, Language
from journeyc.formats.rule_page import FOLDER, pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_those_the_rules_give(language: Language, root: Path) -> None:
    stale = [path for path, text in pages(Catalogue(language)).items() if _text(root / path) != text]
    assert stale == [], "run: .venv/bin/python .ci/write_rule_pages.py"


def test_no_page_is_left_over(root: Path) -> None:
    made = {path for language in LANGUAGES for path in pages(Catalogue(language))}
    assert {f"{FOLDER}/{page.name}" for page in (root / FOLDER).glob("*.md")} == made


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
