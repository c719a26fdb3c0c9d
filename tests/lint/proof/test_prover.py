"""What is proved is never refuted by a lead; what is shown is shown by the interpreter, run on the whole witness."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.bounds import leave_nothing
from journeyc.lint.proof.proofs import Proofs
from journeyc.lint.proof.prover import Prover
from journeyc.lint.proof.witness import Witness, witness_text
from journeyc.pipeline import compile_text, replay
from journeyc.program.schema import Arm, Condition, Program, Rule
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.witnessed import moment
from tests.lint.proof.test_encoding import conditions_of
from tests.properties.journeys import journeys
from tests.properties.logs import Log, logs

Journey = Callable[[str], Program]


def arms_of(program: Program) -> list[Arm]:
    """Every trigger of a rule, a score line or a scenario's way in."""
    whens = [rule.when for rule in program.rules]
    whens += [guard.when for s in program.scenarios for guard in (*s.enters, *s.exits, *s.goals)]
    lines = [line.arms for score in program.scores for line in score.lines]
    return [arm for arms in (*(when.arms for when in whens), *lines) for arm in arms]


@settings(max_examples=40, deadline=None)
@given(journey=journeys(), log=logs(), random=st.randoms(use_true_random=False))
def test_what_a_lead_really_is_is_never_impossible(journey: str, log: Log, random: Random) -> None:
    program = compile_text(journey, "t.journey").program
    assert program is not None
    prover, engine = Prover(program, replay), Engine([program])
    items: list[Condition | Arm] = [*conditions_of((program.rules, program.segments)), *arms_of(program)]
    records, events, _ = log
    for name in sorted({event.lead for event in events}):
        own = sorted((e for e in events if e.lead == name), key=lambda e: (e.at, e.fraction))
        record = next((r for r in records if r.lead == name and r.created is None), LeadRecord(name))
        for length in random.sample(range(1, len(own) + 1), min(4, len(own))):
            here = moment(engine, record, own[:length], own[length - 1].at, decided=True)
            if here is not None and own[length - 1].verb not in ("sent", "created"):
                asked = random.sample(items, min(4, len(items)))
                told = [Item(w, here.fits(w) if isinstance(w, Arm) else here.holds(w)) for w in asked]
                assert not prover.impossible(*told), told


@settings(max_examples=40, deadline=None)
@given(journey=journeys(), random=st.randoms(use_true_random=False))
def test_a_witness_shows_that_the_rule_fires(journey: str, random: Random) -> None:
    program = compile_text(journey, "t.journey").program
    assert program is not None
    prover = Prover(program, replay)
    triggered = [rule for rule in program.rules if rule.when.arms]
    for rules in (random.sample(triggered, min(n, len(triggered))) for n in (1, 1, 2)):
        witness = prover.show(*(Item(rule.when.arms[0]) for rule in rules)) if rules else None
        if witness is not None:
            assert fired(program, witness) >= {rule.order for rule in rules}


def fired(program: Program, witness: Witness) -> set[int]:
    """The rules that fire on the last event of the witness or on what follows from it."""
    engine = Engine([program])
    record = LeadRecord(
        "L", dict(witness.attributes), witness.stage, dict(witness.scores), witness.owner, witness.tags, witness.source
    )
    lead = engine.see(record, min(event.at for event in witness.events))
    for event in witness.events:
        engine.output.covered.clear()
        engine.take(lead, EventRecord("L", event.at, 0, event.verb, event.subject, dict(event.data)))
    return {order for _, what, order, _, _ in engine.output.covered if what == "rule"}


# --- cases worked out by hand -------------------------------------------------------------------------------------

