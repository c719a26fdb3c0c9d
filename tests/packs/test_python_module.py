"""The Python pack: what it emits is sound Python for any names and texts, and runs what `journeyc run` runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journeyc.pipeline import compile_files
from journeyc.program.schema import Program
from journeyc.records.events import read_events
from journeyc.records.instants import read_instant
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import Tally
from journeyc.run.log import EventRecord, LeadRecord, Scalar
from tests.golden.cases import Case, each_case
from tests.properties.emitted import emitted, interpreted, load, pack, program_of, source_of
from tests.properties.logs import Log
from tests.run.conftest import compiled

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(log.parent for log in (ROOT / "examples").glob("*/expected-actions.jsonl"))
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=[path.name for path in EXAMPLES])
HOSTILE = (ROOT / "tests" / "packs" / "hostile_names.journey").read_text(encoding="utf-8")


def test_it_does_all_that_the_language_has() -> None:
    assert not pack().declared.capabilities.none
    assert not pack().declared.capabilities.lossy


@each_case()
def test_each_worked_case_leaves_its_leads_alike(case: Case, tmp_path: Path) -> None:
    records = case.written(tmp_path)
    programs = [made.program for made in compile_files(case.paths(tmp_path), one_run=True) if made.program is not None]
    log = _log(programs, records)
    assert emitted(load(source_of(*programs)), log) == interpreted(programs[0], log, *programs[1:])


def _log(programs: Sequence[Program], options: list[str]) -> Log:
    """The records that the options of a worked case name."""
    names, lost = Names.of(*programs), Tally()
    named = list(zip(options[::2], options[1::2], strict=True))
    leads, events = ([Path(path) for option, path in named if option == each] for each in ("--leads", "--events"))
    ends = [read_instant(text, ZoneInfo(programs[0].timezone)).seconds for option, text in named if option == "--until"]
    return list(read_leads(leads, names, lost.add)), list(read_events(events, names, lost.add)), max(ends, default=None)


@each_example
def test_an_example_runs_as_a_program(example: Path, tmp_path: Path) -> None:
    """Damaged records among them, warnings as errors, and nothing of ours on its way."""
    module, actions = tmp_path / "module.py", tmp_path / "actions.jsonl"
    module.write_text(_emitted(example), encoding="utf-8", newline="\n")
    leads, events = next(example.glob("leads.*")), next(example.glob("events.*"))
    options = ["--leads", str(leads), "--events", str(events), "--actions", str(actions)]
    ran = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "warn_default_encoding", str(module), *options],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert actions.read_bytes() == (example / "expected-actions.jsonl").read_bytes()
    assert " x 1" in ran.stderr
    assert not list(tmp_path.glob("*.part"))


def _emitted(example: Path) -> str:
    """The module of an example's journeys, in the order of their names."""
    paths = [str(path) for path in sorted(example.glob("*.journey"))]
    programs = [made.program for made in compile_files(paths, one_run=True) if made.program is not None]
    assert len(programs) == len(paths)
    return source_of(*programs)


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(source_of(compiled("")), encoding="utf-8", newline="\n")
    (tmp_path / "leads.csv").write_bytes(b"name\nL1\n")
    for options in (["--leads", "none.csv"], ["--leads", "leads.csv"], ["--events", "x.txt"], ["--until", "soon"]):
        ran = subprocess.run(
            [sys.executable, "module.py", *options], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        assert ran.returncode == 1
        assert ran.stderr.count("\n") == 1
        assert "Traceback" not in ran.stderr


def test_what_is_emitted_passes_the_strictest_types(tmp_path: Path) -> None:
    programs = [_program(HOSTILE), compiled("")]
    sources = [source_of(program) for program in programs] + [_emitted(example) for example in EXAMPLES]
    sources.append(source_of(*programs))
    for number, source in enumerate(sources):
        (tmp_path / f"emitted{number}.py").write_text(source, encoding="utf-8", newline="\n")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path / "cache"), "."],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def test_any_name_and_any_text_comes_through() -> None:
    program = _program(HOSTILE)
    module = load(source_of(program))
    data: dict[str, Scalar] = {"stage": 1, "名 前": "'", "lead": "2026-04-02", "タグ_": "a"}
    events = [EventRecord('L"\\', at, 0, "visited", "def", dict(data)) for at in (1_775_000_000, 1_775_200_000)]
    log = ([LeadRecord('L"\\', {"self": 1})], events, 1_776_000_000)
    assert emitted(module, log) == interpreted(program, log)
    assert len(emitted(module, log)[0]) > 8


def _program(text: str) -> Program:
    program = program_of(text)
    assert program is not None
    return program


def test_one_program_gives_one_text_whatever_the_hash_seed() -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; sys.path[:0] = ['src', '.'];"
        "from tests.packs.test_python_module import EXAMPLES, _emitted;"
        "print([hashlib.sha256(_emitted(path).encode()).hexdigest() for path in EXAMPLES])"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, encoding="utf-8", check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(texts) == 1
