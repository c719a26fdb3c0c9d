"""Owns flow graphs: a Program as the flows that marketing platforms run, each with its ways in, steps and ways out.
Must not know any platform.

A flow's nodes are the Program's own steps made plain: what a step means beyond its words stands there as a branch of
its own (a stage moves only forward, a mail needs its consent, points stay in their range), only what can be reached
is left, and nodes are numbered in the order of a walk from the start, so equal Programs give equal flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from journeyc.program.schema import (
    NOWHERE,
    And,
    Arm,
    Branch,
    ChangeScore,
    Compare,
    Condition,
    Do,
    EventPattern,
    Guard,
    InSegment,
    Leave,
    Literally,
    MoveBack,
    MoveTo,
    Not,
    OneOf,
    Path,
    Pattern,
    Place,
    Points,
    Program,
    Repeat,
    Rule,
    Scenario,
    Score,
    Send,
    Split,
    Standing,
    Step,
    StopScenario,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
    Watch,
    When,
)


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One way in, taken where `condition` holds: an occurrence that `pattern` fits, or, with no pattern, the moment at
    which `becomes` becomes true."""

    pattern: Pattern | None
    becomes: Condition | None
    condition: Condition | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of one lead. `name` is unique among the flows of its origin. `again`: whether a lead that is out may come
    in again: `always`, `never`, or so many seconds after leaving. `nodes` are addressed by index; a flow starts at
    node 0, an empty one does nothing."""

    name: str
    origin: Literal["scenario", "rule", "score"]
    title: str | None
    doc: str | None
    enrollments: tuple[Enrollment, ...]
    again: int | Literal["always", "never"]
    exits: tuple[Guard, ...]
    goals: tuple[Guard, ...]
    holds: tuple[Watch, ...]
    nodes: tuple[Step, ...]
    place: Place = field(default=NOWHERE, compare=False)


def flows(program: Program) -> tuple[Flow, ...]:
    """The journey's flows: one for each scenario, rule and score line, in source order within these."""
    return (
        *(_of_scenario(program, scenario) for scenario in program.scenarios),
        *(_of_rule(program, rule) for rule in program.rules),
        *(flow for score in program.scores for flow in _of_score(program, score)),
    )


def _of_scenario(program: Program, scenario: Scenario) -> Flow:
    return Flow(
        scenario.name,
        "scenario",
        scenario.title,
        scenario.doc,
        tuple(way for guard in scenario.enters for way in _ways_in(guard.when)),
        "never" if scenario.reenter is None else scenario.reenter,
        scenario.exits,
        scenario.goals,
        scenario.holds,
        _plain(program, scenario.body, scenario.name),
        scenario.place,
    )


def _of_rule(program: Program, rule: Rule) -> Flow:
    nodes = _plain(program, rule.body, None)
    return Flow(rule.by, "rule", None, rule.doc, tuple(_ways_in(rule.when)), "always", (), (), (), nodes, rule.place)


def _of_score(program: Program, score: Score) -> Iterator[Flow]:
    for number, line in enumerate(score.lines, 1):
        ways = tuple(_ways_in(When(line.arms, None, line.place)))
        nodes = _plain(program, (Do(ChangeScore(score.name, line.points, False), None, line.place),), None)
        yield Flow(f"{score.name} {number}", "score", None, score.doc, ways, "always", (), (), (), nodes, line.place)


# --- ways in -----------------------------------------------------------------------------------------------------


def _ways_in(when: When) -> Iterator[Enrollment]:
    if when.watch is not None:
        yield Enrollment(None, when.watch.condition, None, when.place)
    for arm in when.arms:
        yield from _of_arm(arm)


def _of_arm(arm: Arm) -> Iterator[Enrollment]:
    """`became` and `ceased` are conditions that become true, one for each segment they name."""
    pattern = arm.pattern
    if isinstance(pattern, EventPattern) and pattern.verb in ("became", "ceased") and pattern.subjects is not None:
        for name in pattern.subjects:
            inside: Condition = InSegment(name, place=pattern.place)
            turned = inside if pattern.verb == "became" else Not(inside, pattern.place)
            yield Enrollment(None, turned, arm.condition, pattern.place)
    else:
        yield Enrollment(pattern, None, arm.condition, pattern.place)


# --- plain steps -------------------------------------------------------------------------------------------------

_Target = int | None


def targets(step: Step) -> tuple[_Target, ...]:
    """Where a step may lead, in source order: None is the end."""
    match step:
        case Branch():
            return (*(path.to for path in step.paths), step.otherwise)
        case Split():
            return tuple(arm.to for arm in step.arms)
        case WaitUntil():
            return (*(line.to for line in step.lines), step.timeout_to)
        case WaitDate():
            return (step.next, step.skip_to) if step.missed == "skip" else (step.next,)
        case Repeat():
            return step.body, step.end, step.next
        case Do() | Wait() | WaitClock():
            return (step.next,)
        case _:
            return (step.repeat,)


