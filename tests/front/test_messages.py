"""Every finding that the code can make has its wording, in both languages, and no wording is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from journeyc.catalogue import LANGUAGES, Catalogue
from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Rule


@pytest.fixture(scope="module")
def catalogues(root: Path) -> Mapping[str, Mapping[str, Any]]:
    folder = root / "src" / "journeyc" / "messages"
    return {lang: yaml.safe_load((folder / f"{lang}.yaml").read_text(encoding="utf-8")) for lang in ("ja", "en")}


def _keys(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _keys(inner, (*path, str(key)))
    else:
        yield path


def test_both_languages_say_the_same_things(root: Path) -> None:
    pages = sorted((root / "src" / "journeyc" / "messages").glob("*ja.yaml"))
    assert pages
    for page in pages:
        japanese = yaml.safe_load(page.read_text(encoding="utf-8"))
        beside = page.with_name(page.name.removesuffix("ja.yaml") + "en.yaml")
        english = yaml.safe_load(beside.read_text(encoding="utf-8"))
        assert set(_keys(japanese)) == set(_keys(english)), page.name


def test_both_languages_use_the_same_values(catalogues: Mapping[str, Mapping[str, Any]]) -> None:
    for code, variants in catalogues["ja"]["findings"].items():
        for variant, wording in variants.items():
            if variant == "title":
                continue
            english = catalogues["en"]["findings"][code][variant]
            holes = [set(re.findall(r"\{(\w+)\}", str(w.get("message")))) for w in (wording, english)]
            assert holes[0] == holes[1], (code, variant)


def test_every_code_in_the_source_is_worded(root: Path) -> None:
    texts = [p.read_text(encoding="utf-8") for p in (root / "src" / "journeyc").rglob("*.py")]
    used = {code for text in texts for code in re.findall(r'"(JC\d{3})"', text)}
    for language in LANGUAGES:
        assert used <= set(Catalogue(language).codes), language


def test_every_worded_code_is_in_the_source(root: Path, catalogues: Mapping[str, Mapping[str, Any]]) -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in (root / "src" / "journeyc").rglob("*.py"))
    assert [code for code in catalogues["en"]["findings"] if f'"{code}"' not in text] == []


def _holes(both: tuple[str, str]) -> list[set[str]]:
    return [set(re.findall(r"\{(\w+)\}", text)) for text in both]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_says_the_same_in_both_languages(rule: Rule) -> None:
    texts = [rule.title, rule.what, rule.why, *rule.fixes.values(), *rule.labels.values()]
    texts += [text for wording in rule.wordings.values() for text in (wording.message, wording.hint) if text]
    texts += [option.about for option in rule.options]
    for both in texts:
        assert all(both)
        assert _holes(both)[0] == _holes(both)[1], both
        assert sum(map(str.isascii, both.en)) > 0.7 * len(both.en), both
        assert not both.ja.isascii(), both


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_file_of_its_name(rule: Rule, root: Path) -> None:
    folder = root / "src" / "journeyc" / "lint" / "rules"
    assert (folder / f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py").is_file()
