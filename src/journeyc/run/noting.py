"""Owns step 1 of language.md §11: what an occurrence leaves in the lead's memory before anything is decided.
Must not know rules, scores or scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from journeyc.run import timing, work
from journeyc.run.fitting import happens
from journeyc.run.occurrence import UPDATE, Occurrence
from journeyc.run.plan import Plan
from journeyc.run.reaction import Reaction


def note(reaction: Reaction) -> None:
    """Attributes a record carries, the lead's own doing, unsubscribes, history, and the work it closes."""
    occurrence, lead = reaction.occurrence, reaction.lead
    if occurrence.record:
        _attributes(reaction)
        if is_own(occurrence, reaction.plans):
            lead.last_own = occurrence.at
            for view in reaction.views.values():
                timing.set_idle(view)
    if occurrence.verb == "unsubscribed":
        lead.unsubscribed |= _unsubscribed_kinds(occurrence, reaction.plans)
    elif occurrence.verb == "sent" and occurrence.subject is not None:
        lead.sent.add(occurrence.subject)
    elif occurrence.verb == "changed" and occurrence.subject is not None:
        for view in reaction.views.values():
            timing.set_dates(view, occurrence.subject)
            timing.move_waits(view, occurrence.subject)
    _history(reaction)
    for view in reaction.taking:
        closed = work.note(view, occurrence)
        if closed is not None:
            reaction.tell(view, "closed", what=closed, subject=occurrence.subject)
    if occurrence.record and occurrence.verb == "sent":
        occurrence.verb = UPDATE  # what the log says was sent is history only: from here on no trigger fits it


def _attributes(reaction: Reaction) -> None:
    for name, value in reaction.occurrence.data.items():
        if any(name in plan.attributes for plan in reaction.plans):
            reaction.set_attribute(name, value)


def _history(reaction: Reaction) -> None:
    """Each pattern some condition asks for keeps when it was fitted; what happens in one journey is that journey's."""
    occurrence = reaction.occurrence
    anyone = reaction.taking[0]
    for plan in reaction.plans:
        if occurrence.journey is None or occurrence.journey == plan.number:
            for index, pattern in plan.histories.to(occurrence):
                if happens(pattern, occurrence, anyone):
                    past = reaction.lead.pasts[plan.number][index]
                    past.instants.append(occurrence.at)
                    past.last_seq = occurrence.seq


def _kind(subject: str | None, plans: Sequence[Plan]) -> str | None:
    return next((kind for plan in plans if (kind := plan.content_kind(subject)) is not None), None)


def is_own(occurrence: Occurrence, plans: Sequence[Plan]) -> bool:
    """Whether the lead did it: by its content's kind; of a content nobody declares, by any kind that has the verb."""
    kind = _kind(occurrence.subject, plans)
    if kind is not None:
        return any(occurrence.verb in plan.own_verbs.get(kind, ()) for plan in plans)
    return any(occurrence.verb in verbs for plan in plans for verbs in plan.own_verbs.values())


def _unsubscribed_kinds(occurrence: Occurrence, plans: Sequence[Plan]) -> set[str]:
    """The kind of the content; every kind where the record names none that is declared."""
    kind = _kind(occurrence.subject, plans)
    return {kind} if kind is not None else {content.kind for plan in plans for content in plan.contents.values()}
