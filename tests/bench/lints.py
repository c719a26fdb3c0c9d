"""Owns the bars of the lints: against parsing and resolving, by the number of rules, after one change among many files.
Must not know what any rule looks for."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from journeyc.diagnostics import DiagnosticBag
from journeyc.lint.catalogue import all_rules
from journeyc.lint.engine import lint
from journeyc.lint.settings import Settings
from journeyc.meaning.resolve import resolve
from journeyc.meaning.uses import Closed, Opened, join
from journeyc.pipeline import compile_text, parser, replay, vocabulary
from journeyc.program.schema import Program
from journeyc.source import Source
from tests.bench.measuring import Figure, interleaved, interleaved_processes, own_surroundings
from tests.bench.workloads import long_journey
from tests.lint.large_journey import large_journey

PLAIN_LINES = 10_000
PROVED_LINES = 2_000
FEW, MANY = 20, 2_000
FILES, FILE_LINES = 20, 500

_EVERY = Settings()
_PLAIN = Settings(ignore=tuple(rule.code for rule in all_rules() if "prover" in rule.needs))
_PROVED = """journey 小さい
team IS "インサイドセールス"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) and (従業員数 >= 300 or 従業員数 < 100) -> stage 検討
when downloaded(ガイド) and 従業員数 >= 200 -> notify IS within 4h
"""


def figures() -> list[Figure]:
    """Lints <= 2 times parse and resolve without proofs, <= 8 times with them; n log n; a third of cold; the start."""
    plain, plain_front = interleaved(_linting(_long(PLAIN_LINES), _PLAIN), _front(long_journey(PLAIN_LINES)), runs=3)
    proved, proved_front = interleaved(
        _linting(_long(PROVED_LINES), _EVERY), _front(long_journey(PROVED_LINES)), runs=3
    )
    few, many = (_compiled(large_journey(rules // 9)) for rules in (FEW, MANY))
    least, most = interleaved(_linting(few, _EVERY), _linting(many, _EVERY), runs=3)
    growth = most / least / (len(many.rules) * math.log(len(many.rules)) / (len(few.rules) * math.log(len(few.rules))))
    return [
        Figure("lints without proofs / parse and resolve", plain / plain_front, "ratio", 2),
        Figure("lints with proofs / parse and resolve", proved / proved_front, "ratio", 8),
        Figure(f"lints, {FEW} to {MANY:,} rules / n log n", growth, "ratio", 1),
        _one_changed(),
        _start(),
    ]


def _linting(program: Program, settings: Settings) -> Callable[[], object]:
    return lambda: lint(program, settings, (), "2026-06-01", replay)


def _long(lines: int) -> Program:
    return _compiled(long_journey(lines))


def _compiled(text: str) -> Program:
    program = compile_text(text, "long.journey").program
    assert program is not None
    return program


def _front(text: str) -> Callable[[], object]:
    """Parse and resolve."""

    def call() -> object:
        source, found = Source("long.journey", text), DiagnosticBag()
        main = Opened("long.journey", source, parser().parse(source, found))
        return resolve(join(main, lambda *_: Closed(), found).declarations, vocabulary(), found)

    return call


def _one_changed() -> Figure:
    """Twenty files, nothing of them in the cache, against one of them changed. Grammar and words are kept for both."""
    with own_surroundings() as around:
        folder, cache = around / "journeys", around / "cache"
        folder.mkdir()
        text = long_journey(FILE_LINES)
        for number in range(FILES):
            _write(folder / f"{number}.journey", text.replace("journey 大規模", f"journey 大規模{number}"))
        numbers = count()

        def forget() -> None:
            for entry in cache.glob("check-*"):
                entry.unlink()

        def change() -> None:
            changed = folder / "0.journey"
            _write(changed, f"{changed.read_text(encoding='utf-8')}// {next(numbers)}\n")

        command = [sys.executable, "-m", "journeyc", "check", str(folder)]
        cold, warm = interleaved_processes((command, command), (forget, change), runs=3)
    return Figure(f"check, one file of {FILES} changed / cold", warm / cold, "ratio", 1 / 3)


def _start() -> Figure:
    """A changed file whose conditions the prover is asked about."""
    with own_surroundings() as folder:
        file, numbers = folder / "a.journey", count()
        command = [sys.executable, "-m", "journeyc", "check", str(file)]
        bare, proved = interleaved_processes(
            ([sys.executable, "-c", "pass"], command),
            (lambda: None, lambda: _write(file, f"{_PROVED}// {next(numbers)}\n")),
        )
    return Figure("check with proofs / python -c pass (time)", proved / bare, "ratio", 32)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
