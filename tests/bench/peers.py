"""Owns the peers: rule engines as matchers of guards inside one host, which keeps the state, the timers and the effects
for all of them. Must not know journeyc's engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from journeyc.program import schema
from journeyc.program.schema import Program
from tests.bench.w1 import DAY, HORIZON, KINDS, STAGES, Event

Match = Callable[[int, int, int, int], Sequence[int]]
"""The rules, by number, whose guards hold at a stage and score, on an event of a kind and content."""
Log = Sequence[tuple[int, Sequence[Event]]]
"""By lead, its events in time order."""
_WAIT = 3 * DAY
_OPENED = next(number for number, kind in enumerate(KINDS) if kind.verb == "opened")
_MAILS = KINDS[_OPENED].names


class Rule(NamedTuple):
    """A rule of the workload in numbers. `stage` and `score` are None where its guard does not ask; an effect is the
    action's keyword and what it takes."""

    stage: int | None
    kind: int
    number: int
    score: int | None
    effects: tuple[tuple[str, Any], ...]

    def tests(self) -> list[tuple[str, str, int]]:
        """The guard as comparisons."""
        wanted = [("kind", "==", self.kind), ("number", "==", self.number)]
        wanted += [("stage", "==", self.stage)] if self.stage is not None else []
        return wanted + ([("score", ">=", self.score)] if self.score is not None else [])


def rules_of(program: Program) -> list[Rule]:
    """The rules of w1.journey's Program."""
    numbers = {name: (place, n) for place, kind in enumerate(KINDS) for n, name in enumerate(kind.names)}
    return [_rule(rule, numbers) for rule in program.rules]


def _rule(rule: schema.Rule, numbers: dict[str, tuple[int, int]]) -> Rule:
    [arm] = rule.when.arms
    assert isinstance(arm.pattern, schema.EventPattern)
    [content] = arm.pattern.subjects or ()
    stage: int | None = None
    score: int | None = None
    for condition in arm.condition.items if isinstance(arm.condition, schema.And) else (arm.condition,):
        if isinstance(condition, schema.OneOf):
            stage = STAGES.index(str(condition.options[0]))
        elif isinstance(condition, schema.Compare):
            assert isinstance(condition.right, schema.Literally)
            score = int(condition.right.value)
    return Rule(stage, *numbers[content], score, tuple(_effect(step) for step in rule.body))


def _effect(step: schema.Step) -> tuple[str, Any]:
    assert isinstance(step, schema.Do)
    match step.action:
        case schema.MoveTo(stage=stage):
            return "stage", STAGES.index(stage)
        case schema.ChangeScore(points=points):
            return "score", points
        case schema.Notify(team=team):
            return "notify", team
        case schema.StartScenario():
            return "start", None
        case action:
            raise TypeError(type(action).__name__)


# --- the host ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Lead:
    """A lead of the host. `step` is the scenario's wait it stands at, 0 for none; `awaited` the mail sent before it."""

    stage: int = 0
    score: int = 0
    started: bool = False
    step: int = 0
    due: int = 0
    awaited: int = 0
    opened: bool = False


@dataclass(slots=True)
class Tally:
    """What came of a log: how often each action was done, and how many leads stand at each stage with which points."""

    actions: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    points: int = 0


def host(match: Match, rules: Sequence[Rule], log: Log) -> Tally:
    """Run the log to the horizon, lead by lead."""
    tally = Tally()
    actions = tally.actions
    effects = [rule.effects for rule in rules]
    for _, events in log:
        lead = Lead()
        for _, at, _, kind, number in events:
            while lead.step and lead.due < at:
                _fire(lead, actions)
            if kind == _OPENED and lead.step and number == lead.awaited:
                lead.opened = True
            for rule in match(lead.stage, lead.score, kind, number):
                _apply(lead, at, effects[rule], actions)
        while lead.step and lead.due <= HORIZON:
            _fire(lead, actions)
        tally.stages[STAGES[lead.stage]] += 1
        tally.points += lead.score
    return tally


def _apply(lead: Lead, at: int, effects: Iterable[tuple[str, Any]], actions: Counter[str]) -> None:
    for keyword, value in effects:
        if keyword == "start":
            if lead.started:
                continue
            lead.started = True
            _send(lead, 1, "nurture_1", at, actions)
        elif keyword == "score":
            lead.score += value
        elif keyword == "stage":
            lead.stage = value
        actions[keyword] += 1


def _send(lead: Lead, step: int, mail: str, at: int, actions: Counter[str]) -> None:
    """Send a mail and wait three days for it to be opened."""
    actions["send"] += 1
    lead.step, lead.due, lead.awaited, lead.opened = step, at + _WAIT, _MAILS.index(mail), False


def _fire(lead: Lead, actions: Counter[str]) -> None:
    """A wait of the scenario is over."""
    if lead.step == 1:
        if lead.opened:
            lead.score += 10
            actions["score"] += 1
        _send(lead, 2, "nurture_2a" if lead.opened else "nurture_2b", lead.due, actions)
        return
    lead.step = 0
    lead.score += 15 if lead.opened else -5
    actions["score"] += 1
    actions["notify"] += lead.opened


# --- the matchers ----------------------------------------------------------------------------------------------------


def clipspy(rules: Sequence[Rule]) -> Match:
    """CLIPS, a Rete network in C. One fact is modified: asserting and retracting one an event gets ever slower."""
    import clips

    environment = clips.Environment()
    found: list[int] = []
    environment.define_function(lambda rule: found.append(int(rule)), name="fits")
    slots = " ".join(f"(slot {name} (type INTEGER))" for name in ("stage", "score", "kind", "number", "turn"))
    environment.build(f"(deftemplate event {slots})")
    for place, rule in enumerate(rules):
        tests = " ".join(
            f"({name} {value})" if sign == "==" else f"({name} ?{name}&:(>= ?{name} {value}))"
            for name, sign, value in rule.tests()
        )
        order = f"(declare (salience {len(rules) - place}))"
        environment.build(f"(defrule rule{place} {order} (event {tests}) => (fits {place}))")
    fact = environment.find_template("event").assert_fact(stage=-1, score=0, kind=-1, number=-1, turn=0)
    turn = 0

    def match(stage: int, score: int, kind: int, number: int) -> Sequence[int]:
        nonlocal turn
        turn += 1
        found.clear()
        fact.modify_slots(stage=stage, score=score, kind=kind, number=number, turn=turn)
        environment.run()
        return found

    return match


def zen_engine(rules: Sequence[Rule]) -> Match:
    """GoRules zen-engine in Rust: one compiled expression a rule."""
    import zen

    compiled = [
        zen.compile_expression(" and ".join(f"{name} {sign} {value}" for name, sign, value in rule.tests()))
        for rule in rules
    ]

    def match(stage: int, score: int, kind: int, number: int) -> Sequence[int]:
        given = {"stage": stage, "score": score, "kind": kind, "number": number}
        return [place for place, expression in enumerate(compiled) if expression.evaluate(given)]

    return match


PEERS: dict[str, Callable[[Sequence[Rule]], Match]] = {"clipspy": clipspy, "zen-engine": zen_engine}
