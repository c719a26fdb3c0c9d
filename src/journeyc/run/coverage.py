"""Owns what of a journey can be covered by a run, and what was.
Must not know who ran it: tests and rehearsals fill the same keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Literal

from journeyc.program.schema import Branch, Place, Program, Split, Step, WaitUntil
from journeyc.run.reaction import CoverageKey

What = Literal["rule", "score line", "scenario", "path", "arm", "line", "timeout"]


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """A rule, score line, scenario, branch path, split arm, wait line or timeout. `name` is its owner's."""

    what: What
    name: str
    label: str
    place: Place
    key: CoverageKey


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points of a journey in source order, and the keys that runs have covered."""

    points: tuple[CoveragePoint, ...]
    covered: Set[CoverageKey]

    @property
    def missing(self) -> tuple[CoveragePoint, ...]:
        """What no run came by."""
        return tuple(point for point in self.points if point.key not in self.covered)

    @property
    def share(self) -> float:
        """The covered part, from 0 to 1; 1 where there is nothing to cover."""
        return 1 - len(self.missing) / len(self.points) if self.points else 1.0


def coverage_of(program: Program, covered: Iterable[CoverageKey]) -> Coverage:
    """The coverage of a journey by the keys that runs of it have gathered."""
    points = sorted(_points(program), key=lambda point: (point.place.file, point.place.line, point.place.column))
    return Coverage(tuple(points), frozenset(covered))


def _points(program: Program) -> Iterator[CoveragePoint]:
    journey = program.journey
    for score in program.scores:
        for i, line in enumerate(score.lines):
            label = f"{line.points:+d}"
            yield CoveragePoint("score line", score.name, label, line.place, (journey, "score line", score.order, i, 0))
    for rule in program.rules:
        yield CoveragePoint("rule", rule.by, "", rule.place, (journey, "rule", rule.order, 0, 0))
        yield from _of_body(journey, rule.by, rule.order, rule.body)
    for scenario in program.scenarios:
        key = (journey, "scenario", scenario.order, 0, 0)
        yield CoveragePoint("scenario", scenario.name, "", scenario.place, key)
        yield from _of_body(journey, scenario.name, scenario.order, scenario.body)


def _of_body(journey: str, name: str, order: int, body: tuple[Step, ...]) -> Iterator[CoveragePoint]:
    for index, step in enumerate(body):
        for what, label, place, way in _ways(step):
            yield CoveragePoint(what, name, label, place, (journey, what, order, index, way))


def _ways(step: Step) -> Iterator[tuple[What, str, Place, int]]:
    """The ways out of a step that a run may take or never take."""
    match step:
        case Branch(paths=paths):
            yield from (("path", path.label, path.place, way) for way, path in enumerate(paths))
            # A match without an else is exhaustive (the checker asks for it): nothing can take that way.
            if step.otherwise_place is not None or step.source != "match":
                yield "path", "else", step.otherwise_place or step.place, -1
        case Split(arms=arms):
            yield from (("arm", arm.name, arm.place, way) for way, arm in enumerate(arms))
        case WaitUntil(lines=lines):
            yield from (("line", "", line.place, number) for number, line in enumerate(lines))
            yield "timeout", "", step.timeout_place, 0
        case _:
            return
