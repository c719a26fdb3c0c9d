"""Every rule finds its own bad example and nothing in its good one; what it offers to mend is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from journeyc.catalogue import LANGUAGES, Catalogue, Language
from journeyc.diagnostics import Diagnostic
from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Records, Rule
from tests.lint.checking import findings_in

Findings = Callable[[str, Rule, Records | None], Sequence[Diagnostic]]


@pytest.fixture
def findings(tmp_path: Path) -> Findings:
    """What is found in an example, beside the records that belong to it."""
    return partial(findings_in, folder=tmp_path)


each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)


@each_rule
def test_the_bad_example_gives_the_code_and_no_other(rule: Rule, findings: Findings) -> None:
    assert {finding.code for finding in findings(rule.bad, rule, rule.bad_records)} == {rule.code, *rule.also}


@each_rule
def test_the_good_example_gives_nothing(rule: Rule, findings: Findings) -> None:
    assert findings(rule.good, rule, rule.good_records) == ()


@each_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_worded_with_nothing_left_open(rule: Rule, language: Language, findings: Findings) -> None:
    texts = Catalogue(language)
    for finding in findings(rule.bad, rule, rule.bad_records):
        message, hint = texts.finding(finding)
        fixes = [texts.fix(fix.title, dict(fix.values)) for fix in finding.fixes]
        assert message != finding.code
        for text in [message, hint, *fixes, *(texts.label(label.text) for label in finding.labels)]:
            assert not any(f"{{{name}}}" in text for name in ("name", "stage", "stages", "text", "kind", "team"))
            assert not text.startswith(finding.code), text
