"""Every seeded fault is found, as often as it is there, and nothing else is; the same journey mended is silent."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Records, Rule
from tests.lint.checking import findings_in, mended

FOLDER = Path(__file__).parent / "faults"

_EXPECTED = re.compile(r"// expect: ((?:JC\d{3} x \d+(?:, )?)+)\n")


def _files(kind: str) -> list[Path]:
    return sorted(FOLDER.glob(f"jc*_{kind}.journey"))


def _name(path: Path) -> str:
    return path.stem


def _rule(path: Path) -> Rule:
    return next(rule for rule in all_rules() if path.stem.upper().startswith(rule.code))


def _found(path: Path, folder: Path) -> Counter[str]:
    text = path.read_text(encoding="utf-8")
    return Counter(finding.code for finding in findings_in(text, _rule(path), _records(path), folder))


def _records(path: Path) -> Records | None:
    """The records and the other journey that stand beside a journey, and the options it is looked at with."""

    def beside(ending: str) -> str:
        file = path.with_suffix(ending)
        return file.read_text(encoding="utf-8") if file.exists() else ""

    options = json.loads(beside(".options.json") or "{}")
    records = Records(beside(".leads.csv"), beside(".events.jsonl"), beside(".other"), options)
    return None if records == Records() else records


@pytest.mark.parametrize("path", _files("bad"), ids=_name)
def test_a_seeded_fault_is_found_and_nothing_else(path: Path, tmp_path: Path) -> None:
    first = _EXPECTED.match(path.read_text(encoding="utf-8"))
    assert first is not None, "the first line says what is found: // expect: JC113 x 1"
    expected = {code: int(count) for code, count in re.findall(r"(JC\d{3}) x (\d+)", first[1])}
    assert path.stem.removesuffix("_bad").upper() in expected
    assert dict(_found(path, tmp_path)) == expected


@pytest.mark.parametrize("path", _files("good"), ids=_name)
def test_the_mended_journey_is_silent(path: Path, tmp_path: Path) -> None:
    assert dict(_found(path, tmp_path)) == {}


@pytest.mark.parametrize("path", [path for path in _files("bad") if _rule(path).fixable], ids=_name)
def test_what_mends_a_seeded_fault_leaves_nothing_worse(path: Path, tmp_path: Path) -> None:
    text, rule, records = path.read_text(encoding="utf-8"), _rule(path), _records(path)
    before = findings_in(text, rule, records, tmp_path)
    now = mended(text, rule, records, tmp_path)
    after = findings_in(now, rule, records, tmp_path)
    assert (now != text) == any(finding.fixes for finding in before)
    assert Counter(finding.code for finding in after) <= Counter(finding.code for finding in before)


def test_a_third_of_the_rules_bring_a_fix() -> None:
    assert 3 * sum(rule.fixable for rule in all_rules()) >= len(all_rules())


def test_no_code_is_without_its_pair() -> None:
    there = {path.name for path in FOLDER.glob("*.journey")}
    codes = {rule.code.lower() for rule in all_rules()}
    wanted = {f"{code}_{kind}.journey" for code in codes for kind in ("bad", "good")}
    assert sorted(wanted ^ there) == [], f"one of each pair in {FOLDER.name}/ is missing, or has another name"
