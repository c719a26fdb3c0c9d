"""Ten faults in a journey of two hundred rules are found in one run, each in its place, and nothing else."""

from __future__ import annotations

import pytest

from journeyc.pipeline import Asked, check_text, compile_text
from tests.lint.large_journey import FAULTS, RULES, Planted, large_journey, with_faults

ASKED = Asked("2026-06-01")


def _codes(text: str) -> list[str]:
    return sorted(finding.code for finding in check_text(text, "a.journey", ASKED).findings)


def test_two_hundred_rules_with_nothing_wrong_give_no_finding() -> None:
    program = compile_text(large_journey(), "a.journey").program
    assert program is not None
    assert len(program.rules) == RULES >= 200
    assert _codes(large_journey()) == []


def test_ten_faults_are_found_in_one_run_and_nothing_else() -> None:
    assert len({fault.code for fault in FAULTS}) == 10
    assert _codes(with_faults()) == sorted(fault.code for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_each_is_found_in_the_lines_that_were_changed(fault: Planted) -> None:
    text = fault.into(large_journey())
    (finding,) = check_text(text, "a.journey", ASKED).findings
    first = text[: text.index(fault.new)].count("\n") + 1
    assert finding.code == fault.code
    assert first <= finding.location.line <= first + fault.new.count("\n")
