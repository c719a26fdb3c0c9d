"""Several journeys: each knows the others by name, and one run takes them all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

SHARED = """team IS "インサイドセールス"
team CS "カスタマーサクセス"
lead { 役職: 担当者 | 部長 }
download whitepaper
event 発注 { 金額: money }
"""
FIRST = """journey 育成 "新規"
use "shared.journey"
stages 課題認知 -> 検討 -> 利用
score 関心度 { downloaded(whitepaper) -> +30 }
when happened(発注) -> { stage 利用; enter 拡販 at 提案 }
when 拡販.stage >= 契約 -> notify IS "契約"
when 拡販.熱い -> tag 熱い
goal 受注 when happened(発注)
test "発注で拡販に入る" {
  at 2026-04-01T10:00 happened(発注)
  expect enter 拡販
  after 1h downloaded(whitepaper)
  expect tag 熱い
  expect (拡販.stage == 提案)
}
"""
SECOND = """journey 拡販
use "shared.journey"
stages 課題 -> 提案 -> 契約
score 期待度 { downloaded(whitepaper) -> +10 }
segment 熱い when 期待度 >= 10
when happened(発注) -> stage 契約
goal 受注 when entered(契約)
test "最初からここにいる" {
  at 2026-04-01T10:00 downloaded(whitepaper)
  expect (熱い)
}
"""
LEADS = "lead,役職,stage,関心度,created\nL1,部長,検討,5,2026-04-01 09:00\n"
EVENTS = """{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "happened", "content": "発注"}
{"lead": "L1", "at": "2026-04-01T11:00:00+09:00", "event": "downloaded", "content": "whitepaper"}
{"lead": "L1", "at": "2026-04-01T12:00:00+09:00", "event": "happened", "content": "発注"}
"""
LOG = """\
{"lead":"L1","n":1,"at":"2026-04-01T10:00:00+09:00","action":"stage","target":"利用","by":"first.journey:5","from":"検討"}
{"lead":"L1","n":2,"at":"2026-04-01T10:00:00+09:00","action":"enter","target":"拡販","by":"first.journey:5"}
{"lead":"L1","n":3,"at":"2026-04-01T11:00:00+09:00","action":"tag","target":"熱い","by":"first.journey:7"}
{"lead":"L1","n":4,"at":"2026-04-01T12:00:00+09:00","action":"stage","target":"契約","by":"second.journey:6","from":"提案"}
{"lead":"L1","n":5,"at":"2026-04-01T12:00:00+09:00","action":"notify","target":"IS","by":"first.journey:6","text":"契約"}
"""
SUMMARY = """\
育成 新規, 拡販 (until 2026-04-01 12:00:00)
  lead records used: 1, event records used: 3, leads followed: 1
Actions: 5
  stage   2
  enter   1
  notify  1
  tag     1
育成 - Leads by stage
  利用  1  ##############################
育成 - Leads that reached a goal
  受注  1
拡販 - Leads by stage
  契約  1  ##############################
拡販 - Leads that reached a goal
  受注  1
