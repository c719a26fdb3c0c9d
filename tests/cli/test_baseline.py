"""Old findings are known by a baseline, wherever they stand by now; new ones are shown, mended ones taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

OLD = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download 旧カタログ
when downloaded(ガイド) -> stage 検討, handoff 営業
"""


@pytest.fixture
def old(journeyc: Journeyc) -> Path:
    path = Path("old.journey")
    path.write_text(OLD, encoding="utf-8")
    done = journeyc("check", path, "--write-baseline", "known.json")
    assert (done.exit_code, done.stdout) == (0, "wrote known.json; known findings: 2\n")
    return path


def test_known_findings_are_counted_and_not_shown(journeyc: Journeyc, old: Path) -> None:
    done = journeyc("check", old, "--baseline", "known.json")
    assert done.exit_code == 0
    first, *_, last = done.stdout.splitlines()
    assert (first, last) == ("1 file checked, nothing found", "known from the baseline and not shown: 2")


def test_they_are_known_when_they_have_moved(journeyc: Journeyc, old: Path) -> None:
    lines = OLD.splitlines(keepends=True)
    moved = [lines[0], "// 一行増えた\n", *lines[1:3], lines[4].replace("download ", "download   "), lines[3], lines[5]]
    Path("別の名前.journey").write_text("".join(moved), encoding="utf-8")
    done = journeyc("check", "別の名前.journey", "--baseline", "known.json", "--format", "json")
    assert json.loads(done.stdout) == []


def test_a_second_one_alike_is_new(journeyc: Journeyc, old: Path) -> None:
    old.write_text(OLD + OLD.splitlines(keepends=True)[5], encoding="utf-8")
    done = journeyc("check", old, "--baseline", "known.json", "--format", "json", "--ignore", "JC105")
    assert [(finding["code"], finding["line"]) for finding in json.loads(done.stdout)] == [("JC301", 7)]
    assert done.exit_code == 1


def test_what_is_mended_is_taken_out_and_nothing_new_put_in(journeyc: Journeyc, old: Path) -> None:
    mended = OLD.replace("download 旧カタログ\n", "") + "segment 使わない when stage == 検討\n"
    old.write_text(mended, encoding="utf-8")
    assert "not found any more: 1" in journeyc("check", old, "--baseline", "known.json").stdout
    done = journeyc("check", old, "--baseline", "known.json", "--write-baseline", "known.json")
    assert done.stdout == "wrote known.json; known findings: 1\n"
    known = json.loads(Path("known.json").read_text("utf-8"))["findings"]
    assert [finding["code"] for finding in known] == ["JC301"]


def test_errors_of_the_language_are_never_known(journeyc: Journeyc, old: Path) -> None:
    old.write_text(OLD + "when downloaded(ガイト) -> notify 営業\n", encoding="utf-8")
    assert journeyc("check", old, "--write-baseline", "known.json").exit_code == 1
    assert "JC110" in journeyc("check", old, "--baseline", "known.json").stdout


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "findings": [1]}', '{"version": 2, "findings": []}'])
def test_what_is_no_baseline_is_wrong_use(text: str, journeyc: Journeyc, old: Path) -> None:
    Path("known.json").write_text(text, encoding="utf-8")
    done = journeyc("check", old, "--baseline", "known.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "known.json" in done.stderr
    assert journeyc("check", old, "--baseline", "missing.json").exit_code == 2
