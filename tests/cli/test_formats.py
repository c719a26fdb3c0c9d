"""Findings for programs: each form is one that its readers take, with everything in it that the text shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import Result

from journeyc.lint.catalogue import all_rules

Journeyc = Callable[..., Result]

SCHEMA = Path(__file__).resolve().parents[1] / "lint" / "data" / "sarif-2.1.0-rtm.5.json"
HOSTILE = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download `%,:<&>` "𩸽"
when downloaded(ガイド) -> stage 検討, handoff 営業
"""


def sarif(journeyc: Journeyc, *arguments: str | Path) -> dict[str, Any]:
    log = json.loads(journeyc("check", *arguments, "--format", "sarif").stdout)
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_of_every_rule_and_every_error_is_valid(journeyc: Journeyc, root: Path) -> None:
    folder = Path("all 悪い")
    folder.mkdir()
    rules = [rule for rule in all_rules() if rule.bad_records is None]
    for rule in rules:
        (folder / f"{rule.code}.journey").write_text(rule.bad, encoding="utf-8")
    run = sarif(journeyc, folder, root / "tests" / "errors")
    told = {result["ruleId"] for result in run["results"]}
    assert told >= {rule.code for rule in rules}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(told)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    marks = [
        (r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["partialFingerprints"]["journeyc/v1"])
        for r in run["results"]
    ]
    assert len(set(marks)) == len(marks)
    assert all(uri.isascii() for uri, _ in marks)


def test_sarif_of_findings_in_records_is_valid(journeyc: Journeyc) -> None:
    Path("a.journey").write_text(HOSTILE, encoding="utf-8")
    Path("events.csv").write_text("lead,at,event\nL1,2026-04-01 10:00,joined\n", encoding="utf-8", newline="\n")
    (result,) = [r for r in sarif(journeyc, "a.journey", "--events", "events.csv")["results"] if r["ruleId"] == "JC608"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("events.csv", 2)


def test_sarif_points_and_mends_where_the_text_does(journeyc: Journeyc) -> None:
    Path("a.journey").write_text(HOSTILE, encoding="utf-8")
    unused, promise = sarif(journeyc, "a.journey")["results"]
    region = unused["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 23}
    assert unused["level"] == "warning"
    (change,) = promise["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == " within 1d"
    Path("b.journey").write_text("// 一行\n" + HOSTILE, encoding="utf-8")
    moved = sarif(journeyc, "b.journey")["results"]
    assert [r["partialFingerprints"] for r in moved] == [r["partialFingerprints"] for r in (unused, promise)]


def test_an_empty_sarif_log_is_valid(journeyc: Journeyc, small: Path) -> None:
    assert sarif(journeyc, small)["results"] == []


def test_github_commands_are_one_line_each(journeyc: Journeyc) -> None:
    Path("a,b.journey").write_text(HOSTILE, encoding="utf-8")
    done = journeyc("check", "a,b.journey", "--format", "github")
    lines = done.stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::error"]
    for line in lines:
        assert re.fullmatch(r"::\w+ file=a%2Cb\.journey,line=\d,endLine=\d,[\w=,]+::[^\n]+", line)
    assert "%25,:" in lines[0]


def test_junit_is_xml_that_counts_what_fails(journeyc: Journeyc, small: Path) -> None:
    Path("a.journey").write_text(HOSTILE, encoding="utf-8")
    Path("c.journey").write_text('journey a\nteam "\x01"\n', encoding="utf-8")
    done = journeyc("check", "a.journey", small, "c.journey", "--format", "junit")
    suites = ElementTree.fromstring(done.stdout).findall("testsuite")
    assert [(suite.get("tests"), suite.get("failures")) for suite in suites][:2] == [("2", "1"), ("1", "0")]
    assert len(suites[0].findall("testcase/failure")) == 1
    strict = journeyc("check", "a.journey", "--format", "junit", "--fail-on", "warning")
    assert ElementTree.fromstring(strict.stdout)[0].get("failures") == "2"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_a_file_takes_what_stdout_would(form: str, journeyc: Journeyc) -> None:
    Path("a.journey").write_text(HOSTILE, encoding="utf-8")
    told = journeyc("check", "a.journey", "--format", form)
    written = journeyc("check", "a.journey", "--format", form, "--output", "out")
    assert (written.stdout, written.exit_code) == ("", told.exit_code)
    assert Path("out").read_bytes().decode() == told.stdout
