"""A check that is given records asks the rules that need them, and says where in the records a finding is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

JOURNEY = """journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
"""
UNKNOWN = '{"lead": "L1", "at": "2026-04-01T10:00", "event": "read_it", "content": "ガイド"}\n'
EVENTS = """lead,at,event,content
L1,2026-04-01 10:00,downloaded,ガイド
L1,2026-04-02 10:00,downloaded,ガイドブック
L2,04/03/2026 10:00,downloaded,ガイド
L2,25/03/2026 10:00,downloaded,ガイド
L2,2026-04-05 10:00,joined,
"""


@pytest.fixture(autouse=True)
def _files() -> None:
    Path("a.journey").write_text(JOURNEY, encoding="utf-8", newline="\n")
    Path("events.csv").write_text(EVENTS, encoding="utf-8", newline="\n")


def _found(done: Result) -> list[tuple[str, str, int]]:
    return [(finding["code"], finding["file"], finding["line"]) for finding in json.loads(done.stdout)]


def test_without_records_check_says_how_many_rules_it_did_not_ask(journeyc: Journeyc) -> None:
    without, known = journeyc("check", "a.journey").stdout, journeyc("check", "a.journey").stdout
    assert without == known
    assert "rules not asked, since they need records" in without
    assert "need records" not in journeyc("check", "a.journey", "--events", "events.csv").stdout


def test_findings_in_records_stand_on_their_lines(journeyc: Journeyc) -> None:
    done = journeyc("check", "a.journey", "--events", "events.csv", "--format", "json")
    assert _found(done) == [
        ("JC608", "events.csv", 3),
        ("JC601", "events.csv", 4),
        ("JC608", "events.csv", 6),
    ]
    assert done.exit_code == 1
    assert "2 x events.csv:4: " in done.stderr


def test_a_mapping_settles_how_times_are_read(journeyc: Journeyc) -> None:
    Path("events.csv").write_text("who,when,what\nL1,04/03/2026 10:00,guide\n", encoding="utf-8", newline="\n")
    Path("map.yaml").write_text(
        'files: "*.csv"\ntimes: {format: "dd/MM/yyyy H:mm"}\nevents:\n  lead: who\n  at: when\n'
        '  event: {is: "downloaded(ガイド)"}\n',
        encoding="utf-8",
        newline="\n",
    )
    done = journeyc("check", "a.journey", "--events", "events.csv", "--map", "map.yaml")
    assert done.stdout == "1 file checked, nothing found\n", done.stderr


def test_a_file_that_is_not_there_ends_the_check(journeyc: Journeyc) -> None:
    done = journeyc("check", "a.journey", "--leads", "none.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("none.csv:1: ")


def test_a_mapping_without_records_is_refused(journeyc: Journeyc) -> None:
    assert journeyc("check", "a.journey", "--map", "map.yaml").exit_code == 2


def test_what_the_records_show_is_written_into_the_journey(journeyc: Journeyc) -> None:
    goal = "goal 商談化 of 見込み客 within 30d when entered(検討)"
    text = JOURNEY.replace("stages 課題認知", "stages 認知 -> 課題認知")
    text += f"segment 見込み客 as lead when stage >= 認知\n{goal}\ndropout after 60d\n"
    Path("a.journey").write_text(text, encoding="utf-8", newline="\n")
    rows = [f"L{n},2026-01-{n + 1:02} 10:00,downloaded,ガイド" for n in range(30)]
    end = "L1,2026-03-20 10:00,downloaded,ガイド"
    Path("events.csv").write_text("\n".join(["lead,at,event,content", *rows, end, ""]), "utf-8", newline="\n")
    journeyc("check", "a.journey", "--events", "events.csv", "--fix")
    assert f"{goal} baseline 100%\n" in Path("a.journey").read_text("utf-8")


def test_a_window_of_dropping_out_is_taken_from_the_pauses_of_leads(journeyc: Journeyc) -> None:
    goal = "segment 見込み客 as lead when stage >= 課題認知\n"
    goal += "goal 検討入り of 見込み客 within 30d when entered(検討) baseline 6%\n"
    Path("a.journey").write_text(JOURNEY + goal, encoding="utf-8", newline="\n")
    days = [day for lead in range(10) for day in ((lead, 1), (lead, 3), (lead, 6), (lead, 10), (lead, 14))]
    rows = [f"L{lead},2026-01-{day:02} 10:00,downloaded,ガイド" for lead, day in days]
    Path("events.csv").write_text("\n".join(["lead,at,event,content", *rows, ""]), "utf-8", newline="\n")
    journeyc("check", "a.journey", "--events", "events.csv", "--unsafe-fixes")
    assert "dropout after 4d\n" in Path("a.journey").read_text("utf-8")


def test_a_finding_of_the_log_is_known_again_though_there_are_more(journeyc: Journeyc) -> None:
    events = Path("events.jsonl")
    events.write_text(UNKNOWN, encoding="utf-8")
    journeyc("check", "a.journey", "--events", events, "--write-baseline", "known.json")
    events.write_text(UNKNOWN * 3, encoding="utf-8")
    done = journeyc("check", "a.journey", "--events", events, "--baseline", "known.json", "--format", "json")
    assert json.loads(done.stdout) == []
