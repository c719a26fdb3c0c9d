"""`use` from outside: findings point into the used file, a change is noticed, and a folder is checked as a whole."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

MAIN = """journey 育成
use "shared/names.journey"
stages 課題認知 -> 情報収集
use "shared/rules.journey"
"""
NAMES = """/// 売る人たち
team IS "インサイドセールス"
lead { 役職: 担当者 | 部長 }
let 基準 = 50
use "content.journey"
"""
CONTENT = "download whitepaper\n"
RULES = """use "content.journey"
score 関心度 { downloaded(whitepaper) -> +30 }
when downloaded(whitepaper) -> stage 情報収集
rule 通知: when 関心度 >= 基準 -> notify IS
test "二度目で知らせる" {
  at 2026-04-01T10:00 downloaded(whitepaper)
  expect no notify IS
  after 1d downloaded(whitepaper)
  expect notify IS
}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A journey that is made of four files, one of which is used twice."""
    (tmp_path / "shared").mkdir()
    texts = {"names": NAMES, "content": CONTENT, "rules": RULES}
    for name, text in texts.items():
        (tmp_path / "shared" / f"{name}.journey").write_text(text, encoding="utf-8", newline="\n")
    (tmp_path / "main.journey").write_text(MAIN, encoding="utf-8", newline="\n")
    return tmp_path


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_everything_of_a_used_file_stands_where_its_use_stands(journeyc: Journeyc, files: Path) -> None:
    program = json.loads(journeyc("schema", "main.journey").stdout)
    assert program["files"] == ["main.journey", "names.journey", "content.journey", "rules.journey"]
    assert program["teams"][0]["doc"] == "売る人たち"
    assert program["rules"][0]["by"] == "rules.journey:3"
    assert [content["name"] for content in program["contents"]] == ["whitepaper"]
    done = journeyc("test", "main.journey")
    assert done.exit_code == 0, done.stdout
    assert journeyc("test", "main.journey", "--let", "基準=20").exit_code == 1


def test_a_failed_test_is_told_in_its_own_file(journeyc: Journeyc, files: Path) -> None:
    _change(files / "shared" / "rules.journey", ">= 基準", ">= 90")
    done = journeyc("test", "main.journey")
    rules = str(Path("shared/rules.journey"))
    assert f"{rules}:9: expected, but not done: notify IS" in done.stdout
    assert f"{rules}:4: rule 通知" in done.stdout
    [tested] = json.loads(journeyc("test", "main.journey", "--format", "json").stdout)
    assert tested["tests"][0]["file"] == rules


def test_what_a_used_file_declares_may_be_for_other_journeys(journeyc: Journeyc, files: Path) -> None:
    _change(files / "shared" / "content.journey", "whitepaper", "whitepaper\ndownload 料金表")
    assert journeyc("check", "main.journey").exit_code == 0
    _change(files / "main.journey", "stages", "download 事例集\nstages")
    assert "JC122" in journeyc("check", "main.journey").stdout


CLASH = """\
{rules}:4:6: error[JC050]: `通知` is declared twice
  4 | rule 通知: when 関心度 >= 基準 -> notify IS
    |      ^^^^
  hint: rename one of them
  see: first declared here ({names}:6:6)
  6 | rule 通知: when created() -> notify IS
    |      ^^^^
