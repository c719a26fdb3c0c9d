"""Every seeded fault is found, as often as it is there, and nothing else is; the same journey mended is silent."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from journeyc.lint.catalogue import all_rules
from journeyc.pipeline import Asked, check_text

FOLDER = Path(__file__).parent / "faults"
ASKED = Asked("2026-06-01")
EVERY_RULE = False
"""Whether every rule must have a pair of files here, or only those that have one of the two."""

_EXPECTED = re.compile(r"// expect: ((?:JC\d{3} x \d+(?:, )?)+)\n")


def _files(kind: str) -> list[Path]:
    return sorted(FOLDER.glob(f"jc*_{kind}.journey"))


def _name(path: Path) -> str:
    return path.stem


def _found(path: Path) -> Counter[str]:
    text = path.read_text(encoding="utf-8")
    return Counter(finding.code for finding in check_text(text, path.name, ASKED).findings)


@pytest.mark.parametrize("path", _files("bad"), ids=_name)
def test_a_seeded_fault_is_found_and_nothing_else(path: Path) -> None:
    first = _EXPECTED.match(path.read_text(encoding="utf-8"))
    assert first is not None, "the first line says what is found: // expect: JC113 x 1"
    expected = {code: int(count) for code, count in re.findall(r"(JC\d{3}) x (\d+)", first[1])}
    assert path.stem.removesuffix("_bad").upper() in expected
    assert dict(_found(path)) == expected


@pytest.mark.parametrize("path", _files("good"), ids=_name)
def test_the_mended_journey_is_silent(path: Path) -> None:
    assert dict(_found(path)) == {}


def test_no_code_is_without_its_pair() -> None:
    there = {path.name for path in FOLDER.glob("*.journey")}
    codes = {rule.code.lower() for rule in all_rules()} if EVERY_RULE else {name.split("_")[0] for name in there}
    wanted = {f"{code}_{kind}.journey" for code in codes for kind in ("bad", "good")}
    assert sorted(wanted ^ there) == [], f"one of each pair in {FOLDER.name}/ is missing, or has another name"
