"""Owns what rules, scenarios and score lines do to a lead that sets off others of them, at once or later.
Must not know what is said about it. It errs on the side of too few: a step that may not follow is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from journeyc.lint.circles import circles
from journeyc.lint.conditions import reads
from journeyc.lint.ladder import Ladder, Move
from journeyc.lint.paths import ways_on
from journeyc.lint.standing import OWNER, STAGE, UNSET, Knowledge, Standings
from journeyc.lint.thresholds import threshold_of
from journeyc.lint.walking import about, below, owners, ways
from journeyc.program.schema import (
    Accepted,
    AddTag,
    And,
    Arm,
    Assign,
    AtLeast,
    Attribute,
    ChangeScore,
    Compare,
    Condition,
    Count,
    Do,
    EventPattern,
    Handoff,
    Happened,
    InSegment,
    Known,
    Literally,
    Not,
    OneOf,
    Or,
    Place,
    Points,
    Program,
    RemoveTag,
    Rule,
    Scalar,
    Scenario,
    Send,
    SetAttribute,
    Since,
    Standing,
    StartScenario,
    Step,
    Tagged,
    Task,
)

Speed = Literal[0, 1, 2]
"""How an effect sets something off: not at all, when time has gone by, at once."""
NOT: Speed = 0
LATER: Speed = 1
AT_ONCE: Speed = 2

_UP = (">", ">=")
SET = "="
MOST_PAIRS = 20_000
"""Pairs of a change and what it may set off that are looked at in one journey."""

Key = tuple[str, str]
"""What a change is heard as: a kind and a name."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changes. `kind`: tag, stage, score, attribute, owner, sent, start, overdue. `name` says which;
    `value` what it is then, `before` what it was, where the kind has these; of a score, the points that are added, or
    with `SET` before, put in the place of those it had."""

    kind: str
    name: str
    value: Scalar | None = None
    before: Scalar | None = None

    @property
    def leaves(self) -> Knowledge:
        """What is known of the lead right after it."""
        match self:
            case Change(kind="tag", name=tag, value=value) if value is not None:
                return {Tagged(tag): value}
            case Change(kind="stage", value=stage) if stage is not None:
                return {STAGE: stage}
            case Change(kind="owner", name=team):
                return {OWNER: team}
            case Change(kind="attribute", name=name, value=value) if value is not None:
                return {Attribute(name): value}
            case Change(kind="score", name=name, value=value, before="=") if value is not None:
                return {Points(name): value}
            case _:
                return {}


@dataclass(frozen=True, slots=True)
class Effect:
    """A change that an actor makes, `at_once` or after a wait of its own; `ends`: whether it can be over with it."""

    change: Change
    at_once: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A rule, a scenario or a score line: what sets it off, and what it does. `first` are the changes that it always
    makes."""

    number: int
    about: str
    place: Place
    arms: tuple[Arm, ...]
    watches: tuple[Condition, ...]
    effects: tuple[Effect, ...]
    first: tuple[Change, ...] = ()
    scenario: Scenario | None = None

    @property
    def bounded(self) -> bool:
        """Whether it does not begin anew without end."""
        return self.scenario is not None and self.scenario.reenter != "always"


@dataclass(frozen=True, slots=True)
class Edge:
    """One actor's effect that sets off another, or the same again; `needs`: from so many points of the score on."""

    source: Actor
    effect: Effect
    target: Actor
    speed: Speed
    needs: int | None = None

    @property
    def is_fast(self) -> bool:
        """Whether no time goes by from the one beginning to the other."""
        return self.speed == AT_ONCE and self.effect.at_once