def retargeted(step: Step, to: Callable[[_Target], _Target]) -> Step:
    """The same step, leading to what `to` says in place of where it led."""
    match step:
        case Branch():
            paths = tuple(replace(path, to=to(path.to)) for path in step.paths)
            return replace(step, paths=paths, otherwise=to(step.otherwise))
        case Split():
            return replace(step, arms=tuple(replace(arm, to=to(arm.to)) for arm in step.arms))
        case WaitUntil():
            lines = tuple(replace(line, to=to(line.to)) for line in step.lines)
            return replace(step, lines=lines, timeout_to=to(step.timeout_to))
        case WaitDate():
            return replace(step, next=to(step.next), skip_to=to(step.skip_to) if step.missed == "skip" else None)
        case Repeat():
            return replace(step, body=_known(to(step.body)), end=_known(to(step.end)), next=to(step.next))
        case Do() | Wait() | WaitClock():
            return replace(step, next=to(step.next))
        case _:
            return replace(step, repeat=_known(to(step.repeat)))


def _known(target: _Target) -> int:
    assert target is not None, "a repeat leads to steps of its own"
    return target


def _plain(program: Program, body: tuple[Step, ...], scenario: str | None) -> tuple[Step, ...]:
    """The body made of plain steps only, numbered as a walk from its start meets them."""
    made = [_made_plain(program, step, scenario) for step in body]
    starts = [sum(len(steps) for steps in made[:index]) for index in range(len(body))]
    nodes: list[Step] = []
    for start, steps in zip(starts, made, strict=True):
        # Within `steps` a target below 0 is a place among them: -1 is the second, -2 the third.
        nodes += [
            retargeted(step, lambda to, at=start: None if to is None else at - to if to < 0 else starts[to])  # type: ignore[misc]  # its default is no type
            for step in steps
        ]
    return _renumbered(nodes)


def _renumbered(nodes: list[Step]) -> tuple[Step, ...]:
    order: dict[int, int] = {}
    waiting = [0] if nodes else []
    while waiting:
        index = waiting.pop()
        if index not in order:
            order[index] = len(order)
            waiting += [to for to in reversed(targets(nodes[index])) if to is not None]
    return tuple(retargeted(nodes[index], lambda to: None if to is None else order[to]) for index in order)


def _made_plain(program: Program, step: Step, scenario: str | None) -> tuple[Step, ...]:
    """The step as plain steps; a target below 0 leads among them."""
    if not isinstance(step, Do):
        return (step,)
    match step.action:
        case MoveTo(stage=stage):
            return _guarded(step, _stands_on(stages_before(program, stage), step.place))
        case MoveBack(stage=stage):
            sources = tuple(back.source for back in program.backs if back.target == stage)
            return _guarded(step, _stands_on(sources, step.place))
        case Send():
            conditions = tuple(send_conditions(program, step.action))
            return _guarded(step, And(conditions, step.place)) if conditions else (step,)
        case ChangeScore():
            return _in_range(program, step, step.action)
        case Leave():
            return (replace(step, next=None),)
        case StopScenario(scenario=name) if name == scenario:
            return (replace(step, next=None),)
        case _:
            return (step,)


def _guarded(step: Do, condition: Condition) -> tuple[Step, ...]:
    path = Path(condition, -1, "", step.place)
    return Branch((path,), step.next, "if", None, step.place), step


def stages_before(program: Program, stage: str) -> tuple[str, ...]:
    """The stages from which a move to `stage` is a move on: those before it and those side by side with it."""
    level = next(each.level for each in program.stages if each.name == stage)
    return tuple(each.name for each in program.stages if each.level <= level and each.name != stage)


def _stands_on(stages: tuple[str, ...], place: Place) -> Condition:
    return OneOf(Standing("stage"), stages, place)


def send_conditions(program: Program, send: Send) -> Iterator[Condition]:
    """What must hold of the lead for the send to be made: consent for advertising, and no suppression."""
    contents = [content for content in program.contents if content.name in send.contents]
    for content in contents:
        if content.purpose == "ad" and content.consent is not None:
            yield content.consent
    if program.policy is not None:
        if any(content.purpose == "ad" and content.consent is None for content in contents):
            yield from program.policy.consents
        for suppressed in program.policy.suppresses:
            yield Not(suppressed, suppressed.place)


def _in_range(program: Program, step: Do, change: ChangeScore) -> tuple[Step, ...]:
    score = next(score for score in program.scores if score.name == change.score)
    if change.replace:
        points = max(change.points if score.low is None else score.low, change.points)
        points = min(points if score.high is None else score.high, points)
        return (replace(step, action=replace(change, points=points)),)
    limit = score.high if change.points > 0 else score.low
    if limit is None:
        return (step,)
    beyond = Compare(">" if change.points > 0 else "<", Points(change.score), Literally(limit, "number"), step.place)
    back = Do(ChangeScore(change.score, limit, True), step.next, step.place)
    branch = Branch((Path(beyond, -2, "", step.place),), step.next, "if", None, step.place)
    return replace(step, next=-1), branch, back
