"""`journeyc test`: what passes, what happened instead of what was expected, and what no test came by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from click.testing import Result

Journeyc = Callable[..., Result]

FAILING = """
test "外れる" {
  at 2026-04-01T10:00 downloaded(whitepaper)
  expect notify IS
  expect no stage 情報収集
  expect stage == 検討
}
"""
MORE = """
scenario 育成 { enter when downloaded(whitepaper)
  wait until { downloaded(whitepaper) -> stage 検討
    timeout 3d -> notify IS } }
"""


def test_tests_that_pass(journeyc: Journeyc, small: Path) -> None:
    done = journeyc("test", small)
    assert done.exit_code == 0
    assert done.stdout == f"{small}\n  passed 二度目で知らせる\n1 passed, 0 failed, coverage 100%\n"


def test_a_failure_shows_what_happened_instead(journeyc: Journeyc, small: Path) -> None:
    small.write_text(small.read_text("utf-8") + FAILING, encoding="utf-8")
    done = journeyc("test", small)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[2:-1] == [
        "  FAILED 外れる",
        f"    {small}:20: expected, but not done: notify IS",
        "      what was done:",
        "        stage 情報収集",
        f"    {small}:21: done, but not expected: no stage 情報収集",
        "      what was done:",
        "        stage 情報収集",
        f"    {small}:22: does not hold: stage == 検討",
        "      because:",
        "        stage == 検討 (stage = 情報収集)",
    ]


def test_what_no_test_came_by_is_listed(journeyc: Journeyc, small: Path) -> None:
    small.write_text(small.read_text("utf-8") + MORE, encoding="utf-8")
    done = journeyc("test", small)
    assert done.exit_code == 0
    assert f"  {small}:20: timeout 育成\n" in done.stdout
    assert "coverage 83.3%" in done.stdout
    assert journeyc("test", small, "--fail-under", "0.8").exit_code == 0
    under = journeyc("test", small, "--fail-under", "0.9")
    assert under.exit_code == 1
    assert under.stderr == "coverage 83.3% is below 90%\n"
    assert journeyc("test", small, "--fail-under", "90").exit_code == 2


def test_junit(journeyc: Journeyc, small: Path) -> None:
    small.write_text(small.read_text("utf-8") + FAILING.replace("外れる", "<外れ> & る"), encoding="utf-8")
    assert journeyc("test", small, "--junit", "junit.xml").exit_code == 1
    root = ElementTree.fromstring(Path("junit.xml").read_bytes())
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [case.get("name") for case in suite] == ["二度目で知らせる", "<外れ> & る"]
    assert len(suite[1].findall("failure")) == 3


def test_json(journeyc: Journeyc, small: Path) -> None:
    small.write_text(small.read_text("utf-8") + FAILING, encoding="utf-8")
    (entry,) = json.loads(journeyc("test", small, "--format", "json").stdout)
    assert [test["passed"] for test in entry["tests"]] == [True, False]
    assert entry["tests"][1]["failures"][0] == {
        "line": 20,
        "kind": "missing action",
        "expected": "notify IS",
        "instead": ["stage 情報収集"],
    }
    assert entry["coverage"]["covered"] == entry["coverage"]["of"] == 3


def test_a_journey_without_tests_says_so(journeyc: Journeyc) -> None:
    Path("a.journey").write_text("journey a\nstages x -> y\n", encoding="utf-8")
    done = journeyc("test", "a.journey")
    assert done.exit_code == 0
    assert "there are no tests" in done.stdout


def test_a_let_is_overridden(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("test", small, "--let", "基準=1").exit_code == 1
