"""Check with records: rules that look at them are asked, and the rest is as without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Journeyc = Callable[..., Result]

EVENTS = '{"lead": "L1", "at": "2026-04-01T10:00", "event": "read_it", "content": "whitepaper"}\n'


def test_rules_that_need_records_are_asked_where_there_are_some(journeyc: Journeyc, small: Path) -> None:
    Path("events.jsonl").write_text(EVENTS, encoding="utf-8")
    assert journeyc("check", small).stdout == "1 file checked, nothing found\n"
    for _ in range(2):
        done = journeyc("check", small, "--events", "events.jsonl", "--format", "json")
        (finding,) = json.loads(done.stdout)
        assert (finding["code"], finding["line"]) == ("JC608", 1)
        assert "events.jsonl:1" in finding["message"]
    assert journeyc("check", small).stdout == "1 file checked, nothing found\n"


def test_a_log_that_cannot_be_read_is_told(journeyc: Journeyc, small: Path) -> None:
    done = journeyc("check", small, "--events", "missing.jsonl")
    assert done.exit_code == 1
    assert "missing.jsonl" in done.stderr


def test_a_finding_of_the_log_is_known_again_though_there_are_more(journeyc: Journeyc, small: Path) -> None:
    events = Path("events.jsonl")
    events.write_text(EVENTS, encoding="utf-8")
    journeyc("check", small, "--events", events, "--write-baseline", "known.json")
    events.write_text(EVENTS * 3, encoding="utf-8")
    done = journeyc("check", small, "--events", events, "--baseline", "known.json", "--format", "json")
    assert json.loads(done.stdout) == []
