"""Owns how tests call journeyc: inside this process for what it says, in a child for what a system does to it.
Must not know any command's insides: tests see arguments go in, and texts, files and exit codes come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from journeyc import cache, cli

SMALL = """journey 最小
team   IS "インサイドセールス"
lead { 役職: 担当者 | 部長 }
stages 課題認知 -> 情報収集 -> 検討 // journeyc: ignore JC101, JC102 "見本はここまで"
let 基準 = 50
download whitepaper
score 関心度 { downloaded(whitepaper) -> +30 }
when downloaded(whitepaper) -> stage 情報収集
rule 通知: when 関心度 >= 基準 -> notify IS
test "二度目で知らせる" {
  at 2026-04-01T10:00 downloaded(whitepaper)
  expect stage 情報収集
  expect no notify IS
  after 1d downloaded(whitepaper)
  expect notify IS
}
"""

Journeyc = Callable[..., Result]


class _Program:
    """What the runner needs to see of a program: a name, and a main that ends in SystemExit."""

    name = "journeyc"

    def main(self, args: Sequence[str], prog_name: str, **_extra: object) -> NoReturn:
        cli.main(args)


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own folder and cache, and a locale that says nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOURNEYC_CACHE", str(tmp_path / ".cache"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "JOURNEYC_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    cache.folder.cache_clear()


@pytest.fixture
def journeyc() -> Journeyc:
    """`journeyc("check", "a.journey", stdin="…")`: the result of a call, stdout and stderr apart."""

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(_Program(), [str(argument) for argument in arguments], input=stdin)  # type: ignore[arg-type]

    return call


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A journey with one of most things and nothing wrong."""
    path = tmp_path / "small.journey"
    path.write_text(SMALL, encoding="utf-8")
    return path
