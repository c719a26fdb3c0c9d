"""Owns the promises of output: whole files or old files, and streams that end quietly.
Must not know who calls it."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyc import output

# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_written_byte_for_byte(tmp_path: Path) -> None:
    output.write_file(tmp_path / "記録.txt", "一行目\r\n二行目\n")
    assert (tmp_path / "記録.txt").read_bytes() == "一行目\r\n二行目\n".encode()
    assert os.listdir(tmp_path) == ["記録.txt"]


def test_a_file_written_piece_by_piece_has_the_line_ends_of_the_pieces(tmp_path: Path) -> None:
    with output.replacing(tmp_path / "log.jsonl") as file:
        file.write("一行目\n")
        file.write("二行目\n")
    assert (tmp_path / "log.jsonl").read_bytes() == "一行目\n二行目\n".encode()


def test_a_failing_block_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "log.jsonl"
    old.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), output.replacing(old) as file:
        file.write("new" * 100_000)
        raise KeyboardInterrupt
    assert old.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["log.jsonl"]


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o600)
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("links: this user may make none")
    output.write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) & 0o077 == 0 or sys.platform == "win32"


FILL_THE_DISK = """
import resource, sys
from journeyc import output
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    if sys.argv[2] == "file":
        output.write_file(sys.argv[1] + "/a.txt", "x" * 10_000)
    else:
        output.write_folder(sys.argv[1], {"a.txt": "new", "b.txt": "x" * 10_000})
except output.OutputError as error:
    print(error.reason, error.path == sys.argv[1] + ("/a.txt" if sys.argv[2] == "file" else "/b.txt"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited here")
@pytest.mark.parametrize("way", ["file", "folder"])
def test_a_full_disk_leaves_every_old_file(
    way: str, tmp_path: Path, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    done = python("-c", FILL_THE_DISK, str(tmp_path), way)
    assert (done.stdout, done.stderr) == ("full True\n", "")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_device_is_written_directly_and_stays_a_device(require: Callable[[str, bool, str], None]) -> None:
    full = Path("/dev/full")
    require("full-disk", full.is_char_device(), "there is no /dev/full")
    with pytest.raises(output.OutputError) as caught, output.replacing(full) as file:
        file.write("anything")
    assert (caught.value.reason, caught.value.path) == ("full", "/dev/full")
    assert full.is_char_device()


@pytest.mark.parametrize(("path", "reason"), [("missing/x.txt", "folder-missing"), ("folder", "is-folder")])
def test_what_cannot_be_written_is_told_with_a_reason(path: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(output.OutputError) as caught:
        output.write_file(tmp_path / path, "")
    assert (caught.value.reason, caught.value.path) == (reason, str(tmp_path / path))
    assert os.listdir(tmp_path) == ["folder"]


def test_a_folder_is_written_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.txt").write_bytes(b"old")
    written = output.write_folder(tmp_path / "out", {"flows/a.json": "{}\n", "b.txt": b"new"})
    assert [Path(path).relative_to(tmp_path / "out").as_posix() for path in written] == ["flows/a.json", "b.txt"]
    assert (tmp_path / "out" / "flows" / "a.json").read_bytes() == b"{}\n"
    assert (tmp_path / "out" / "b.txt").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["../x"], "bad-name"),
        (["/x"], "bad-name"),
        (["a//b"], "bad-name"),
        (["a\\b"], "bad-name"),
        (["C:x"], "bad-name"),
        (["nul.txt"], "bad-name"),
        (["ＩＳ.txt"], "bad-name"),
        (["IS.txt", "is.TXT"], "collision"),
        (["a/b", "A"], "collision"),
    ],
)
def test_a_name_that_is_not_safe_everywhere_is_refused_before_anything_is_written(
    names: list[str], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(output.OutputError) as caught:
        output.write_folder(tmp_path, {"fine.txt": "", **dict.fromkeys(names, "")})
    assert caught.value.reason == reason
    assert os.listdir(tmp_path) == []


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    try:
        (tmp_path / "out" / "flows").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    except OSError:
        pytest.skip("links: this user may make none")
    with pytest.raises(output.OutputError) as caught:
        output.write_folder(tmp_path / "out", {"flows/a.json": "{}"})
    assert caught.value.reason == "outside"
    assert os.listdir(tmp_path / "elsewhere") == []


# --- standard streams --------------------------------------------------------------------------------------------

PRINT = "import sys; from journeyc.output import with_streams; sys.exit(with_streams(lambda: print({!r}) or 0))"


def test_a_character_that_the_stream_lacks_is_escaped() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINT.format("㈱①")],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "\\u3231\\u2460\n", "")


@pytest.mark.parametrize("text", ["short", "long " * 100_000], ids=["short", "long"])
def test_a_closed_pipe_ends_the_run_quietly(text: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(PRINT.format(text), encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, str(script)], stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (output.CLOSED_PIPE_STATUS, "")


def test_a_full_stdout_is_an_error_like_any_other(require: Callable[[str, bool, str], None]) -> None:
    full = Path("/dev/full")
    require("full-disk", full.is_char_device(), "there is no /dev/full")
    code = f"try:\n    {PRINT.format('text')}\nexcept Exception as error: sys.exit(f'{{error.reason}} {{error.path}}')"
    with full.open("wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert (done.returncode, done.stderr) == (1, "full <stdout>\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {}, True),
        (io.StringIO(), {}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_and_for_who_asks(
    stream: io.StringIO, environment: dict[str, str], expected: bool
) -> None:
    assert output.coloured(stream, environment) is expected


@pytest.mark.parametrize(
    ("stderr", "after", "drawn"), [(Terminal(), 0.0, True), (Terminal(), 60.0, False), (io.StringIO(), 0.0, False)]
)
def test_a_bar_is_drawn_only_on_a_terminal_and_only_for_long_work(
    stderr: io.StringIO, after: float, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    assert list(output.progress(range(5), "records", length=5, after=after)) == [0, 1, 2, 3, 4]
    assert ("records" in stderr.getvalue() and "100%" in stderr.getvalue()) is drawn


@pytest.mark.parametrize(
    ("stderr", "after", "drawn"),
    [(Terminal(), 0.0, True), (Terminal(), 60.0, False), (io.StringIO(), 0.0, False)],
    ids=["after a while", "not at once", "not without a terminal"],
)
def test_progress_can_be_told(stderr: io.StringIO, after: float, drawn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    with output.progress_told("records", length=300, after=after) as tell:
        for done in range(0, 301, 3):
            tell(done)
    assert ("records" in stderr.getvalue() and "100%" in stderr.getvalue()) is drawn
