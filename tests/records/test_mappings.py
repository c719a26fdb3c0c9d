"""Mappings: what each key makes of the rows of an export, and what is told of rows and values it has no word for."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from journeyc.records.events import read_events
from journeyc.records.mappings.reading import read_mapping
from journeyc.records.names import Names
from journeyc.records.problems import RecordFileError, Tally
from journeyc.run.log import EventRecord
from tests.records.conftest import Mapped, Reading, program

NOON = 1775012400  # 2026-04-01T12:00+09:00
BASE = "lead: 顧客\nat: 日時\n"
EVENT = BASE + "events: {event: visited(料金)}\n"


def only(reading: Reading) -> EventRecord:
    assert reading.problems == []
    (event,) = reading.events
    return event


def lines(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# --- where things stand ------------------------------------------------------------------------------------------


def test_columns_by_name_whatever_else_there_is(mapped: Mapped) -> None:
    event = only(mapped(EVENT, "余分,日時,顧客\nx,2026-04-01 12:00,L1\n"))
    assert (event.lead, event.at, event.verb, event.subject) == ("L1", NOON, "visited", "料金")


def test_names_of_columns_are_compared_after_nfkc(mapped: Mapped) -> None:
    assert only(mapped(EVENT.replace("顧客", "ID"), "日時,ＩＤ\n2026-04-01 12:00,L1\n")).lead == "L1"


def test_the_first_that_holds_something(mapped: Mapped) -> None:
    mapping = EVENT.replace("顧客", "{first: [userId, anonymousId]}")
    reading = mapped(mapping, "userId,anonymousId,日時\n,a1,2026-04-01\nu1,a2,2026-04-01\n")
    assert [event.lead for event in reading.events] == ["a1", "u1"]


def test_date_and_time_in_two_columns(mapped: Mapped) -> None:
    mapping = EVENT.replace("at: 日時", "at: {join: [日付, 時刻]}")
    reading = mapped(mapping, "顧客,日付,時刻\nL1,2026/4/1,12:00\nL1,2026/4/2,\nL1,,9:00\n")
    assert [event.at - NOON for event in reading.events] == [0, 12 * 3600]
    assert reading.causes == [("no_time", 4)]


def test_paths_through_objects_and_json_in_cells(mapped: Mapped) -> None:
    mapping = BASE + "events: {event: visited(料金), data: {秒数: 詳細.閲覧.秒}, source: 詳細.x.y, id: 'a.b'}\n"
    row = {"顧客": "L1", "日時": "2026-04-01", "詳細": {"閲覧": {"秒": 45}, "x.y": "展示会"}, "a.b": 7}
    event = only(mapped(mapping, lines(row), "e.jsonl"))
    assert (event.data, event.source, event.id) == ({"秒数": 45}, "展示会", "7")
    cell = '"{""閲覧"": {""秒"": 45}}"'
    reading = mapped(mapping, f"顧客,日時,詳細,a.b\nL1,2026-04-01,{cell},1\nL1,2026-04-01,壊,2\nL1,2026-04-01,,3\n")
    assert [event.data for event in reading.events] == [{"秒数": 45}, {}, {}]
    assert {(cause, line) for cause, line in reading.causes} == {("bad_json_cell", 3)}


def test_structs_of_parquet(mapped: Mapped) -> None:
    out = io.BytesIO()
    properties = pa.array(
        [{"seconds": 45, "at": NOON * 10**6}], pa.struct([("seconds", pa.int64()), ("at", pa.timestamp("us", "UTC"))])
    )
    pq.write_table(pa.table({"顧客": ["L1"], "p": properties}), out)
    mapping = "lead: 顧客\nat: p.at\nevents: {event: visited(料金), data: {秒数: p.seconds}}\n"
    event = only(mapped(mapping, out.getvalue(), "e.parquet"))
    assert (event.at, event.data) == (NOON, {"秒数": 45})


def test_one_event_for_each_element_of_a_list(mapped: Mapped) -> None:
    mapping = "events: {lead: id, each: 履歴.役職, at: each.t, event: changed, data: {役職: each.v}}\n"
    history = [{"v": "部長", "t": "2026-04-02"}, {"v": "課長", "t": "2026-04-01"}]
    reading = mapped(mapping, lines({"id": 51, "履歴": {"役職": history}}, {"id": 52}), "e.jsonl")
    assert [event.data for event in reading.events] == [{"役職": "部長"}, {"役職": "課長"}]
    assert reading.problems == []
    assert mapped(mapping, lines({"id": 1, "履歴": {"役職": "x"}}), "e.jsonl").causes == [("bad_field", 1)]


def test_an_object_as_the_whole_of_data(mapped: Mapped) -> None:
    row = {"顧客": "L1", "日時": "2026-04-01", "p": {"秒数": 3}}
    assert only(mapped(BASE + "events: {event: visited(料金), data: p}", lines(row), "e.jsonl")).data == {"秒数": 3}


def test_a_lead_in_lower_case(mapped: Mapped) -> None:
    mapping = EVENT.replace("顧客", "{column: 顧客, case: lower}")
    assert only(mapped(mapping, "顧客,日時\n Ａ@Example.JP,2026-04-01\n")).lead == "a@example.jp"


# --- what values mean --------------------------------------------------------------------------------------------

ACTIONS = (
    BASE
    + """events:
  event:
    column: 行動
    values: {資料DL: downloaded(whitepaper), "料金*": visited(料金), ログイン: ignore, 商談: 発生(利用開始)}