Every record was used
"""
RECORDS = ["--leads", "leads.csv", "--events", "events.jsonl"]
NO_LINTS = ["--select", "JC020"]
BOTH = ["first.journey", "second.journey"]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    texts = {"shared.journey": SHARED, "first.journey": FIRST, "second.journey": SECOND}
    for name, text in {**texts, "leads.csv": LEADS, "events.jsonl": EVENTS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")


def test_a_run_takes_them_in_the_order_given(journeyc: Journeyc) -> None:
    done = journeyc("run", *BOTH, *RECORDS, "--actions", "out.jsonl", "--trace", "trace.jsonl")
    assert done.exit_code == 0, done.stderr
    assert Path("out.jsonl").read_text("utf-8") == LOG
    assert done.stdout == SUMMARY
    entries = [json.loads(line) for line in Path("trace.jsonl").read_text("utf-8").splitlines()]
    assert {entry["journey"] for entry in entries} == {"育成", "拡販"}
    seen = [(entry["journey"], entry["stage"]) for entry in entries if entry["kind"] == "seen"]
    assert seen == [("育成", "検討"), ("拡販", "提案")]
    moved = next(entry for entry in entries if entry["by"] == "second.journey:6" and entry["kind"] == "fired")
    assert moved["place"] == "second.journey:6"


def test_the_summary_as_json_has_each_journey(journeyc: Journeyc) -> None:
    summary = json.loads(journeyc("run", *BOTH, *RECORDS, "--format", "json").stdout)
    assert [(each["journey"], each["goals"]) for each in summary["journeys"]] == [
        ("育成", {"受注": 1}),
        ("拡販", {"受注": 1}),
    ]


def test_a_story_is_told_of_each_journey_the_lead_is_in(journeyc: Journeyc) -> None:
    lines = journeyc("run", *BOTH, *RECORDS, "--why", "L1").stdout.splitlines()
    assert [line for line in lines if line.startswith("Lead")] == ["Lead L1 (育成)", "Lead L1 (拡販)"]
    assert any("second.journey:6" in line for line in lines)


def test_one_alone_writes_that_the_lead_enters_the_other(journeyc: Journeyc) -> None:
    done = journeyc("run", "first.journey", *RECORDS, "--actions", "-")
    assert [json.loads(line)["action"] for line in done.stdout.splitlines()] == ["stage", "enter"]


def test_the_tests_of_each_run_with_the_others_it_names(journeyc: Journeyc) -> None:
    done = journeyc("test", *BOTH)
    assert done.exit_code == 0, done.stdout
    assert "2 passed" in done.stdout
    alone = journeyc("test", "first.journey")
    assert alone.exit_code == 1
    assert "expected, but not done: tag 熱い" in alone.stdout


def test_a_let_is_given_to_the_journeys_that_have_it(journeyc: Journeyc) -> None:
    second = Path("second.journey")
    second.write_text(SECOND.replace("期待度 >= 10", "期待度 >= 基準") + "let 基準 = 10\n", encoding="utf-8")
    assert journeyc("test", *BOTH).exit_code == 0
    assert journeyc("test", *BOTH, "--let", "基準=11").exit_code == 1
    assert "JC110" in journeyc("test", *BOTH, "--let", "規準=11").stderr


def test_two_journeys_of_one_name_are_no_run(journeyc: Journeyc) -> None:
    Path("third.journey").write_text(SECOND.replace("拡販", "育成"), encoding="utf-8")
    done = journeyc("run", "second.journey", "first.journey", "third.journey", *RECORDS)
    assert done.exit_code == 1
    assert "JC046" in done.stderr


def test_what_is_the_leads_is_declared_alike(journeyc: Journeyc) -> None:
    text = SECOND.replace('use "shared.journey"', SHARED.replace("担当者 | 部長", "部長 | 担当者"))
    Path("second.journey").write_text(text, encoding="utf-8")
    done = journeyc("run", "second.journey", "first.journey", *RECORDS)
    assert done.exit_code == 1
    assert "shared.journey:3:8: error[JC046]" in done.stderr
    assert "(second.journey:4:8)" in done.stderr
    assert journeyc("check", "second.journey", *NO_LINTS).exit_code == 0
    assert journeyc("check", "first.journey", *NO_LINTS).exit_code == 1


def test_a_changed_journey_is_noticed_by_those_that_name_it(journeyc: Journeyc) -> None:
    assert journeyc("check", "first.journey", *NO_LINTS).exit_code == 0
    Path("second.journey").write_text(SECOND.replace("契約", "成約"), encoding="utf-8")
    assert "JC110" in journeyc("check", "first.journey", *NO_LINTS).stdout
    Path("second.journey").write_text(SECOND, encoding="utf-8")
    assert journeyc("check", "first.journey", *NO_LINTS).exit_code == 0
    Path("another.journey").write_text(SECOND, encoding="utf-8")
    assert "JC045" in journeyc("check", "first.journey", *NO_LINTS).stdout
    assert journeyc("check", *BOTH, *NO_LINTS).exit_code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_of_the_project_is_no_journey_beside(
    journeyc: Journeyc, tmp_path_factory: pytest.TempPathFactory
) -> None:
    os.mkfifo("a.journey")
    outside = tmp_path_factory.mktemp("outside") / "second.journey"
    Path("second.journey").rename(outside)
    assert "JC110" in journeyc("check", "first.journey", *NO_LINTS).stdout
    Path("second.journey").symlink_to(outside)
    assert "JC110" in journeyc("check", "first.journey", *NO_LINTS).stdout


def test_a_journey_elsewhere_is_found_where_it_is_given(journeyc: Journeyc, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    Path("second.journey").rename("far/second.journey")
    Path("shared.journey").rename("far/shared.journey")
    Path("first.journey").write_text(FIRST.replace("shared", "far/shared"), encoding="utf-8")
    assert "JC110" in journeyc("check", "first.journey", *NO_LINTS).stdout
    assert journeyc("check", "first.journey", "far/second.journey", *NO_LINTS).exit_code == 0
    assert journeyc("check", ".", *NO_LINTS).exit_code == 0
