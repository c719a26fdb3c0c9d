"""Owns the branches of bodies with what is so of a lead that comes to them.
Must not know what follows; a branch of which too little is known is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.lint.paths import ways_on
from journeyc.lint.proof.asking import Item
from journeyc.lint.walking import owners, ways
from journeyc.program.schema import (
    Branch,
    Do,
    Known,
    Notify,
    Post,
    Program,
    Rule,
    Scenario,
    Send,
    Split,
    Standing,
    Step,
    Task,
)

Context = tuple[Item, ...]
MOST_CONTEXTS = 8
"""Ways to a branch that are told apart."""

_KEEPS_ALL = (Send, Notify, Task, Post)
"""Actions after which every condition is as it was."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step of a body; `contexts` are what may be so of a lead that comes to it, each by another way."""

    owner: Rule | Scenario
    number: int
    step: Step
    contexts: tuple[Context, ...]


def reached(program: Program) -> Iterator[Reached]:
    """Every step that can be looked at as the lead was when its rule was decided upon, or when a wait had ended."""
    for owner in owners(program):
        found: dict[int, list[Context]] = {}
        for context in _beginnings(owner):
            _walk(owner.body, 0 if owner.body else None, context, found)
        if isinstance(owner, Scenario):
            for step in owner.body:
                for way in ways_on(step, owner.body):
                    if way.waits:
                        _walk(owner.body, way.to, _inside(owner), found)
        for number in sorted(found):
            yield Reached(owner, number, owner.body[number], tuple(found[number]))


def _beginnings(owner: Rule | Scenario) -> Iterator[Context]:
    for when in ways(owner):
        if when.watch is not None:
            yield (Item(when.watch.condition),)
        yield from ((Item(arm),) for arm in when.arms)
    if isinstance(owner, Scenario) and not owner.enters:
        yield _inside(owner)


def _inside(scenario: Scenario) -> Context:
    """What is so of every lead that goes on in the scenario."""
    exits = [guard.when.watch.condition for guard in scenario.exits if guard.when.watch is not None]
    return (Item(Known(Standing("stage"))), *(Item(condition, False) for condition in exits))


def _walk(body: tuple[Step, ...], at: int | None, context: Context, found: dict[int, list[Context]]) -> None:
    waiting = [(at, context)]
    while waiting:
        number, context = waiting.pop()
        if number is None:
            continue
        known = found.setdefault(number, [])
        if context in known or len(known) >= MOST_CONTEXTS:
            continue
        known.append(context)
        step = body[number]
        match step:
            case Do(action=action, next=following) if isinstance(action, _KEEPS_ALL):
                waiting.append((following, context))
            case Split():
                waiting += [(arm.to, context) for arm in step.arms]
            case Branch():
                before: Context = ()
                for path in step.paths:
                    waiting.append((path.to, (*context, *before, Item(path.condition))))
                    before = (*before, Item(path.condition, False))
                waiting.append((step.otherwise, (*context, *before)))
