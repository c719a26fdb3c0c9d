"""Owns the mapping proposed for an export: of a system that its columns give away, else by what they seem to be for.
Must not know files, or the wording of remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from journeyc.program.schema import Program
from journeyc.records.guessing.exports import EXPORTS
from journeyc.records.guessing.head import Head
from journeyc.records.guessing.proposal import Proposal, quoted
from journeyc.records.guessing.roles import Roles, roles_of
from journeyc.records.guessing.words import Likeness
from journeyc.records.guessing.writing import say_at, say_attributes, say_lead, say_opening, say_values


def propose(head: Head, program: Program | None) -> Proposal:
    """A mapping for files like this one, in the names of a journey where one is given."""
    likeness = Likeness(program)
    for export in EXPORTS:
        if export.fits(head):
            return export.propose(head, likeness)
    return _by_columns(head, likeness)


def _by_columns(head: Head, likeness: Likeness) -> Proposal:
    roles = roles_of(head, likeness)
    proposal = Proposal()
    say_opening(proposal, head, "columns")
    say_lead(proposal, roles, head)
    if _makes_leads(roles):
        proposal.gap()
        _say_leads(proposal, roles, head, likeness)
    if roles.event is not None or not _makes_leads(roles):
        proposal.gap()
        _say_events(proposal, roles, head, likeness)
    used = {roles.lead, roles.at, roles.clock, roles.event, roles.content, roles.id, roles.source, roles.stage}
    used |= {roles.created, roles.created_clock, *roles.other_leads, *(column for _, column in roles.attributes)}
    unused = [name for name in head.columns if name not in used]
    if unused:
        proposal.gap()
        proposal.remark(0, "unused", columns=", ".join(unused))
    return proposal


def _makes_leads(roles: Roles) -> bool:
    return bool(roles.attributes or roles.stage or (roles.created and roles.event is None))


def _say_leads(proposal: Proposal, roles: Roles, head: Head, likeness: Likeness) -> None:
    proposal.say(0, "leads:")
    said = len(proposal.lines)
    say_attributes(proposal, 1, roles.attributes, head, likeness)
    if roles.stage is not None and roles.stage != roles.event:
        say_values(proposal, 1, "stage", roles.stage, head, likeness.stage, "stages")
    if roles.created is not None:
        say_at(proposal, 1, "created", roles.created, roles.created_clock, head)
    if len(proposal.lines) == said:
        proposal.lines.pop()


def _say_events(proposal: Proposal, roles: Roles, head: Head, likeness: Likeness) -> None:
    proposal.say(0, "events:")
    if roles.at is None:
        proposal.remark(1, "no_time")
        proposal.say(1, f"at: {quoted(next(iter(head.columns)))}")
    else:
        say_at(proposal, 1, "at", roles.at, roles.clock, head, roles.form)
    if roles.event is None:
        proposal.remark(1, "no_event")
        proposal.say(1, "event: changed")
    else:
        _say_what(proposal, roles, head, likeness)
    for name, column in (("id", roles.id), ("source", roles.source)):
        if column is not None:
            proposal.say(1, f"{name}: {quoted(column)}")


def _say_what(proposal: Proposal, roles: Roles, head: Head, likeness: Likeness) -> None:
    """What happened: by the column of events alone, or with the content in a column of its own."""
    assert roles.event is not None
    if roles.content is None or _tells_all(head.columns[roles.event].counts, likeness.deed):
        say_values(proposal, 1, "event", roles.event, head, likeness.deed, "events", likeness.chance_deed)
        return
    say_values(proposal, 1, "event", roles.event, head, likeness.verb, "verbs")
    say_values(proposal, 1, "content", roles.content, head, likeness.content, "contents")


def _tells_all(counts: Counter[str] | Mapping[str, int], guess: Callable[[str], str | None]) -> bool:
    return all(guess(text) is not None for text in counts)
