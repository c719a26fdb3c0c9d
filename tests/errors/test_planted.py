"""Every planted error is found once, with its code, on its line; what is around it is understood.

A file says what it expects: `//! CODE` at the end of the line, or `//! LINE: CODE` at its top where a comment cannot
stand on the line itself. A folder is a journey, `main.journey`, with the files it sees; each says what is found in it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from journeyc.pipeline import compile_file, compile_text

FILES = sorted(Path(__file__).parent.glob("*.journey"))
FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/main.journey"))
BESIDE = re.compile(r"//! (JC\d{3})\s*$")
ABOVE = re.compile(r"^//! (\d+): (JC\d{3})$")


def expected(text: str) -> list[tuple[int, str]]:
    if not text.strip():
        return [(1, "JC004")]
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if above := ABOVE.match(line):
            found.append((int(above.group(1)), above.group(2)))
        elif beside := BESIDE.search(line):
            found.append((number, beside.group(1)))
    return sorted(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_planted_error_is_found_once_on_its_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    compiled = compile_text(text, path.name)
    assert [(f.location.line, f.code) for f in compiled.findings] == expected(text)
    assert expected(text), "a file of this folder plants an error"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_planted_in_several_files_is_found_where_it_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "project" / "journeys"
    shutil.copytree(folder, whole)
    (whole.parent / "pyproject.toml").touch()
    monkeypatch.chdir(whole)
    names = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*.journey"))
    planted = [(name, *each) for name in names for each in expected(Path(name).read_text(encoding="utf-8"))]
    found = compile_file("main.journey").findings
    assert sorted((Path(f.location.file).as_posix(), f.location.line, f.code) for f in found) == planted
    assert planted, "a folder of this folder plants an error"


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 80
    assert len(FOLDERS) >= 10
