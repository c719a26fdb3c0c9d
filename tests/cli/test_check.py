"""`journeyc check`: what is found, where it points, in which form, and the exit code it comes to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from journeyc import cache

Journeyc = Callable[..., Result]

GOLDEN = Path(__file__).parent / "golden"
KEYS = [
    "code",
    "severity",
    "message",
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "hint",
    "fingerprint",
    "labels",
    "fixes",
]


@pytest.mark.parametrize("page", sorted(GOLDEN.glob("*.txt")), ids=lambda page: page.stem)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_findings_stand_under_what_was_typed(page: Path, language: str, journeyc: Journeyc) -> None:
    """A golden page has a journey and, for each language, what check says of it."""
    parts = dict(part.split("\n", 1) for part in page.read_text(encoding="utf-8").split("=== ")[1:])
    Path("a.journey").write_text(parts["a.journey"], encoding="utf-8", newline="")
    first = journeyc("check", "a.journey", "--lang", language)
    assert first.exit_code == 1
    assert first.stdout == parts[language]
    again = journeyc("check", "a.journey", "--lang", language)
    assert again.stdout == first.stdout, "an unchanged file is answered as it was"


def test_nothing_found(journeyc: Journeyc, small: Path) -> None:
    for _ in range(2):
        done = journeyc("check", small)
        first, unasked = done.stdout.splitlines()
        assert (done.exit_code, first, done.stderr) == (0, "1 file checked, nothing found", "")
        assert unasked.startswith("rules not asked, since they need records: ")


def test_json_is_a_list_of_findings(journeyc: Journeyc, small: Path) -> None:
    assert json.loads(journeyc("check", small, "--format", "json").stdout) == []
    small.write_text(small.read_text("utf-8").replace("-> notify IS", "-> notify ISS"), encoding="utf-8")
    done = journeyc("check", small, "--format", "json")
    (finding,) = json.loads(done.stdout)
    assert done.exit_code == 1
    assert list(finding) == KEYS
    assert (finding["code"], finding["severity"], finding["file"]) == ("JC110", "error", str(small))
    assert (finding["line"], finding["column"], finding["end_column"]) == (9, 35, 38)
    assert finding["fixes"][0]["edits"][0]["text"] == "IS"


def test_a_change_is_seen(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("check", small).exit_code == 0
    small.write_text(small.read_text("utf-8") + "when visited(料金) -> notify IS\n", encoding="utf-8")
    assert "JC110" in journeyc("check", small).stdout
    assert journeyc("check", small).exit_code == 1


def test_a_copy_under_another_name_is_told_by_its_own_name(journeyc: Journeyc, small: Path) -> None:
    text = small.read_text("utf-8") + "when visited(料金) -> notify IS\n"
    for name in ("一.journey", "二.journey"):
        Path(name).write_text(text, encoding="utf-8")
        assert f"{name}:17:" in journeyc("check", name).stdout


def test_standard_input(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("check", "-", stdin=small.read_bytes()).exit_code == 0
    done = journeyc("check", "-", stdin="journey 空\n")
    assert done.exit_code == 1
    assert done.stdout.startswith("-:1:1: error[JC053]")


def test_folders_are_looked_through(journeyc: Journeyc, small: Path) -> None:
    inner = small.parent / "内" / "側"
    inner.mkdir(parents=True)
    (inner / "b.journey").write_text("journey b\n", encoding="utf-8")
    done = journeyc("check", small.parent)
    assert done.exit_code == 1
    assert "2 files checked: 1 error\n" in done.stdout
    (small.parent / "空").mkdir()
    assert journeyc("check", small.parent / "空").exit_code == 2


def test_every_file_is_checked_though_one_cannot_be_read(journeyc: Journeyc, small: Path) -> None:
    done = journeyc("check", "missing.journey", small, "--format", "json")
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["JC000"]


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_another_encoding_is_one_finding(encoding: str, journeyc: Journeyc, small: Path) -> None:
    small.write_bytes(small.read_text("utf-8").encode(encoding))
    for _ in range(2):
        done = journeyc("check", small)
        assert done.exit_code == 1
        assert done.stdout.count("JC001") == 1


def test_a_file_without_end_is_one_finding(journeyc: Journeyc) -> None:
    Path("a.journey").write_text("あ" * 6_000_000, encoding="utf-8")
    done = journeyc("check", "a.journey")
    assert done.exit_code == 1
    assert done.stdout.count("error[") == done.stdout.count("JC002") == 1


def test_a_let_is_overridden(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("check", small, "--let", "基準=65").exit_code == 0
    assert "JC110" in journeyc("check", small, "--let", "基順=65").stdout
    assert "JC066" in journeyc("check", small, "--let", "基準=3d").stdout
    assert "JC072" in journeyc("check", small, "--let", "基準=多め").stdout
    assert journeyc("check", small, "--let", "基準=1 2").exit_code == 1
    assert journeyc("check", small, "--let", "基準").exit_code == 2


def test_nothing_in_a_file_reaches_the_terminal_raw(journeyc: Journeyc) -> None:
    Path("a.journey").write_text('journey a\nteam "\x1b[2J\x07" \u202e\n', encoding="utf-8")
    done = journeyc("check", "a.journey")
    assert done.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)


def test_a_long_line_is_shown_around_the_place(journeyc: Journeyc, small: Path) -> None:
    long = "when " + " and ".join(["ever downloaded(whitepaper)"] * 40) + " and ever visited(whitepaper) -> notify IS\n"
    small.write_text(small.read_text("utf-8") + long, encoding="utf-8")
    _, shown, carets, *_ = journeyc("check", small).stdout.splitlines()
    assert len(shown) < 130
    assert shown[carets.index("^") :].startswith("visited")


def test_colour_is_asked_for(journeyc: Journeyc) -> None:
    Path("a.journey").write_text("journey a\n", encoding="utf-8")
    assert "\x1b[" not in journeyc("check", "a.journey").stdout
    assert "\x1b[31" in journeyc("check", "a.journey", "--color", "always").stdout
    assert "\x1b[31" in journeyc("--color", "always", "check", "a.journey").stdout


def test_a_cache_that_cannot_be_is_no_error(journeyc: Journeyc, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYC_CACHE", str(small / "below a file"))
    cache.folder.cache_clear()
    cache.yaml_data.cache_clear()
    assert journeyc("check", small).exit_code == 0


def test_the_cache_grows_with_files_and_not_with_changes(journeyc: Journeyc, small: Path) -> None:
    for number in range(3):
        small.write_text(small.read_text("utf-8") + f"// {number}\n", encoding="utf-8")
        assert journeyc("check", small).exit_code == 0
    assert len(list(Path(os.environ["JOURNEYC_CACHE"]).glob("check-*.json"))) == 1


def test_fail_on_warning_passes_what_is_clean(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("check", small, "--fail-on", "warning").exit_code == 0
