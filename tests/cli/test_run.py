"""`journeyc run`: records in; the action log, the trace, the summary and one lead's story out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

LEADS = "lead,役職,created\nL1,部長,2026-04-01 09:00\nL2,課長,2026-04-01 09:00\nL3,部長,\n"
EVENTS = """{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "whitepaper", "id": "1"}
{"lead": "L1", "at": "2026-04-02T10:00:00+09:00", "event": "ダウンロード", "content": "whitepaper", "id": "2"}
{"lead": "L1", "at": "2026-04-02T10:00:00+09:00", "event": "downloaded", "content": "whitepaper", "id": "2"}
{"lead": "L9", "at": "2026-04-02T11:00:00+09:00", "event": "downloaded", "content": "whitepeper"}
{"lead": "L4", "at": "2026-04-03T10:00:00+09:00", "event": "downloaded", "content": "whitepaper"}
{"lead": "L4", "at": "2026-04-"""
LOG = """\
{"lead":"L1","n":1,"at":"2026-04-01T10:00:00+09:00","action":"stage","target":"情報収集","by":"small.journey:8","from":"課題認知"}
{"lead":"L1","n":2,"at":"2026-04-02T10:00:00+09:00","action":"notify","target":"IS","by":"通知"}
{"lead":"L4","n":1,"at":"2026-04-03T10:00:00+09:00","action":"stage","target":"情報収集","by":"small.journey:8","from":"課題認知"}
"""


@pytest.fixture
def records(tmp_path: Path) -> list[str]:
    """Leads and events with one of several faults, as arguments."""
    (tmp_path / "leads.csv").write_bytes(LEADS.encode("cp932"))
    (tmp_path / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    return ["--leads", "leads.csv", "--events", "events.jsonl"]


def test_the_action_log_is_in_its_canonical_form(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    assert journeyc("run", small, *records, "--actions", "out.jsonl").exit_code == 0
    assert Path("out.jsonl").read_bytes() == LOG.encode()
    done = journeyc("run", small, *records, "--actions", "-")
    assert done.stdout == LOG
    assert "Actions: 3" in done.stderr


SUMMARY = """\
最小 (until 2026-04-03 10:00:00)
  lead records used: 3, event records used: 3, leads followed: 3
  leads that only the events know (attributes unknown): 1
  leads never seen (neither a time of creation nor an event): 1
Actions: 3
  stage   2
  notify  1
Leads by stage
  課題認知  1  ###############
  情報収集  2  ##############################
Records that could not be used
  1 x leads.csv:3: 役職 has no value '課長'
  1 x events.jsonl:3: id '2' was seen
  1 x events.jsonl:4: 'whitepeper' is not declared (did you mean 'whitepaper'?)
  1 x events.jsonl:6: the file ends inside this record
"""


def test_the_summary_says_what_was_done_and_what_was_not_used(
    journeyc: Journeyc, small: Path, records: list[str]
) -> None:
    done = journeyc("run", small, *records)
    assert done.exit_code == 0
    assert done.stdout == SUMMARY
    japanese = journeyc("run", small, *records, "--lang", "ja").stdout
    assert "通知 notify" in japanese
    assert "使えなかった記録" in japanese


def test_the_summary_as_json(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    summary = json.loads(journeyc("run", small, *records, "--format", "json").stdout)
    assert summary["actions"] == {"notify": 1, "stage": 2}
    [journey] = summary["journeys"]
    assert journey["stages"] == {"課題認知": 1, "情報収集": 2, "検討": 0}
    assert [entry["cause"] for entry in summary["unused"]] == [
        "unknown_value",
        "duplicate_id",
        "unknown_content",
        "cut_record",
    ]


def test_strict_does_nothing_where_a_record_cannot_be_used(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    done = journeyc("run", small, *records, "--strict", "--actions", "out.jsonl")
    assert done.exit_code == 1
    assert "leads.csv:3" in done.stderr
    assert not Path("out.jsonl").exists()


def test_rejects_are_kept(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    journeyc("run", small, *records, "--rejects", "rejects.jsonl")
    kept = [json.loads(line) for line in Path("rejects.jsonl").read_text("utf-8").splitlines()]
    assert [(entry["file"], entry["line"]) for entry in kept] == [
        ("leads.csv", 3),
        ("events.jsonl", 3),
        ("events.jsonl", 4),
        ("events.jsonl", 6),
    ]


def test_until_ends_the_run(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    done = journeyc("run", small, *records, "--until", "2026-04-01T23:00", "--actions", "-")
    assert done.stdout == LOG.splitlines(keepends=True)[0]
    assert journeyc("run", small, *records, "--until", "明日").exit_code == 2


def test_a_let_is_overridden(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    done = journeyc("run", small, *records, "--let", "基準=20", "--actions", "-")
    assert '"at":"2026-04-01T10:00:00+09:00","action":"notify"' in done.stdout


def test_a_story_tells_what_was_decided_and_why(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    done = journeyc("run", small, *records, "--why", "L1")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Lead L1 (最小)"
    assert "2026-04-02 10:00:00  downloaded(whitepaper)" in lines
    assert any("rule 通知" in line and "small.journey:9" in line for line in lines)
    assert journeyc("run", small, *records, "--why", "L7").exit_code == 2


def test_a_trace_is_lines_of_json(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    assert journeyc("run", small, *records, "--trace", "trace.jsonl").exit_code == 0
    entries = [json.loads(line) for line in Path("trace.jsonl").read_text("utf-8").splitlines()]
    assert {"lead", "at", "seq", "journey", "kind", "by"} <= set(entries[0])
    assert any(entry["kind"] == "fired" and entry["place"] == "small.journey:8" for entry in entries)


def test_wrong_use_and_files_that_are_not_there(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    assert journeyc("run", small).exit_code == 2
    done = journeyc("run", small, "--leads", "nowhere.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "nowhere.csv" in done.stderr


def test_a_journey_with_errors_is_not_run(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    small.write_text(small.read_text("utf-8") + "when visited(料金) -> notify IS\n", encoding="utf-8")
    done = journeyc("run", small, *records, "--actions", "out.jsonl")
    assert done.exit_code == 1
    assert "JC110" in done.stderr
    assert not Path("out.jsonl").exists()


def test_what_never_ends_is_named(journeyc: Journeyc, small: Path, records: list[str]) -> None:
    loop = "rule 行き: when changed(役職) and 役職 == 担当者 -> set 役職 = 部長\n"
    loop += "rule 帰り: when changed(役職) and 役職 == 部長 -> set 役職 = 担当者\n"
    loop += "when downloaded(whitepaper) -> set 役職 = 担当者\n"
    small.write_text(small.read_text("utf-8") + loop, encoding="utf-8")
    done = journeyc("run", small, *records)
    assert done.exit_code == 1
    assert "行き" in done.stderr
    assert "帰り" in done.stderr


MAPPING = """files: export.csv
lead: {column: メール, case: lower}
leads: {役職: 役職}
events: {at: 日時, event: {column: 行動, values: {DL: downloaded(whitepaper)}}}
"""


@pytest.fixture
def export(tmp_path: Path) -> list[str]:
    """Another system's export and its mapping, as arguments."""
    (tmp_path / "export.csv").write_bytes(
        "メール,役職,日時,行動\nA@x,部長,2026-04-01,DL\nB@x,部長,2026-04-01,?\n".encode("cp932")
    )
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    return ["--leads", "export.csv", "--events", "export.csv", "--map", "map.yaml"]


def test_an_export_is_read_by_its_mapping(journeyc: Journeyc, small: Path, export: list[str]) -> None:
    done = journeyc("run", small, *export, "--actions", "-")
    assert [json.loads(line)["lead"] for line in done.stdout.splitlines()] == ["a@x"]
    assert "export.csv:3: the mapping has no word for '?'" in done.stderr
    assert journeyc("run", small, *export, "--strict").exit_code == 1


def test_a_faulty_mapping_runs_nothing(journeyc: Journeyc, small: Path, export: list[str]) -> None:
    Path("map.yaml").write_text(MAPPING.replace("whitepaper", "whitepeper").replace("files", "flies"), encoding="utf-8")
    done = journeyc("run", small, *export)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "map.yaml:1: 'flies' is not a key here (did you mean 'files'?)" in done.stderr
    assert "map.yaml:4: 'whitepeper' is not declared (did you mean 'whitepaper'?)" in done.stderr
    assert "map.yaml:1: 「flies」" in journeyc("run", small, *export, "--lang", "ja").stderr


def test_a_mapping_for_none_of_the_files_is_wrong_use(journeyc: Journeyc, small: Path, export: list[str]) -> None:
    Path("map.yaml").write_text(MAPPING.replace("export.csv", "other.csv"), encoding="utf-8")
    done = journeyc("run", small, *export)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "map.yaml" in done.stderr
