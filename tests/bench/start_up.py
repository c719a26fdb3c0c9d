"""Owns the bars of starting: `journeyc check` without lints on a small file, unchanged and changed, against Python.
Must not know what the start is spent on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.bench.measuring import Figure, interleaved_processes, own_surroundings
from tests.bench.workloads import long_journey

LINES = 100


def figures() -> list[Figure]:
    """Unchanged <= 8 times, changed <= 25 times a bare `python -c pass`."""
    with own_surroundings() as folder:
        text = long_journey(LINES)
        unchanged, changed = folder / "unchanged.journey", folder / "changed.journey"
        unchanged.write_text(text, encoding="utf-8")
        numbers = count()
        check = [sys.executable, "-m", "journeyc", "check", "--ignore", "JC"]
        bare, same, other = interleaved_processes(
            ([sys.executable, "-c", "pass"], [*check, str(unchanged)], [*check, str(changed)]),
            (lambda: None, lambda: None, lambda: _write(changed, text, numbers)),
        )
    return [
        Figure("python -c pass", bare * 1000, "ms"),
        Figure("check, unchanged file / python -c pass (time)", same / bare, "ratio", 8),
        Figure("check, changed file / python -c pass (time)", other / bare, "ratio", 25),
    ]


def _write(path: Path, text: str, numbers: Iterator[int]) -> None:
    path.write_text(f"{text}// {next(numbers)}\n", encoding="utf-8")
