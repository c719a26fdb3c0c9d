"""What a finding claims is so: its witness, taken through the interpreter as any lead is, shows it; and no lead of a
random log ever refutes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from journeyc.lint.catalogue import all_rules
from journeyc.lint.conditions import Stated, clauses_of, parts_of, stated
from journeyc.lint.facts import Facts
from journeyc.lint.proof.witness import Witness
from journeyc.lint.rule import Finding, Rule
from journeyc.lint.settings import Settings
from journeyc.lint.walking import owners
from journeyc.pipeline import compile_text, replay
from journeyc.program import schema
from journeyc.program.schema import And, Arm, Branch, Condition, Or, Place, Program, When
from journeyc.run.conditions import View
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.reaction import CoverageKey
from journeyc.run.witnessed import Moment, moment
from tests.lint.proof.test_encoding import conditions_of, views
from tests.properties.journeys import DECLARED, SCORES, Names, journeys, lines
from tests.properties.logs import Log, logs

PROVED = {rule.code: rule for rule in all_rules() if "prover" in rule.needs}


def program_of(text: str) -> Program:
    compiled = compile_text(text, "t.journey")
    assert compiled.program is not None, compiled.findings
    return compiled.program


def findings(rule: Rule, program: Program) -> list[Finding]:
    """What the rule finds under the usual settings."""
    return list(rule.check(Facts(program, replay), Settings((), ()).options_of(rule)))


# --- witnesses ----------------------------------------------------------------------------------------------------


class Shown:
    """What becomes of a witness: the way its journey goes on the last event, and what holds of the lead there."""

    def __init__(self, program: Program, witness: Witness) -> None:
        self.program = program
        record = LeadRecord(
            "L",
            dict(witness.attributes),
            witness.stage,
            dict(witness.scores),
            witness.owner,
            witness.tags,
            witness.source,
        )
        events = [EventRecord("L", e.at, 0, e.verb, e.subject, dict(e.data)) for e in witness.events]
        engine = Engine([program])
        here = moment(engine, record, events, witness.at, decided=witness.decided, entered=witness.entered)
        assert here is not None
        self.here: Moment = here
        self.decided = witness.decided
        lead = engine.see(record, min([witness.at, *(event.at for event in events)]))
        self.covered: set[CoverageKey] = engine.output.covered
        for event in events:
            engine.output.covered.clear()
            engine.take(lead, event)

    def fires(self, rule: schema.Rule) -> bool:
        """Whether the rule fires on the last event; one without a trigger: whether its condition holds."""
        if rule.when.watch is not None:
            return self.here.holds(rule.when.watch.condition)
        return (self.program.journey, "rule", rule.order, 0, 0) in self.covered

    def takes(self, owner: schema.Rule | schema.Scenario, step: int, way: int) -> bool:
        """Whether the way out of a branch is taken on the last event."""
        return (self.program.journey, "path", owner.order, step, way) in self.covered


def rules_at(program: Program, *places: Place) -> list[schema.Rule]:
    """The rules in which the places stand."""
    return [next(r for r in program.rules if _is_within(place, r.place)) for place in places]


def _is_within(inner: Place, outer: Place) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)


def both_fire(program: Program, finding: Finding, shown: Shown) -> None:
    assert all(shown.fires(rule) for rule in rules_at(program, finding.place, *(b.place for b in finding.beside)))


def both_begin(program: Program, finding: Finding, shown: Shown) -> None:
    for place in (finding.place, finding.beside[0].place):
        owner = next(owner for owner in owners(program) if _is_within(place, owner.place))
        what = "rule" if isinstance(owner, schema.Rule) else "scenario"
        assert (program.journey, what, owner.order, 0, 0) in shown.covered


def falls_through(program: Program, finding: Finding, shown: Shown) -> None:
    owner, number, branch = branch_at(program, finding.place)
    assert not any(shown.here.holds(path.condition) for path in branch.paths)
    if isinstance(owner, schema.Rule) and shown.decided:
        assert shown.takes(owner, number, -1)


def branch_at(program: Program, place: Place) -> tuple[schema.Rule | schema.Scenario, int, Branch]:
    """The branch that stands there."""
    return next(
        (owner, number, step)
        for owner in owners(program)
        for number, step in enumerate(owner.body)
        if isinstance(step, Branch) and step.place == place
    )


def holds_there(program: Program, finding: Finding, shown: Shown) -> None:
    assert any(shown.here.holds(condition) for condition in at(program, finding.place))


def at(program: Program, place: Place) -> list[Condition]:
    """The conditions that stand there."""
    return [c for c in conditions_of((program.rules, *_others(program))) if c.place == place]


def _others(program: Program) -> tuple[object, ...]:
    return program.scenarios, program.segments, program.personas, program.scores, program.policy, program.goals


def segment_at(program: Program, place: Place) -> schema.Segment:
    return next(segment for segment in program.segments if segment.place == place)


def is_beaten(program: Program, finding: Finding, shown: Shown) -> None:
    if finding.variant == "path":
        owner, number, branch = next(
            (owner, number, step)
            for owner in owners(program)
            for number, step in enumerate(owner.body)
            if isinstance(step, Branch) and finding.place in [path.condition.place for path in step.paths]
        )
        way = next(n for n, path in enumerate(branch.paths) if path.condition.place == finding.place)
        truths = [shown.here.holds(path.condition) for path in branch.paths]
        assert truths[way]
        assert any(truths[:way])
        assert not shown.takes(owner, number, way)
    elif finding.variant == "clause":
        holds_there(program, finding, shown)


def in_both(program: Program, finding: Finding, shown: Shown) -> None:
    tiers = [segment_at(program, place) for place in (finding.place, *(b.place for b in finding.beside))]
    truths = {shown.here.holds(tier.condition) for tier in tiers}
    assert truths == ({False} if finding.variant == "gap" else {True})


def in_the_later_alone(program: Program, finding: Finding, shown: Shown) -> None:
    assert shown.here.holds(segment_at(program, finding.place).condition)
    assert not shown.here.holds(segment_at(program, finding.beside[0].place).condition)


def stays_hot(program: Program, finding: Finding, shown: Shown) -> None:
    view, condition = shown.here.view, segment_at(program, finding.place).condition
    for days in (0, 1, 30, 400, 4_000):
        assert Moment(View(view.plans, 0, view.lead, view.now + days * 86_400), None, set).holds(condition)


SHOWS: dict[str, Callable[[Program, Finding, Shown], None]] = {
    "JC105": both_fire,
    "JC115": both_fire,
    "JC116": is_beaten,
    "JC117": falls_through,
    "JC118": falls_through,
    "JC121": holds_there,
    "JC142": in_both,
    "JC143": both_begin,
    "JC153": stays_hot,
    "JC154": in_both,
    "JC306": in_the_later_alone,
}
UNSHOWN = {"JC114", "JC120"}
"""Rules that say what never is: nobody can show that."""


def test_every_rule_that_proves_says_how_it_is_shown() -> None:
    assert set(SHOWS) | UNSHOWN == set(PROVED)


@pytest.mark.parametrize("code", SHOWS)
def test_the_witness_of_the_bad_example_shows_the_finding(code: str) -> None:
    program = program_of(PROVED[code].bad)
    found = findings(PROVED[code], program)
    assert found
    for finding in found:
        assert finding.witness is not None
        SHOWS[code](program, finding, Shown(program, finding.witness))


TRIGGERS = ("visited(料金)", "visited(any)", "visited(料金 where 秒数 >= 30)", "downloaded(資料)", "changed(any)")
ACTIONS = ("stage 検討", "stage 決裁", "back 認知", "handoff IS", "assign マーケ", "tag 優先", "leave")
SAME = ("{0}", "not (not ({0}))", "({0}) and ({0})", "({0}) or (({0}) and {1})", "({0}) and (({1}) or not ({1}))")
"""Ways to write a condition once more: all but the first say something that need not be said."""


@st.composite
def close_journeys(draw: DrawFn) -> str:
    """Journeys whose rules are close to one another: the same few triggers, conditions and actions."""
    names = Names(("ホット",), ("部長層",))
    conditions = draw(lines(names.condition(), 2, 3))
    rules = []
    for _ in range(draw(st.integers(2, 5))):
        one, other = draw(st.sampled_from(conditions)), draw(st.sampled_from(conditions))
        condition = draw(st.sampled_from(SAME)).format(f"({one})", f"({other})")
        trigger = draw(st.sampled_from(TRIGGERS))
        joined = draw(
            st.sampled_from([trigger, f"{trigger} and ({condition})", f"{trigger} and ({condition})", condition])
        )
        rules.append(f"when {joined} -> {draw(st.sampled_from(ACTIONS))}")
    chosen = "\n".join(f"  {condition} -> {draw(st.sampled_from(ACTIONS))}" for condition in conditions)
    return "\n".join(
        [
            DECLARED,
            f"persona 部長層 {{ when {draw(Names().condition())} }}",
            f"segment ホット as hot when {draw(Names((), ('部長層',)).condition())}",
            *(draw(names.score(name)) for name in SCORES),
            *rules,
            'when created() -> task IS "準備" as 架電, task マーケ "準備" as 手紙',
            f"choose when {draw(st.sampled_from(TRIGGERS))} {{\n{chosen}\n}}\n",
        ]
    )


@settings(max_examples=40, deadline=None)
@given(journey=journeys() | close_journeys() | close_journeys())
def test_witnesses_of_random_journeys_show_what_is_found(journey: str) -> None:
    program = program_of(journey)
    for code, shows in SHOWS.items():
        for finding in findings(PROVED[code], program):
            if finding.witness is not None:
                shows(program, finding, Shown(program, finding.witness))


# --- no lead refutes a finding ------------------------------------------------------------------------------------


def moments(program: Program, log: Log, random: Random) -> Iterator[Moment]:
    """The leads of a log while they decide about some of its records."""
    records, events, _ = log
    engine = Engine([program])
    for name in sorted({event.lead for event in events}):
        own = sorted((e for e in events if e.lead == name), key=lambda e: (e.at, e.fraction))
        record = next((r for r in records if r.lead == name and r.created is None), LeadRecord(name))
        for length in random.sample(range(1, len(own) + 1), min(4, len(own))):
            if own[length - 1].verb not in ("sent", "created"):
                here = moment(engine, record, own[:length], own[length - 1].at, decided=True)
                if here is not None:
                    yield here
    yield from (Moment(view, None, set) for view in views(program, log, random))


def never_holds(program: Program, finding: Finding, here: Moment) -> None:
    for each in stated(program):
        if finding.place in {c.place for c in _all_parts(each.condition)}:
            [condition] = [c for c in _all_parts(each.condition) if c.place == finding.place][:1]
            if each.pattern is None:
                assert not here.holds(condition)
            else:
                assert not here.fits(Arm(each.pattern, condition))


def _all_parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in parts_of(condition):
        yield from _all_parts(part)


def always_holds(program: Program, finding: Finding, here: Moment) -> None:
    for each in _stated_at(program, finding.place):
        if each.pattern is None or here.fits(Arm(each.pattern, None)):
            assert here.holds(each.condition)


def _stated_at(program: Program, place: Place) -> Iterator[Stated]:
    for each in stated(program):
        for condition in _all_parts(each.condition):
            if condition.place == place:
                yield Stated(condition, each.about, each.pattern)
                break


def fire_alike(program: Program, finding: Finding, here: Moment) -> None:
    later, earlier = rules_at(program, finding.place, finding.beside[0].place)
    assert _fits(later.when, here) == _fits(earlier.when, here)


def _fits(when: When, here: Moment) -> bool:
    return here.holds(when.watch.condition) if when.watch else any(here.fits(arm) for arm in when.arms)


def says_nothing_more(program: Program, finding: Finding, here: Moment) -> None:
    if not finding.variant.startswith("clause"):
        return
    for each in stated(program):
        for whole in _all_parts(each.condition):
            inner = clauses_of(whole) if isinstance(whole, And) else parts_of(whole)
            if finding.place in [c.place for c in inner] and isinstance(whole, And | Or):
                others = [here.holds(c) for c in inner if c.place != finding.place]
                own = next(here.holds(c) for c in inner if c.place == finding.place)
                if each.pattern is None or here.fits(Arm(each.pattern, None)):
                    assert own if isinstance(whole, And) and all(others) else True
                    assert not own if isinstance(whole, Or) and not any(others) else True
                return


CLAIMS: dict[str, Callable[[Program, Finding, Moment], None]] = {
    "JC105": fire_alike,
    "JC114": never_holds,
    "JC116": says_nothing_more,
    "JC121": always_holds,
}


@settings(max_examples=40, deadline=None)
@given(journey=journeys() | close_journeys() | close_journeys(), log=logs(), random=st.randoms(use_true_random=False))
def test_no_lead_refutes_a_finding(journey: str, log: Log, random: Random) -> None:
    program = program_of(journey)
    found = [(code, finding) for code in CLAIMS for finding in findings(PROVED[code], program)]
    if found:
        for here in moments(program, log, random):
            for code, finding in found:
                CLAIMS[code](program, finding, here)
