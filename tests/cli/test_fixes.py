"""Files are mended by their fixes: whole or not at all, never for the worse."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Rule
from tests.lint.checking import options_of, written

Journeyc = Callable[..., Result]

FLAWED = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
/// もう使わない
download 旧カタログ

download ガイド
segment 使わない when stage == 検討
when downloaded(ガイド) -> stage 検討, handoff 営業 "頼む" // 相談中
"""


def _written(text: str) -> Path:
    path = Path("a.journey")
    path.write_bytes(text.encode())
    return path


def test_safe_fixes_are_made_and_the_others_left(journeyc: Journeyc) -> None:
    path = _written(FLAWED)
    done = journeyc("check", path, "--fix", "--format", "json")
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["JC122", "JC301"]
    assert path.read_text("utf-8") == FLAWED.replace("segment 使わない when stage == 検討\n", "")
    assert done.stderr == "a.journey: fixes made: 1\n"


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_unsafe_fixes_too_when_asked(before: str, line_end: str, journeyc: Journeyc) -> None:
    path = _written(before + FLAWED.replace("\n", line_end))
    assert journeyc("check", path, "--unsafe-fixes").stdout.startswith("1 file checked, nothing found\n")
    wanted = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討

download ガイド
when downloaded(ガイド) -> stage 検討, handoff 営業 "頼む" within 1d // 相談中
"""
    assert path.read_bytes().decode() == before + wanted.replace("\n", line_end)
    assert journeyc("check", path, "--unsafe-fixes").stderr == ""


def test_a_difference_is_shown_and_nothing_written(journeyc: Journeyc) -> None:
    path = _written(FLAWED)
    done = journeyc("check", path, "--diff")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-segment 使わない when stage == 検討"
    ]
    assert path.read_text("utf-8") == FLAWED
    assert journeyc("check", _written(FLAWED.replace("segment 使わない", "segment _使わない")), "--diff").stdout == ""


def test_standard_input_cannot_be_mended(journeyc: Journeyc) -> None:
    assert journeyc("check", "-", "--fix", stdin=FLAWED).exit_code == 2


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.fixable], ids=lambda rule: rule.code)
def test_a_mended_file_checks_no_worse(rule: Rule, journeyc: Journeyc) -> None:
    path = _written(rule.bad)
    records: list[str] = []
    if rule.bad_records is not None:
        records = [part for file in written(rule.bad_records, Path()) for part in (f"--{file.stem}", str(file))]
        Path("journeyc.yaml").write_text(options_of(rule, rule.bad_records), encoding="utf-8", newline="\n")

    def found() -> list[dict[str, Any]]:
        findings: list[dict[str, Any]] = json.loads(journeyc("check", path, *records, "--format", "json").stdout)
        return findings

    before = found()
    journeyc("check", path, *records, "--unsafe-fixes")
    after = found()
    mendable = [finding["code"] for finding in before if finding["fixes"]]
    assert (path.read_text("utf-8") != rule.bad) == bool(mendable)
    old, new = (Counter(finding["code"] for finding in each) for each in (before, after))
    assert new <= old
    assert all(new[code] < old[code] for code in mendable)
