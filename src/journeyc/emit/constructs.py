"""Owns the list of what a journey uses: every construct of a Program that a target may be unable to do, with its place.
Must not know any pack; a construct's key is the same for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.program.schema import (
    Accepted,
    And,
    AtLeast,
    Attribute,
    Branch,
    Compare,
    Condition,
    Count,
    DateReached,
    Do,
    Duration,
    EnterJourney,
    EventPattern,
    Guard,
    Happened,
    Hole,
    Inactive,
    InSegment,
    Known,
    MoveTo,
    Not,
    OneOf,
    Or,
    Pattern,
    Place,
    Points,
    Policy,
    Program,
    Repeat,
    Restart,
    Scenario,
    Score,
    Send,
    SetAttribute,
    Since,
    Split,
    Standing,
    Step,
    Tagged,
    Text,
    Today,
    Value,
    Wait,
    WaitClock,
    WaitDate,
    WaitUntil,
    Watch,
    When,
)

ACTIONS = (
    "send", "notify", "handoff", "task", "assign", "stage", "back", "leave", "score", "set", "tag", "untag", "start",
    "stop", "pause", "resume", "enter", "restart", "post",
)  # fmt: skip

CONSTRUCTS = (
    *(f"action.{keyword}" for keyword in ACTIONS),
    "action.send.next_of",
    "action.within",
    "text.hole",
    "duration.business",
    "step.branch",
    "step.split",
    "step.wait",
    "step.wait.at",
    "step.wait.on_open_days",
    "step.wait_clock",
    "step.wait_date",
    "step.wait_entry",
    "step.wait_until",
    "step.repeat",
    "rule",
    "scenario",
    "scenario.reenter_always",
    "scenario.reenter_after",
    "scenario.goal",
    "scenario.hold",
    "exit",
    "score.line",
    "score.limit",
    "score.range",
    "score.standing",
    "score.decay",
    "policy.consent",
    "policy.suppress",
    "policy.quiet",
    "policy.cap",
    "trigger.condition",
    "trigger.where",
    "trigger.inactive",
    "trigger.date",
    "condition.compare",
    "condition.one_of",
    "condition.known",
    "condition.tagged",
    "condition.accepted",
    "condition.segment",
    "condition.at_least",
    "condition.happened",
    "condition.happened_within",
    "condition.happened_since_entry",
    "condition.journey",
    "value.points",
    "value.count",
    "value.since",
    "value.today",
    "value.payload",
    *(f"value.{what}" for what in ("stage", "persona", "owner", "member", "source")),
)
"""Every construct's key but `trigger.VERB` and `history.VERB`, of which there is one for every verb in use."""


@dataclass(frozen=True, slots=True)
class Use:
    """A construct where the journey uses it; `about` says what it is about (a content, a team, a name), if anything."""

    construct: str
    place: Place
    about: str = ""


def uses(program: Program) -> tuple[Use, ...]:
    """Everything the journey uses, each construct once per place, in source order."""
    return tuple(dict.fromkeys(_Walk(program).program()))


