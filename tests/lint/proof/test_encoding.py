"""What the formulas say of a lead is what the interpreter says of it; and no real lead is left out of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyc.lint.proof.encoding import Encoding
from journeyc.lint.proof.facts import Fact, Facts
from journeyc.lint.proof.past import Happenings
from journeyc.pipeline import compile_text
from journeyc.program import schema
from journeyc.program.schema import Condition, Program
from journeyc.run.conditions import View, holds, value_of
from journeyc.run.decay import decayed
from journeyc.run.engine import EndlessReaction, Engine
from journeyc.run.log import LeadRecord
from tests.properties.journeys import journeys
from tests.properties.logs import BEGIN, DAY, Log, logs


def conditions_of(part: object) -> Iterator[Condition]:
    """Every condition in a part of a Program, the whole and what it is made of; payload filters left out."""
    if isinstance(part, tuple):
        for item in part:
            yield from conditions_of(item)
    elif isinstance(part, schema.EventPattern):
        return
    elif hasattr(part, "__dataclass_fields__"):
        if isinstance(part, Condition):
            yield part
        for name in part.__dataclass_fields__:
            yield from conditions_of(getattr(part, name))


def views(program: Program, log: Log, random: Random) -> Iterator[View]:
    """The leads of a log, each after some of its records, now and then as a scenario sees it, or a while later."""
    engine = Engine([program])
    records, events, _ = log
    for name in sorted({event.lead for event in events} | {record.lead for record in records}):
        record = next((r for r in records if r.lead == name), LeadRecord(name))
        lead = engine.see(record, BEGIN)
        try:
            for event in sorted((e for e in events if e.lead == name), key=lambda e: (e.at, e.fraction)):
                engine.take(lead, event)
                if random.random() < 0.4:
                    later = lead.clock + random.choice([0, 0, 1, 3_599, DAY, 5 * DAY])
                    yield View(engine.plans, 0, lead, later, entered_seq=random.choice([0, lead.seq, lead.seq // 2]))
            engine.advance(lead, lead.clock + 3 * DAY)
            yield View(engine.plans, 0, lead, lead.clock)
        except EndlessReaction:
            continue


def stated(encoding: Encoding, fact: Fact, view: View) -> list[Any]:
    """That the fact is as it is for that lead."""

    def standing(what: Any) -> int:
        name = value_of(schema.Standing(what), view)
        return -1 if name is None else encoding.name(str(name))

    match fact.kind:
        case "attribute":
            return attribute(encoding, fact.name, value_of(schema.Attribute(fact.name), view))
        case "points":
            score = view.plan.scores[fact.name]
            return [encoding.whole(f"points {fact.name}") == decayed(score, view.standing.tallies[fact.name], view.now)]
        case "tag":
            return [encoding.truth(f"tag {fact.name}") == (fact.name in view.lead.tags)]
        case "stage" | "owner" | "member" | "source":
            return [encoding.whole(fact.kind) == standing(fact.kind)]
        case "accepted":
            return [encoding.truth("accepted") == view.standing.accepted]
        case "today":
            today = value_of(schema.Today(), view)
            return [encoding.whole("today") == date.fromisoformat(str(today)).toordinal()]
        case "count":
            return [
                encoding.count(fact.history, fact.within) == value_of(schema.Count(fact.history, fact.within), view)
            ]
        case "age":
            since = value_of(schema.Since(fact.history), view)
            return [encoding.age(fact.history) == since] if since is not None else []
        case "after entry":
            after = bool(view.past(fact.history).instants) and view.past(fact.history).last_seq > view.entered_seq
            return [encoding.after_entry(fact.history) == after]
        case _:
            return []


def attribute(encoding: Encoding, name: str, value: Any) -> list[Any]:
    declared = encoding.attributes[name]
    if declared.type in ("number", "money"):
        if value is None:
            return [z3.Not(encoding.truth(f"known {name}"))]
        return [encoding.truth(f"known {name}"), encoding.real(f"attribute {name}") == encoding.number(value)]
    variable = encoding.whole(f"attribute {name}")
    if declared.type == "date":
        return [variable == (0 if value is None else date.fromisoformat(value).toordinal())]
    if value is None:
        return [variable == -1]
    return [variable == (int(value) if declared.type == "bool" else encoding.name(value))]


def lead_formulas(encoding: Encoding, facts: Facts, view: View) -> list[Any]:
    """All that is known of the lead about these facts, and all that holds of every lead."""
    happenings = Happenings(encoding, facts, [], lambda _: True)
    axioms = [axiom for fact in facts for axiom in encoding.axioms(fact)]
    return [*axioms, *happenings.axioms, *(formula for fact in facts for formula in stated(encoding, fact, view))]


@settings(max_examples=40, deadline=None)
@given(journey=journeys(), log=logs(), random=st.randoms(use_true_random=False))
def test_formulas_say_of_a_lead_what_the_interpreter_says(journey: str, log: Log, random: Random) -> None:
    program = compile_text(journey, "t.journey").program
    assert program is not None
    encoding = Encoding(program)
    conditions = list(dict.fromkeys(conditions_of((program.rules, program.scenarios, program.segments))))
    conditions += list(dict.fromkeys(conditions_of((program.personas, program.scores, program.policy))))
    for view in views(program, log, random):
        for condition in random.sample(conditions, min(12, len(conditions))):
            said = encoding.condition(condition)
            solver = z3.SolverFor("ALL", ctx=encoding.context)
            solver.add(*lead_formulas(encoding, said.facts, view))
            truth = holds(condition, view)
            assert solver.check(said.formula if truth else z3.Not(said.formula)) == z3.sat, (condition, truth)
            if not any(fact.kind == "unclear" for fact in said.facts):
                assert solver.check(z3.Not(said.formula) if truth else said.formula) == z3.unsat, (condition, truth)
