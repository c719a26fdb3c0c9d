"""Every rule finds its own bad example and nothing in its good one; what it offers to mend is mended."""

from __future__ import annotations

import pytest

from journeyc.catalogue import LANGUAGES, Catalogue, Language
from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Rule
from journeyc.pipeline import Asked, check_text

ASKED = Asked("2026-06-01")

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)


@each_rule
def test_the_bad_example_gives_the_code_and_no_other(rule: Rule) -> None:
    findings = check_text(rule.bad, "bad.journey", ASKED).findings
    assert {finding.code for finding in findings} == {rule.code, *rule.also}


@each_rule
def test_the_good_example_gives_nothing(rule: Rule) -> None:
    assert check_text(rule.good, "good.journey", ASKED).findings == ()


@each_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_worded_with_nothing_left_open(rule: Rule, language: Language) -> None:
    texts = Catalogue(language)
    for finding in check_text(rule.bad, "bad.journey", ASKED).findings:
        message, hint = texts.finding(finding)
        fixes = [texts.fix(fix.title, dict(fix.values)) for fix in finding.fixes]
        assert message != finding.code
        for text in [message, hint, *fixes, *(texts.label(label.text) for label in finding.labels)]:
            assert not any(f"{{{name}}}" in text for name in ("name", "stage", "stages", "text", "kind", "team"))
            assert not text.startswith(finding.code), text