"""


def test_a_finding_in_one_used_file_shows_its_place_in_another(journeyc: Journeyc, files: Path) -> None:
    names = files / "shared" / "names.journey"
    names.write_text(NAMES + "rule 通知: when created() -> notify IS\n", encoding="utf-8", newline="\n")
    shown = {"rules": str(Path("shared/rules.journey")), "names": str(Path("shared/names.journey"))}
    for _ in ("first", "from the cache"):
        done = journeyc("check", "main.journey")
        assert done.stdout.startswith(CLASH.format(**shown))
        [finding] = json.loads(journeyc("check", "main.journey", "--format", "json").stdout)
        assert (finding["file"], finding["line"]) == (shown["rules"], 4)
        [label] = finding["labels"]
        assert (label["file"], label["line"], label["column"]) == (shown["names"], 6, 6)


@pytest.mark.parametrize("name", ["shared/content.journey", "shared/rules.journey", "main.journey"])
def test_a_changed_file_is_noticed(journeyc: Journeyc, files: Path, name: str) -> None:
    assert journeyc("check", "main.journey").exit_code == 0
    path = files / name
    text = path.read_text("utf-8")
    path.write_text(text + "team 誰も 何も\n", encoding="utf-8", newline="\n")
    assert journeyc("check", "main.journey").exit_code == 1
    path.write_text(text, encoding="utf-8", newline="\n")
    assert journeyc("check", "main.journey").exit_code == 0


def test_a_file_that_goes_away_or_comes_is_noticed(journeyc: Journeyc, files: Path) -> None:
    content = files / "shared" / "content.journey"
    assert journeyc("check", "main.journey").exit_code == 0
    content.unlink()
    assert "JC040" in journeyc("check", "main.journey").stdout
    assert "JC040" in journeyc("check", "main.journey").stdout
    content.write_text(CONTENT, encoding="utf-8", newline="\n")
    assert journeyc("check", "main.journey").exit_code == 0


def test_a_folder_is_checked_through_its_journeys(journeyc: Journeyc, files: Path) -> None:
    for _ in ("first", "from the cache"):
        done = journeyc("check", ".")
        assert done.exit_code == 0
        assert done.stdout.startswith("4 files checked, nothing found\n")
    assert journeyc("test", ".").exit_code == 0


def test_a_shared_file_is_not_mended_into_a_journey(journeyc: Journeyc, files: Path) -> None:
    before = {path: path.read_bytes() for path in files.rglob("*.journey")}
    assert journeyc("check", ".", "--fix", "--unsafe-fixes", "--select", "JC020").exit_code == 0
    assert {path: path.read_bytes() for path in files.rglob("*.journey")} == before


def test_a_shared_file_alone_is_told_how_it_is_checked(journeyc: Journeyc, files: Path) -> None:
    done = journeyc("check", "shared/rules.journey")
    assert done.exit_code == 1
    assert done.stdout.count("error[") == 1
    assert "JC052" in done.stdout
    assert "checked through a journey that uses it" in done.stdout
    assert "journey を通して確かめます" in journeyc("check", "shared/rules.journey", "--lang", "ja").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_leads_no_further_than_a_path(
    journeyc: Journeyc, files: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.journey"
    outside.write_text('team 外 "外"\n', encoding="utf-8")
    (files / "link.journey").symlink_to(outside)
    (files / "main.journey").write_text(MAIN + 'use "link.journey"\n', encoding="utf-8")
    done = journeyc("check", "main.journey")
    assert "JC041" in done.stdout
    assert "team 外" not in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_no_file_to_use(journeyc: Journeyc, files: Path) -> None:
    os.mkfifo(files / "pipe.journey")
    (files / "main.journey").write_text(MAIN + 'use "pipe.journey"\n', encoding="utf-8")
    assert "JC040" in journeyc("check", "main.journey").stdout


def test_the_project_is_the_nearest_folder_with_a_mark(journeyc: Journeyc, files: Path) -> None:
    inner = files / "journeys"
    inner.mkdir()
    (inner / "main.journey").write_text(MAIN.replace("shared/", "../shared/"), encoding="utf-8")
    assert "JC041" in journeyc("check", "journeys/main.journey").stdout
    (files / "journeyc.yaml").touch()
    assert journeyc("check", "journeys/main.journey").exit_code == 0
    (inner / "pyproject.toml").touch()
    assert "JC041" in journeyc("check", "journeys/main.journey").stdout


@pytest.mark.parametrize(
    ("written", "variant"),
    [
        ([f"{'deep' if n == 0 else n}.journey" for n in range(20)], "too deeply"),
        (["wide.journey"], "too many files"),
        (["long.journey"], "too many `use` lines"),
    ],
)
def test_what_is_used_has_bounds(journeyc: Journeyc, tmp_path: Path, written: list[str], variant: str) -> None:
    for name, used in zip(written, [*written[1:], ""], strict=True):
        (tmp_path / name).write_text(f'use "{used}"\n' if used else "team 甲\n", encoding="utf-8")
    for number in range(201):
        (tmp_path / f"part{number}.journey").write_text(f"team t{number}\n", encoding="utf-8")
    wide = "".join(f'use "part{number}.journey"\n' for number in range(201))
    texts = {"wide.journey": wide, "long.journey": 'use "part0.journey"\n' * 1001}
    if written[0] in texts:
        (tmp_path / written[0]).write_text(texts[written[0]], encoding="utf-8")
    (tmp_path / "main.journey").write_text(f'journey 甲\nstages 乙\nuse "{written[0]}"\n', encoding="utf-8")
    done = journeyc("check", "main.journey")
    assert done.stdout.count("error[") == 1, done.stdout
    assert variant in done.stdout


def test_a_file_used_from_standard_input_counts_from_here(journeyc: Journeyc, files: Path) -> None:
    assert journeyc("check", "-", stdin=MAIN).exit_code == 0
    assert "JC040" in journeyc("check", "-", stdin='journey 甲\nstages 乙\nuse "no.journey"\n').stdout
