"""Owns the bars of the engines on the workload: the emitted Python and the interpreter against other rule engines.
Must not know how any of them works."""

from __future__ import annotations

import gc
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from journeyc.program.schema import Program
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord
from tests.bench import peers, w1
from tests.bench.measuring import Figure, Skipped, interleaved
from tests.bench.peers import Match, Tally
from tests.properties.emitted import load, program_of, source_of

EVENTS, LEADS = 40_000, 4_000
FEW, MANY = 20, 2_000
RUNS = 7


@dataclass(frozen=True, slots=True)
class Workload:
    """A width of the journey with its events: as tuples, and as records by lead. `module` is the emitted Python."""

    program: Program
    module: Any
    log: list[tuple[int, list[w1.Event]]]
    records: list[EventRecord]

    @classmethod
    def of(cls, rules: int) -> Workload:
        program = program_of(w1.journey(rules))
        assert program is not None
        events = w1.events(EVENTS, LEADS, rules)
        log = [(lead, list(own)) for lead, own in groupby(events, key=lambda event: event.lead)]
        return cls(program, load(source_of(program)), log, w1.records(events))

    def decoded(self) -> list[tuple[Any, list[Any]]]:
        """The records as the emitted module has them, by lead, the lead's own first."""
        module = self.module
        made = [
            module.EventRecord(record.lead, record.at, record.fraction, record.verb, record.subject, module.NO_DATA)
            for record in self.records
        ]
        return [(module.LeadRecord(lead), list(own)) for lead, own in groupby(made, key=lambda record: record.lead)]


def figures() -> list[Figure | Skipped]:
    """`react` on decoded records >= 12 times clipspy and >= 30 times zen-engine, at 2,000 rules >= 0.5 of its rate at
    20; the interpreter >= 0.5 times clipspy. Rates are events a second; every engine must come to the same result."""
    few = Workload.of(FEW)
    decoded = few.decoded()
    told = _emitted(few.module, decoded)
    ours = partial(_reacted, few.module, decoded)
    interpreted = partial(_interpreted, few.program, few.records)
    assert interpreted() == told
    gc.collect()
    gc.freeze()  # the records that stand ready are nobody's work
    found: list[Figure | Skipped] = []
    for name, make in peers.PEERS.items():
        found += _against(name, make, few, told, ours, interpreted)
    found += _many(ours)
    found.append(Figure("react from JSON Lines", EVENTS / _from_json_lines(few), "events/s"))
    gc.unfreeze()
    return found


def _against(
    name: str,
    make: Callable[[Sequence[peers.Rule]], Match],
    few: Workload,
    told: Tally,
    ours: Callable[[], object],
    interpreted: Callable[[], object],
) -> list[Figure | Skipped]:
    rules = peers.rules_of(few.program)
    try:
        match = make(rules)
    except ImportError as missing:
        return [Skipped(f"react / {name} (events a second)", f"{missing}; `make bench` installs it")]
    theirs = partial(peers.host, match, rules, few.log)
    assert theirs() == told, name
    mine, others = interleaved(ours, theirs, RUNS)
    bar = {"clipspy": 12.0, "zen-engine": 30.0}[name]
    found: list[Figure | Skipped] = [
        Figure(f"{name}, events a second", EVENTS / others, "events/s"),
        Figure(f"react / {name} (events a second)", others / mine, "ratio", bar, at_least=True),
    ]
    if name == "clipspy":
        found.insert(0, Figure("react, events a second", EVENTS / mine, "events/s"))
        plain, others = interleaved(interpreted, theirs, RUNS)
        found.append(Figure("interpreter, events a second", EVENTS / plain, "events/s"))
        found.append(Figure("interpreter / clipspy (events a second)", others / plain, "ratio", 0.5, at_least=True))
    return found


def _many(ours: Callable[[], object]) -> list[Figure]:
    many = Workload.of(MANY)
    at_many, at_few = interleaved(partial(_reacted, many.module, many.decoded()), ours, RUNS)
    return [Figure("react at 2,000 rules / at 20 (events a second)", at_few / at_many, "ratio", 0.5, at_least=True)]


def _reacted(module: Any, log: Sequence[tuple[Any, Sequence[Any]]]) -> int:
    """Every record through `react` and every lead to the horizon; how many actions that made."""
    made = 0
    new_lead, react, advance = module.new_lead, module.react, module.advance
    for known, records in log:
        lead = new_lead(known, records[0].at)
        for record in records:
            made += len(react(lead, record))
        made += len(advance(lead, w1.HORIZON))
    return made


def _emitted(module: Any, log: Sequence[tuple[Any, Sequence[Any]]]) -> Tally:
    """What came of the records by the emitted module."""
    actions, final = module.run([], [record for _, records in log for record in records], w1.HORIZON)
    assert len(actions) == _reacted(module, log)
    tally = Tally(Counter(action.action for action in actions))
    for lead in final.values():
        tally.stages[lead.stage] += 1
        tally.points += lead.interest
    return tally


def _interpreted(program: Program, records: Sequence[EventRecord]) -> Tally:
    """The same by the interpreter, counted as the host of the peers counts."""
    tally = Tally()
    engine = Engine([program])
    for name, own in groupby(records, key=lambda record: record.lead):
        first, *others = own
        lead = engine.see(LeadRecord(name), first.at)
        for record in (first, *others):
            engine.take(lead, record)
        engine.advance(lead, w1.HORIZON)
        standing = lead.standings[0]
        tally.stages[str(standing.stage)] += 1
        tally.points += standing.tallies["interest"].points
    tally.actions = Counter(action.action for action in engine.output.actions)
    return tally


def _from_json_lines(few: Workload) -> float:
    """CPU seconds of the emitted module for the events as a file of JSON Lines."""
    module = few.module
    lines = (
        f'{{"lead":"{r.lead}","at":"{module.iso(r.at)}","event":"{r.verb}","content":"{r.subject}"}}\n'
        for r in few.records
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_text("".join(lines), encoding="utf-8", newline="\n")

        def whole() -> None:
            by_lead = groupby(module.read_events([path], Counter()), key=lambda record: record.lead)
            _reacted(module, [(module.LeadRecord(lead), list(own)) for lead, own in by_lead])

        return interleaved(whole, lambda: None, RUNS)[0]
