"""`journeyc map --guess`: a mapping proposed in words of the user's language, to be used as it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Another system's export."""
    path = tmp_path / "export.csv"
    path.write_bytes(
        "メールアドレス,役職,日時,行動\nA@x.jp,部長,1/4/2026,whitepaperをDL\nb@x.jp,部長,2/4/2026,電話\n".encode(
            "cp932"
        )
    )
    return path


def test_a_proposal_can_be_used_as_it_stands(journeyc: Journeyc, small: Path, export: Path) -> None:
    done = journeyc("map", "--guess", export, "--journey", small, "--out", "map.yaml")
    assert (done.exit_code, done.stdout) == (0, "")
    ran = journeyc("run", small, "--leads", export, "--events", export, "--map", "map.yaml")
    assert "lead records used: 2, event records used: 1" in ran.stdout
    assert "the mapping has no word for '電話'" in ran.stdout


@pytest.mark.parametrize(("language", "said"), [("ja", "月が先か日が先か"), ("en", "Month or day first?")])
def test_doubts_are_said_in_the_users_language(journeyc: Journeyc, export: Path, language: str, said: str) -> None:
    done = journeyc("map", "--guess", export, "--lang", language)
    assert done.exit_code == 0
    assert said in done.stdout
    assert "guess." not in done.stdout
    assert "{" not in "".join(line.partition("# ")[2] for line in done.stdout.splitlines() if ": {" not in line)


def test_what_cannot_be_read_is_told(journeyc: Journeyc, export: Path) -> None:
    done = journeyc("map", "--guess", "none.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "none.csv:1:" in done.stderr
    assert journeyc("map").exit_code == 2
    assert journeyc("map", "--guess", export, "--journey", "none.journey").exit_code == 1


def test_a_mapping_that_says_nothing_of_leads(journeyc: Journeyc, small: Path, export: Path) -> None:
    mapping = "files: export.csv\nlead: メールアドレス\nat: 日時\nevents: {event: changed}\n"
    Path("map.yaml").write_text(mapping, encoding="utf-8")
    done = journeyc("run", small, "--leads", export, "--events", export, "--map", "map.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "has no leads" in done.stderr
