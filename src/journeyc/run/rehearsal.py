"""Owns a rehearsal: sorted records of many leads run through journeys on a virtual clock, and what came of it.
Must not know files, nor how a single record is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from journeyc.program.schema import Program
from journeyc.run.conditions import View, persona_of, points_of
from journeyc.run.engine import Engine
from journeyc.run.log import ActionRecord, EventRecord, LeadRecord, Scalar
from journeyc.run.reaction import CoverageKey, GoalReached
from journeyc.run.state import Lead
from journeyc.run.trace import TraceEntry


@dataclass(frozen=True, slots=True)
class FinalStanding:
    """Where a lead stands in one journey when the rehearsal ends; `segments` are those that hold."""

    stage: str | None
    persona: str | None
    owner: str | None
    member: str | None
    scores: Mapping[str, int]
    segments: tuple[str, ...]
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinalLead:
    """A lead when the rehearsal ends. `standings` is by journey."""

    lead: str
    first_seen: int
    attributes: Mapping[str, Scalar]
    tags: tuple[str, ...]
    standings: Mapping[str, FinalStanding]


@dataclass(slots=True)
class Rehearsal:
    """What came of a rehearsal. `actions` are in their one canonical order; `until` is where the clock stopped.
    `records` counts the event records taken; `beyond` those later than `until`, `late` those older than their lead's
    clock, `duplicates` those whose id was seen; `strangers` the leads only events know, `unseen` the leads with
    neither `created` nor an event by `until`."""

    actions: list[ActionRecord] = field(default_factory=list)
    goals: list[GoalReached] = field(default_factory=list)
    covered: set[CoverageKey] = field(default_factory=set)
    final: dict[str, FinalLead] = field(default_factory=dict)
    until: int | None = None
    records: int = 0
    beyond: int = 0
    late: int = 0
    duplicates: int = 0
    strangers: int = 0
    unseen: int = 0

    def actions_by_keyword(self) -> dict[str, int]:
        """How many actions of each keyword were done; sends that were held are not counted."""
        return dict(Counter(action.action for action in self.actions if action.held is None))

    def held_by_reason(self) -> dict[str, int]:
        """How many sends were held, by reason."""
        return dict(Counter(action.held for action in self.actions if action.held is not None))

    def leads_by_stage(self, journey: str) -> dict[str | None, int]:
        """How many leads stand on each stage of the journey; None is off the ladder."""
        standings = (final.standings.get(journey) for final in self.final.values())
        return dict(Counter(standing.stage for standing in standings if standing is not None))

    def leads_by_goal(self, journey: str) -> dict[str, int]:
        """How many leads reached each goal of the journey at least once."""
        reached = {(one.lead, one.goal) for one in self.goals if one.journey == journey}
        return dict(Counter(goal for _, goal in reached))


def rehearse(
    programs: Sequence[Program],
    leads: Iterable[LeadRecord],
    events: Iterable[EventRecord],
    until: int | None,
    trace: Callable[[TraceEntry], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Rehearsal:
    """Run the records through the journeys until `until`, by default the latest record of any lead. A record later than
    that is not taken. `progress` hears how many records were taken so far, once a lead. Raises EndlessReaction."""
    known = {record.lead: record for record in leads}
    by_lead: dict[str, list[EventRecord]] = {}
    for event in events:
        by_lead.setdefault(event.lead, []).append(event)
    engine, result = Engine(programs, trace), Rehearsal(until=until)
    if until is None:
        ends = [event.at for records in by_lead.values() for event in records]
        result.until = max(ends + [r.created for r in known.values() if r.created is not None], default=None)
    for name in sorted(known.keys() | by_lead.keys()):
        result.strangers += name not in known
        record = known.get(name) or LeadRecord(name)
        lead = _rehearse_lead(engine, record, by_lead.pop(name, []), result)
        if lead is None:
            result.unseen += 1
        else:
            result.final[name] = _final(engine, lead)
        if progress is not None:
            progress(result.records)
    output = engine.output
    result.actions = sorted(output.actions, key=lambda action: (action.at, action.lead, action.n))
    result.goals, result.covered = output.goals, output.covered
    return result


def _rehearse_lead(engine: Engine, record: LeadRecord, events: list[EventRecord], result: Rehearsal) -> Lead | None:
    """One lead from its first record to the end; None where it is never seen."""
    end = result.until if result.until is not None else 0
    taken = sorted((event for event in events if event.at <= end), key=lambda event: (event.at, event.fraction))
    result.beyond += len(events) - len(taken)
    created = (record.created, record.created_fraction) if record.created is not None else None
    if created is not None and created[0] > end:
        created = None
    starts = [(event.at, event.fraction) for event in taken[:1]] + ([created] if created else [])
    if not starts:
        return None
    lead = engine.see(record, min(starts)[0])
    for event in taken:
        if created is not None and created <= (event.at, event.fraction):
            _create(engine, lead, created[0])
            created = None
        _take(engine, lead, event, result)
    if created is not None:
        _create(engine, lead, created[0])
    engine.advance(lead, end)
    return lead


def _take(engine: Engine, lead: Lead, event: EventRecord, result: Rehearsal) -> None:
    result.late += event.at < lead.clock
    if engine.take(lead, event):
        result.records += 1
    else:
        result.duplicates += 1


def _create(engine: Engine, lead: Lead, at: int) -> None:
    if not lead.created:
        engine.advance(lead, at - 1)
        lead.clock = at
        engine.create(lead)


def _final(engine: Engine, lead: Lead) -> FinalLead:
    standings = {
        engine.plans[number].name: _final_standing(View(engine.plans, number, lead, lead.clock))
        for number in lead.standings
    }
    return FinalLead(lead.name, lead.first_seen, dict(lead.attributes), tuple(sorted(lead.tags)), standings)


def _final_standing(view: View) -> FinalStanding:
    plan, standing = view.plan, view.standing
    return FinalStanding(
        stage=standing.stage,
        persona=persona_of(view),
        owner=standing.owner.team if standing.owner else None,
        member=standing.owner.member if standing.owner else None,
        scores={name: points_of(score, view) for name, score in plan.scores.items()},
        segments=tuple(name for name, segment in plan.segments.items() if standing.remembered[segment.order]),
        scenarios=tuple(name for name in plan.scenarios if name in standing.runs),
    )
