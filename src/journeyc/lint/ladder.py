"""Owns where on the ladder a lead can stand: which stages a condition leaves open, and which the journey can reach.
Must not know what follows from it. Every answer errs on the side of too many stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journeyc.lint.paths import Way, ways_on
from journeyc.lint.walking import Site, owners, sites, ways
from journeyc.program.schema import (
    Action,
    Always,
    And,
    Condition,
    Do,
    EnterJourney,
    EventPattern,
    InSegment,
    Known,
    Leave,
    MoveBack,
    MoveTo,
    Not,
    OneOf,
    Or,
    Program,
    Restart,
    Rule,
    Scenario,
    Standing,
    StartScenario,
    When,
)

OFF = ""
"""Where a lead stands that has left the ladder."""

Stages = frozenset[str]
_NONE: Stages = frozenset()
_STAGE = Standing("stage")


@dataclass(frozen=True, slots=True)
class Move:
    """A way from stage to stage (`OFF`: off the ladder) that an action of the journey opens."""

    source: str
    target: str
    site: Site


class Ladder:
    """The ladder of one journey, walked once: `reached` are the stages a lead can come to from the first one, and from
    those `entered` from other journeys; `moves` the ways between them."""

    def __init__(self, program: Program, entered: Iterable[str] = ()) -> None:
        self._program = program
        self.level = {stage.name: stage.level for stage in program.stages}
        self.everywhere: Stages = frozenset((*self.level, OFF))
        self.first = next((stage.name for stage in program.stages), OFF)
        self.last: Stages = frozenset(n for n, level in self.level.items() if level == max(self.level.values()))
        self._sites = tuple(sites(program))
        self._backs = {(back.source, back.target) for back in program.backs}
        self._segments = {segment.name: segment.condition for segment in program.segments}
        self._open_segments: set[str] = set()
        self._at: dict[tuple[int, int], Stages] = {}
        self.reached: Stages = frozenset({self.first, *entered})
        while not self._settled():
            pass
        self.moves: tuple[Move, ...] = tuple(self._moves())

    def at(self, owner: Rule | Scenario, step: int) -> Stages:
        """The stages on which a lead can stand when it comes to a step of a body; none where nobody can."""
        return self._at.get((owner.order, step), _NONE)

    # --- conditions

    def open_to(self, condition: Condition | None) -> Stages:
        """The stages on which the condition may hold."""
        return self.everywhere if condition is None else self._bounds(condition)[0]

    def certain_on(self, condition: Condition) -> Stages:
        """The stages on which the condition holds whatever else is so."""
        return self._bounds(condition)[1]

    def _bounds(self, condition: Condition) -> tuple[Stages, Stages]:
        """On which stages the condition may hold, and on which it must."""
        match condition:
            case Always(holds=holds):
                return (self.everywhere, self.everywhere) if holds else (_NONE, _NONE)
            case OneOf(value=value, options=options) if value == _STAGE:
                named = frozenset(str(option) for option in options)
                return named, named
            case Known(value=value) if value == _STAGE:
                return self.everywhere - {OFF}, self.everywhere - {OFF}
            case Not(item=item):
                may, must = self._bounds(item)
                return self.everywhere - must, self.everywhere - may
            case And(items=items):
                bounds = [self._bounds(item) for item in items]
                return (
                    self.everywhere.intersection(*(may for may, _ in bounds)),
                    self.everywhere.intersection(*(must for _, must in bounds)),
                )
            case Or(items=items):
                bounds = [self._bounds(item) for item in items]
                return _NONE.union(*(may for may, _ in bounds)), _NONE.union(*(must for _, must in bounds))
            case InSegment(name=name, journey=None) if name in self._segments and name not in self._open_segments:
                return self._of_segment(name)
            case _:
                return self.everywhere, _NONE

    def _of_segment(self, name: str) -> tuple[Stages, Stages]:
        self._open_segments.add(name)
        try:
            return self._bounds(self._segments[name])
        finally:
            self._open_segments.discard(name)

    def open_to_when(self, when: When) -> Stages:
        """The stages on which what stands after a `when` may fit; none where it waits for a stage nobody reaches."""
        if when.watch is not None:
            return self.open_to(when.watch.condition) & self.reached
        return _NONE.union(*(self.open_to(a.condition) & self.reached for a in when.arms if self._can_come(a.pattern)))

    def _can_come(self, pattern: object) -> bool:
        if isinstance(pattern, EventPattern) and pattern.verb in ("entered", "left") and pattern.subjects is not None:
            return not self.reached.isdisjoint(pattern.subjects)
        return True

    # --- the walk

    def _settled(self) -> bool:
        """Whether one more walk through all bodies reaches no further stage."""
        before = self.reached
        self._at = {}
        started = {site.action.scenario for site in self._sites if isinstance(site.action, StartScenario)}
        for owner in owners(self._program):
            begin = _NONE.union(*(self.open_to_when(when) for when in ways(owner)))
            if isinstance(owner, Scenario):
                if owner.name in started:
                    begin |= self.reached - {OFF}
                begin -= self._left_by_exit(owner) | {OFF}
            self._walk(owner, begin)
        return self.reached == before

    def _left_by_exit(self, scenario: Scenario) -> Stages:
        """The stages on which no run of the scenario goes on."""
        watched = [guard.when.watch for guard in scenario.exits]
        return _NONE.union(*(self.certain_on(watch.condition) for watch in watched if watch is not None))

    def _walk(self, owner: Rule | Scenario, begin: Stages) -> None:
        """Carry the stages from step to step until nothing is added."""
        barred = self._left_by_exit(owner) | {OFF} if isinstance(owner, Scenario) else _NONE
        waiting: list[tuple[int | None, Stages]] = [(0 if owner.body else None, begin)]
        while waiting:
            step, stages = waiting.pop()
            if step is None:
                continue
            known = self._at.get((owner.order, step), _NONE)
            if stages <= known:
                continue
            self._at[owner.order, step] = known | stages
            after = self._after(owner.body[step], known | stages)
            waiting.extend((way.to, self._along(way, after, barred)) for way in ways_on(owner.body[step], owner.body))

    def _along(self, way: Way, stages: Stages, barred: Stages) -> Stages:
        if way.waits:
            stages = self.reached - barred
        if way.fits is not None:
            stages &= self.open_to_when(way.fits)
        for condition in way.fails:
            stages -= self.certain_on(condition)
        return stages & self.open_to(way.holds)

    def _after(self, step: object, stages: Stages) -> Stages:
        if not isinstance(step, Do):
            return stages
        after = frozenset(self.target(step.action, stage) for stage in stages)
        self.reached |= after
        return after

    def target(self, action: Action, stage: str) -> str:
        """Where an action leaves a lead that stands on a stage."""
        match action:
            case MoveTo(stage=name) if stage != OFF and self.level[stage] <= self.level[name]:
                return name
            case MoveBack(stage=name) if (stage, name) in self._backs:
                return name
            case Restart(stage=name):
                return name or self.first
            case EnterJourney(journey=journey, stage=name) if journey == self._program.journey and stage == OFF:
                return name or self.first
            case Leave():
                return OFF
            case _:
                return stage

    def _moves(self) -> Iterator[Move]:
        for site in self._sites:
            for stage in sorted(self.at(site.owner, site.step)):
                target = self.target(site.action, stage)
                if target != stage:
                    yield Move(stage, target, site)


def stages_entered(program: Program, journey: str) -> Iterator[str]:
    """The stages of another journey at which this one lets leads enter it."""
    for site in sites(program):
        if isinstance(site.action, EnterJourney) and site.action.journey == journey and site.action.stage is not None:
            yield site.action.stage
