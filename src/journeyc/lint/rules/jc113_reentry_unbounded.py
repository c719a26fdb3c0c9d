"""Owns JC113: a scenario that a lead can run through again and again, with nothing between two runs.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journeyc.lint.conditions import reads
from journeyc.lint.cooling import Cooling
from journeyc.lint.facts import Facts
from journeyc.lint.paths import ways_on
from journeyc.lint.rule import Both, Finding, Fix, Option, Options, Replace, Rule, Severity, Wording
from journeyc.lint.standing import STAGE, Knowledge, Standings
from journeyc.lint.walking import Site, about, ways
from journeyc.program.schema import (
    Action,
    AddTag,
    Arm,
    Attribute,
    Condition,
    Do,
    EventPattern,
    Handoff,
    Literally,
    MoveTo,
    Notify,
    Program,
    RemoveTag,
    Scenario,
    Send,
    SetAttribute,
    StartScenario,
    Tagged,
    Task,
    When,
)
from journeyc.program.schema import Rule as JourneyRule

_MOST_WAYS = 500


@dataclass(frozen=True, slots=True)
class _Run:
    """A run that is over at the instant it began: what it told people and the lead, and what is so afterwards."""

    told: tuple[Action, ...]
    known: Knowledge


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    for scenario in program.scenarios:
        if scenario.reenter != "always":
            continue
        begins = tuple(_begins(facts, scenario))
        run = next((run for run in _runs(program, scenario) if _goes_on(facts, begins, run)), None)
        if run is not None:
            after = str(options["after"])
            edit = Replace(scenario.reenter_place, f"reenter after {after}")
            fix = Fix("after", (edit,), values=(("after", after),))
            severity: Severity | None = "warning" if all(_is_capped(program, action) for action in run.told) else None
            values = {"name": scenario.name}
            yield Finding(scenario.reenter_place, about(program, scenario), values, fixes=(fix,), severity=severity)


# --- runs that take no time ---------------------------------------------------------------------------------------


def _runs(program: Program, scenario: Scenario) -> Iterator[_Run]:
    """The runs without a wait that tell somebody something and do not look at whether they have before."""
    waiting: list[tuple[int | None, tuple[Action, ...], Mapping[object, str | int | float | bool]]]
    waiting = [(0 if scenario.body else None, (), {})]
    for _ in range(_MOST_WAYS):
        if not waiting:
            return
        at, told, known = waiting.pop()
        if at is None:
            if told:
                yield _Run(told, known)
            continue
        step = scenario.body[at]
        if isinstance(step, Do):
            told = (*told, step.action) if _tells(step.action) else told
            known = {**known, **_leaves(step.action)}
        for way in ways_on(step, scenario.body):
            looks_back = way.holds is not None or way.fails
            if not way.waits and not (looks_back and _looks_back(program, (way.holds, way.fails))):
                waiting.append((way.to, told, known))


def _tells(action: Action) -> bool:
    return isinstance(action, Handoff | Task | Notify) or (isinstance(action, Send) and not action.next_of)


def _leaves(action: Action) -> dict[object, str | int | float | bool]:
    match action:
        case AddTag(tag=tag):
            return {Tagged(tag): True}
        case RemoveTag(tag=tag):
            return {Tagged(tag): False}
        case MoveTo(stage=stage):
            return {STAGE: stage}
        case SetAttribute(attribute=name, value=Literally(value=value)):
            return {Attribute(name): value}
        case _:
            return {}


def _looks_back(program: Program, part: object) -> bool:
    """Whether it asks what was sent before."""
    return "sent" in reads(program, part)


def _is_capped(program: Program, action: Action) -> bool:
    capped = {cap.kind for cap in program.policy.caps} if program.policy is not None else set()
    kinds = {content.name: content.kind for content in program.contents if content.purpose == "ad"}
    return isinstance(action, Send) and kinds.get(action.contents[0]) in capped


# --- what begins them ---------------------------------------------------------------------------------------------


def _begins(facts: Facts, scenario: Scenario) -> Iterator[Arm | Condition]:
    """What makes a lead enter, if it can happen to it more than once."""
    for when in ways(scenario):
        yield from _repeatable(facts, when)
    for site in facts.sites:
        if isinstance(site.action, StartScenario) and site.action.scenario == scenario.name:
            yield from _started(facts, site)


def _started(facts: Facts, site: Site) -> Iterator[Arm | Condition]:
    if isinstance(site.owner, JourneyRule) or site.owner.reenter is not None:
        for when in ways(site.owner):
            yield from _repeatable(facts, when)


def _repeatable(facts: Facts, when: When) -> Iterator[Arm | Condition]:
    cooling = Cooling(facts.program)
    if when.watch is not None and not cooling.stays(when.watch.condition):
        yield when.watch.condition
    yield from (arm for arm in when.arms if not _happens_once(facts, cooling, arm))


def _happens_once(facts: Facts, cooling: Cooling, arm: Arm) -> bool:
    pattern = arm.pattern
    if not isinstance(pattern, EventPattern):
        return True
    if pattern.verb == "became" and pattern.subjects is not None:
        named = [segment for segment in facts.program.segments if segment.name in pattern.subjects]
        return all(cooling.stays(segment.condition) for segment in named)
    if pattern.verb == "entered" and pattern.subjects is not None:
        return not any(_is_come_back_to(facts, stage) for stage in pattern.subjects)
    return pattern.verb in ("created", "dropped")


def _is_come_back_to(facts: Facts, stage: str) -> bool:
    """Whether a lead that has left the stage can come to it again."""
    reached, waiting = set[str](), [stage]
    while waiting:
        source = waiting.pop()
        onward = {move.target for move in facts.ladder.moves if move.source == source} - reached
        reached |= onward
        waiting.extend(onward)
    return stage in reached


def _goes_on(facts: Facts, begins: tuple[Arm | Condition, ...], run: _Run) -> bool:
    """Whether something may begin the scenario again after the run."""
    standings = Standings(facts.program)
    for begin in begins:
        condition = begin.condition if isinstance(begin, Arm) else begin
        if condition is None or (
            standings.truth(condition, run.known) is not False and not _looks_back(facts.program, condition)
        ):
            return True
    return False


RULE = Rule(
    code="JC113",
    name="reentry-unbounded",
    severity="error",
    title=Both("際限のない再入場", "Entered again without bound"),
    what=Both(
        "`reenter always` のシナリオに、待機なしで終わりまで進み、しかも送信や通知をする道があります。"
        "同じきっかけが続くと、そのたびに最初から繰り返します。"
        "`wait`、送信済みかを聞く条件、二度目を止めるタグや段階があれば対象外です。",
        "A scenario with `reenter always` has a way from start to end without a wait that sends or tells something: "
        "each time its trigger comes again, all of it is done again. A `wait`, a condition that asks what was sent, "
        "or a tag or stage that bars a second run makes it silent.",
    ),
    why=Both(
        "同じ人がページを三度見れば、同じメールが三通届きます。再入場の繰り返しは、配信ツールでよく起きる事故です。",
        "Somebody who looks at a page three times gets the same mail three times. It is a common accident of "
        "marketing tools.",
    ),
    wordings={
        "": Wording(
            Both(
                "シナリオ `{name}` は、待たずに終わり、きっかけのたびに何度でも繰り返されます",
                "the scenario `{name}` is over at once, and begins anew each time its trigger comes",
            ),
            Both("reenter after 90d のように、間をあけます", "leave time between two runs: reenter after 90d"),
        ),
    },
    fixes={"after": Both("reenter after {after} にする", "make it reenter after {after}")},
    options=(
        Option("after", "90d", Both("修正で書く再入場までの時間", "the time between two runs that a fix writes")),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
email 料金のご案内 { purpose transactional }
scenario 料金の案内 {
  enter when visited(料金)
  reenter always
  goal when clicked(料金のご案内)
  send 料金のご案内
}
when clicked(料金のご案内) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
email 料金のご案内 { purpose transactional }
scenario 料金の案内 {
  enter when visited(料金)
  reenter after 90d
  goal when clicked(料金のご案内)
  send 料金のご案内
}
when clicked(料金のご案内) -> stage 検討, notify 営業
""",
    check=_check,
)