class Effects:
    """The effects of one Program."""

    def __init__(self, program: Program, ladder: Ladder) -> None:
        self._program = program
        self._standings = Standings(program)
        self._known: dict[Change, tuple[tuple[Actor, Speed], ...]] = {}
        self._left = MOST_PAIRS
        self._moves: dict[tuple[int, int], list[Move]] = {}
        for move in ladder.moves:
            self._moves.setdefault((move.site.owner.order, move.site.step), []).append(move)
        self._segments = {segment.name: segment.condition for segment in program.segments}
        self._capped = {cap.kind for cap in program.policy.caps} if program.policy is not None else set()
        self._ads = {content.name: content.kind for content in program.contents if content.purpose == "ad"}

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Everything that acts."""
        return (*map(self._of_owner, owners(self._program)), *self._of_scores())

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """What sets off what, among actors that may come round to themselves as far as names tell. Of a journey with
        more pairs than can be looked at, those that are written first."""
        return tuple(edge for source in self.actors for edge in self._from(source))

    # --- actors

    def _of_owner(self, owner: Rule | Scenario) -> Actor:
        when = ways(owner)
        return Actor(
            owner.order,
            about(self._program, owner),
            owner.place,
            tuple(arm for each in when for arm in each.arms),
            tuple(each.watch.condition for each in when if each.watch is not None),
            tuple(self._effects(owner)),
            tuple(self._first(owner.body)),
            owner if isinstance(owner, Scenario) else None,
        )

    def _of_scores(self) -> Iterator[Actor]:
        for score in self._program.scores:
            for number, line in enumerate(score.lines, 1):
                effect = Effect(Change("score", score.name, line.points))
                yield Actor(-score.order * 1_000 - number, f"score {score.name}", line.place, line.arms, (), (effect,))

    def _effects(self, owner: Rule | Scenario) -> Iterator[Effect]:
        at_once = _within_reach(owner.body, 0)
        for number, step in enumerate(owner.body):
            if isinstance(step, Do):
                ends = None in _within_reach(owner.body, step.next)
                for change, is_late in self._changes(owner, number, step):
                    yield Effect(change, number in at_once and not is_late, ends)

    def _first(self, body: tuple[Step, ...]) -> Iterator[Change]:
        at: int | None = 0 if body else None
        while at is not None and isinstance(step := body[at], Do):
            match step.action:
                case AddTag(tag=tag):
                    yield Change("tag", tag, True)
                case RemoveTag(tag=tag):
                    yield Change("tag", tag, False)
                case Assign(team=team) | Handoff(team=team):
                    yield Change("owner", team)
                case SetAttribute(attribute=name, value=Literally(value=value)):
                    yield Change("attribute", name, value)
            at = step.next

    def _changes(self, owner: Rule | Scenario, number: int, step: Do) -> Iterator[tuple[Change, bool]]:
        """What an action changes, each with whether that comes later only."""
        match step.action:
            case AddTag(tag=tag):
                yield Change("tag", tag, True), False
            case RemoveTag(tag=tag):
                yield Change("tag", tag, False), False
            case ChangeScore(score=name, points=points, replace=replace):
                yield Change("score", name, points, SET if replace else None), False
            case SetAttribute(attribute=name, value=value):
                yield Change("attribute", name, value.value if isinstance(value, Literally) else None), False
            case Assign(team=team):
                yield Change("owner", team), False
            case Handoff(team=team, within=within):
                yield Change("owner", team), False
                if within is not None:
                    yield Change("overdue", team), True
            case Task(name=str(task), within=within) if within is not None:
                yield Change("overdue", task), True
            case Send(contents=contents, next_of=False):
                yield Change("sent", contents[0]), self._ads.get(contents[0]) in self._capped
            case StartScenario(scenario=name):
                yield Change("start", name), False
            case _:
                for move in self._moves.get((owner.order, number), ()):
                    yield Change("stage", "", move.target, move.source), False

    # --- what they set off

    def _from(self, source: Actor) -> Iterator[Edge]:
        for effect in source.effects:
            for target, speed in self._set_off_by(effect.change):
                yield Edge(source, effect, target, speed, self._needs(effect.change, target))

    def _needs(self, change: Change, target: Actor) -> int | None:
        """The fewest points of a score at which something turns that sets off the target."""
        if change.kind != "score":
            return None
        named = [arm.pattern.subjects or () for arm in target.arms if isinstance(arm.pattern, EventPattern)]
        segments = [self._segments[name] for names in named for name in names if name in self._segments]
        found = (threshold_of(part) for part in self._below((*target.watches, *segments)) if isinstance(part, Compare))
        return min((each.points for each in found if each is not None and each.score == change.name), default=None)

    def _below(self, part: object) -> Iterator[object]:
        """Everything in conditions, and in those of the segments that they name."""
        for node in below(part):
            yield node
            if isinstance(node, InSegment) and node.journey is None:
                yield from self._below(self._segments[node.name])

    def _set_off_by(self, change: Change) -> tuple[tuple[Actor, Speed], ...]:
        """What the change sets off, among all that may."""
        if change not in self._known:
            targets = dict.fromkeys(each for key in _heard_as(change) for each in self._listening.get(key, ()))
            pairs = ((target, self._sets_off(change, target)) for target in islice(targets, self._left))
            self._known[change] = tuple((target, speed) for target, speed in pairs if speed)
            self._left -= min(self._left, len(targets))
        return self._known[change]

    @cached_property
    def _listening(self) -> dict[Key, list[Actor]]:
        """The actors that something may set off again and again, by the changes that they listen to: only those that
        may come round to themselves, as far as names tell."""
        hearing = {actor: tuple(dict.fromkeys(self._heard_by(actor))) for actor in self.actors if not actor.bounded}
        onward: dict[Actor | Key, set[Actor | Key]] = {}
        for actor, keys in hearing.items():
            for key in keys:
                onward.setdefault(key, set()).add(actor)
            onward[actor] = {key for effect in actor.effects for key in _heard_as(effect.change)}
        near = {each for circle in circles(onward) for each in circle}
        found: dict[Key, list[Actor]] = {}
        for actor, keys in hearing.items():
            for key in keys if actor in near else ():
                found.setdefault(key, []).append(actor)
        return found

    def _heard_by(self, actor: Actor) -> Iterator[Key]:
        if actor.scenario is not None:
            yield "start", actor.scenario.name
        for arm in actor.arms:
            yield from self._heard_in_pattern(arm.pattern)
        for condition in actor.watches:
            yield from self._heard_in(condition)

    def _heard_in(self, condition: Condition) -> Iterator[Key]:
        for value in reads(self._program, condition):
            match value:
                case Tagged(tag=tag):
                    yield "tag", tag
                case Points(name=name, journey=None):
                    yield "score", name
                case Attribute(name=name):
                    yield "attribute", name
                case Accepted():
                    yield "owner", ""
                case Standing(what="owner", journey=None):
                    yield "owner", ""
        for node in self._below(condition):
            match node:
                case OneOf(value=value, options=options) if value == STAGE:
                    yield from (("stage", str(option)) for option in options)
                case Known(value=value) if value == STAGE:
                    yield "stage", UNSET
                case Count(history=history) | Since(history=history) | Happened(history=history):
                    yield from self._heard_in_pattern(self._program.histories[history])

    def _heard_in_pattern(self, pattern: object) -> Iterator[Key]:
        match pattern:
            case EventPattern(verb="became" | "ceased", subjects=named):
                for name in named or ():
                    yield from self._heard_in(self._segments[name])
            case EventPattern(verb="entered" | "left", subjects=named):
                yield from (("stage", stage) for stage in (self._names.get("stage", ()) if named is None else named))
            case EventPattern(verb="sent" | "overdue" | "changed" as verb, subjects=named):
                kind = "attribute" if verb == "changed" else verb
                yield from ((kind, name) for name in (self._names.get(kind, ()) if named is None else named))

    @cached_property
    def _names(self) -> dict[str, dict[str, None]]:
        """What the effects of each kind are about."""
        found: dict[str, dict[str, None]] = {}
        for actor in self.actors:
            for effect in actor.effects:
                for kind, name in _heard_as(effect.change):
                    found.setdefault(kind, {})[name] = None
        return found

    def _sets_off(self, change: Change, target: Actor) -> Speed:
        if change.kind == "start":
            started = target.scenario is not None and target.scenario.name == change.name
            return AT_ONCE if started else NOT
        known = change.leaves
        found = [self._turns(condition, change, True, known) for condition in target.watches]
        for arm in target.arms:
            if self._standings.truth(arm.condition, known) is not False:
                found.append(self._fits(arm.pattern, change))
        return max(found, default=NOT)

    def _fits(self, pattern: object, change: Change) -> Speed:
        """Whether the change is, or brings about, an occurrence of the pattern."""
        if not isinstance(pattern, EventPattern):
            return NOT
        named = pattern.subjects
        if pattern.verb in ("became", "ceased"):
            conditions = [self._segments[name] for name in named or ()]
            known = change.leaves
            return max((self._turns(c, change, pattern.verb == "became", known) for c in conditions), default=NOT)
        for verb, name in _occurrences(change):
            if verb == pattern.verb and (named is None or name in named):
                return AT_ONCE
        return NOT

    def _turns(self, condition: Condition, change: Change, to: bool, known: Knowledge) -> Speed:
        """Whether the change may make the condition hold (`to`), or no longer hold."""
        truth = self._standings.truth(condition, known)
        if truth is not None and truth is not to:
            return NOT
        match condition:
            case Not(item=item):
                return self._turns(item, change, not to, known)
            case And(items=items) | Or(items=items) | AtLeast(items=items):
                return max((self._turns(item, change, to, known) for item in items), default=NOT)
            case InSegment(name=name, journey=None):
                return self._turns(self._segments[name], change, to, known)
            case Happened(history=history, within=within):
                if not self._notes(history, change):
                    return NOT
                return AT_ONCE if to else LATER if within is not None else NOT
            case Compare():
                return self._turns_comparison(condition, change, to)
            case Tagged(tag=tag):
                return AT_ONCE if change == Change("tag", tag, to) else NOT
            case OneOf(value=value) | Known(value=value):
                return _turns_value(condition, value, change, to)
            case Accepted(journey=None):
                return AT_ONCE if change.kind == "owner" and not to else NOT
            case _:
                return NOT

    def _turns_comparison(self, condition: Compare, change: Change, to: bool) -> Speed:
        rising = (condition.operator in _UP) == to or condition.operator in ("==", "!=")
        falling = (condition.operator not in _UP) == to or condition.operator in ("==", "!=")
        match condition.left:
            case Points(name=name, journey=None) if change.kind == "score" and change.name == name:
                return AT_ONCE if (_may_rise(change) and rising) or (_may_fall(change) and falling) else NOT
            case Count(history=history, within=within) if self._notes(history, change):
                return AT_ONCE if rising else LATER if within is not None else NOT
            case Since(history=history) if self._notes(history, change):
                return AT_ONCE if falling and condition.operator not in ("==", "!=") else LATER
            case Attribute(name=name) if change.kind == "attribute" and change.name == name:
                return AT_ONCE
            case _:
                return NOT

    def _notes(self, history: int, change: Change) -> bool:
        """Whether the change is kept in the history."""
        return self._fits(self._program.histories[history], change) == AT_ONCE


def _heard_as(change: Change) -> tuple[Key, ...]:
    match change.kind:
        case "owner":
            return (("owner", ""),)
        case "stage":
            return ("stage", str(change.before)), ("stage", str(change.value))
        case _:
            return ((change.kind, change.name),)


def _occurrences(change: Change) -> Iterator[tuple[str, str]]:
    match change.kind:
        case "sent" | "overdue":
            yield change.kind, change.name
        case "attribute":
            yield "changed", change.name
        case "stage":
            if change.before != UNSET:
                yield "left", str(change.before)
            if change.value != UNSET:
                yield "entered", str(change.value)


def _may_rise(change: Change) -> bool:
    return change.before == SET or points_of(change) > 0


def _may_fall(change: Change) -> bool:
    return change.before == SET or points_of(change) < 0


def points_of(change: Change) -> float:
    """The number a change brings; 0 where it brings none."""
    return change.value if isinstance(change.value, int | float) else 0


def _turns_value(condition: OneOf | Known, value: object, change: Change, to: bool) -> Speed:
    """Whether a change of what it looks at turns it; that it holds afterwards, or not, is known already."""
    if isinstance(value, Attribute):
        return AT_ONCE if change.kind == "attribute" and change.name == value.name else NOT
    if value == OWNER:
        return AT_ONCE if change.kind == "owner" else NOT
    if value != STAGE or change.kind != "stage":
        return NOT
    was = change.before in condition.options if isinstance(condition, OneOf) else change.before != UNSET
    return AT_ONCE if was is not to else NOT


def _within_reach(body: tuple[Step, ...], begin: int | None) -> frozenset[int | None]:
    """The steps to which a lead can come from there without a wait; None is the end."""
    if not body:
        return frozenset({None})
    found: set[int | None] = {begin}
    waiting = [begin]
    while waiting:
        at = waiting.pop()
        if at is None:
            continue
        for way in ways_on(body[at], body):
            if not way.waits and way.to not in found:
                found.add(way.to)
                waiting.append(way.to)
    return frozenset(found)
