"""Owns a Program laid out for running: names to declarations, verbs to what may answer them, conditions to watch.
Must not know any lead; a Plan is made once for each Program of a run and never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, Literal, TypeVar

from journeyc.program.calendar import zone_of
from journeyc.program.schema import (
    Condition,
    Content,
    DateReached,
    EventPattern,
    Guard,
    Inactive,
    Or,
    Pattern,
    Program,
    Repeat,
    Rule,
    Scenario,
    Score,
    ScoreLine,
    Step,
    WaitUntil,
    Watch,
    When,
)
from journeyc.run.clock import LAST, Kind, Timer
from journeyc.run.occurrence import Occurrence, verb_of
from journeyc.run.timed import turns_by_time

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A condition whose turning is itself an occurrence. A `segment` raises became and ceased, a `watch` (of a rule, an
    enter or a goal) that it has become true; both against a remembered truth. A `level` (of an exit, a wait or a
    repeat) and a `block` (a scenario's holds) are only looked at while their scenario runs. `subject` is the segment
    or the scenario."""

    kind: Literal["segment", "watch", "level", "block"]
    order: int
    condition: Condition
    subject: str | None
    by_time: bool


@dataclass(frozen=True, slots=True)
class LineOfScore:
    """A score line with its score and its place among the lines of that score."""

    score: Score
    number: int
    line: ScoreLine


class Answers(Generic[T]):
    """What may answer something that happens, by its verb and what it is about: in the order given, each once.
    Whether it does is for others to say: they look at conditions and payloads."""

    def __init__(self, pairs: Iterable[tuple[Pattern, T]]) -> None:
        self._about: dict[tuple[str, str | None], tuple[T, ...]] = {}
        self._others: dict[str, tuple[T, ...]] = {}
        named: dict[tuple[str, str], dict[int, T]] = {}
        others: dict[str, dict[int, T]] = {}
        for place, (pattern, answer) in enumerate(pairs):
            verb = verb_of(pattern)
            others.setdefault(verb, {})
            if isinstance(pattern, EventPattern) and pattern.subjects is not None:
                for subject in pattern.subjects:
                    named.setdefault((verb, subject), {})[place] = answer
            else:
                others[verb][place] = answer
        for verb, found in others.items():
            self._others[verb] = _once(found)
        for (verb, subject), found in named.items():
            self._about[verb, subject] = _once({**others[verb], **found})

    def to(self, occurrence: Occurrence) -> tuple[T, ...]:
        """What may answer the occurrence."""
        about = self._about.get((occurrence.verb, occurrence.subject))
        return about if about is not None else self._others.get(occurrence.verb, ())


def _once(found: dict[int, T]) -> tuple[T, ...]:
    """In order of place, each the first time it comes."""
    return tuple({id(answer): answer for _, answer in sorted(found.items(), key=itemgetter(0))}.values())