HEAD = """
score 関心度 { range 0..100; downloaded(any) -> +10; decay 10% per 7d; while 役職 >= 課長 -> +40 }
score 適合 { range 0..50 }
segment 熱い when 関心度 >= 40 or count(visited(料金) within 2d) >= 3
persona 現場 { when 役職 == 担当者 }
persona 会社員 { when known(役職) }
"""
IMPOSSIBLE = [
    "関心度 < 10 and 関心度 > 50",
    "関心度 > 100",
    "適合 < 0",
    "役職 == 課長 and 役職 == 部長",
    "役職 >= 課長 and 関心度 < 40",
    "熱い and 関心度 < 40 and count(visited(料金) within 7d) < 3",
    "visited(料金) within 1d and not (visited(any) within 2d)",
    "count(visited(料金) within 7d) >= 3 and count(visited(any)) < 3",
    "visited(料金 where 秒数 >= 30) within 1d and not ever visited(料金)",
    "since(visited(料金)) > 3d and visited(料金) within 1d",
    "since(visited(any)) > 3d and visited(料金) within 2d",
    "since(visited(料金)) == 2d and visited(料金) within 2d",
    "since(visited(料金)) < 2d and not (visited(料金) within 2d)",
    "persona == 現場 and 役職 == 課長",
    "persona == 会社員 and 役職 == 担当者",
    "従業員数 < 300 and not known(従業員数)",
    "従業員数 > 10 and 従業員数 <= 10",
    "stage == 認知 and stage > 認知",
    "契約更新日 < today and today < 2026-01-01 and 契約更新日 > 2026-05-01",
    '会社名 == "甲" and 会社名 in ["乙", "丙"]',
    "at least 2 of (役職 == 担当者, 役職 == 課長, 役職 == 部長)",
    "not known(許諾)",
    "known(owner.member) and not known(owner)",
]
POSSIBLE = [
    "not (従業員数 < 300) and not (従業員数 >= 300)",
    "not (stage >= 認知) and tag 優先",
    "stage >= 情報収集 and stage <= 情報収集 and stage != 情報収集",
    "count(visited(料金) within 7d) >= 3 and not (visited(料金) within 2d)",
    "visited(any) within 1d and not ever visited(料金)",
    "ever visited(料金) and not (ever visited(料金 where 秒数 >= 30))",
    "since(visited(料金)) >= 3d and since(visited(any)) <= 3d",
    "since(visited(料金)) == 3d and not (visited(料金) within 3d)",
    "従業員数 > 10 and 従業員数 < 11",
    "owner == IS and known(会社名) and 会社名 != \"甲\"",
    "count(visited(料金) within 2d) == 2 and count(visited(any) within 7d) == 5",
    "persona == 会社員 and 関心度 >= 90",
]  # fmt: skip


@pytest.mark.parametrize("condition", IMPOSSIBLE)
def test_what_cannot_be_is_proved(condition: str, journey: Journey) -> None:
    program = journey(f"{HEAD}when {condition} -> tag 甲")
    [item] = [Item(watched(rule)) for rule in program.rules]
    prover = Prover(program, replay)
    assert prover.impossible(item)
    assert prover.show(item) is None
    assert prover.tally.undecided == 0


@pytest.mark.parametrize("condition", POSSIBLE)
def test_what_can_be_is_not_said_to_be_impossible(condition: str, journey: Journey) -> None:
    program = journey(f"{HEAD}when {condition} -> tag 甲")
    [item] = [Item(watched(rule)) for rule in program.rules]
    assert not Prover(program, replay).impossible(item)


SHOWN = [
    "downloaded(資料) and count(downloaded(any) within 1d) >= 3",
    "visited(料金) and since(visited(any)) < 1h and not ever downloaded(資料)",
    "visited(料金 where 秒数 >= 30) and count(visited(料金 where 秒数 < 30) within 7d) == 2 and stage == 決裁",
    'happened(商談 where 金額 > 100円) and 会社名 != "甲" and known(予算)',
    "submitted(any) and owner == IS and tag 優先 and source == 展示会",
    "downloaded(資料) and persona == 会社員 and 関心度 == 55 and 従業員数 > 10 and 従業員数 < 11",
    "changed(役職) and 役職 == 部長 and not (従業員数 < 300) and not (従業員数 >= 300)",
    "created() and 契約更新日 < today and today > 2030-01-01",
    "done(any) and 熱い and 適合 == 50",
    "replied(any) and ever sent(案内) and since(sent(any)) > 9d",
]


