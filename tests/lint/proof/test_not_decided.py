"""A question that is too hard, or that nobody can answer, is counted and never guessed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from journeyc.lint.facts import Facts
from journeyc.lint.proof import past, prover
from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.proofs import Proofs
from journeyc.lint.proof.prover import Prover
from journeyc.pipeline import replay
from journeyc.program.schema import Condition, Program
from tests.lint.proof.test_findings import PROVED, findings
from tests.lint.proof.test_prover import HEAD, IMPOSSIBLE, POSSIBLE, watched

Journey = Callable[[str], Program]
HARD = "役職 >= 課長 and 関心度 < 40"
"""A contradiction that only the solver sees: standing points have their part in it."""


def conditions(journey: Journey, *texts: str) -> tuple[Program, list[Condition]]:
    program = journey(HEAD + "\n".join(f"when {text} -> tag 甲" for text in texts))
    return program, [watched(rule) for rule in program.rules]


def test_a_limit_that_is_reached_gives_no_answer(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "LIMIT", 1)
    program, asked = conditions(journey, *IMPOSSIBLE)
    limited = Prover(program, replay)
    answers = [limited.impossible(Item(condition)) for condition in asked]
    assert limited.tally.undecided > 0
    assert answers.count(False) == limited.tally.undecided


def test_the_limit_is_far_from_what_ordinary_questions_take(journey: Journey) -> None:
    program, asked = conditions(journey, *IMPOSSIBLE, *POSSIBLE)
    usual = Prover(program, replay)
    assert [usual.impossible(Item(condition)) for condition in asked].count(True) == len(IMPOSSIBLE)
    assert usual.tally.undecided == 0


def test_too_many_filters_of_one_event_give_no_answer(journey: Journey) -> None:
    filters = [f"ever visited(料金 where 秒数 >= {n})" for n in range(past.MOST_FILTERS + 1)]
    program, [asked] = conditions(journey, " and ".join(filters))
    limited = Prover(program, replay)
    assert not limited.impossible(Item(asked))
    assert limited.tally.undecided == 1


def test_a_lead_that_no_log_can_tell_of_is_not_shown(journey: Journey) -> None:
    program, [asked] = conditions(journey, "accepted and count(entered(検討)) >= 2")
    prover_ = Prover(program, replay)
    assert not prover_.impossible(Item(asked))
    assert prover_.show(Item(asked)) is None
    assert prover_.tally.undecided == 1


def test_a_witness_that_the_journey_itself_spoils_is_not_believed(journey: Journey) -> None:
    program = journey("when visited(料金) -> leave\nwhen ever visited(料金) and stage == 検討 -> tag 甲")
    [asked] = [Item(watched(rule)) for rule in program.rules if rule.when.watch is not None]
    prover_ = Prover(program, replay)
    assert prover_.show(asked) is None
    assert prover_.tally.undecided == 1


def test_without_the_solver_nothing_is_claimed_and_all_is_counted(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "journeyc.lint.proof.prover", None)
    program, [asked] = conditions(journey, HARD)
    proofs = Proofs(program, replay)
    assert not proofs.never(asked)
    assert proofs.show(Item(asked)) is None
    assert proofs.tally.undecided == proofs.tally.asked == 2
    facts = Facts(program, replay)
    assert not facts.judged
    assert facts.proofs.tally.undecided > 0


def test_rules_beyond_those_that_one_is_compared_with_are_counted(journey: Journey) -> None:
    rules = [f"when downloaded(資料) and 関心度 >= {n} -> tag 甲" for n in range(1, 25)]
    facts = Facts(journey(HEAD + "\n".join(rules)), replay)
    [duplicates] = [rule for code, rule in PROVED.items() if code == "JC105"]
    assert list(duplicates.check(facts, {})) == []
    assert facts.proofs.tally.undecided > 0


def test_a_contradiction_is_the_same_finding_each_time(journey: Journey) -> None:
    program, _ = conditions(journey, *IMPOSSIBLE[:6])
    first, second = (findings(PROVED["JC114"], program) for _ in range(2))
    assert first == second
    assert first


def test_what_is_too_deep_or_too_large_is_not_decided(journey: Journey) -> None:
    chain = ["segment s0 when visited(料金) within 1d"]
    chain += [f"segment s{n} when s{n - 1} or count(visited(料金)) > {n}" for n in range(1, 1_200)]
    facts = Facts(journey("\n".join(chain)), replay)
    assert not facts.judged
    assert facts.proofs.tally.undecided > 0