class Plan:
    """One Program of a run, indexed. `number` is its place among the journeys of the run."""

    def __init__(self, program: Program, number: int) -> None:
        self.program = program
        self.number = number
        self.name = program.journey
        self.zone = zone_of(program.timezone)
        self.calendar = program.calendar
        self.stages = {stage.name: stage for stage in program.stages}
        self.first_stage = program.stages[0].name if program.stages else None
        self.last_level = max((stage.level for stage in program.stages), default=0)
        self.backs = {(move.source, move.target) for move in program.backs}
        self.teams = {team.name: team for team in program.teams}
        self.attributes = {attribute.name: attribute for attribute in program.attributes}
        self.defaults = {a.name: a.default for a in program.attributes if a.default is not None}
        self.contents: dict[str, Content] = {content.name: content for content in program.contents}
        self.scores = {score.name: score for score in program.scores}
        self.segments = {segment.name: segment for segment in program.segments}
        self.scenarios = {scenario.name: scenario for scenario in program.scenarios}
        self.own_verbs = {kind: frozenset(verbs) for kind, verbs in program.own_verbs}
        self.histories = Answers((p, (i, p)) for i, p in enumerate(program.histories))
        lines = [LineOfScore(score, i, line) for score in program.scores for i, line in enumerate(score.lines)]
        self.score_lines = Answers((arm.pattern, one) for one in lines for arm in one.line.arms)
        self.rules = Answers((arm.pattern, rule) for rule in program.rules for arm in rule.when.arms)
        self.watching_rules: dict[int, Rule] = {r.when.watch.order: r for r in program.rules if r.when.watch}
        self.enters = Answers(
            (arm.pattern, scenario)
            for scenario in program.scenarios
            for guard in scenario.enters
            for arm in guard.when.arms
        )
        self.watching_enters = {
            guard.when.watch.order: scenario
            for scenario in program.scenarios
            for guard in scenario.enters
            if guard.when.watch
        }
        self.goals = Answers((arm.pattern, goal) for goal in program.goals for arm in goal.when.arms)
        self.watching_goals = {goal.when.watch.order: goal for goal in program.goals if goal.when.watch}
        patterns = list(_all_patterns(program))
        self.inactives = _distinct(p for p in patterns if isinstance(p, Inactive))
        self.idle = tuple((Timer(Kind.IDLE, number, p.order), p.seconds) for p in self.inactives)
        if program.dropout is not None:
            self.idle += ((Timer(Kind.IDLE, number, LAST), program.dropout),)
        self.dates = _distinct(p for p in patterns if isinstance(p, DateReached))
        self._sentinels()

    def _sentinels(self) -> None:
        program = self.program
        watches = [rule.when.watch for rule in program.rules]
        watches += [guard.when.watch for s in program.scenarios for guard in (*s.enters, *s.goals)]
        watches += [goal.when.watch for goal in program.goals]
        found = [self._sentinel("segment", s.order, s.condition, s.name) for s in program.segments]
        found += [self._sentinel("watch", watch.order, watch.condition, None) for watch in watches if watch]
        self.sentinels = tuple(sorted(found, key=lambda sentinel: sentinel.order))
        self.sentinel_at = {sentinel.order: sentinel for sentinel in self.sentinels}
        self.timed = tuple(sentinel for sentinel in self.sentinels if sentinel.by_time)
        self.exits = {s.name: self._levels(s, (guard.when for guard in s.exits)) for s in program.scenarios}
        self.blocks = {s.name: self._block(s) for s in program.scenarios}
        self.waits = {
            (s.name, i): self._levels(s, _wait_conditions(step))
            for s in program.scenarios
            for i, step in enumerate(s.body)
        }

    def _sentinel(
        self,
        kind: Literal["segment", "watch", "level", "block"],
        order: int,
        condition: Condition,
        subject: str | None,
    ) -> Sentinel:
        return Sentinel(kind, order, condition, subject, turns_by_time(condition, self.program))

    def _levels(self, scenario: Scenario, whens: Iterable[When]) -> tuple[Sentinel, ...]:
        watches: list[Watch] = [when.watch for when in whens if when.watch]
        return tuple(self._sentinel("level", w.order, w.condition, scenario.name) for w in watches)

    def _block(self, scenario: Scenario) -> Sentinel:
        condition = Or(tuple(watch.condition for watch in scenario.holds))
        return self._sentinel("block", scenario.order, condition, scenario.name)

    def content_kind(self, name: str | None) -> str | None:
        """The kind of a content; None for what the journey does not declare."""
        content = self.contents.get(name) if name is not None else None
        return content.kind if content else None


def _wait_conditions(step: Step) -> Iterator[When]:
    if isinstance(step, WaitUntil):
        yield from (line.when for line in step.lines)
    elif isinstance(step, Repeat):
        yield step.until


def _all_patterns(program: Program) -> Iterator[Pattern]:
    """Every pattern in a trigger position, in no order."""
    guards: list[Guard] = [g for s in program.scenarios for g in (*s.enters, *s.exits, *s.goals)]
    whens = [rule.when for rule in program.rules] + [g.when for g in guards]
    whens += [goal.when for goal in program.goals]
    whens += [w for s in program.scenarios for step in s.body for w in _wait_conditions(step)]
    for when in whens:
        yield from (arm.pattern for arm in when.arms)
    for score in program.scores:
        yield from (arm.pattern for line in score.lines for arm in line.arms)


P = TypeVar("P", Inactive, DateReached)


def _distinct(patterns: Iterable[P]) -> tuple[P, ...]:
    """One for each place in the source, in source order."""
    return tuple(pattern for _, pattern in sorted({p.order: p for p in patterns}.items()))