@pytest.mark.parametrize("trigger", SHOWN)
def test_what_a_log_can_tell_is_shown(trigger: str, journey: Journey) -> None:
    program = journey(f"source 展示会\n{HEAD}when {trigger} -> tag 甲")
    witness = Prover(program, replay).show(Item(program.rules[0].when.arms[0]))
    assert witness is not None
    assert fired(program, witness) == {program.rules[0].order}


@settings(max_examples=60, deadline=None)
@given(journey=journeys(), random=st.randoms(use_true_random=False))
def test_what_is_seen_without_the_solver_is_what_the_solver_finds(journey: str, random: Random) -> None:
    program = compile_text(journey, "t.journey").program
    assert program is not None
    proofs, prover = Proofs(program, replay), Prover(program, replay)
    conditions = list(conditions_of((program.rules, program.segments, program.scores)))
    for condition in random.sample(conditions, min(12, len(conditions))):
        if proofs.is_open(condition):
            assert not prover.impossible(Item(condition))
            assert not prover.impossible(Item(condition, False))
    for one, other in (random.choices(conditions, k=2) for _ in range(8) if conditions):
        if leave_nothing([one, other]):
            assert prover.impossible(Item(one), Item(other))


@pytest.mark.parametrize(
    "conditions",
    [
        ("関心度 > 10", "関心度 <= 10"),
        ("従業員数 == 3 and 役職 == 課長", "従業員数 > 3"),
        ("契約更新日 < 2026-04-01", "契約更新日 >= 2026-04-01"),
        ("stage < 検討", "stage == 検討 and tag 優先"),
        ("tag 優先 and 関心度 > 3", "not tag 優先"),
    ],
)
def test_clauses_that_leave_nothing_are_seen(conditions: tuple[str, str], journey: Journey) -> None:
    rules = "\n".join(f"when {condition} -> tag 甲" for condition in conditions)
    assert leave_nothing(watched(rule) for rule in journey(HEAD + rules).rules)


def test_what_happens_now_has_happened(journey: Journey) -> None:
    program = journey("when visited(料金) and not (visited(any) within 1h) -> tag 甲")
    assert Prover(program, replay).impossible(Item(program.rules[0].when.arms[0]))


def test_two_triggers_are_one_occurrence_only_where_they_share_one(journey: Journey) -> None:
    program = journey(
        "when visited(料金 where 秒数 >= 30) -> tag 甲\n"
        "when visited(any where 秒数 < 30) -> tag 乙\n"
        "when visited(any) -> tag 丙\n"
        "when downloaded(any) -> tag 丁\n"
    )
    prover = Prover(program, replay)
    long, short, anything, download = (Item(rule.when.arms[0]) for rule in program.rules)
    assert prover.impossible(long, short)
    assert prover.impossible(anything, download)
    assert prover.show(long, anything) is not None


def test_a_witness_reads_like_a_test(journey: Journey) -> None:
    program = journey(
        "score 関心度 { range 0..100; visited(any) -> +10 }\n"
        "when downloaded(資料) and 役職 >= 課長 and 関心度 == 30 and stage == 検討 and\n"
        "count(visited(料金) within 7d) == 2 -> tag 甲"
    )
    witness = Prover(program, replay).show(Item(program.rules[0].when.arms[0]))
    assert witness is not None
    assert witness.scores == {"関心度": 10}
    assert witness_text(program, witness) == (
        "役職 課長, 関心度 10, stage 検討; 2026-03-31T10:00 visited(料金) × 2; 2026-04-01T10:00 downloaded(資料)"
    )


def test_the_parts_that_contradict_each_other_are_named(journey: Journey) -> None:
    program = journey("when 役職 == 部長 -> tag 甲\nwhen 関心 < 10 -> tag 甲\nwhen 関心 > 50 -> tag 甲\nscore 関心 {}")
    items = [Item(watched(rule)) for rule in program.rules]
    assert Proofs(program, replay).core(items) == tuple(items[1:])


def watched(rule: Rule) -> Condition:
    """The condition of a rule without a trigger."""
    assert rule.when.watch is not None
    return rule.when.watch.condition
