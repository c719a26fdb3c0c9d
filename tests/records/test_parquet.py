"""Parquet is read as the other formats are: the same records, the same faults, whatever types hold them."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import RecordFileError, Tally
from tests.records.conftest import Read, Reading, program

NOON = 1775012400  # 2026-04-01T12:00+09:00


def parquet(columns: dict[str, Any], **settings: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **settings)
    return out.getvalue()


def of_events(rows: int = 1, **columns: Any) -> bytes:
    base: dict[str, Any] = {
        "lead": [f"L{number}" for number in range(1, rows + 1)],
        "at": ["2026-04-01T12:00"] * rows,
        "event": ["閲覧"] * rows,
        "content": ["料金"] * rows,
    }
    return parquet(base | columns)


def used(reading: Reading) -> list[str]:
    return [record.lead for record in reading.leads] + [record.lead for record in reading.events]


def test_leads_with_every_kind_of_column(leads: Read) -> None:
    table = {
        "lead": pa.array([7, 8], pa.int64()),
        "会社名": pa.array(["A社", None]).dictionary_encode(),
        "役職": ["部長", ""],
        "従業員数": pa.array([300.0, float("nan")]),
        "メール許諾": [True, None],
        "契約更新日": [date(2026, 6, 10), None],
        "予算": [Decimal("1500.50"), None],
        "関心度": pa.array([40, None], pa.int8()),
        "tags": [["優先", "展示会"], []],
        "created": pa.array([datetime(2026, 4, 1, 3, tzinfo=UTC), None], pa.timestamp("ns", "UTC")),
    }
    reading = leads(parquet(table), "leads.parquet")
    assert reading.problems == []
    first, second = reading.leads
    assert (first.lead, first.created, first.tags, first.scores) == ("7", NOON, ("優先", "展示会"), {"関心度": 40})
    assert first.attributes == {
        "会社名": "A社",
        "役職": "部長",
        "従業員数": 300,
        "メール許諾": True,
        "契約更新日": "2026-06-10",
        "予算": 1500.5,
    }
    assert (second.attributes, second.created) == ({}, None)


@pytest.mark.parametrize(
    "at",
    [
        pa.array([NOON], pa.timestamp("s", "UTC")),
        pa.array([NOON * 10**9 + 1], pa.timestamp("ns", "America/New_York")),
        pa.array([(NOON + 9 * 3600) * 1000], pa.timestamp("ms")),
        pa.array([(NOON + 9 * 3600) * 10**9], pa.timestamp("ns")),
        pa.array(["2026-04-01T03:00:00Z"]),
        pa.array(["2026-04-01 12:00"]).dictionary_encode(),
    ],
    ids=str,
)
def test_times_with_and_without_a_zone(events: Read, at: pa.Array) -> None:
    reading = events(of_events(at=at), "events.parquet")
    assert ([record.at for record in reading.events], reading.problems) == ([NOON], [])


def test_a_date_is_its_midnight_and_a_number_no_time(events: Read) -> None:
    reading = events(of_events(at=pa.array([date(2026, 4, 1)])), "events.parquet")
    assert [record.at for record in reading.events] == [NOON - 12 * 3600]
    assert events(of_events(at=pa.array([NOON])), "events.parquet").causes == [("epoch_time", 1)]


def test_a_time_no_calendar_shows_costs_its_own_record(events: Read) -> None:
    at = pa.array([NOON * 10**6, 2**62], pa.timestamp("us", "UTC"))
    reading = events(of_events(2, at=at), "events.parquet")
    assert (used(reading), reading.causes) == (["L1"], [("bad_time", 2)])


@pytest.mark.parametrize(
    "data",
    [
        pa.array([{"秒数": 45, "役職": "部長", "無": None}]),
        pa.array([[("秒数", "45"), ("役職", "部長")]], pa.map_(pa.string(), pa.string())),
        pa.array(['{"秒数": 45, "役職": "部長"}']),
    ],
    ids=["struct", "map", "json"],
)
def test_data_as_a_struct_a_map_or_json(events: Read, data: pa.Array) -> None:
    reading = events(of_events(data=data), "events.parquet")
    assert reading.problems == []
    found = reading.events[0].data
    assert (str(found["秒数"]), found["役職"]) == ("45", "部長")


def test_fields_of_data_as_columns(events: Read) -> None:
    columns = {"data.秒数": [45], "data.時": pa.array([NOON * 10**6 - 3 * 3600 * 10**6], pa.timestamp("us"))}
    assert events(of_events(**columns), "events.parquet").events[0].data == {"秒数": 45, "時": "2026-04-01T00:00:00"}


def test_bytes_are_text_or_nothing(events: Read) -> None:
    reading = events(of_events(2, lead=pa.array([b"L1", b"\xff"], pa.binary())), "events.parquet")
    assert (used(reading), reading.causes) == (["L1"], [("bad_field", 2)])


def test_a_map_that_says_a_key_twice_is_no_object(events: Read) -> None:
    twice = pa.array([[("秒数", 1), ("秒数", 2)]], pa.map_(pa.string(), pa.int64()))
    assert events(of_events(data=twice), "events.parquet").causes == [("bad_data", 1)]


def test_the_same_faults_as_in_csv(events: Read) -> None:
    rows = {
        "lead": ["L1", None, "L3", "L4", "L5", None],
        "at": ["2026-04-01", "2026-04-01", None, "明日", "2026-04-01", None],
        "event": ["閲覧", "閲覧", "閲覧", "閲覧", "閲", None],
        "content": ["料金", "料金", "料金", "料金", "料金", None],
        "余分": ["x"] * 5 + [None],
    }
    csv = (
        ",".join(rows)
        + "\n"
        + "".join(",".join(c or "" for c in line) + "\n" for line in zip(*rows.values(), strict=True))
    )
    of_csv, of_parquet = events(csv, "events.csv"), events(parquet(rows), "events.parquet")
    assert of_parquet.tally.counts == of_csv.tally.counts
    assert [(cause, line + (cause != "unknown_column")) for cause, line in of_parquet.causes] == of_csv.causes
    assert of_parquet.events == of_csv.events


def test_more_rows_than_a_batch_and_many_groups(events: Read) -> None:
    rows = 5000
    content = parquet(
        {
            "lead": ["L"] * rows,
            "at": ["2026-04-01"] * rows,
            "event": ["閲覧"] * rows,
            "content": ["料金"] * (rows - 1) + [""],
        },
        row_group_size=1500,
    )
    reading = events(content, "events.parquet")
    assert (len(reading.events), reading.causes) == (rows - 1, [("no_content", rows)])


@pytest.mark.parametrize("group", [1024, 20_480])
def test_only_a_part_of_a_file_is_held_at_once(tmp_path: Path, group: int) -> None:
    rows, text = 20_480, "x" * 1000
    table = {"lead": [f"L{number}" for number in range(rows)], "会社名": [f"{number}{text}" for number in range(rows)]}
    (tmp_path / "leads.parquet").write_bytes(parquet(table, row_group_size=group, use_dictionary=False))
    before, most, count = pa.total_allocated_bytes(), 0, 0
    for _ in read_leads([tmp_path / "leads.parquet"], Names.of(program()), Tally().add):
        count += 1
        most = max(most, pa.total_allocated_bytes() - before)
    assert (count, most < rows * len(text) // 3) == (rows, True)


def test_a_cell_too_long_costs_its_row(leads: Read) -> None:
    reading = leads(parquet({"lead": ["L1", "L2"], "会社名": ["x" * (1 << 21), "B"]}), "leads.parquet")
    assert (used(reading), reading.causes) == (["L2"], [("too_long", 1)])
    assert len(reading.problems[0].raw) <= 1000


def refusal(read: Read, content: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(RecordFileError) as caught:
        read(content, "events.parquet")
    return str(caught.value.problem.cause), dict(caught.value.problem.values)


def test_a_missing_column_and_no_rows_at_all(events: Read) -> None:
    cause, values = refusal(events, parquet({"lead": ["L1"]}))
    assert (cause, values["missing"], values["found"]) == ("missing_column", "at, event", "lead")
    assert events(of_events(0), "events.parquet").problems == []
    assert events(b"", "events.parquet").causes == [("empty_file", 1)]


@pytest.mark.parametrize("end", [4, 50, -5])
def test_a_damaged_file(events: Read, end: int) -> None:
    cause, values = refusal(events, of_events()[:end])
    assert cause == "bad_parquet"
    assert values["reason"]


def test_damage_within(events: Read) -> None:
    content = bytearray(of_events(300, lead=[f"lead {n * 7919}" for n in range(300)]))
    content[60:120] = b"\xff" * 60
    assert refusal(events, bytes(content))[0] == "bad_parquet"


def test_no_such_file_and_no_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cause() -> tuple[str, dict[str, str]]:
        with pytest.raises(RecordFileError) as caught:
            list(read_events([tmp_path / "none.parquet"], Names.of(program()), Tally().add))
        return str(caught.value.problem.cause), dict(caught.value.problem.values)

    assert cause()[0] == "cannot_open"
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert cause() == ("needs_extra", {"name": ".parquet", "extra": "parquet"})
