"""Owns the replay of a witness: one lead and its log, taken up to the instant at which something is claimed of it.
Must not know what is claimed, nor who claims it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from journeyc.program.calendar import BeyondCalendar
from journeyc.program.schema import Arm, Condition
from journeyc.run.conditions import View, holds
from journeyc.run.consequences import consequences
from journeyc.run.decay import decayed
from journeyc.run.engine import EndlessReaction, Engine
from journeyc.run.fitting import fits
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.noting import note
from journeyc.run.occurrence import UPDATE, Occurrence
from journeyc.run.reaction import CoverageKey, Reaction
from journeyc.run.scoring import score
from journeyc.run.state import Lead


@dataclass(frozen=True, slots=True)
class Moment:
    """A lead as rules and scenarios see it when they decide; `occurrence` is what they decide about, None where nothing
    happens."""

    view: View
    occurrence: Occurrence | None
    _acted: Callable[[], Set[CoverageKey]]

    @property
    def points(self) -> Mapping[str, int]:
        """The points of every score, without standing points."""
        standing, scores = self.view.standing, self.view.plan.scores
        return {name: decayed(scores[name], tally, self.view.now) for name, tally in standing.tallies.items()}

    def holds(self, condition: Condition) -> bool:
        """Whether the condition holds of the lead."""
        return holds(condition, self.view)

    def fits(self, arm: Arm) -> bool:
        """Whether what happens is the trigger, and its condition holds."""
        return self.occurrence is not None and fits(arm, self.occurrence, self.view)

    def takes(self, order: int, step: int, way: int) -> bool:
        """Whether a rule or scenario goes that way out of a branch of its body, once the last event has been acted
        upon."""
        return (self.view.plan.name, "path", order, step, way) in self._acted()


def moment(
    engine: Engine,
    record: LeadRecord,
    events: Sequence[EventRecord],
    at: int,
    *,
    decided: bool,
    entered: int | None = None,
) -> Moment | None:
    """The lead at `at`, after its events; with `decided` when the last of them is being decided upon. A scenario that
    asks was entered at `entered`, after every event of that instant. None where a reaction has no end, or the calendar
    does not reach so far."""
    engine.output.actions.clear()
    first = min([at, *(event.at for event in events)])
    first = first if entered is None else min(first, entered)
    lead = engine.see(record, first)

    def acted() -> Set[CoverageKey]:
        return _acted(engine, record, first, events)

    try:
        entered_seq = _take_all(engine, lead, events[:-1] if decided else events, entered)
        if not decided:
            engine.advance(lead, at)
            return Moment(View(engine.plans, 0, lead, at, entered_seq=entered_seq), None, acted)
        engine.advance(lead, at - 1)
    except (EndlessReaction, BeyondCalendar):
        return None
    lead.clock = at
    return Moment(*_deciding(engine, lead, events[-1], entered_seq), acted)


def _acted(engine: Engine, record: LeadRecord, first: int, events: Sequence[EventRecord]) -> Set[CoverageKey]:
    """The ways that are gone on the last event."""
    lead = engine.see(record, first)
    for event in events:
        engine.output.covered.clear()
        try:
            engine.take(lead, event)
        except (EndlessReaction, BeyondCalendar):
            return frozenset()
    return engine.output.covered


def _take_all(engine: Engine, lead: Lead, events: Sequence[EventRecord], entered: int | None) -> int:
    """Take the events; gives back the number of the last occurrence up to `entered`."""
    seq = 0
    for event in events:
        if entered is None or event.at <= entered:
            engine.take(lead, event)
            seq = lead.seq
    if entered is not None:
        for event in events:
            if event.at > entered:
                engine.take(lead, event)
    return seq if entered is not None else 0


def _deciding(engine: Engine, lead: Lead, event: EventRecord, entered_seq: int) -> tuple[View, Occurrence]:
    """Steps 1 and 2 of the event; of a `changed` record, of the change that it raises."""
    verb = UPDATE if event.verb == "changed" else event.verb
    reaction = _begun(engine, lead, Occurrence(verb, event.subject, lead.clock, event.data, record=True))
    if verb == UPDATE:
        raised = [occurrence for occurrence in consequences(reaction) if occurrence.verb == "changed"]
        if raised:
            reaction = _begun(engine, lead, raised[0])
    view = reaction.taking[0]
    return view.since_entry(entered_seq), reaction.occurrence


def _begun(engine: Engine, lead: Lead, occurrence: Occurrence) -> Reaction:
    lead.seq += 1
    occurrence.seq = lead.seq
    reaction = Reaction(engine.plans, lead, occurrence, engine.output)
    note(reaction)
    for view in reaction.taking:
        score(reaction, view)
    return reaction
