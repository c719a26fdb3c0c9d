"""The emitted Python as a program: what a hostile text in the journey and a hard system around it can do to it."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties.emitted import source_of
from tests.run.conftest import compiled

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and signals are other things there")
EVENT = '{"lead": "L1", "at": "2026-04-01T10:00:00", "event": "downloaded", "content": "資料"}\n'
HARMFUL = ('"""', "'''", "\\", "\\n", "\x85import os", "\u2028x = 1", "\u202e", "\u200b", "\ufeff", "\x0c", "\x00")


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(source_of(compiled("when downloaded(資料) -> tag 既読")), encoding="utf-8", newline="\n")
    (tmp_path / "events.jsonl").write_text(EVENT, encoding="utf-8")
    return path


def started(module: Path, *options: str, **settings: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, module.name, *options]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        command, cwd=module.parent, env=surroundings, stderr=subprocess.PIPE, **settings
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """The exit code, and what was said."""
    _, stderr = process.communicate(timeout=30)
    return process.returncode, stderr


@pytest.mark.parametrize("harm", HARMFUL, ids=ascii)
def test_a_text_is_held_by_its_literal(harm: str) -> None:
    text = f"題{harm}名"
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "\\{")
    source = source_of(compiled(f'/// {text}\nwhen downloaded(資料) -> notify IS "{written}", tag `{text}`'))
    literals = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    assert literals.count(text) == 2
    assert not set(text) & set("\x85\u2028\u202e\u200b\ufeff\x0c\x00") & set(source)


def test_a_full_disk_is_one_line(module: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        status, told = ended(started(module, "--events", "events.jsonl", stdout=full))
    assert (status, told.count(b"\n")) == (1, 1)


@POSIX
def test_a_closed_pipe_ends_it_quietly(module: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = started(module, "--events", "events.jsonl", stdout=writing)
    os.close(writing)
    assert ended(process) == (141, b"")


@POSIX
def test_ctrl_c_ends_it_quietly(module: Path) -> None:
    os.mkfifo(module.parent / "endless.jsonl")
    process = started(module, "--events", "endless.jsonl")
    with (module.parent / "endless.jsonl").open("w", encoding="utf-8"):  # opens when the other side does
        process.send_signal(signal.SIGINT)
        assert ended(process) == (130, b"")


@POSIX
def test_what_is_no_file_is_not_replaced_and_a_link_is_followed(module: Path) -> None:
    pipe, link, log = (module.parent / name for name in ("pipe", "link", "log.jsonl"))
    os.mkfifo(pipe)
    process = started(module, "--events", "events.jsonl", "--actions", "pipe")
    with pipe.open(encoding="utf-8") as reader:
        assert '"action":"tag"' in reader.read()
    assert ended(process)[0] == 0
    assert pipe.is_fifo()
    link.symlink_to(log)
    assert ended(started(module, "--events", "events.jsonl", "--actions", "link"))[0] == 0
    assert link.is_symlink()
    assert '"action":"tag"' in log.read_text("utf-8")
    assert not list(module.parent.glob(".*"))
