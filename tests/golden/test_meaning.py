"""Owns the worked cases' test: what the language page says comes of records, whatever engine takes them.
Must not know how an engine works: it gives files and reads the action log."""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from journeyc import cli
from journeyc.pipeline import compile_files
from tests.golden.cases import PAGE, PRELUDE, Case, each_case, shown
from tests.properties.emitted import source_of

Engine = Callable[[Path, Sequence[str], Sequence[str]], None]


def interpreted(folder: Path, files: Sequence[str], records: Sequence[str]) -> None:
    """The interpreter, which is the meaning."""
    with suppress(SystemExit):
        cli.main(["run", *files, *records, "--actions", str(folder / "actions.jsonl")])


def emitted(folder: Path, files: Sequence[str], records: Sequence[str]) -> None:
    """The Python that journeyc writes, which knows nothing of journeyc."""
    module = folder / "case.py"
    programs = [compiled.program for compiled in compile_files(files, one_run=True) if compiled.program is not None]
    assert len(programs) == len(files)
    module.write_text(source_of(*programs), encoding="utf-8", newline="\n")
    with pytest.MonkeyPatch.context() as patch, suppress(SystemExit):
        patch.setattr(sys, "argv", [str(module), *records, "--actions", str(folder / "actions.jsonl")])
        runpy.run_path(str(module), run_name="__main__")


ENGINES: dict[str, Engine] = {"interpreter": interpreted, "python": emitted}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@each_case()
def test_the_case_comes_out_as_the_page_says(
    case: Case, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = case.written(tmp_path)
    engine(tmp_path, case.paths(tmp_path), records)
    log = tmp_path / "actions.jsonl"
    if case.texts("fails"):
        [named] = case.texts("fails")
        said = capsys.readouterr().err
        assert all(name in said for name in named.split())
        assert not log.exists()
        return
    text = log.read_text(encoding="utf-8")
    for expected in case.texts("log"):
        assert text == expected
    for expected in case.texts("actions"):
        assert [shown(json.loads(line)) for line in text.splitlines()] == expected.splitlines()


def test_the_page_shows_what_its_timelines_stand_on() -> None:
    shown_in_the_page = "".join(f"    {line}" for line in PRELUDE.splitlines(True))
    assert shown_in_the_page in PAGE.read_text(encoding="utf-8")