class _Walk:
    """One walk over a Program; the methods yield what their argument uses."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def program(self) -> Iterator[Use]:
        for score in self._program.scores:
            yield from self._score(score)
        for segment in self._program.segments:
            yield from self._condition(segment.condition, segment.place)
        for persona in self._program.personas:
            if persona.condition is not None:
                yield from self._condition(persona.condition, persona.place)
        for rule in self._program.rules:
            yield Use("rule", rule.place, rule.by)
            yield from self._when(rule.when)
            yield from self._body(rule.body)
        for scenario in self._program.scenarios:
            yield from self._scenario(scenario)
        if self._program.policy is not None:
            yield from self._policy(self._program.policy)

    def _score(self, score: Score) -> Iterator[Use]:
        if score.low is not None or score.high is not None:
            yield Use("score.range", score.place, score.name)
        if score.decay is not None:
            yield Use("score.decay", score.place, score.name)
        for line in score.lines:
            yield Use("score.line", line.place, score.name)
            if line.limit is not None:
                yield Use("score.limit", line.place, score.name)
            yield from self._when(When(line.arms, None, line.place))
        for standing in score.standing:
            yield Use("score.standing", standing.place, score.name)
            yield from self._condition(standing.condition, standing.place)

    def _scenario(self, scenario: Scenario) -> Iterator[Use]:
        yield Use("scenario", scenario.place, scenario.name)
        if scenario.reenter is not None:
            kind = "always" if scenario.reenter == "always" else "after"
            yield Use(f"scenario.reenter_{kind}", scenario.place, scenario.name)
        yield from self._guards(scenario.enters, None, scenario.name)
        yield from self._guards(scenario.exits, "exit", scenario.name)
        yield from self._guards(scenario.goals, "scenario.goal", scenario.name)
        for hold in scenario.holds:
            yield Use("scenario.hold", scenario.place, scenario.name)
            yield from self._condition(hold.condition, scenario.place)
        yield from self._body(scenario.body)

    def _guards(self, guards: tuple[Guard, ...], key: str | None, name: str) -> Iterator[Use]:
        for guard in guards:
            if key is not None:
                yield Use(key, guard.place, name)
            yield from self._when(guard.when, level=key == "exit")

    def _policy(self, policy: Policy) -> Iterator[Use]:
        for condition in policy.consents:
            yield Use("policy.consent", condition.place)
            yield from self._condition(condition, condition.place)
        for condition in policy.suppresses:
            yield Use("policy.suppress", condition.place)
            yield from self._condition(condition, condition.place)
        if policy.quiet is not None:
            yield Use("policy.quiet", policy.quiet.place)
        for cap in policy.caps:
            yield Use("policy.cap", cap.place, cap.kind)

    # --- steps -------------------------------------------------------------------------------------------------

    def _body(self, body: tuple[Step, ...]) -> Iterator[Use]:
        for step in body:
            yield from self._step(step)

    def _step(self, step: Step) -> Iterator[Use]:
        match step:
            case Do():
                yield from self._action(step)
            case Branch():
                yield Use("step.branch", step.place, step.source)
                for path in step.paths:
                    yield from self._condition(path.condition, path.place)
            case Split():
                yield Use("step.split", step.place)
            case Wait():
                yield Use("step.wait", step.place)
                yield from self._clock(step.at, step.on_open_days, step.place)
                yield from self._duration(step.duration, step.place)
            case WaitClock():
                yield Use("step.wait_clock", step.place)
                yield from self._clock(None, step.on_open_days, step.place)
            case WaitDate():
                yield Use(
                    "step.wait_entry" if step.anchor.kind == "entry" else "step.wait_date", step.place, step.anchor.name
                )
                yield from self._clock(step.at, step.on_open_days, step.place)
                yield from self._duration(step.duration, step.place)
            case WaitUntil():
                yield Use("step.wait_until", step.place)
                yield from self._duration(step.timeout, step.timeout_place)
                for line in step.lines:
                    yield from self._when(line.when, level=True)
            case Repeat():
                yield Use("step.repeat", step.place)
                yield from self._duration(step.every, step.place)
                yield from self._when(step.until, level=True)

    def _clock(self, at: int | None, on_open_days: bool, place: Place) -> Iterator[Use]:
        if at is not None:
            yield Use("step.wait.at", place)
        if on_open_days:
            yield Use("step.wait.on_open_days", place)

    def _duration(self, duration: Duration | None, place: Place) -> Iterator[Use]:
        if duration is not None and duration.unit != "s":
            yield Use("duration.business", place, f"{duration.amount}{duration.unit}")

    def _action(self, step: Do) -> Iterator[Use]:
        action, place = step.action, step.place
        yield Use(f"action.{action.keyword}", place, _about(step))
        if isinstance(action, Send) and action.next_of:
            yield Use("action.send.next_of", place)
        if isinstance(action, SetAttribute):
            yield from self._value(action.value, place)
        within: Duration | None = getattr(action, "within", None)
        if within is not None:
            yield Use("action.within", place)
            yield from self._duration(within, place)
        text: Text = getattr(action, "title", None) or getattr(action, "text", None) or ()
        for hole in (part for part in text if isinstance(part, Hole)):
            yield Use("text.hole", place)
            yield from self._value(hole.value, place)

    # --- triggers and conditions -------------------------------------------------------------------------------

    def _when(self, when: When, *, level: bool = False) -> Iterator[Use]:
        for arm in when.arms:
            yield from self._pattern(arm.pattern, "trigger")
            if arm.condition is not None:
                yield from self._condition(arm.condition, when.place)
        if when.watch is not None:
            yield from self._watch(when.watch, when.place, level=level)

    def _watch(self, watch: Watch, place: Place, *, level: bool) -> Iterator[Use]:
        if not level:
            yield Use("trigger.condition", place)
        yield from self._condition(watch.condition, place)

    def _pattern(self, pattern: Pattern, role: str) -> Iterator[Use]:
        match pattern:
            case EventPattern():
                yield Use(f"{role}.{pattern.verb}", pattern.place, ", ".join(pattern.subjects or ()))
                if pattern.where is not None:
                    yield Use("trigger.where", pattern.place)
                    yield from self._condition(pattern.where, pattern.place)
            case Inactive():
                yield Use("trigger.inactive", pattern.place)
            case DateReached():
                yield Use("trigger.date", pattern.place, pattern.anchor.name)

    def _condition(self, condition: Condition, place: Place) -> Iterator[Use]:
        match condition:
            case Not():
                yield from self._condition(condition.item, place)
            case And() | Or() | AtLeast():
                if isinstance(condition, AtLeast):
                    yield Use("condition.at_least", condition.place)
                for item in condition.items:
                    yield from self._condition(item, place)
            case Compare():
                yield Use("condition.compare", condition.place)
                yield from self._value(condition.left, condition.place)
                yield from self._value(condition.right, condition.place)
            case OneOf() | Known():
                yield Use(f"condition.{condition.op}", condition.place)
                yield from self._value(condition.value, condition.place)
            case Tagged():
                yield Use("condition.tagged", condition.place, condition.tag)
            case Accepted() | InSegment():
                key = "accepted" if isinstance(condition, Accepted) else "segment"
                yield Use(f"condition.{key}", condition.place)
                if condition.journey is not None:
                    yield Use("condition.journey", condition.place, condition.journey)
            case Happened():
                yield Use(_history_form(condition), condition.place)
                yield from self._pattern(self._program.histories[condition.history], "history")

    def _value(self, value: Value, place: Place) -> Iterator[Use]:
        match value:
            case Attribute():
                return
            case Points() | Standing():
                yield Use("value.points" if isinstance(value, Points) else f"value.{value.what}", place)
                if value.journey is not None:
                    yield Use("condition.journey", place, value.journey)
            case Count() | Since():
                yield Use(f"value.{value.op}", place)
                yield from self._pattern(self._program.histories[value.history], "history")
            case Today():
                yield Use("value.today", place)
            case _:
                if value.op == "payload":
                    yield Use("value.payload", place)


def _history_form(condition: Happened) -> str:
    if condition.since_entry:
        return "condition.happened_since_entry"
    return "condition.happened" if condition.within is None else "condition.happened_within"


def _about(step: Do) -> str:
    match step.action:
        case Send(contents=contents):
            return ", ".join(contents)
        case MoveTo(stage=stage) | Restart(stage=stage):
            return stage or ""
        case EnterJourney(journey=journey):
            return journey
        case action:
            names = ("team", "score", "attribute", "tag", "scenario", "webhook", "stage", "reason")
            return next((str(getattr(action, name)) for name in names if getattr(action, name, None)), "")
