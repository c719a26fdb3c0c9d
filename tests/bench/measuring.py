"""Owns how a ratio is measured: both sides in turn, several times, in CPU time of one process or wall time of many.
Must not know what is measured."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the bar it is held to, if any. `at_least`: the bar is a floor, else a ceiling."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be taken here, and why."""

    name: str
    reason: str


def interleaved(left: Callable[[], object], right: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Median CPU seconds of both, taken in turn so that what else the machine does falls on both alike."""
    left()
    right()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for side, work in zip(times, (left, right), strict=True):
            begin = time.process_time()
            work()
            side.append(time.process_time() - begin)
    return median(times[0]), median(times[1])


@contextmanager
def own_surroundings() -> Iterator[Path]:
    """A folder for a measurement of processes, with a cache and a place for compiled modules that they share: an
    installed package has its modules compiled, and a machine that forbids that is not what is measured."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"JOURNEYC_CACHE": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        try:
            yield folder
        finally:
            os.environ.clear()
            os.environ |= before


def interleaved_processes(
    commands: Sequence[Sequence[str]], before: Sequence[Callable[[], object]], runs: int = 9
) -> list[float]:
    """Median wall seconds of each command as a fresh process, taken in turn. `before[i]` readies command i."""
    times: list[list[float]] = [[] for _ in commands]
    for run in range(runs + 1):
        for i, command in enumerate(commands):
            before[i]()
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if run:
                times[i].append(time.perf_counter() - begin)
    return [median(side) for side in times]
