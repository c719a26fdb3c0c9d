"""Every seeded fault is found, as often as it is there, and nothing else is; the same journey mended is silent."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from journeyc.lint.catalogue import all_rules
from journeyc.lint.rule import Records
from tests.lint.checking import findings_in

FOLDER = Path(__file__).parent / "faults"

_EXPECTED = re.compile(r"// expect: ((?:JC\d{3} x \d+(?:, )?)+)\n")


def _files(kind: str) -> list[Path]:
    return sorted(FOLDER.glob(f"jc*_{kind}.journey"))


def _name(path: Path) -> str:
    return path.stem


def _found(path: Path, folder: Path) -> Counter[str]:
    rule = next(rule for rule in all_rules() if path.stem.upper().startswith(rule.code))
    text = path.read_text(encoding="utf-8")
    return Counter(finding.code for finding in findings_in(text, rule, _records(path), folder))


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


def test_no_code_is_without_its_pair() -> None:
    there = {path.name for path in FOLDER.glob("*.journey")}
    codes = {rule.code.lower() for rule in all_rules()}
    wanted = {f"{code}_{kind}.journey" for code in codes for kind in ("bad", "good")}
    assert sorted(wanted ^ there) == [], f"one of each pair in {FOLDER.name}/ is missing, or has another name"