"""
)


def test_a_value_is_a_verb_with_its_content(mapped: Mapped) -> None:
    rows = ["資料DL", "料金ページ", "料金", "商談", "ログイン", "電話", ""]
    reading = mapped(ACTIONS, "顧客,日時,行動\n" + "".join(f"L1,2026-04-01,{row}\n" for row in rows))
    found = [(event.verb, event.subject) for event in reading.events]
    assert found == [("downloaded", "whitepaper"), *[("visited", "料金")] * 2, ("happened", "利用開始")]
    assert reading.causes == [("dropped_row", 6), ("unmapped_event", 7), ("no_event", 8)]


def test_what_no_word_is_for(mapped: Mapped) -> None:
    mapping = "leads: {lead: id, 役職: {column: t, values: {M: 課長}}, stage: {column: s, values: {a: 検討}}}\n"
    reading = mapped(mapping, "id,t,s\nL1,M,a\nL2,X,\nL3,,b\n")
    assert [(lead.lead, lead.stage, lead.attributes) for lead in reading.leads] == [
        ("L1", "検討", {"役職": "課長"}),
        ("L2", None, {}),
    ]
    assert reading.causes == [("unmapped_value", 3), ("unknown_stage", 4)]


@pytest.mark.parametrize(("otherwise", "found"), [("担当者", "担当者"), ("keep", "部長")])
def test_else(mapped: Mapped, otherwise: str, found: str) -> None:
    mapping = f"leads: {{lead: id, 役職: {{column: t, values: {{M: 課長}}, else: {otherwise}}}}}\n"
    assert [lead.attributes["役職"] for lead in mapped(mapping, "id,t\nL1,M\nL2,部長\n").leads] == ["課長", found]


def test_an_ignored_value_of_an_attribute_costs_only_itself(mapped: Mapped) -> None:
    mapping = "leads: {lead: id, 役職: {column: t, values: {M: 課長, '-': ignore}}}\n"
    reading = mapped(mapping, "id,t\nL1,-\n")
    assert ([lead.attributes for lead in reading.leads], reading.problems) == ([{}], [])


# --- which rows --------------------------------------------------------------------------------------------------


def test_sections_take_the_rows_they_are_for(mapped: Mapped) -> None:
    mapping = (
        BASE
        + """
drop: [{種別: [test, "dev*"]}]
events:
  - {where: {種別: 閲覧}, event: visited, content: {is: 料金}}
  - {where: {種別: 変更}, event: changed, data: {役職: 値}}
"""
    )
    rows = "閲覧,\n変更,部長\n他,\ntest,\ndevelop,\n"
    reading = mapped(mapping, "顧客,日時,種別,値\n" + "".join(f"L1,2026-04-01,{row}\n" for row in rows.split()))
    assert [event.verb for event in reading.events] == ["visited", "changed"]
    assert reading.causes == [("unmapped_row", 4), ("dropped_row", 5), ("dropped_row", 6)]


def test_every_section_that_fits_makes_an_event_and_an_absent_date_none(mapped: Mapped) -> None:
    mapping = """
lead: id
leads: {会社名: 名}
events:
  - {at: {column: MQL日, optional: true}, event: happened(利用開始)}
  - {at: {column: 商談日, optional: true}, event: downloaded(whitepaper)}
