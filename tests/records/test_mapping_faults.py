"""Faults of a mapping: each told with its line, all of them at once, with the nearest name; and no crash."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyc.records.mappings.reading import MappingError, read_mapping
from journeyc.records.names import Names
from journeyc.records.problems import Problem
from tests.records.conftest import program

NAMES = Names.of(program())
GOOD = """files: export*.csv
layout: {encoding: cp932, header: 3}
times: {format: yyyy/M/d H:mm, zone: Asia/Tokyo}
lead: {column: メール, case: lower}
drop:
  - {種別: [a, b]}
same: {lead: u, was: p}
leads:
  役職: {column: 役職, values: {M: 課長}, else: 担当者}
events:
  - where: {種別: c}
    at: {join: [日付, 時刻]}
    event:
      column: 行動
      values:
        資料DL: downloaded(whitepaper)
        閲覧: ignore
    data: {秒数: 秒}
"""


def faults(folder: Path, text: str | bytes) -> list[Problem]:
    path = folder / "map.yaml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    try:
        read_mapping(path, NAMES)
    except MappingError as error:
        return list(error.problems)
    return []


def test_a_good_one(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    assert faults(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "cause", "line", "nearest"),
    [
        ("files:", "flies:", "map_key", 1, "files"),
        ("header: 3", "header: three", "map_shape", 2, None),
        ("cp932", "sjis", "map_choice", 2, None),
        ("yyyy/M/d H:mm", "yyyy/Q/d", "map_time", 3, None),
        ("yyyy/M/d H:mm", "H:mm", "map_time", 3, None),
        ("yyyy/M/d H:mm", "yyyy/M/d yyyy", "map_time", 3, None),
        ("yyyy/M/d H:mm", "epoch-m", "map_time", 3, "epoch-ms"),
        ("Asia/Tokyo", "Asia/Tokio", "map_time", 3, None),
        ("Asia/Tokyo", "../../etc/passwd", "map_time", 3, None),
        ("case: lower", "case: upper", "map_choice", 4, None),
        ("column: メール", "colum: メール", "map_key", 4, "column"),
        ("{種別: [a, b]}", "種別", "map_shape", 6, None),
        (", was: p", "", "map_missing", 7, None),
        ("  役職: {column: 役職", "  従業員: {column: 役職", "unknown_column", 9, "従業員数"),
        ("M: 課長", "M: 課調", "unknown_value", 9, None),
        ("else: 担当者", "else: 担当", "unknown_value", 9, "担当者"),
        ("where: {種別: c}", "where: 種別", "map_shape", 11, None),
        ("    at: {join: [日付, 時刻]}\n", "", "map_missing", 11, None),
        ("join: [日付, 時刻]", "join: [日付, [時刻]]", "map_shape", 12, None),
        ("join: [日付, 時刻]", "join: [日付], column: 時刻", "map_missing", 12, None),
        ("downloaded(whitepaper)", "downloaded(whitepeper)", "unknown_content", 16, "whitepaper"),
        ("downloaded(whitepaper)", "download(whitepaper)", "unknown_event", 16, "downloaded"),
        ("downloaded(whitepaper)", "visited(whitepaper)", "unfit_content", 16, None),
        ("downloaded(whitepaper)", "entered(検討)", "run_event", 16, None),
        ("downloaded(whitepaper)", "created(検討)", "needless_content", 16, None),
        ("{秒数: 秒}", "{秒数: {is: 部長, column: 秒}}", "map_missing", 18, None),
        ("        閲覧: ignore\n", "        資料DL: ignore\n", "map_yaml", 17, None),
        ("files: export*.csv", "files: &a export*.csv\nid: *a", "map_yaml", 2, None),
        ("files: export*.csv", "? [a]\n: b", "map_yaml", 1, None),
        ("    data: {", "   data: {", "map_yaml", 18, None),
    ],
)
def test_each_fault(tmp_path: Path, old: str, new: str, cause: str, line: int, nearest: str | None) -> None:
    assert GOOD.count(old) >= 1
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert [(problem.cause, problem.line) for problem in found] == [(cause, line)]
    if nearest is not None:
        assert found[0].nearest == nearest


def test_all_of_them_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("files", "flies").replace("課長", "課調").replace("whitepaper", "whitepeper"))
    assert [problem.line for problem in found] == [1, 9, 16]


def test_no_file_no_text_nothing_said(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        read_mapping(tmp_path / "none.yaml", NAMES)
    assert caught.value.problems[0].cause == "cannot_open"
    assert [problem.cause for problem in faults(tmp_path, "役職".encode("cp932"))] == ["undecodable"]
    assert [problem.cause for problem in faults(tmp_path, "")] == ["map_missing"]
    assert [problem.cause for problem in faults(tmp_path, "- a\n")] == ["map_shape", "map_missing"]
    assert [problem.cause for problem in faults(tmp_path, "!!python/object:os.system {}\n")] == ["map_missing"]


@pytest.mark.parametrize("text", ["[" * 5000, "a: " * 3000, "a: {" * 500 + "}" * 500, "x" * 1_500_000])
def test_what_has_no_end(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)[0].cause in ("map_yaml", "map_shape")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_damage_is_told_and_never_raises(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = list(GOOD)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        text[at] = chance.choice(["", ":", "{", "[", "-", "\n", " ", "*", "あ", "\0", "'", text[at] * 3])
    for problem in faults(tmp_path, "".join(text)):
        assert (problem.line >= 1, problem.file) == (True, str(tmp_path / "map.yaml"))
