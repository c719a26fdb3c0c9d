"""Every pack's own tests: a journey, the tenant's ids, the losses it must find, and everything it must write.

A case is a folder in `targets/PACK/tests/`: `CASE.journey`, `bindings.yaml` where the pack asks for ids, `losses.txt`
with the full name and line of each loss, `expected.json` with every output but the manifest. Set
JOURNEYC_WRITE_EXPECTED=1 to write the last two anew, then read the difference."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from journeyc.emit.bindings import read_bindings
from journeyc.emit.build import Build, build
from journeyc.emit.pack import Pack, find_packs
from journeyc.emit.render import MANIFEST
from journeyc.pipeline import compile_file
from journeyc.program.schema import Program
from journeyc.shipped import folder

CASES = [
    pytest.param(path.parent, id=f"{path.parents[2].name}-{path.parent.name}")
    for path in sorted(folder("targets").glob("*/tests/*/*.journey"))
    if path.stem == path.parent.name
]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def program(case: Path) -> Program:
    compiled = compile_file(str(case / f"{case.name}.journey"))
    assert compiled.program is not None, compiled.findings
    return compiled.program


def losses(pack: Pack, journey: Program) -> list[str]:
    return [f"{loss.name} {loss.place.line}" for loss in build(pack, journey, {}, frozenset()).losses]


def built(case: Path, pack: Pack, journey: Program) -> Build:
    bound, problems = read_bindings(read(case / "bindings.yaml"), pack.name, pack.kinds, pack.declared.secrets)
    assert problems == ()
    return build(pack, journey, bound, {loss.name for loss in build(pack, journey, {}, frozenset()).losses})


def outputs(made: Build) -> dict[str, Any]:
    texts = {path: data.decode() for path, data in made.files.items() if path != MANIFEST}
    return {path: json.loads(text) if path.endswith(".json") else text for path, text in texts.items()}


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_expected(case: Path) -> None:
    pack = find_packs()[case.parents[1].name]
    journey = program(case)
    made = built(case, pack, journey)
    assert [dict(problem.values) for problem in made.problems] == []
    assert made.validated == (pack.schema is not None)
    if os.environ.get("JOURNEYC_WRITE_EXPECTED"):
        found = "".join(f"{line}\n" for line in losses(pack, journey))
        (case / "losses.txt").write_text(found, encoding="utf-8", newline="\n")
        text = json.dumps(outputs(made), ensure_ascii=False, indent=1) + "\n"
        (case / "expected.json").write_text(text, encoding="utf-8", newline="\n")
    assert losses(pack, journey) == read(case / "losses.txt").splitlines()
    assert outputs(made) == json.loads(read(case / "expected.json"))
    assert made.files == built(case, pack, journey).files


@pytest.mark.parametrize("case", CASES)
def test_every_loss_has_its_text_in_both_languages(case: Path) -> None:
    pack = find_packs()[case.parents[1].name]
    for loss in build(pack, program(case), {}, frozenset()).losses:
        for lang in ("ja", "en"):
            text = pack.describe(loss, lang)
            assert text not in ("", loss.what)
            assert "{" not in text
