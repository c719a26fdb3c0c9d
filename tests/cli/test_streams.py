"""What a system does to a running command: a reader that goes away, a full disk, Ctrl-C, no terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Require = Callable[[str, bool, str], None]

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals are other things there")


def child(*arguments: str | Path, **settings: object) -> subprocess.Popen[bytes]:
    """A journeyc of its own."""
    command = [sys.executable, "-m", "journeyc", *map(str, arguments)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, **settings)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(autouse=True)
def _surroundings_of_children(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They find journeyc, and share a cache: making the parser's tables takes seconds where every check is on."""
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    monkeypatch.setenv("JOURNEYC_CACHE", str(tmp_path_factory.getbasetemp() / "cache of children"))


@POSIX
def test_a_closed_pipe_ends_it_quietly(small: Path) -> None:
    small.write_text("journey a\n" + "tema x\n" * 90, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    process = child("check", small, stdout=writing)
    os.close(writing)
    _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (141, b"")


def test_a_full_disk_is_one_error(small: Path, require: Require) -> None:
    require("full-disk", Path("/dev/full").exists(), "no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        process = child("check", small, stdout=full)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 2
    assert b"disk is full" in stderr
    assert stderr.count(b"\n") == 1


def test_a_log_that_cannot_be_written_leaves_nothing_behind(small: Path, require: Require) -> None:
    require("full-disk", Path("/dev/full").exists(), "no /dev/full on this system")
    Path("leads.csv").write_text("lead,created\n" + "L1,2026-04-01\n", encoding="utf-8")
    process = child("run", small, "--leads", "leads.csv", "--actions", "/dev/full", "--trace", "nowhere/trace.jsonl")
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 2
    assert stderr.count(b"\n") == 1


def test_an_old_output_stays_where_a_new_one_fails(small: Path) -> None:
    Path("actions").mkdir()
    Path("actions/kept").write_text("old", encoding="utf-8")
    Path("leads.csv").write_text("lead,created\nL1,2026-04-01\n", encoding="utf-8")
    process = child("run", small, "--leads", "leads.csv", "--actions", "actions")
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 2
    assert b"actions" in stderr
    assert Path("actions/kept").read_text("utf-8") == "old"


def test_a_damaged_cache_is_no_error(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYC_CACHE", str(tmp_path / "damaged"))
    small.write_text("journey a\ntema x\n", encoding="utf-8")
    first = child("check", small, stdout=subprocess.PIPE).communicate(timeout=30)
    for kind, damaged in {"tables": _cut, "yaml": _cut, "check": _with_another_value}.items():
        (kept, *_) = (tmp_path / "damaged").glob(f"{kind}-*")
        kept.write_bytes(damaged(kept.read_bytes()))
    again = child("check", small, stdout=subprocess.PIPE)
    assert (again.communicate(timeout=30), again.returncode) == (first, 1)


def _cut(kept: bytes) -> bytes:
    return kept[: len(kept) // 2]


def _with_another_value(kept: bytes) -> bytes:
    return kept.partition(b"\n")[0] + b'\n[{"half": 1}]'


@POSIX
def test_a_pipe_takes_the_log_as_a_file_does(small: Path) -> None:
    Path("leads.csv").write_text("lead,created\nL1,2026-04-01\n", encoding="utf-8")
    Path("events.jsonl").write_text(
        '{"lead": "L1", "at": "2026-04-02T00:00", "event": "downloaded", "content": "whitepaper"}\n', encoding="utf-8"
    )
    reading, writing = os.pipe()
    options = ["--leads", "leads.csv", "--events", "events.jsonl", "--actions", f"/dev/fd/{writing}"]
    process = child("run", small, *options, stdout=subprocess.DEVNULL, pass_fds=[writing])
    os.close(writing)
    with open(reading, encoding="utf-8") as reader:
        assert '"action":"stage"' in reader.read()
    assert (process.communicate(timeout=30)[1], process.returncode) == (b"", 0)


@POSIX
def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    process = child("check", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    # It has read this much when the pipe takes it all, so it is past its start and waits for more.
    process.stdin.write(b"// \n" * 500_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout, stderr) == (130, b"", b"")
