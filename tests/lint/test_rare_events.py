"""What is only rare is not called missing: from few events rules on records say nothing of what is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journeyc.lint.catalogue import all_rules
from tests.lint.checking import findings_in


@pytest.mark.parametrize("code", ["JC137", "JC605"])
def test_few_events_show_nothing_missing(code: str, tmp_path: Path) -> None:
    rule = next(rule for rule in all_rules() if rule.code == code)
    assert rule.bad_records is not None
    told = {finding.code for finding in findings_in(rule.bad, rule, rule.bad_records, tmp_path)}
    untold = {finding.code for finding in findings_in(rule.bad, rule, replace(rule.bad_records, options={}), tmp_path)}
    assert (code in told, code in untold) == (True, False)
