"""Lead files: columns, typed values, and what a fault costs."""

from __future__ import annotations

import json

import pytest

from journeyc.run.log import LeadRecord
from tests.records.conftest import Read

FULL = (
    "lead,会社名,役職,従業員数,メール許諾,契約更新日,予算,stage,関心度,owner,tags,source,created\n"
    'L001,"㈱髙島, 一課",部長,"1,200",はい,2026/6/10,"￥1,200,000",情報収集,40,IS,優先;展示会、再,展示会,'
    "2026/4/1 9:05\n"
)
FULL_RECORD = LeadRecord(
    lead="L001",
    attributes={
        "会社名": "㈱髙島, 一課",
        "役職": "部長",
        "従業員数": 1200,
        "メール許諾": True,
        "契約更新日": "2026-06-10",
        "予算": 1_200_000,
    },
    stage="情報収集",
    scores={"関心度": 40},
    owner="IS",
    tags=("優先", "展示会", "再"),
    source="展示会",
    created=1_775_001_900,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_full_record_in_every_encoding(leads: Read, encoding: str) -> None:
    reading = leads(FULL.encode(encoding))
    assert (reading.leads, reading.problems) == ([FULL_RECORD], [])


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends(leads: Read, line_end: str) -> None:
    assert leads(FULL.replace("\n", line_end)).leads == [FULL_RECORD]


def test_json_lines_hold_the_same(leads: Read) -> None:
    record = {
        "lead": "L001",
        **FULL_RECORD.attributes,
        "stage": "情報収集",
        "関心度": 40,
        "owner": "IS",
        "tags": ["優先", "展示会", "再"],
        "source": "展示会",
        "created": "2026-04-01T09:05:00+09:00",
    }
    reading = leads(json.dumps(record, ensure_ascii=False) + "\n", "leads.jsonl")
    assert (reading.leads, reading.problems) == ([FULL_RECORD], [])


def test_japanese_and_full_width_spellings_of_columns_and_names(leads: Read) -> None:
    reading = leads("リード,段階,担当,タグ,作成日時\nL1,情報収集,ＩＳ,優先｜ＶＩＰ,2026-04-01T00:00:00.25Z\n")
    (lead,) = reading.leads
    assert (lead.stage, lead.owner, lead.tags, lead.created_fraction) == ("情報収集", "IS", ("優先", "VIP"), 250_000)
    assert reading.problems == []


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("従業員数", "１２００", 1200),
        ("従業員数", "12.0", 12),
        ("従業員数", "-0.5", -0.5),
        ("メール許諾", "No", False),
        ("メール許諾", "１", True),
        ("契約更新日", "2026-06-10", "2026-06-10"),
        ("予算", "500円", 500),
        ("予算", "￥500", 500),
        ("予算", "\\500", 500),
        ("予算", "1200.5", 1200.5),
        ("役職", "部長", "部長"),
        ("会社名", "ＡＢＣ ㈱", "ＡＢＣ ㈱"),
        ("会社名", "unknown", "unknown"),
    ],
)
def test_values_are_typed_by_the_attribute(leads: Read, column: str, cell: str, value: object) -> None:
    (lead,) = leads(f"lead,{column}\nL1,{cell}\n").leads
    read = lead.attributes[column]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("column", "cell"),
    [("役職", "unknown"), ("役職", "未入力"), ("従業員数", ""), ("会社名", "  "), ("予算", "Unknown")],
)
def test_unknown_and_empty_are_unknown(leads: Read, column: str, cell: str) -> None:
    reading = leads(f"lead,{column}\nL1,{cell}\n")
    assert (reading.leads, reading.problems) == ([LeadRecord("L1")], [])


@pytest.mark.parametrize(
    ("column", "cell", "cause"),
    [
        ("従業員数", "約300", "bad_value"),
        ("従業員数", '"1,20"', "bad_value"),
        ("従業員数", "9007199254740993", "bad_value"),
        ("従業員数", "9" * 50, "bad_value"),
        ("メール許諾", "たぶん", "bad_value"),
        ("契約更新日", "2026-02-30", "bad_value"),
        ("予算", "50万", "bad_value"),
        ("関心度", "1.5", "bad_value"),
        ("役職", "社長", "unknown_value"),
    ],
)
def test_a_bad_value_costs_the_value_and_not_the_lead(leads: Read, column: str, cell: str, cause: str) -> None:
    reading = leads(f"lead,{column}\nL1,{cell}\n")
    assert reading.leads == [LeadRecord("L1")]
    assert reading.causes == [(cause, 2)]
    assert dict(reading.problems[0].values)["column"] == column


@pytest.mark.parametrize("value", ["true", "[1]", '{"a":1}', "1e999", "1" + "0" * 40])
def test_json_values_of_a_wrong_type(leads: Read, value: str) -> None:
    reading = leads(f'{{"lead":"L1","従業員数":{value}}}\n', "leads.jsonl")
    assert (reading.leads, reading.causes) == ([LeadRecord("L1")], [("bad_value", 1)])


@pytest.mark.parametrize(
    ("columns", "cells", "cause"),
    [
        ("lead,stage", "L1,決裁", "unknown_stage"),
        ("lead,owner", "L1,営業", "unknown_team"),
        ("lead,created", "L1,2026-02-30", "bad_time"),
        ("lead,会社名", ",A社", "no_lead"),
    ],
)
def test_a_bad_fixed_column_costs_the_lead(leads: Read, columns: str, cells: str, cause: str) -> None:
    reading = leads(f"{columns}\n{cells}\nL2,\n")
    assert ([lead.lead for lead in reading.leads], reading.causes) == (["L2"], [(cause, 2)])


def test_the_nearest_name_is_offered(leads: Read) -> None:
    reading = leads("lead,会社,TAGS,stage\nL1,A社,,情報取集\n")
    assert [(problem.cause, problem.nearest) for problem in reading.problems] == [
        ("unknown_column", "会社名"),
        ("unknown_column", "tags"),
        ("unknown_stage", "情報収集"),
    ]


def test_of_a_lead_that_comes_twice_the_first_is_used(leads: Read) -> None:
    reading = leads("lead,従業員数\nL1,1\nL2,2\nL1,3\n")
    assert [(lead.lead, lead.attributes["従業員数"]) for lead in reading.leads] == [("L1", 1), ("L2", 2)]
    assert reading.causes == [("duplicate_lead", 4)]


def test_a_total_row_is_never_a_lead(leads: Read) -> None:
    reading = leads("lead,従業員数\nL1,1\n合計,1\n,\nTotal:,1\n")
    assert [lead.lead for lead in reading.leads] == ["L1"]
    assert reading.causes == [("total_row", 3), ("blank_line", 4), ("total_row", 5)]


def test_a_total_row_that_begins_in_another_column(leads: Read) -> None:
    assert leads("会社名,lead\nA社,L1\n総計 1件,\n").causes == [("total_row", 3)]


def test_unknown_and_repeated_columns_are_told_once(leads: Read) -> None:
    reading = leads("lead,備考,会社名,リード\nL1,x,A,L9\nL2,y,B,L8\n")
    assert [lead.lead for lead in reading.leads] == ["L1", "L2"]
    assert reading.causes == [("unknown_column", 1), ("column_twice", 1)]
