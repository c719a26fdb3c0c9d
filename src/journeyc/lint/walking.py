"""Owns going through a Program: everything below a part of it, and every action with what does it.
Must not know what anyone looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from journeyc.program.schema import Action, Do, EventPattern, Place, Program, Rule, Scenario, When
from journeyc.program.wording import name_text, when_text


def below(part: object) -> Iterator[object]:
    """The part, if it is one of the Program's, and everything in it, in source order; places left out."""
    waiting = [part]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif is_dataclass(node) and not isinstance(node, Place):
            yield node
            kind: Any = type(node)
            waiting.extend(getattr(node, name) for name in _inner(kind))


@cache
def _inner(kind: Any) -> tuple[str, ...]:
    """The fields of a class of the Program, the last first."""
    return tuple(field.name for field in reversed(fields(kind)))


@dataclass(frozen=True, slots=True)
class Site:
    """An action where it stands: in the body of a rule or a scenario, at a step."""

    owner: Rule | Scenario
    step: int
    action: Action
    place: Place


def owners(program: Program) -> tuple[Rule | Scenario, ...]:
    """Everything that has a body of steps: rules, then scenarios."""
    return (*program.rules, *program.scenarios)


def sites(program: Program) -> Iterator[Site]:
    """Every action of the journey, each body in the order of its steps."""
    for owner in owners(program):
        for number, step in enumerate(owner.body):
            if isinstance(step, Do):
                yield Site(owner, number, step.action, step.place)


def about(program: Program, owner: Rule | Scenario) -> str:
    """What a rule or scenario is called in findings: the same wherever it stands in its file."""
    if isinstance(owner, Scenario):
        return f"scenario {name_text(owner.name)}"
    return f"rule {name_text(owner.name)}" if owner.name is not None else f"when {when_text(program, owner.when)}"


def ways(owner: Rule | Scenario) -> tuple[When, ...]:
    """What makes a rule fire, or a lead enter a scenario."""
    return tuple(guard.when for guard in owner.enters) if isinstance(owner, Scenario) else (owner.when,)


def share_a_trigger(some: Iterable[When], others: Iterable[When]) -> bool:
    """Whether one occurrence may fit both, as far as verbs and names tell."""
    left, right = list(_heard(some)), list(_heard(others))
    return any(
        one.verb == other.verb
        and (one.subjects is None or other.subjects is None or not set(one.subjects).isdisjoint(other.subjects))
        for one in left
        for other in right
    )


def _heard(whens: Iterable[When]) -> Iterator[EventPattern]:
    for when in whens:
        yield from (arm.pattern for arm in when.arms if isinstance(arm.pattern, EventPattern))
