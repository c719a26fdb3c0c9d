"""Owns the workload's test: on w1.journey both engines give the figures that an independent reference gave.
Must not know how an engine works: it gives records and counts what comes of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest

from journeyc.program.schema import Program
from journeyc.run.log import EventRecord
from journeyc.run.rehearsal import rehearse
from tests.bench import w1
from tests.properties.emitted import load, program_of, source_of

EXPECTED = Path(__file__).parent / "w1.json"
EVENTS = 20_000
DROPPED_OUT = "dropped_out"
"""A rule that only marks when a lead drops out; it is no part of the workload."""


class Done(NamedTuple):
    """Something done for a lead, as both engines have it."""

    lead: str
    at: int
    action: str
    target: str | None
    by: str
    from_: str | None


Outcome = tuple[list[Done], dict[str, tuple[str | None, int]]]
"""What was done, in order, and by lead the last stage and the points."""


def interpreted(program: Program, events: Sequence[EventRecord]) -> Outcome:
    result = rehearse([program], [], events, w1.HORIZON)
    final = {name: lead.standings["w1"] for name, lead in result.final.items()}
    done = [Done(a.lead, a.at, a.action, a.target, a.by, a.from_) for a in result.actions]
    return done, {name: (standing.stage, standing.scores["interest"]) for name, standing in final.items()}


def emitted(program: Program, events: Sequence[EventRecord]) -> Outcome:
    module = load(source_of(program))
    actions, final = module.run([], [module.EventRecord(**asdict(event)) for event in events], w1.HORIZON)
    done = [Done(a.lead, a.at, a.action, a.target, a.by, a.from_) for a in actions]
    return done, {name: (lead.stage, module.scores_of(lead)["interest"]) for name, lead in final.items()}


@pytest.mark.parametrize("engine", [interpreted, emitted])
@pytest.mark.parametrize("leads", [2_000, 60], ids=["many that drop out", "few that go far"])
def test_the_workload_comes_out_as_the_reference_says(
    leads: int, engine: Callable[[Program, Sequence[EventRecord]], Outcome]
) -> None:
    program = program_of(f"{w1.journey()}rule {DROPPED_OUT}: when dropped() -> notify sales\n")
    assert program is not None
    events = w1.records(w1.events(EVENTS, leads))
    done, final = engine(program, events)
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[f"{leads} leads"]
    assert _figures(events, done, final) == expected


def _figures(
    events: Sequence[EventRecord], done: Sequence[Done], final: Mapping[str, tuple[str | None, int]]
) -> dict[str, object]:
    """The figures of the reference. Whoever has dropped out and done nothing since is out at the end."""
    stage = dict.fromkeys(final, w1.STAGES[0])
    since: dict[str, int] = {}
    last: dict[str, int] = {}
    for event in events:
        since.setdefault(event.lead, event.at)
        last[event.lead] = event.at
    of_workload = [one for one in done if one.by != DROPPED_OUT]
    entered, seconds, moves = Counter({w1.STAGES[0]: len(final)}), Counter[str](), Counter[str]()
    for one in of_workload:
        if one.action == "stage" and one.target is not None:
            assert one.from_ == stage[one.lead]
            entered[one.target] += 1
            moves[f"{one.from_} -> {one.target}"] += 1
            seconds[one.from_] += one.at - since[one.lead]
            stage[one.lead], since[one.lead] = one.target, one.at
    for name, at in since.items():
        seconds[stage[name]] += w1.HORIZON - at
    out = {one.lead for one in done if one.by == DROPPED_OUT and one.at > last[one.lead]}
    actions = Counter(one.action for one in of_workload)
    notified = Counter(one.target for one in of_workload if one.action == "notify")
    sent = Counter(one.target for one in of_workload if one.action == "send")
    return {
        "leads": len(final),
        "actions": {keyword: actions[keyword] for keyword in ("stage", "score", "start")},
        "notify": {team: notified[team] for team in ("sales", "ae", "success")},
        "send": {mail: sent[mail] for mail in ("nurture_1", "nurture_2a", "nurture_2b")},
        "entered": {name: entered[name] for name in w1.STAGES},
        "seconds": {name: seconds[name] for name in w1.STAGES},
        "moves": dict(moves),
        "final": {name: sum(at == name for at, _ in final.values()) for name in w1.STAGES},
        "points": sum(points for _, points in final.values()),
        "dropped out": {name: sum(final[lead][0] == name for lead in out) for name in w1.STAGES},
    }
