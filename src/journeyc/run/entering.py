"""Owns how a lead comes to be: first seen in the run, and first seen in a further journey of it.
Must not know records beyond the lead's own, nor what the first occurrence will do."""

from __future__ import annotations

from collections.abc import Sequence

from journeyc.run import timing
from journeyc.run.conditions import View, holds
from journeyc.run.decay import clamp
from journeyc.run.log import LeadRecord
from journeyc.run.plan import Plan
from journeyc.run.reaction import Reaction
from journeyc.run.state import Lead, Owner, Past, Standing, Tally


def new_lead(plans: Sequence[Plan], record: LeadRecord, at: int) -> Lead:
    """A lead as its record describes it, first seen at `at`, in the first journey of the run."""
    lead = Lead(
        name=record.lead,
        first_seen=at,
        clock=at,
        attributes=dict(record.attributes),
        tags=set(record.tags),
        source=record.source,
        pasts=[[Past() for _ in plan.program.histories] for plan in plans],
    )
    standing = _add(lead, plans[0], record.stage, at)
    for name, points in record.scores.items():
        standing.tallies[name].points = clamp(plans[0].scores[name], points)
    if record.owner is not None:
        standing.owner = Owner(record.owner, None)
    return lead


def _add(lead: Lead, plan: Plan, stage: str | None, at: int) -> Standing:
    tallies = {name: Tally(clamp(score, 0), at) for name, score in plan.scores.items()}
    standing = Standing(at, stage or plan.first_stage, tallies)
    # Journeys take an occurrence in the order of the run, not in that in which the lead came into them.
    lead.standings = dict(sorted({**lead.standings, plan.number: standing}.items()))
    return standing


def settle(view: View) -> None:
    """First seen: what holds already has not become true, and every spell counts from here."""
    standing = view.standing
    standing.remembered = {s.order: holds(s.condition, view) for s in view.plan.sentinels}
    standing.member_since = {
        s.subject: view.now for s in view.plan.sentinels if s.subject is not None and standing.remembered[s.order]
    }
    timing.set_idle(view)
    timing.set_dates(view)
    timing.set_conditions(view)


def enter_journey(reaction: Reaction, plan: Plan, stage: str | None) -> None:
    """The lead enters a further journey of the run, where it is first seen now; what is happening happened before."""
    _add(reaction.lead, plan, stage, reaction.occurrence.at)
    view = View(reaction.plans, plan.number, reaction.lead, reaction.occurrence.at)
    reaction.views = dict(sorted({**reaction.views, plan.number: view}.items()))
    settle(view)
    reaction.tell(view, "seen", stage=view.standing.stage)
