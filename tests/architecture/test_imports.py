"""Owns the order of the house: who may import whom, and who may touch the world.
Must not know what any module does; it reads the sources and runs nothing of them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "journeyc"

GROUND = ["filenames", "shipped", "diagnostics", "source"]
FRONT = [*GROUND, "syntax", "meaning", "program"]
ENGINES = ["lint", "run", "replay", "emit", "draw"]

FACE = ["baseline", "configuration", "fingerprints", "formats"]

# What each part may import beside itself. An engine sees the Program as one value and never how it came about.
MAY_IMPORT: dict[str, list[str]] = {
    **{part: FRONT[: FRONT.index(part)] for part in FRONT},
    "program.schema": [],
    **{part: ["program"] for part in ENGINES},
    "emit": ["program", "filenames"],
    "emit.pack": ["program", "shipped"],
    "records": ["program", "run.log"],
    "generate": ["program", "run"],
    "output": ["filenames"],
    "cache": ["output"],
    "configuration": ["emit.yaml_text"],
    "placing": [*GROUND, "syntax.layout", "program", "lint"],
    "catalogue": [*GROUND, "cache", "lint.catalogue"],
    "project": [],
    "encoding": [*GROUND, "project"],
    "recall": [*GROUND, "project", "encoding"],
    "fingerprints": GROUND,
    "baseline": [],
    "fixing": GROUND,
    "reporting": [*GROUND, "catalogue", "fingerprints"],
    "formats": [*GROUND, "catalogue", "fingerprints", "reporting"],
    "survey": ["program", "lint.log", "run", "records"],
    "pipeline": [
        *FRONT,
        *ENGINES,
        "records",
        "cache",
        "configuration",
        "placing",
        "project",
        "encoding",
        "recall",
        "fixing",
        "survey",
    ],
    "commands": [
        *FRONT,
        *ENGINES,
        "records",
        "generate",
        "pipeline",
        "survey",
        "output",
        "catalogue",
        "reporting",
        *FACE,
    ],
    "cli": ["pipeline", "output", "catalogue", "commands"],
    "__main__": ["cli"],
}

# A package of others is known to these modules alone.
EDGES: dict[str, list[str]] = {
    "lark": ["syntax.parser"],
    "holidays": ["meaning.public_holidays"],
    "pydantic": ["program.json_form", "emit.pack", "emit.bindings"],
    "jinja2": ["emit.render", "emit.sandbox"],
    "watchfiles": ["commands.watching"],
    "yaml": ["emit.yaml_text", "emit.bindings", "cache", "records.mappings.document"],
    "click": ["cli", "commands", "output"],
    "jsonschema": ["emit.build"],
    "referencing": ["emit.build"],
    "z3": ["lint.proof"],
    "numba": ["replay"],
    "numpy": ["replay"],
    "pyarrow": ["replay", "records"],
}

TOUCH_THE_WORLD = ["shipped", "records", "emit.pack", "pipeline", "output", "cache", "catalogue", "commands", "cli"]
TOUCH_THE_WORLD += ["configuration", "project", "survey"]
WORLD_MODULES = ["glob", "locale", "os", "pathlib", "random", "shutil", "socket", "subprocess", "tempfile", "time"]
WORLD_CALLS = ["open", "input", "print", "now", "today", "utcnow", "read_text", "read_bytes", "write_text", "getenv"]


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the package by its name without `journeyc.`, parsed."""
    modules = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules[name] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return modules


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that the source imports, deferred imports and those for types alone too. `from a import b` may mean
    the module `a.b`, so where there is one it is that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner.removeprefix("journeyc.") in sources() else base


def reached(module: str) -> set[str]:
    """Every module of ours that an import of this one leads to, at whatever remove."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for name in imports(sources()[waiting.pop()]):
            ours = name.removeprefix("journeyc.")
            if name.startswith("journeyc.") and ours in sources() and ours not in found:
                found.add(ours)
                waiting.append(ours)
    return found


def is_within(module: str, parts: list[str]) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in parts)


def rule_for(module: str) -> list[str]:
    """The nearest rule: the module's own, else that of the nearest part it is in."""
    nearest = module
    while nearest not in MAY_IMPORT:
        nearest = nearest.rpartition(".")[0]
    return MAY_IMPORT[nearest]


MODULES = sorted(name for name in sources() if name)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_what_stands_before_it(module: str) -> None:
    ours = {name.removeprefix("journeyc.") for name in imports(sources()[module]) if name.startswith("journeyc.")}
    beside = "program.schema" if is_within(module, ["program.schema"]) else module.split(".")[0]
    allowed = [beside, *rule_for(module)]
    assert sorted(name for name in ours if not is_within(name, allowed)) == []


@pytest.mark.parametrize("module", [name for name in MODULES if is_within(name, [*ENGINES, "records", "generate"])])
def test_what_takes_a_program_never_reaches_how_it_came_about(module: str) -> None:
    assert sorted(name for name in reached(module) if is_within(name, ["syntax", "meaning"])) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_package_of_others_is_imported_at_its_edge_alone(module: str) -> None:
    foreign = {name.split(".")[0] for name in imports(sources()[module])} - sys.stdlib_module_names - {"journeyc"}
    assert sorted(name for name in foreign if not is_within(module, EDGES.get(name, []))) == []


@pytest.mark.parametrize("module", [name for name in MODULES if not is_within(name, TOUCH_THE_WORLD)])
def test_what_takes_values_and_returns_values_touches_nothing_else(module: str) -> None:
    tree = sources()[module]
    touched = [name for name in imports(tree) if name.split(".")[0] in WORLD_MODULES]
    calls = [_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert touched + [name for name in calls if name in WORLD_CALLS] == []


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__main__"])
def test_no_import_goes_round_in_a_circle(module: str) -> None:
    assert module not in reached(module)


@pytest.mark.parametrize("module", [name for name in MODULES if sources()[name].body])
def test_a_module_says_what_it_owns_and_what_it_must_not_do(module: str) -> None:
    first, *rest = (ast.get_docstring(sources()[module]) or "").splitlines()
    assert first.startswith("Owns ")
    assert any("Must not " in line for line in rest)
