"""Every command of the READMEs is run, and prints what they show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGES = {"README.md": "en", "README.ja.md": "ja"}
BLOCK = re.compile(r"^```(journey|console)(?: title=(\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Command:
    line: str
    status: int
    shown: tuple[str, ...]


def commands(block: str) -> Iterator[Command]:
    """Each `$ …` with what the page shows under it; `…` alone on a line stands for any lines."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *shown = part.rstrip("\n").split("\n")
        exits = re.search(r"# exits with (\d)$|# 終了コード (\d)$", line)
        status = int(exits.group(1) or exits.group(2)) if exits else 0
        yield Command(re.sub(r"\s+# .*$", "", line), status, tuple(shown))


def shows(shown: tuple[str, ...], printed: str) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None


@pytest.mark.parametrize("page", PAGES)
def test_tour(page: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    (tmp_path / "build").mkdir()
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", "JOURNEYC_CACHE": str(tmp_path / "cache")}
    environment["PYTHONPATH"] = str(root / "src")
    ran = 0
    for kind, title, body in BLOCK.findall((root / page).read_text(encoding="utf-8")):
        if kind == "journey" and title:
            (tmp_path / title).write_text(body, encoding="utf-8")
        for command in commands(body) if kind == "console" else ():
            program, *arguments = shlex.split(command.line)
            begin = (
                [sys.executable, "-m", "journeyc", "--lang", PAGES[page]] if program == "journeyc" else [sys.executable]
            )
            done = subprocess.run(
                [*begin, *arguments], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == command.status, (command.line, done.stdout, done.stderr)
            if command.shown:
                assert shows(command.shown, done.stdout), (command.line, done.stdout)
            ran += 1
    assert ran >= 9
