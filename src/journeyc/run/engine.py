"""Owns the meaning at one instant: language.md §11, read from top to bottom in this file.
Must not know where records come from or what becomes of the actions; the order of leads is its caller's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from journeyc.program.schema import Program
from journeyc.run import work
from journeyc.run.acting import carry_out
from journeyc.run.clock import LAST, Kind, Timer
from journeyc.run.conditions import View, holds
from journeyc.run.consequences import call, consequences, remember_before, turn
from journeyc.run.deciding import decide
from journeyc.run.entering import new_lead, settle
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.noting import note
from journeyc.run.occurrence import DATE, INACTIVE, SEND_DUE, UPDATE, WAITED, Occurrence
from journeyc.run.plan import Plan
from journeyc.run.reaction import Output, Reaction
from journeyc.run.scoring import score
from journeyc.run.state import Lead
from journeyc.run.text import literal
from journeyc.run.timing import level_calls, levels, set_conditions
from journeyc.run.trace import TraceEntry

MOST_CONSEQUENCES = 64


class EndlessReaction(Exception):
    """One record or timer raised more than 64 occurrences. `by` names the rules and scenarios that went round."""

    def __init__(self, lead: str, at: int, by: Sequence[str]) -> None:
        super().__init__(f"{lead}: {', '.join(by)}")
        self.lead = lead
        self.at = at
        self.by = tuple(by)


class Engine:
    """Journeys ready to run. It holds no lead: a lead is a value that its caller keeps and hands in again. What leads
    do is added to `output`."""

    def __init__(self, programs: Sequence[Program], trace: Callable[[TraceEntry], None] | None = None) -> None:
        self.plans = tuple(Plan(program, number) for number, program in enumerate(programs))
        self.output = Output(trace=trace)

    def see(self, record: LeadRecord, at: int, handed_to: str | None = None) -> Lead:
        """A lead, first seen at `at`, before its first record; with `handed_to` that team has an open handoff."""
        lead = new_lead(self.plans, record, at)
        view = View(self.plans, 0, lead, at)
        if handed_to is not None:
            work.hand_off(view, handed_to, 0, None)
        settle(view)
        if self.output.trace is not None:
            stage = {"stage": view.standing.stage}
            self.output.trace(TraceEntry(lead.name, at, 0, view.plan.name, "seen", None, stage))
        return lead

    def create(self, lead: Lead) -> None:
        """The lead record says when the lead was created, and that is now."""
        lead.created = True
        self._react(lead, Occurrence("created", None, lead.clock))

    def take(self, lead: Lead, record: EventRecord) -> bool:
        """Take a record, after every timer due before it; False where its id was seen. A record older than the lead's
        clock is taken at the clock."""
        if record.id is not None:
            if record.id in lead.record_ids:
                return False
            lead.record_ids.add(record.id)
        at = max(record.at, lead.clock)
        self.advance(lead, at - 1)
        lead.clock = at
        lead.source = lead.source or record.source
        self._react(lead, Occurrence(_verb(record, lead), record.subject, at, record.data, record=True))
        return True

    def advance(self, lead: Lead, until: int) -> None:
        """Let every timer due by `until` come, each at its own instant."""
        while (first := lead.timers.first()) is not None and first[0] <= until:
            lead.clock, timer = first
            lead.timers.cancel(timer)
            self._come(lead, timer)
        lead.clock = max(lead.clock, until)

    # --- one record or timer, and all that follows from it -------------------------------------------------------

    def _react(self, lead: Lead, occurrence: Occurrence) -> None:
        """Take the occurrence and its consequences, first come, first served."""
        waiting, taken, wrote = deque([occurrence]), 0, len(self.output.actions)
        while waiting:
            if taken > MOST_CONSEQUENCES:
                by = dict.fromkeys(record.by for record in self.output.actions[wrote:])
                raise EndlessReaction(lead.name, lead.clock, tuple(by))
            waiting.extend(self._take(lead, waiting.popleft()))
            taken += 1
        for number in lead.standings:
            set_conditions(View(self.plans, number, lead, lead.clock))

    def _take(self, lead: Lead, occurrence: Occurrence) -> list[Occurrence]:
        """The five steps."""
        lead.seq += 1
        occurrence.seq = lead.seq
        reaction = Reaction(self.plans, lead, occurrence, self.output)
        remember_before(reaction)
        if reaction.traced:
            _open(reaction)
        note(reaction)  # 1
        for view in reaction.taking:
            score(reaction, view)  # 2
            decisions = decide(reaction, view)  # 3
            carry_out(reaction, view, decisions)  # 4
        return consequences(reaction)  # 5

    # --- timers --------------------------------------------------------------------------------------------------

    def _come(self, lead: Lead, timer: Timer) -> None:
        """A timer is due: take what it raises, if it raises anything."""
        occurrence = self._raised(View(self.plans, timer.journey, lead, lead.clock), timer)
        if occurrence is not None:
            self._react(lead, occurrence)
        elif timer.kind is Kind.CONDITION:
            set_conditions(View(self.plans, timer.journey, lead, lead.clock))

    def _raised(self, view: View, timer: Timer) -> Occurrence | None:
        at, number = view.now, timer.journey
        match timer.kind:
            case Kind.OVERDUE:
                return work.overdue(view, timer)
            case Kind.SEND:
                return Occurrence(SEND_DUE, timer.subject, at, journey=number, order=timer.number)
            case Kind.WAIT:
                return Occurrence(WAITED, timer.subject, at, journey=number)
            case Kind.IDLE if timer.order == LAST:
                return Occurrence("dropped", None, at, journey=number) if _may_drop(view) else None
            case Kind.IDLE:
                return Occurrence(INACTIVE, None, at, journey=number, order=timer.order)
            case Kind.DATE:
                return Occurrence(DATE, None, at, journey=number, order=timer.order)
            case Kind.CONDITION:
                return _turned(view, timer)


def _verb(record: EventRecord, lead: Lead) -> str:
    """A `changed` record fits no pattern itself; `created` is raised once."""
    if record.verb == "changed" or (record.verb == "created" and lead.created):
        return UPDATE
    lead.created = lead.created or record.verb == "created"
    return record.verb


def _may_drop(view: View) -> bool:
    """Nobody drops out from the last step of the ladder, nor from off it."""
    stage = view.standing.stage
    return stage is not None and view.plan.stages[stage].level < view.plan.last_level


def _turned(view: View, timer: Timer) -> Occurrence | None:
    """What a condition raises that has turned by time alone; None where it has not."""
    sentinel = view.plan.sentinel_at.get(timer.order) if not timer.subject else None
    if sentinel is not None:
        now = holds(sentinel.condition, view)
        return turn(sentinel, now, view) if now != view.standing.remembered[timer.order] else None
    for level, run in levels(view):
        if level.order == timer.order and level_calls(level, run, view):
            return call(level, run, view)
    return None


def _open(reaction: Reaction) -> None:
    """Open the occurrence's part of the trace, in each journey that takes it."""
    occurrence = reaction.occurrence
    data = tuple(f"{name}={literal(value)}" for name, value in occurrence.data.items())
    kind = "record" if occurrence.record else "occurrence"
    told = {"verb": occurrence.verb, "subject": occurrence.subject, "data": data, "order": occurrence.order}
    for view in reaction.taking:
        reaction.tell(view, kind, None, None, **told)
