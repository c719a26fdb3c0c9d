"""Event files: verbs in two languages, what they are about, and their data."""

from __future__ import annotations

import json

import pytest

from journeyc.run.log import EventRecord
from tests.records.conftest import Read

TEN = 1_775_005_200


def line(**fields: object) -> str:
    return json.dumps({"lead": "L1", "at": "2026-04-01T10:00:00+09:00"} | fields, ensure_ascii=False) + "\n"


def test_a_full_record(events: Read) -> None:
    written = line(
        event="ダウンロード",
        content="ｗｈｉｔｅｐａｐｅｒ",
        id=7,
        source="展示会",
        data={"従業員数": "1,200", "頁": 3.0},
    )
    reading = events(written)
    record = EventRecord("L1", TEN, 0, "downloaded", "whitepaper", {"従業員数": 1200, "頁": 3}, "7", "展示会")
    assert (reading.events, reading.problems) == ([record], [])


def test_csv_with_data_as_json_and_as_columns(events: Read) -> None:
    reading = events(
        "リード,日時,出来事,content,data,data.秒数,data.役職,data.番号\n"
        'L1,2026/4/1 10:00,閲覧,料金,"{""会社名"": ""A社"", ""秒数"": 1}",45,課長,0312345678\n',
        "events.csv",
    )
    assert reading.problems == []
    assert reading.events == [
        EventRecord(
            "L1", TEN, 0, "visited", "料金", {"会社名": "A社", "秒数": 45, "役職": "課長", "番号": "0312345678"}
        )
    ]


@pytest.mark.parametrize(
    ("event", "content", "verb", "subject"),
    [
        ("created", None, "created", None),
        ("変更", None, "changed", None),
        ("done", "架電", "done", "架電"),
        ("完了", None, "done", None),
        ("受領", "IS", "accepted", "IS"),
        ("差戻", "ＩＳ", "rejected", "IS"),
        ("happened", "利用開始", "happened", "利用開始"),
    ],
)
def test_what_each_verb_is_about(events: Read, event: str, content: str | None, verb: str, subject: str | None) -> None:
    reading = events(line(event=event, content=content))
    assert [(record.verb, record.subject) for record in reading.events] == [(verb, subject)]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"event": "clickd", "content": "料金"}, "unknown_event"),
        ({"event": "段階到達", "content": "検討"}, "run_event"),
        ({"event": ["visited"], "content": "料金"}, "bad_field"),
        ({"content": "料金"}, "no_event"),
        ({"event": "visited"}, "no_content"),
        ({"event": "visited", "content": "料金表"}, "unknown_content"),
        ({"event": "visited", "content": "whitepaper"}, "unfit_content"),
        ({"event": "accepted", "content": "営業"}, "unknown_content"),
        ({"event": "done", "content": "訪問"}, "unknown_content"),
        ({"event": "visited", "content": "料金", "lead": None}, "no_lead"),
        ({"event": "visited", "content": "料金", "lead": " "}, "no_lead"),
        ({"event": "visited", "content": "料金", "at": None}, "no_time"),
        ({"event": "visited", "content": "料金", "at": 1775005200}, "epoch_time"),
        ({"event": "visited", "content": "料金", "at": "2026-04-31"}, "bad_time"),
        ({"event": "visited", "content": "料金", "data": [1]}, "bad_data"),
        ({"event": "visited", "content": "料金", "data": "{1"}, "bad_data"),
    ],
)
def test_an_event_that_cannot_be_used(events: Read, fields: dict[str, object], cause: str) -> None:
    reading = events(line(**fields) + line(event="visited", content="料金"))
    assert (len(reading.events), reading.causes) == (1, [(cause, 1)])
    assert json.loads(reading.problems[0].raw).items() >= fields.items()


@pytest.mark.parametrize(("event", "nearest"), [("visitd", "visited"), ("entred", None), ("becam", None)])
def test_only_what_records_tell_of_is_offered_for_an_unknown_event(
    events: Read, event: str, nearest: str | None
) -> None:
    (problem,) = events(line(event=event, content="料金")).problems
    assert (problem.cause, problem.nearest) == ("unknown_event", nearest)


def test_an_unfit_content_names_the_verbs_that_fit(events: Read) -> None:
    (problem,) = events(line(event="opened", content="whitepaper")).problems
    assert problem.cause == "unknown_event"
    (problem,) = events(line(event="visited", content="whitepaper")).problems
    assert dict(problem.values) == {
        "content": "whitepaper",
        "kind": "download",
        "verb": "visited",
        "verbs": "downloaded",
    }


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        ({"役職": "社長"}, "unknown_value"),
        ({"従業員数": "多数"}, "bad_value"),
        ({"席数": "多数"}, "bad_value"),
        ({"備考": ["a"]}, "bad_value"),
    ],
)
def test_bad_data_costs_the_field_and_not_the_event(events: Read, data: dict[str, object], cause: str) -> None:
    reading = events(line(event="happened", content="利用開始", data=data | {"会社名": "A社"}))
    assert [record.data for record in reading.events] == [{"会社名": "A社"}]
    assert reading.causes == [(cause, 1)]


def test_an_events_own_fields_are_typed(events: Read) -> None:
    (record,) = events(line(event="happened", content="利用開始", data={"席数": "１２", "plan": "A"})).events
    assert record.data == {"席数": 12, "plan": "A"}


def test_needless_content_is_told(events: Read) -> None:
    reading = events(line(event="created", content="料金"))
    assert [record.subject for record in reading.events] == [None]
    assert reading.causes == [("needless_content", 1)]


def test_records_come_in_the_order_given_with_repeated_ids_told(events: Read) -> None:
    later, earlier = "2026-04-02T10:00", "2026-04-01T10:00"
    reading = events(
        line(event="created", at=later, id="e1")
        + line(event="created", at=earlier, id="e1")
        + line(event="created", lead="L2", id="e1")
    )
    assert [record.at - TEN for record in reading.events] == [86_400, 0, 0]
    assert reading.causes == [("duplicate_id", 2)]


def test_a_time_without_offset_is_in_the_journeys_zone(events: Read) -> None:
    written = line(event="created", at="2026-04-01T10:00")
    assert events(written).events[0].at == TEN
    assert events(written, timezone="UTC").events[0].at == TEN + 9 * 3600
    assert events(line(event="created", at="2026-11-01 01:30"), timezone="America/New_York").causes == [
        ("ambiguous_time", 1)
    ]
