"""Owns what each command may load: a start is paid for by every call, so no command loads what it does not use.
Must not know what the commands do or print."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("journeyc.cli", reason="there is no command line yet")

# The parts of journeyc and the packages of others that some command may do without.
OPTIONAL = ["syntax", "meaning", "program", "lint", "run", "replay", "emit", "draw", "records", "generate", "pipeline"]
OPTIONAL += ["lark", "pydantic", "jinja2", "yaml", "jsonschema", "numba", "numpy", "pyarrow", "z3", "holidays"]

PASSES = ["pipeline", "syntax", "meaning", "program", "lint", "lark", "z3", "holidays"]
NURTURE = "examples/nurture/nurture.journey"

EVENTS = "examples/nurture/events.jsonl"
RECORDS = "--leads examples/nurture/leads.csv --events examples/nurture/events.jsonl"

# Each command as it is called again: its texts, and what a check found, are in the cache.
MAY_LOAD = {
    "--version": [],
    "--help": [],
    "check --help": ["pipeline"],
    f"check {NURTURE}": ["pipeline"],
    f"fmt {NURTURE} --diff": ["pipeline", "syntax", "lark"],
    f"test {NURTURE}": [*PASSES, "run"],
    f"run {NURTURE} {RECORDS}": [*PASSES, "run", "records"],
    f"gen {NURTURE} --leads 3": [*PASSES, "run", "records", "generate"],
    f"map --guess {EVENTS}": ["pipeline", "program", "records", "run"],
    "new journey": ["pipeline", "program"],
    "targets": ["pipeline", "emit", "program", "pydantic", "jinja2", "yaml"],
    "explain JC001": [],
    "schema": ["pipeline", "program", "pydantic"],
}

# And the first time.
LOADS_AT_FIRST = {
    "--help": ["yaml"],
    f"check {NURTURE}": [*PASSES, "yaml"],
    "explain JC001": ["yaml", "lint", "program"],
}

LOADED = """
import runpy, sys
sys.argv[0], status = "journeyc", None
try:
    runpy.run_module("journeyc", run_name="__main__", alter_sys=False)
except SystemExit as end:
    status = end.code
print(f"\\nended with {status}:", *sys.modules)
"""


Loaded = Callable[[str, Path], set[str]]


@pytest.fixture
def loaded(
    python: Callable[..., subprocess.CompletedProcess[str]],
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Loaded:
    """The optional parts and packages that a command has loaded when it ends, with the cache in `cache`."""

    def call(command: str, cache: Path) -> set[str]:
        monkeypatch.setenv("JOURNEYC_CACHE", str(cache))
        folder = tmp_path / f"call {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        done = python("-c", LOADED, *command.replace("examples/", f"{root}/examples/").split(), cwd=folder)
        ending, _, modules = done.stdout.splitlines()[-1].partition(": ")
        assert ending in ("ended with 0", "ended with None"), done.stderr
        names = {name.split(".")[1] if name.startswith("journeyc.") else name.split(".")[0] for name in modules.split()}
        return names & set(OPTIONAL)

    return call


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all calls share."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("command", MAY_LOAD)
def test_a_command_loads_no_more_than_it_uses(command: str, loaded: Loaded, warm: Path) -> None:
    loaded(command, warm)
    assert sorted(loaded(command, warm) - set(MAY_LOAD[command])) == []


def test_a_journey_of_several_files_is_answered_as_cheaply(loaded: Loaded, tmp_path: Path) -> None:
    files = tmp_path / "journeys"
    files.mkdir()
    texts = {
        "one": 'journey 育成\nuse "shared.journey"\nstages 検討\nwhen created() -> enter 拡販\n',
        "two": 'journey 拡販\nuse "shared.journey"\nstages 提案\nsegment 客 when 育成.stage == 検討\n',
        "shared": "download whitepaper\n",
    }
    for name, text in texts.items():
        (files / f"{name}.journey").write_text(text, encoding="utf-8", newline="\n")
    for command in (f"check {files}", f"check {files / 'one.journey'}"):
        assert "lark" in loaded(command, tmp_path / "cache")
        assert loaded(command, tmp_path / "cache") == {"pipeline"}


def test_a_changed_journey_is_checked_without_what_only_lints_use(loaded: Loaded, tmp_path: Path) -> None:
    file = tmp_path / "one.journey"
    for stage in ("検討", "導入"):
        file.write_text(f"journey 育成\nstages {stage}\n", encoding="utf-8", newline="\n")
        found = loaded(f"check {file} --ignore JC", tmp_path / "cache")
    assert found == {"pipeline", "syntax", "meaning", "lark", "lint"}  # of lint the settings


@pytest.mark.parametrize("command", LOADS_AT_FIRST)
def test_nor_when_nothing_is_in_the_cache(command: str, loaded: Loaded, tmp_path: Path) -> None:
    assert sorted(loaded(command, tmp_path / "cache") - set(LOADS_AT_FIRST[command])) == []
