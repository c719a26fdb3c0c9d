"""Owns every condition of a Program with where it stands: which trigger it stands with, and whose it is.
Must not know what anyone makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journeyc.lint.walking import about, below, owners
from journeyc.program.schema import (
    NOWHERE,
    Accepted,
    Always,
    And,
    Arm,
    AtLeast,
    Attribute,
    Branch,
    Condition,
    Count,
    EventPattern,
    Happened,
    InSegment,
    Not,
    Or,
    Pattern,
    Points,
    Program,
    Repeat,
    Scenario,
    Since,
    Standing,
    Tagged,
    Today,
    WaitUntil,
    When,
)
from journeyc.program.wording import name_text


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition as the journey states it; `pattern` is the trigger that it stands with. `about` is the declaration it
    is in. `given` says how many of its first items the language adds, and nobody wrote."""

    condition: Condition
    about: str
    pattern: Pattern | None = None
    given: int = 0


def stated(program: Program) -> Iterator[Stated]:
    """Every condition, each once, in the order of declarations."""
    for persona in program.personas:
        if persona.condition is not None:
            yield Stated(persona.condition, f"persona {name_text(persona.name)}")
    for segment in program.segments:
        boundary = segment.boundary is not None
        if not boundary or isinstance(segment.condition, And):
            word = "boundary" if boundary else "segment"
            yield Stated(segment.condition, f"{word} {name_text(segment.name)}", given=int(boundary))
    for content in program.contents:
        if content.consent is not None:
            yield Stated(content.consent, f"{content.kind} {name_text(content.name)}")
    for score in program.scores:
        name = f"score {name_text(score.name)}"
        yield from (each for line in score.lines for each in _of_arms(line.arms, name))
        yield from (Stated(line.condition, name) for line in score.standing)
    for owner in owners(program):
        name = about(program, owner)
        if isinstance(owner, Scenario):
            for guard in (*owner.enters, *owner.exits, *owner.goals):
                yield from _of_when(guard.when, name)
            yield from (Stated(hold.condition, name) for hold in owner.holds)
        else:
            yield from _of_when(owner.when, name)
        for step in owner.body:
            match step:
                case Branch(paths=paths) if step.source != "match":
                    yield from (Stated(path.condition, name) for path in paths)
                case WaitUntil(lines=lines):
                    yield from (each for line in lines for each in _of_when(line.when, name))
                case Repeat(until=until):
                    yield from _of_when(until, name)
    if program.policy is not None:
        for condition in (*program.policy.consents, *program.policy.suppresses):
            yield Stated(condition, "policy")
    for goal in program.goals:
        yield from _of_when(goal.when, f"goal {name_text(goal.name)}")


def _of_when(when: When, name: str) -> Iterator[Stated]:
    if when.watch is not None:
        yield Stated(when.watch.condition, name)
    yield from _of_arms(when.arms, name)


def _of_arms(arms: Iterable[Arm], name: str) -> Iterator[Stated]:
    for arm in arms:
        if isinstance(arm.pattern, EventPattern) and arm.pattern.where is not None:
            yield Stated(arm.pattern.where, name)
        if arm.condition is not None:
            yield Stated(arm.condition, name, arm.pattern)


# --- what conditions are made of ----------------------------------------------------------------------------------


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that it is joined of, as the journey writes them: what lowering made of one of the journey's own
    words is not taken apart."""
    match condition:
        case And(items=items) | Or(items=items) | AtLeast(items=items):
            written = items
        case Not(item=item):
            written = (item,)
        case _:
            return ()
    return () if any(part.place in (condition.place, NOWHERE) for part in written) else written


def reads(program: Program, part: object) -> frozenset[object]:
    """What conditions look at, through segments too: values, tags, and the verbs of histories."""
    found: set[object] = set()
    for node in parts_below(program, part):
        match node:
            case Attribute() | Points() | Standing() | Today() | Tagged() | Accepted():
                found.add(node)
            case Count(history=history) | Since(history=history) | Happened(history=history):
                found.add(program.histories[history].verb)
    return frozenset(found)


def parts_below(program: Program, part: object) -> Iterator[object]:
    """Everything in a part of the Program, and in the conditions of the segments that it names."""
    segments = {segment.name: segment.condition for segment in program.segments}
    waiting = [part]
    while waiting:
        for node in below(waiting.pop()):
            yield node
            if isinstance(node, InSegment) and node.journey is None and node.name in segments:
                waiting.append(segments.pop(node.name))


def clauses_of(condition: Condition | None) -> tuple[Condition, ...]:
    """What must all hold for the condition to hold: the parts of an `and`, else itself."""
    if condition is None:
        return ()
    parts = parts_of(condition)
    if not isinstance(condition, And) or not parts:
        return (condition,)
    return tuple(clause for part in parts for clause in clauses_of(part))


def is_literal(condition: Condition) -> bool:
    """Whether it is true or false as written: a switch that somebody set on purpose."""
    return isinstance(condition, Always) or (isinstance(condition, Not) and is_literal(condition.item))
