"""Owns what rules with a trigger do to a lead's stage and owner, and which of them may do it at one occurrence.
Must not know what is said about it; whether two of them really meet is for proofs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from journeyc.lint.branches import Context, reached
from journeyc.lint.ladder import OFF, Ladder, Stages
from journeyc.program.schema import (
    Arm,
    Assign,
    Do,
    EventPattern,
    Handoff,
    Leave,
    MoveBack,
    MoveTo,
    Place,
    Program,
    Restart,
    Rule,
)

MOST_PARTNERS = 32
"""Rules of one occurrence and stage that a rule is compared with."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A rule gives the lead a stage (`OFF`: none) or an owner where a context is so; `stages` are those from which a
    lead may come to it and be moved."""

    rule: Rule
    kind: Literal["stage", "owner"]
    target: str
    context: Context
    arm: Arm
    stages: Stages
    place: Place


def effects(program: Program, ladder: Ladder) -> Iterator[Effect]:
    """What every rule with a trigger does to stage and owner, as it was when the rule was decided upon."""
    for step in reached(program):
        if isinstance(step.owner, Rule) and isinstance(step.step, Do):
            for context in step.contexts:
                yield from _effects(step.owner, step.step, context, ladder)


def _effects(rule: Rule, step: Do, context: Context, ladder: Ladder) -> Iterator[Effect]:
    arm, action = context[0].what, step.action
    if not isinstance(arm, Arm) or not isinstance(arm.pattern, EventPattern):
        return
    stages = ladder.open_to(arm.condition)
    match action:
        case MoveTo() | MoveBack() | Leave() | Restart():
            target = ladder.first if isinstance(action, Restart) and action.stage is None else _target(action)
            moved = frozenset(stage for stage in stages if ladder.target(action, stage) != stage)
            yield Effect(rule, "stage", target, context, arm, moved, step.place)
        case Assign(team=team) | Handoff(team=team):
            yield Effect(rule, "owner", team, context, arm, stages, step.place)


def _target(action: MoveTo | MoveBack | Leave | Restart) -> str:
    return OFF if isinstance(action, Leave) else action.stage or OFF


# --- pairs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two effects that one occurrence may have at once, the earlier first."""

    earlier: Effect
    later: Effect
    stages: Stages


class Meetings:
    """Pairs of effects with different targets, narrowed by kind, occurrence and stage. `left_out` counts those beyond
    what one rule is compared with."""

    def __init__(self, found: Iterator[Effect]) -> None:
        self.left_out = 0
        self._by_occurrence: dict[tuple[str, str, str | None], list[Effect]] = {}
        self._all = tuple(found)

    def __iter__(self) -> Iterator[Meeting]:
        for later in self._all:
            partners = 0
            for earlier in self._candidates(later):
                stages = earlier.stages & later.stages
                if earlier.rule is later.rule or earlier.target == later.target or not stages:
                    continue
                partners += 1
                if partners > MOST_PARTNERS:
                    self.left_out += 1
                    break
                yield Meeting(earlier, later, stages)
            self._keep(later)

    def _candidates(self, effect: Effect) -> Iterator[Effect]:
        pattern = effect.arm.pattern
        assert isinstance(pattern, EventPattern)
        if pattern.subjects is None:
            yield from self._by_occurrence.get((effect.kind, pattern.verb, ""), ())
            return
        for subject in (*pattern.subjects, None):
            yield from self._by_occurrence.get((effect.kind, pattern.verb, subject), ())

    def _keep(self, effect: Effect) -> None:
        pattern = effect.arm.pattern
        assert isinstance(pattern, EventPattern)
        for subject in (*(pattern.subjects or (None,)), ""):
            self._by_occurrence.setdefault((effect.kind, pattern.verb, subject), []).append(effect)
