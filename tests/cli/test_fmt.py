"""`journeyc fmt`: what it writes where, what it leaves alone, and its exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

ROUGH = "journey  a\nteam IS{capacity 8 per day}//たち\n"
NEAT = "journey a\nteam IS { capacity 8 per day }  // たち\n".replace("// ", "//")


@pytest.fixture
def rough() -> Path:
    path = Path("rough.journey")
    path.write_text(ROUGH, encoding="utf-8", newline="")
    return path


def test_a_file_is_rewritten_and_then_left(journeyc: Journeyc, rough: Path) -> None:
    done = journeyc("fmt", rough)
    assert done.exit_code == 0
    assert done.stdout == "rough.journey: rewritten\n"
    assert done.stderr == "files: 1, rewritten: 1\n"
    assert rough.read_bytes() == NEAT.encode()
    written = rough.stat()
    again = journeyc("fmt", rough)
    assert (again.exit_code, again.stdout) == (0, "")
    assert (rough.stat().st_mtime_ns, rough.stat().st_ino) == (written.st_mtime_ns, written.st_ino)


def test_check_lists_files_and_writes_nothing(journeyc: Journeyc, rough: Path) -> None:
    Path("neat.journey").write_text(NEAT, encoding="utf-8", newline="")
    done = journeyc("fmt", "--check", "neat.journey", rough)
    assert done.exit_code == 1
    assert done.stdout == "rough.journey: would be rewritten\n"
    assert rough.read_bytes() == ROUGH.encode()
    assert journeyc("fmt", "--check", "neat.journey").exit_code == 0


def test_diff_shows_lines_and_writes_nothing(journeyc: Journeyc, rough: Path) -> None:
    rough.write_text(ROUGH + "// 末尾", encoding="utf-8", newline="")
    done = journeyc("fmt", "--diff", rough)
    assert done.exit_code == 0
    assert done.stdout == (
        "--- rough.journey\n+++ rough.journey\n@@ -1,3 +1,3 @@\n-journey  a\n-team IS{capacity 8 per day}//たち\n"
        "-// 末尾\n\\ No newline at end of file\n+journey a\n+team IS { capacity 8 per day }  //たち\n+// 末尾\n"
    )
    assert rough.read_text(encoding="utf-8").startswith(ROUGH)
    assert journeyc("fmt", "--diff", "--check", rough).exit_code == 1
    assert "\x1b[32m+journey a\x1b[0m" in journeyc("fmt", "--diff", rough, "--color", "always").stdout


def test_standard_input_goes_to_standard_output(journeyc: Journeyc) -> None:
    done = journeyc("fmt", "-", stdin=ROUGH)
    assert (done.exit_code, done.stdout, done.stderr) == (0, NEAT, "")
    neat = journeyc("fmt", "-", stdin=NEAT)
    assert (neat.exit_code, neat.stdout) == (0, NEAT)
    checked = journeyc("fmt", "-", "--check", stdin=ROUGH)
    assert (checked.exit_code, checked.stdout) == (1, "-: would be rewritten\n")


def test_a_folder_stands_for_its_journeys_and_so_does_none(journeyc: Journeyc) -> None:
    for path in (Path("b", "a.journey"), Path("c.journey"), Path("d.txt")):
        path.parent.mkdir(exist_ok=True)
        path.write_text(ROUGH, encoding="utf-8", newline="")
    assert journeyc("fmt", "b").exit_code == 0
    assert Path("b", "a.journey").read_bytes() == NEAT.encode()
    assert Path("c.journey").read_bytes() == ROUGH.encode()
    assert journeyc("fmt").stdout == "c.journey: rewritten\n"
    assert Path("c.journey").read_bytes() == NEAT.encode()
    assert Path("d.txt").read_bytes() == ROUGH.encode()


def test_a_faulty_file_is_shown_and_left(journeyc: Journeyc, rough: Path) -> None:
    faulty = Path("faulty.journey")
    faulty.write_text("journey  a\nteam {\n", encoding="utf-8", newline="")
    done = journeyc("fmt", faulty, rough)
    assert done.exit_code == 1
    assert "faulty.journey:2:6: error[JC" in done.stderr
    assert "files left as they are, for their errors: 1" in done.stderr
    assert faulty.read_bytes() == b"journey  a\nteam {\n"
    assert rough.read_bytes() == NEAT.encode()
    assert journeyc("fmt", "-", stdin="team {").stdout == ""


@pytest.mark.parametrize("data", ["journey 育成".encode("cp932"), b"", b" \n"])
def test_what_is_no_journey_is_left(data: bytes, journeyc: Journeyc) -> None:
    Path("a.journey").write_bytes(data)
    done = journeyc("fmt", "a.journey")
    assert done.exit_code == 1
    assert "error[JC00" in done.stderr
    assert Path("a.journey").read_bytes() == data


def test_what_is_not_there_is_a_finding(journeyc: Journeyc) -> None:
    done = journeyc("fmt", "nowhere.journey")
    assert done.exit_code == 1
    assert "nowhere.journey:1:1: error[JC000]" in done.stderr


def test_line_ends_and_the_byte_order_mark_stay(journeyc: Journeyc, rough: Path) -> None:
    rough.write_bytes(b"\xef\xbb\xbf" + ROUGH.replace("\n", "\r\n").encode())
    assert journeyc("fmt", rough).exit_code == 0
    assert rough.read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode()
    piped = journeyc("fmt", "-", stdin=rough.read_bytes())
    assert piped.stdout_bytes == rough.read_bytes()


def test_keywords_are_put_in_a_language(journeyc: Journeyc, small: Path) -> None:
    english = small.read_text(encoding="utf-8")
    assert journeyc("fmt", small, "--keywords", "ja").exit_code == 0
    japanese = small.read_text(encoding="utf-8")
    assert "もし ダウンロード(whitepaper) -> 段階 情報収集\n" in japanese
    assert journeyc("test", small, "--fail-under", "1").exit_code == 0
    assert journeyc("fmt", small, "--keywords", "en").exit_code == 0
    assert small.read_text(encoding="utf-8").split() == english.split()


def test_values_that_a_used_file_declares_are_no_keywords(journeyc: Journeyc) -> None:
    Path("shared.journey").write_text("lead { 返事: はい | いいえ; 許諾: bool }\n", encoding="utf-8")
    text = 'journey a\nstages b\nuse "shared.journey"\nsegment c when 返事 == はい and accepted\n'
    Path("main.journey").write_text(text, encoding="utf-8")
    assert journeyc("fmt", ".", "--keywords", "en").exit_code == 0
    assert "segment c when 返事 == はい and accepted\n" in Path("main.journey").read_text(encoding="utf-8")
    assert journeyc("fmt", ".", "--keywords", "ja").exit_code == 0
    assert "セグメント c 条件 返事 == はい かつ 受領\n" in Path("main.journey").read_text(encoding="utf-8")
    assert journeyc("check", ".").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["--keywords", "fr", "a.journey"], ["--keywords"], ["empty"], ["--chek", "a.journey"]]
)
def test_wrong_use(arguments: list[str], journeyc: Journeyc) -> None:
    Path("empty").mkdir()
    assert journeyc("fmt", *arguments).exit_code == 2


def test_a_deep_chain_is_told(journeyc: Journeyc) -> None:
    chain = "journey a\nsegment b when " + "not " * 3000 + "accepted\n"
    done = journeyc("fmt", "-", "--keywords", "ja", stdin=chain)
    assert done.exit_code == 1
    assert "error[JC003]" in done.stderr
