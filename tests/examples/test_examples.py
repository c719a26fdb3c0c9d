"""Owns the promise that an example can be copied: it checks clean, its tests pass, its records give its action log.
Must not know what any example is about."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CASES = sorted({path.parent for path in EXAMPLES.glob("*/*.journey")})
# What stands in the records on purpose, so that a reader sees how it is told.
UNUSABLE = {
    "cross-sell": ["unknown_content"],
    "handoff-sla": ["total_row", "unknown_event", "unknown_content"],
    "nurture": ["total_row", "duplicate_id", "unfit_content", "unknown_event"],
    "recycling": ["unknown_value"],
    "scoring": ["unknown_content"],
    "step-mail": ["total_row", "duplicate_id", "bad_time", "unknown_event"],
    "webinar": ["unknown_value", "duplicate_id", "unknown_event", "bad_time"],
}

Python = Callable[..., subprocess.CompletedProcess[str]]
each_case = pytest.mark.parametrize("case", CASES, ids=[path.name for path in CASES])
each_recorded = pytest.mark.parametrize("case", [EXAMPLES / name for name in UNUSABLE], ids=UNUSABLE)


def test_there_are_examples() -> None:
    assert {path.name for path in CASES} == UNUSABLE.keys() | {"mappings"}


@each_case
def test_an_example_checks_clean(case: Path, python: Python) -> None:
    checked = python("-m", "journeyc", "check", str(case), "--format", "json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == []


def test_examples_are_in_the_one_layout(python: Python) -> None:
    laid_out = python("-m", "journeyc", "fmt", "--check", str(EXAMPLES))
    assert laid_out.returncode == 0, laid_out.stdout


@each_case
def test_the_tests_of_an_example_pass_and_reach_nearly_all_of_it(case: Path, python: Python) -> None:
    tested = python("-m", "journeyc", "test", str(case), "--fail-under", "0.95")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@each_recorded
def test_the_records_of_an_example_give_its_action_log(case: Path, python: Python, tmp_path: Path) -> None:
    actions, rejects = tmp_path / "actions.jsonl", tmp_path / "rejects.jsonl"
    ran = python(
        *("-m", "journeyc", "run", *(str(journey) for journey in sorted(case.glob("*.journey")))),
        *("--leads", str(_only(case, "leads.*")), "--events", str(_only(case, "events.*"))),
        *("--actions", str(actions), "--rejects", str(rejects)),
    )
    assert ran.returncode == 0, ran.stderr
    assert actions.read_bytes() == _only(case, "expected-actions.jsonl").read_bytes()
    told = [json.loads(line)["cause"] for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert told == UNUSABLE[case.name]


@pytest.mark.parametrize(
    ("name", "begins"), [("nurture/leads.csv", "リード,会社名"), ("webinar/events.csv", "リード,日時")]
)
def test_a_file_in_cp932_is_still_in_cp932(name: str, begins: str) -> None:
    as_excel_saves_it = (EXAMPLES / name).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        as_excel_saves_it.decode("utf-8")
    assert as_excel_saves_it.decode("cp932").startswith(begins)


@pytest.mark.parametrize(("name", "mark"), [("step-mail", b"\xef\xbb\xbf"), ("recycling", b"\xff\xfe")])
def test_a_file_that_says_its_encoding_still_does(name: str, mark: bytes) -> None:
    assert (EXAMPLES / name / "leads.csv").read_bytes().startswith(mark)


def _only(case: Path, name: str) -> Path:
    """The one file of that name in the case's folder."""
    (found,) = case.glob(name)
    return found
