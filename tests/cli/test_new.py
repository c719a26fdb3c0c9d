"""`journeyc new`: what it writes is clean and tested, in both languages, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_it_writes_is_clean_laid_out_and_tested(language: str, journeyc: Journeyc) -> None:
    assert journeyc("new", "育成 2026", "--lang", language).exit_code == 0
    assert journeyc("check", "育成 2026.journey", "--fail-on", "warning").exit_code == 0
    assert journeyc("fmt", "育成 2026.journey", "--check").exit_code == 0
    tested = journeyc("test", "育成 2026.journey", "--fail-under", "1", "--lang", "en")
    assert tested.exit_code == 0, tested.stdout
    assert "coverage 100%" in tested.stdout


def test_a_file_that_is_there_is_kept(journeyc: Journeyc) -> None:
    Path("a.journey").write_text("mine", encoding="utf-8")
    done = journeyc("new", "a")
    assert done.exit_code == 2
    assert "a.journey" in done.stderr
    assert Path("a.journey").read_text("utf-8") == "mine"


def test_a_folder_is_made(journeyc: Journeyc) -> None:
    done = journeyc("new", "a/b:c", "--dir", "x/y")
    assert done.exit_code == 0
    assert journeyc("check", Path("x", "y", "a_b_c.journey")).exit_code == 0


@pytest.mark.parametrize("name", ["", " ", "a`b", "a\nb", "長" * 61])
def test_names_no_journey_can_have(name: str, journeyc: Journeyc) -> None:
    assert journeyc("new", name).exit_code == 2
    assert not list(Path().glob("*.journey"))
