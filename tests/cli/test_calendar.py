"""A day for which the calendar knows no holidays: what is said, by every command that comes upon it."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyc import cli

JOURNEY = """journey 試験
team IS
lead { 契約更新日: date }
stages 認知
page 料金
calendar { open 09:00-18:00; holidays jp 2020..2030 }
scenario 更新 { enter when visited(料金); wait until 3d after 契約更新日 on open days if missed skip; notify IS }
test "遠い更新" {
  given 契約更新日 2031-04-01
  at 2026-04-01T10:00 visited(料金)
  expect no notify IS
}
"""
RECORD = (
    '{"lead": "L", "at": "2026-04-01T10:00", "event": "visited", "content": "料金",'
    ' "data": {"契約更新日": "2019-04-01"}}\n'
)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_is_named_with_the_line_that_would_help(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journey, events = tmp_path / "a.journey", tmp_path / "events.jsonl"
    journey.write_text(JOURNEY, encoding="utf-8", newline="\n")
    events.write_text(RECORD, encoding="utf-8", newline="\n")
    with pytest.raises(SystemExit) as ran:
        cli.main(["--lang", lang, "run", str(journey), "--events", str(events)])
    said = capsys.readouterr()
    assert ran.value.code == 1
    assert "2019-04-04" in said.err
    assert "holidays jp 2019..2030" in said.err
    assert "Traceback" not in said.err
    with pytest.raises(SystemExit) as tested:
        cli.main(["--lang", lang, "test", str(journey)])
    said = capsys.readouterr()
    assert tested.value.code == 1
    assert "2031-04-04" in said.out
    assert "holidays jp 2020..2031" in said.out


def test_generated_records_that_leave_it_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journey = tmp_path / "a.journey"
    journey.write_text(JOURNEY.partition("test")[0].replace("2020..2030", "2020..2021"), encoding="utf-8", newline="\n")
    with pytest.raises(SystemExit) as ran:
        cli.main(["--lang", "en", "gen", str(journey), "--leads", "20", "--seed", "1", "--out", str(tmp_path / "out")])
    assert ran.value.code == 1
    assert "holidays jp 2020.." in capsys.readouterr().err
