"""The emitted program reads files of leads and events as `journeyc run` does, damaged ones too."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from journeyc.program.schema import Program
from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import RecordFileError, Tally
from tests.properties.emitted import load, program_of, source_of
from tests.properties.journeys import DECLARED

TOLD_ONCE = ("unknown_column", "column_twice", "blank_line")
"""What the two count in different ways: by name, or once a file."""
CELLS: dict[str, tuple[str, ...]] = {
    "lead": ("L1", "L1", " L2 ", "Ｌ３", "", "合計", "Total 12", "小計:"),
    "at": (
        "2026-04-01T10:00:00+09:00", "2026/4/1 9:05", "2026-04-01 09:05:30.5", "2026-04-01", "２０２６/４/１　9:05",
        "2026-02-30", "46113", "1775005200", "soon", "", "2026-04-01T24:00", "2026-04-01T25:00", "2026-04-01T10:00Z",
        "2026-04-01 10:00 -0330", "1899-12-31", "2026/04-01", "2026-04-01T10:00:00.123456789+09:00",
    ),
    "event": ("downloaded", "閲覧", "visited", "done", "完了", "accepted", "created", "changed", "happened", "sent",
              "entered", "click", "", "ＶＩＳＩＴＥＤ", "visited "),
    "content": ("資料", "料金", "案内", "架電", "IS", "ＩＳ", "商談", "ない", "", " 料金 "),
    "id": ("e1", "e1", "e2", "", "7"),
    "source": ("展示会", "紹介", "", "　"),
    "data": ("", "{}", '{"秒数": 45, "役職": "部長"}', '{"金額": "1,200円", "x": [1]}', "[1]", "{", '{"a":1,"a":2}'),
    "data.秒数": ("30", "30.5", "true", "0312345678", "1e400", "", "abc"),
    "stage": ("情報収集", "検討", "ない", ""),
    "owner": ("IS", "ＩＳ", "ない", ""),
    "tags": ("優先;休眠", "優先、休眠|ｱ", "", ";;"),
    "created": ("2026-04-02", "", "昨日", "2026/4/3 10:00"),
    "会社名": ("甲社", "㈱髙島, 一課", 'A "B"', "a\nb", "", "unknown", " 空白 "),
    "役職": ("部長", "課長", "社長", "未入力", "", " 部長"),
    "従業員数": ("300", "1,200", "１２００", "-0.5", "1e3", "12,00", "9007199254740993", "−5", "many", "", "2.0"),
    "許諾": ("はい", "no", "1", "TRUE", "maybe", "", "０"),
    "契約更新日": ("2026-06-10", "2026/6/1", "2026-6-31", "", "unknown"),
    "予算": ("500円", "¥500", "1,200", "-3円", "円", "", "\\700"),
    "関心": ("40", "40.0", "4.5", "many", ""),
    "謎": ("1", ""),
}  # fmt: skip
LEAD_COLUMNS = (
    "lead",
    "stage",
    "owner",
    "tags",
    "source",
    "created",
    "会社名",
    "役職",
    "従業員数",
    "許諾",
    "契約更新日",
)
EVENT_COLUMNS = ("lead", "at", "event", "content", "id", "source", "data", "data.秒数")
ODD: SearchStrategy[Any] = st.sampled_from(
    [None, 1, 2.5, True, [], ["優先", "休眠"], {"役職": "課長"}, "", 1e400, "部長"]
)


@cache
def program() -> Program:
    text = DECLARED + 'score 関心 { visited(料金) -> +1 }\nwhen created() -> task IS "電話" as 架電\n'
    made = program_of(text)
    assert made is not None
    return made


@cache
def module() -> Any:
    return load(source_of(program()))


def read_by_us(kind: str, path: Path) -> tuple[list[dict[str, Any]], Counter[str]] | str:
    names, tally = Names.of(program()), Tally()
    read = read_leads if kind == "leads" else read_events
    try:
        records = [asdict(record) for record in read([path], names, tally.add)]
    except RecordFileError as error:
        return str(error.problem.cause)
    empty = ("empty_file", *TOLD_ONCE)
    return records, Counter({str(cause): n for cause, n in tally.counts.items() if cause not in empty})


def read_by_it(kind: str, path: Path) -> tuple[list[dict[str, Any]], Counter[str]] | str:
    it, lost = module(), Counter[tuple[str, str]]()
    read = it.read_leads if kind == "leads" else it.read_events
    try:
        records = [asdict(record) for record in read([path], lost)]
    except it.Unusable as error:
        return str(error).split(": ", 1)[1].split()[0]
    return records, Counter({cause: n for (_, cause), n in lost.items() if cause not in TOLD_ONCE})


def equal(kind: str, name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        assert read_by_it(kind, path) == read_by_us(kind, path)


def tables(columns: tuple[str, ...], more: tuple[str, ...]) -> SearchStrategy[list[list[str]]]:
    """A header, now and then with columns that are not needed or come twice, and rows under it."""
    header = st.lists(st.sampled_from([*columns, *more]), max_size=2).map(lambda extra: [*columns, *extra])
    return header.flatmap(
        lambda names: st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in names)).map(list), max_size=8).map(
            lambda rows: [names, *rows]
        )
    )


def written(rows: list[list[str]], end: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue()


damages = st.sampled_from(["", "", "", '"\n', "a\n", ",\n", "\n\n", '\n"x"y\n', "\n,,,,,,,,,,,,,,,,,,,,,,x\n", "　\n"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "cp932", "utf-16"])
ends = st.sampled_from(["\n", "\r\n"])
cuts = st.sampled_from([0, 0, 0, 1, 2, 7])
both = st.sampled_from(["leads", "events"])


@settings(max_examples=300, deadline=None)
@given(both, st.data(), damages, encodings, ends, cuts)
def test_tables(kind: str, data: st.DataObject, damage: str, encoding: str, end: str, cut: int) -> None:
    columns = LEAD_COLUMNS if kind == "leads" else EVENT_COLUMNS
    more = ("予算", "関心", "謎", "lead") if kind == "leads" else ("謎", "id")
    rows = data.draw(tables(columns, more))
    where = data.draw(st.integers(1, len(rows)))
    text = written(rows[:where], end) + damage + written(rows[where:], end)
    content = text.encode(encoding, "replace")
    equal(kind, f"{kind}.csv", content[: len(content) - cut])


@settings(max_examples=300, deadline=None)
@given(both, st.data(), encodings, ends, cuts)
def test_json_lines(kind: str, data: st.DataObject, encoding: str, end: str, cut: int) -> None:
    columns = (*LEAD_COLUMNS, "予算", "関心", "謎") if kind == "leads" else EVENT_COLUMNS
    rows = st.fixed_dictionaries({}, optional={name: st.sampled_from(CELLS[name]) | ODD for name in columns})
    lines = [json.dumps(row, ensure_ascii=data.draw(st.booleans())) for row in data.draw(st.lists(rows, max_size=8))]
    lines += data.draw(
        st.lists(st.sampled_from(["", "{", "[1]", '{"lead": "\\ud800"}', '{"lead":1,"lead":2}']), max_size=2)
    )
    content = "".join(line + end for line in lines).encode(encoding, "replace")
    equal(kind, f"{kind}.jsonl", content[: len(content) - cut])