"""
    reading = mapped(mapping, "id,名,MQL日,商談日\n1,A,2026-04-01,2026-04-02\n2,B,,2026-04-03\n3,C,,\n")
    assert [(event.lead, event.verb) for event in reading.events] == [
        ("1", "happened"),
        ("1", "downloaded"),
        ("2", "downloaded"),
    ]
    assert (len(reading.leads), reading.problems) == (3, [])


def test_ids_that_are_one_lead(mapped: Mapped, tmp_path: Path) -> None:
    mapping = """
lead: {first: [u, a]}
at: t
same: [{where: {k: alias}, lead: u, was: p}, {where: {k: identify}, lead: u, was: a}]
drop: {k: [alias, identify]}
events: {event: visited(料金)}
"""
    rows: list[dict[str, object]] = [
        {"a": "anon", "t": "2026-04-01"},
        {"k": "identify", "a": "anon", "u": "u1"},
        {"k": "alias", "u": "u2", "p": "u1"},
        {"k": "alias", "u": "u1", "p": "u2"},
        {"u": "u1", "t": "2026-04-02"},
        {"u": "u3", "t": "2026-04-03"},
    ]
    reading = mapped(mapping, lines(*rows), "e.jsonl")
    assert [event.lead for event in reading.events] == ["u2", "u2", "u3"]
    os.mkfifo(pipe := tmp_path / "e.fifo.jsonl")
    found = read_mapping(tmp_path / "map.yaml", Names.of(program()))
    with pytest.raises(RecordFileError):
        list(read_events([pipe], Names.of(program()), Tally().add, [found]))


def test_leads_are_the_rows_that_their_where_says(mapped: Mapped) -> None:
    reading = mapped("leads: {where: {k: contact}, lead: id}\n", "id,k\n1,contact\n2,company\n")
    assert ([lead.lead for lead in reading.leads], reading.causes) == (["1"], [("dropped_row", 3)])


def test_files_are_chosen_by_name(mapped: Mapped) -> None:
    reading = mapped("files: [a*.csv, b.csv]\n" + EVENT, "lead,at,event,content\nL1,2026-04-01,閲覧,料金\n", "c.csv")
    assert (reading.events, reading.leads) == ([], [])
    assert len(mapped("files: [a*.csv, b.csv]\n" + EVENT, "顧客,日時\nL1,2026-04-01\n", "b.csv").events) == 1


# --- how the file stands -----------------------------------------------------------------------------------------


def test_layout(mapped: Mapped) -> None:
    layout = "layout: {format: csv, encoding: cp932, delimiter: tab, header: 3, blank: ['-', 'null']}\n"
    content = "一覧\n\n顧客\t日時\tid\nL1\t2026-04-01\t-\n-\t2026-04-01\tx\n合計\t\t\n".encode("cp932")
    reading = mapped(layout + EVENT.replace("events: {", "events: {id: id, "), content, "export.txt")
    assert [(event.lead, event.id) for event in reading.events] == [("L1", None)]
    assert reading.causes == [("no_lead", 5), ("total_row", 6)]


def test_a_declared_encoding_is_held_to(mapped: Mapped) -> None:
    with pytest.raises(RecordFileError) as caught:
        mapped("layout: {encoding: utf-8}\n" + EVENT, "顧客,日時\nあ,\n".encode("cp932"))
    assert (caught.value.problem.cause, caught.value.problem.line) == ("undecodable", 1)


def test_columns_the_file_does_not_have(mapped: Mapped) -> None:
    with pytest.raises(RecordFileError) as caught:
        mapped(EVENT, "お客様,日時\nL1,2026-04-01\n")
    assert caught.value.problem.cause == "missing_column"
    reading = mapped(EVENT.replace("events: {", "events: {id: イベントID, "), "顧客,日時,イベントid\nL1,2026-04-01,1\n")
    assert reading.causes == [("absent_column", 1)]
    assert mapped("drop: {種類: x}\n" + EVENT, "顧客,日時\nL1,2026-04-01\n").causes == [("absent_column", 1)]
    reading = mapped(EVENT.replace("events: {", "events: {id: {first: [a, b.c]}, "), "顧客,日時,b\nL1,2026-04-01,\n")
    assert reading.problems == []


# --- times -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso", "2026-04-01T03:00:00Z"),
        ("yyyy/M/d H:mm", "2026/4/1 12:00"),
        ("yyyy/M/d H:mm", "２０２６/４/１　１２：００"),
        ("yyyy/MM/dd HH:mm:ss", "2026/04/01 12:00:00"),
        ("yyyyMMddHHmmss", "20260401120000"),
        ("M/d/yyyy h:mm a", "4/1/2026 12:00 PM"),
        ("d/M/yy H:mm", "1/4/26 12:00"),
        ("d MMM yyyy H:mm", "1 April 2026 12:00"),
        ("MMM d, yyyy H:mm", "Apr 1, 2026 12:00"),
        ("Gy年M月d日 a h時m分", "令和8年4月1日 午後 0時0分"),
        ("Gy.M.d H:mm", "R8.4.1 12:00"),
        ("yyyy年M月d日(E) H:mm", "2026年4月1日(水) 12:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2026-04-01T03:00:00.250Z"),
        ("yyyy-MM-dd HH:mm Z", "2026-03-31 22:00 -0500"),
        ("epoch-s", "1775012400"),
        ("epoch-s", "1,775,012,400.5"),
        ("epoch-ms", "1775012400123"),
        ("epoch-us", "1775012400123456"),
        ("excel", "46113.5"),
        ("[yyyy/M/d H:mm, iso]", "2026-04-01 12:00"),
    ],
)
def test_a_time_in_a_declared_form(mapped: Mapped, form: str, text: str) -> None:
    written = form if form.startswith("[") else json.dumps(form, ensure_ascii=False)
    reading = mapped(f"times: {{format: {written}}}\n" + EVENT, f'顧客,日時\nL1,"{text}"\n')
    assert only(reading).at == NOON


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yyyy/M/d H:mm", "2026-04-01 12:00"),
        ("yyyy/M/d", "2026/2/30"),
        ("yyyy/M/d H:mm", "2026/4/1 24:01"),
        ("h:mm yyyy/M/d", "0:00 2026/4/1"),
        ("M/d/yyyy h:mm a", "4/1/2026 13:00 PM"),
        ("d MMM yyyy", "1 Foo 2026"),
        ("epoch-ms", "9" * 18),
        ("epoch-s", "soon"),
        ("excel", "-1"),
        ("yyyy/M/d", "2" * 5000),
    ],
)
def test_a_time_in_another_form(mapped: Mapped, form: str, text: str) -> None:
    reading = mapped(f"times: {{format: {json.dumps(form)}}}\n" + EVENT, f'顧客,日時\nL1,"{text}"\n')
    assert reading.causes == [("bad_time", 2)]


def test_epochs_in_json_and_only_where_they_are_declared(mapped: Mapped) -> None:
    row = lines({"顧客": "L1", "日時": NOON * 1000})
    assert only(mapped("times: {format: epoch-ms}\n" + EVENT, row, "e.jsonl")).at == NOON
    assert mapped(EVENT, row, "e.jsonl").causes == [("epoch_time", 1)]


def test_zones(mapped: Mapped) -> None:
    rows = "顧客,日時\nL1,2026-03-31 23:00\n"
    assert only(mapped("times: {zone: America/New_York}\n" + EVENT, rows)).at == NOON
    assert only(mapped(EVENT.replace("at: 日時", "at: {column: 日時, zone: America/New_York}"), rows)).at == NOON
    reading = mapped(
        "times: {zone: America/New_York}\n" + EVENT, "顧客,日時\nL1,2026-11-01 01:30\nL1,2026-03-08 02:30\n"
    )
    assert [cause for cause, _ in reading.causes] == ["ambiguous_time", "skipped_time"]


def test_dates_of_leads(mapped: Mapped) -> None:
    mapping = """leads:
  lead: id
  契約更新日: {column: d, format: [Gy年M月d日, epoch-ms]}
  created: {column: c, format: yyyy/M/d}
"""
    reading = mapped(mapping, "id,d,c\nL1,令和9年3月31日,2026/4/1\nL2,1775001600000,\nL3,平成元年1月8日,\nL4,近日,\n")
    assert [lead.attributes.get("契約更新日") for lead in reading.leads] == [
        "2027-03-31",
        "2026-04-01",
        "1989-01-08",
        None,
    ]
    assert reading.leads[0].created == NOON - 12 * 3600
    assert reading.causes == [("bad_value", 5)]
