"""Owns which effects of a journey go round for ever: rules, scenarios and score lines that set each other off.
Must not know what is said about it. It errs on the side of too few: what may be bounded is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journeyc.lint.circles import circles
from journeyc.lint.conditions import clauses_of
from journeyc.lint.effects import LATER, SET, Actor, Change, Edge, Effects, points_of
from journeyc.lint.standing import Standings
from journeyc.lint.thresholds import threshold_of
from journeyc.program.schema import (
    Compare,
    Condition,
    Count,
    EventPattern,
    Happened,
    Literally,
    Not,
    Pattern,
    Program,
    Scalar,
)


@dataclass(frozen=True, slots=True)
class Loop:
    """Actors that set each other off without end: `way` is one way round, from the first of them back to it."""

    way: tuple[Actor, ...]
    at_once: bool


def loops(program: Program, effects: Effects) -> Iterator[Loop]:
    """The loops that nothing bounds, each once."""
    standings = Standings(program)
    edges = _kept(effects.edges, standings, program.histories)
    for group in _groups(edges):
        inner = [edge for edge in edges if edge.source in group and edge.target in group]
        fast = _kept([edge for edge in inner if edge.is_fast], standings, program.histories)
        at_once = next(iter(_groups(fast)), None)
        way = _round(at_once, fast) if at_once is not None else _round(group, inner)
        yield Loop(way, at_once is not None)


def _kept(edges: Iterable[Edge], standings: Standings, histories: Sequence[EventPattern]) -> list[Edge]:
    """The edges on loops that can go round again and again."""
    kept = list(edges)
    while True:
        fewer = [edge for group in _groups(kept) for edge in _of_group(kept, group, standings, histories)]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def _of_group(
    edges: list[Edge], group: frozenset[Actor], standings: Standings, histories: Sequence[EventPattern]
) -> Iterator[Edge]:
    inner = [edge for edge in edges if edge.source in group and edge.target in group]
    changes = {effect.change for actor in group for effect in actor.effects}
    for edge in inner:
        again = _comes_again(edge.effect.change, changes, edge.needs)
        ends = _has_stopped(edge.target, changes, standings) or _is_used_up(edge.target, changes, histories)
        if again and not ends and _is_over_by_then(edge, inner):
            yield edge


def _comes_again(change: Change, changes: set[Change], needs: int | None = None) -> bool:
    """Whether something in the loop undoes the change, so that it can be made again."""
    same = [each for each in changes if each.kind == change.kind and each.name == change.name]
    match change.kind:
        case "tag":
            return any(each.value != change.value for each in same)
        case "attribute":
            return len({each.value for each in same}) > 1
        case "score":
            return _rises_and_falls(same, needs)
        case "owner":
            return len({each.name for each in changes if each.kind == "owner"}) > 1
        case "stage":
            return _leads_back(change, changes)
        case _:
            return True


def _rises_and_falls(changes: list[Change], needs: int | None) -> bool:
    """Whether the points go up and down in the loop, and by enough for what needs so many of them."""
    up = sum(points_of(each) for each in changes if each.before != SET and points_of(each) > 0)
    down = -sum(points_of(each) for each in changes if each.before != SET and points_of(each) < 0)
    put = [points_of(each) for each in changes if each.before == SET]
    if put:
        return needs is None or max(put) + up >= needs
    return 0 < down <= up


def _leads_back(change: Change, changes: set[Change]) -> bool:
    reached, waiting = {change.value}, [change.value]
    while waiting:
        at = waiting.pop()
        onward = {each.value for each in changes if each.kind == "stage" and each.before == at} - reached
        reached |= onward
        waiting.extend(onward)
    return change.before in reached


def _has_stopped(actor: Actor, changes: set[Change], standings: Standings) -> bool:
    """Whether what it does itself keeps it from ever being set off again."""
    known: dict[object, Scalar] = {}
    for change in actor.first:
        if not _comes_again(change, changes):
            known |= change.leaves
    if actor.scenario is not None and not actor.arms and not actor.watches:
        return False
    asked: list[Condition | None] = [*(arm.condition for arm in actor.arms), *actor.watches]
    return bool(asked) and all(standings.truth(condition, known) is False for condition in asked)


def _is_used_up(actor: Actor, changes: set[Change], histories: Sequence[EventPattern]) -> bool:
    """Whether it asks for points that the loop only takes, or for what has not happened often yet."""
    asked: list[tuple[Pattern | None, Condition | None]] = [(arm.pattern, arm.condition) for arm in actor.arms]
    asked += [(None, condition) for condition in actor.watches]
    return bool(asked) and all(
        any(
            _takes_points(clause, changes) or _counts_down(clause, pattern, changes, histories)
            for clause in clauses_of(whole)
        )
        for pattern, whole in asked
    )


def _takes_points(clause: Condition, changes: set[Change]) -> bool:
    threshold = threshold_of(clause)
    if threshold is None:
        return False
    own = [each for each in changes if each.kind == "score" and each.name == threshold.score]
    return bool(own) and all(each.before != SET and points_of(each) < 0 for each in own)


def _counts_down(
    clause: Condition, pattern: Pattern | None, changes: set[Change], histories: Sequence[EventPattern]
) -> bool:
    """Whether it bounds how often something happens, in some time or ever, that every round makes happen once more."""
    match clause:
        case Not(item=Happened(history=history, within=within)):
            counted = histories[history]
        case Compare(operator="<" | "<=" | "==", left=Count(history=history, within=within), right=Literally()):
            counted = histories[history]
        case _:
            return False
    happens = {each.name for each in changes if each.kind == "sent"} if counted.verb == "sent" else set()
    if isinstance(pattern, EventPattern) and pattern.verb == counted.verb and len(pattern.subjects or ()) == 1:
        happens.update(pattern.subjects or ())
    if counted.where is not None or (pattern is None and within is not None):
        return False  # a window empties by itself, and that it has is what such a condition waits for
    return not happens.isdisjoint(counted.subjects or happens)


def _is_over_by_then(edge: Edge, edges: list[Edge]) -> bool:
    """Whether a scenario can be over when what it has set off comes back to it: it has one run at a time."""
    start = edge.source
    if start.scenario is None or (edge.effect.ends and edge.effect.change != Change("start", start.scenario.name)):
        return True
    seen = {(edge.target, edge.speed == LATER)}
    waiting = list(seen)
    while waiting:
        at, has_waited = waiting.pop()
        if at is start and has_waited:
            return True
        for each in edges:
            after = (each.target, has_waited or not each.is_fast)
            if each.source is at and at is not start and after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


def _groups(edges: Iterable[Edge]) -> list[frozenset[Actor]]:
    """The actors that can come round to themselves, those of one loop together, in source order."""
    actors: dict[int, Actor] = {}
    onward: dict[int, set[int]] = {}
    for edge in edges:
        actors |= {edge.source.number: edge.source, edge.target.number: edge.target}
        onward.setdefault(edge.source.number, set()).add(edge.target.number)
    return [frozenset(actors[number] for number in group) for group in sorted(circles(onward), key=min)]


def _round(group: frozenset[Actor], edges: Iterable[Edge]) -> tuple[Actor, ...]:
    """A shortest way round, from the actor that is written first."""
    first = min(group, key=lambda actor: (actor.place.file, actor.place.line, actor.place.column))
    inner = sorted(
        (edge for edge in edges if edge.source in group and edge.target in group), key=lambda edge: edge.target.number
    )
    ways: list[tuple[Actor, ...]] = [(first,)]
    for way in ways:
        for edge in inner:
            if edge.source is way[-1]:
                if edge.target is first:
                    return (*way, first)
                if edge.target not in way:
                    ways.append((*way, edge.target))
    return (first,)
