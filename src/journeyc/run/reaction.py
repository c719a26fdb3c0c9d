"""Owns the taking of one occurrence by one lead: what it changed so far, what it wrote, what it has yet to raise.
Must not know the rules of the language; the five steps of language.md §11 read and fill it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields

from journeyc.program.schema import Place
from journeyc.run.conditions import View
from journeyc.run.log import ActionRecord, Scalar
from journeyc.run.occurrence import Occurrence
from journeyc.run.plan import Plan
from journeyc.run.state import Lead, Run
from journeyc.run.trace import Told, TraceEntry

CoverageKey = tuple[str, str, int, int, int]
"""Journey, what, the place in the source of what owns it, step, way out: see coverage."""


@dataclass(frozen=True, slots=True)
class GoalReached:
    """A lead reached a goal. `since` is when it was last seen to become what the goal counts from (`of`), if it was;
    `value` what the goal says it is worth."""

    lead: str
    journey: str
    goal: str
    at: int
    value: Scalar | None
    since: int | None


@dataclass(slots=True)
class Output:
    """Where a run's results go. `trace` is None where nobody listens."""

    actions: list[ActionRecord] = field(default_factory=list)
    goals: list[GoalReached] = field(default_factory=list)
    covered: set[CoverageKey] = field(default_factory=set)
    trace: Callable[[TraceEntry], None] | None = None


class Reaction:
    """One occurrence while a lead takes it. `taking` is the lead as each journey that takes it sees it, in the order of
    the journeys; `views` has those that are entered meanwhile too. `attributes_before` and `stages_before` are what
    stood before step 1, `before` the truth then of conditions whose timer is due now; `moved` names the move that was
    made in each journey; `sent` and `started` have yet to be raised."""

    __slots__ = (
        "attributes_before",
        "before",
        "lead",
        "moved",
        "occurrence",
        "output",
        "plans",
        "sent",
        "stages_before",
        "started",
        "taking",
        "views",
    )

    def __init__(self, plans: Sequence[Plan], lead: Lead, occurrence: Occurrence, output: Output) -> None:
        self.plans = plans
        self.lead = lead
        self.occurrence = occurrence
        self.output = output
        self.views = {n: View(plans, n, lead, occurrence.at, occurrence.data) for n in lead.standings}
        only = occurrence.journey
        self.taking = list(self.views.values()) if only is None else [self.views[only]]
        self.stages_before = {number: standing.stage for number, standing in lead.standings.items()}
        self.attributes_before: dict[str, Scalar | None] = {}
        self.before: dict[tuple[int, int], bool] = {}
        self.moved: dict[int, str] = {}
        self.sent: list[str] = []
        self.started: list[tuple[int, str]] = []

    def set_attribute(self, name: str, value: Scalar | None) -> None:
        """Let the lead's attribute be `value` (None: unknown); what it was before is kept for `changed`."""
        self.attributes_before.setdefault(name, self.lead.attributes.get(name))
        if value is None:
            self.lead.attributes.pop(name, None)
        else:
            self.lead.attributes[name] = value

    @property
    def traced(self) -> bool:
        """Whether anybody listens: what a trace alone needs is not worked out otherwise."""
        return self.output.trace is not None

    def tell(self, view: View, kind: str, by: str | None = None, place: Place | None = None, **values: Told) -> None:
        """Add an entry to the trace."""
        trace = self.output.trace
        if trace is not None:
            occurrence = self.occurrence
            trace(TraceEntry(self.lead.name, occurrence.at, occurrence.seq, view.plan.name, kind, by, values, place))

    def cover(self, view: View, what: str, order: int, step: int = 0, way: int = 0) -> None:
        """Note that a rule, line, branch, arm or timeout was taken."""
        self.output.covered.add((view.plan.name, what, order, step, way))


@dataclass(slots=True)
class Author:
    """Who acts in a reaction: a rule, or a scenario's run. `by` and `order` go into records and timers."""

    reaction: Reaction
    view: View
    by: str
    order: int
    run: Run | None = None

    def record(
        self,
        action: str,
        target: str | None = None,
        *,
        from_: str | None = None,
        points: int | None = None,
        value: Scalar | None = None,
        reason: str | None = None,
        title: str | None = None,
        text: str | None = None,
        member: str | None = None,
        due: int | None = None,
        held: str | None = None,
        until: int | None = None,
    ) -> None:
        """Write the next action record of the lead."""
        lead = self.reaction.lead
        lead.actions += 1
        record = ActionRecord(
            lead.name,
            lead.actions,
            self.reaction.occurrence.at,
            action,
            target,
            self.by,
            from_,
            points,
            value,
            reason,
            title,
            text,
            member,
            due,
            held,
            until,
        )
        self.reaction.output.actions.append(record)
        if self.reaction.traced:
            self.tell("held" if held else "acted", None, **_told(record))

    def tell(self, kind: str, place: Place | None = None, **values: Told) -> None:
        """Add an entry to the trace in the author's name."""
        self.reaction.tell(self.view, kind, self.by, place, **values)

    def idle(self, action: str, target: str | None, why: str, **values: Told) -> None:
        """Say that an action changed nothing, and why."""
        self.tell("nothing", None, action=action, target=target, why=why, **values)


_REPEATED = tuple(f.name for f in fields(ActionRecord) if f.name not in ("lead", "n", "at", "by"))


def _told(record: ActionRecord) -> dict[str, Told]:
    """What of a record its trace entry repeats."""
    return {name.rstrip("_"): told for name in _REPEATED if (told := getattr(record, name)) is not None}
