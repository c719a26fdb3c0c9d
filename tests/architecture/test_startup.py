"""Owns what each command may load: a start is paid for by every call, so no command loads what it does not use.
Must not know what the commands do or print."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("journeyc.cli", reason="there is no command line yet")

# The parts of journeyc and the packages of others that some command may do without.
OPTIONAL = ["syntax", "meaning", "program", "lint", "run", "replay", "emit", "draw", "records", "pipeline"]
OPTIONAL += ["lark", "pydantic", "jinja2", "yaml", "jsonschema", "numba", "numpy", "pyarrow", "z3"]

CHECKS = ["syntax", "meaning", "program", "lint", "pipeline", "lark", "yaml", "z3"]
NURTURE = "examples/nurture/nurture.journey"

MAY_LOAD = {
    "--version": [],
    "--help": [],
    "check --help": [],
    f"check {NURTURE}": CHECKS,
    f"test {NURTURE}": [*CHECKS, "run"],
    f"run {NURTURE} --leads examples/nurture/leads.csv --events examples/nurture/events.jsonl": [
        *CHECKS,
        "run",
        "records",
    ],
    "targets": ["emit", "program", "pipeline", "pydantic", "jinja2", "yaml"],
    "explain JC001": ["pipeline", "yaml"],
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


@pytest.mark.parametrize("command", MAY_LOAD)
def test_a_command_loads_no_more_than_it_uses(
    command: str, python: Callable[..., subprocess.CompletedProcess[str]], root: Path, tmp_path: Path
) -> None:
    done = python("-c", LOADED, *command.replace("examples/", f"{root}/examples/").split(), cwd=tmp_path)
    ending, _, modules = done.stdout.splitlines()[-1].partition(": ")
    assert ending in ("ended with 0", "ended with None"), done.stderr
    loaded = {name.split(".")[1] if name.startswith("journeyc.") else name.split(".")[0] for name in modules.split()}
    assert sorted(loaded & set(OPTIONAL) - set(MAY_LOAD[command])) == []
