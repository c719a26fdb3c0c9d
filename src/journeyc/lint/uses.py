"""Owns what of a journey's declarations is used: every name that something else in it refers to, by kind.
Must not know what follows where one is not."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.walking import below
from journeyc.program.schema import (
    Anchor,
    Assign,
    Boundary,
    Content,
    EventPattern,
    Goal,
    Handoff,
    InSegment,
    MapCell,
    Note,
    Notify,
    OneOf,
    Points,
    Post,
    Program,
    Score,
    Segment,
    Send,
    Stage,
    Standing,
    StartScenario,
    StopScenario,
    Task,
)

Use = tuple[str, str]
"""A kind (content, team, segment, score, scenario) and a name."""

_TEAM_VERBS = ("accepted", "rejected", "overdue")
_SEGMENT_VERBS = ("became", "ceased")


def uses(program: Program) -> frozenset[Use]:
    """Everything that is used. What only tests name is not."""
    parts = [getattr(program, name) for name in program.__slots__ if name not in ("tests", "own_verbs", "verbs")]
    fitting = {verb.name: verb.kinds for verb in program.verbs}
    return frozenset(use for part in below(tuple(parts)) for use in _of(part, program, fitting))


def _of(part: object, program: Program, fitting: dict[str, tuple[str, ...]]) -> Iterator[Use]:
    match part:
        case EventPattern():
            yield from _of_pattern(part, program, fitting.get(part.verb, ()))
        case Send(contents=names) | MapCell(contents=names) | Note(answered_by=names):
            yield from (("content", name) for name in names)
        case Post(webhook=name) | Anchor(kind="content", name=name):
            yield "content", name
        case Content():
            yield from _of_content(part)
        case Stage(contents=names, owner=owner):
            yield from (("content", name) for name in names)
            yield "team", owner or ""
        case Boundary(who=who):
            yield "team", who or ""
        case Notify(team=name) | Handoff(team=name) | Task(team=name) | Assign(team=name):
            yield "team", name
        case OneOf(value=Standing(what="owner"), options=options):
            yield from (("team", str(option)) for option in options)
        case InSegment(name=name) | Segment(name=name, asset=str()):
            yield "segment", name
        case Goal(of=name):
            yield "segment", name or ""
        case Points(name=name) | Score(name=name, asset=str()):
            yield "score", name
        case StartScenario(scenario=name) | StopScenario(scenario=name):
            yield "scenario", name
        case _:
            pass


def _of_pattern(pattern: EventPattern, program: Program, kinds: tuple[str, ...]) -> Iterator[Use]:
    if pattern.verb in _TEAM_VERBS:
        named = pattern.subjects if pattern.subjects is not None else tuple(team.name for team in program.teams)
        yield from (("team", name) for name in named)
    elif pattern.verb in _SEGMENT_VERBS:
        yield from (("segment", name) for name in pattern.subjects or ())
    elif pattern.subjects is not None:
        yield from (("content", name) for name in pattern.subjects)
    else:
        yield from (("content", content.name) for content in program.contents if content.kind in kinds)


def _of_content(content: Content) -> Iterator[Use]:
    """What a content's settings name; a form is used where it fills in attributes."""
    for word, value in content.settings:
        yield ("team" if word == "approval" else "content"), str(value)
    if content.fills:
        yield "content", content.name
