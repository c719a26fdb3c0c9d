"""The canonical form of the action log, byte for byte."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from journeyc.records.actions import action_line, action_log
from journeyc.run.log import ActionRecord

TOKYO = ZoneInfo("Asia/Tokyo")
TEN = 1_775_005_200


def test_keys_stand_in_order_and_absent_ones_are_left_out() -> None:
    record = ActionRecord(
        "L001", 1, TEN, "handoff", "IS", "ホット通知", text="料金を2回閲覧", member="担当1", due=TEN + 3600
    )
    assert action_line(record, TOKYO) == (
        '{"lead":"L001","n":1,"at":"2026-04-01T10:00:00+09:00","action":"handoff","target":"IS","by":"ホット通知",'
        '"text":"料金を2回閲覧","member":"担当1","due":"2026-04-01T11:00:00+09:00"}\n'
    )


def test_every_key_has_its_place() -> None:
    record = ActionRecord("L", 2, TEN, "send", None, "r", "a", 0, False, "b", "c", "", "e", TEN, "quiet", TEN + 86_400)
    assert action_line(record, ZoneInfo("UTC")) == (
        '{"lead":"L","n":2,"at":"2026-04-01T01:00:00+00:00","action":"send","target":null,"by":"r","from":"a","points":0,'
        '"value":false,"reason":"b","title":"c","text":"","member":"e","due":"2026-04-01T01:00:00+00:00","held":"quiet",'
        '"until":"2026-04-02T01:00:00+00:00"}\n'
    )


def test_values_are_written_unescaped() -> None:
    record = ActionRecord("髙橋", 1, TEN, "set", "会社名", "育成.journey:3", value='株式会社 "①"\n')
    assert '"lead":"髙橋"' in action_line(record, TOKYO)
    assert '"value":"株式会社 \\"①\\"\\n"' in action_line(record, TOKYO)


def test_the_log_is_ordered_by_time_then_lead_by_code_point_then_count() -> None:
    made = [("b", 1, TEN), ("B", 2, TEN), ("B", 1, TEN), ("𠮷", 1, TEN), ("ﾃ", 1, TEN), ("z", 3, TEN - 1)]
    records = [ActionRecord(lead, n, at, "pause", None, "r") for lead, n, at in made]
    lines = list(action_log(records, TOKYO))
    assert [line[9 : line.index('"', 9)] for line in lines] == ["z", "B", "B", "b", "ﾃ", "𠮷"]
    assert '"n":1' in lines[1]
