"""Owns people's work: who answers for a lead, the open handoff and tasks, who gets them, when they are overdue.
Must not know rules or scenarios; it changes a lead's standing in one journey and sets its timers."""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from journeyc.program.calendar import add
from journeyc.program.schema import Duration
from journeyc.run.clock import Kind, Timer
from journeyc.run.conditions import View
from journeyc.run.occurrence import Occurrence
from journeyc.run.state import Owner, Standing, Work


def hashed(*parts: str) -> int:
    """The first 8 bytes, big-endian, of SHA-256 over the parts on lines of their own: chance every engine shares."""
    return int.from_bytes(sha256("\n".join(parts).encode("utf-8")).digest()[:8], "big")


def next_member(view: View, team: str) -> str | None:
    """The member who gets the lead's next handoff or task to the team; None where the team names none."""
    members = view.plan.teams[team].members
    turn = view.standing.assignments.get(team, 0)
    view.standing.assignments[team] = turn + 1
    if not members:
        return None
    first = hashed(team, view.lead.name) * len(members) >> 64
    return members[(first + turn) % len(members)]


def set_owner(standing: Standing, owner: Owner | None) -> None:
    """Change who answers for the lead, keeping the last other team for a rejection to give the lead back to."""
    before = standing.owner
    if before is not None and (owner is None or owner.team != before.team):
        standing.previous_owner = before
    standing.owner = owner


def _give_back(standing: Standing, team: str) -> None:
    """The team gives the lead back to the last owner that was another team; where only it ever owned it, to none."""
    previous = standing.previous_owner
    set_owner(standing, None if previous is None or previous.team == team else previous)


def _timer(view: View, work: Work) -> Timer:
    return Timer(Kind.OVERDUE, view.plan.number, work.order, work.number)


def _open(view: View, work: Work, within: Duration | None) -> int | None:
    """Set the work's timer; gives back when it is due."""
    if within is None:
        return None
    due = add(view.now, within, view.plan.calendar, view.plan.zone)
    view.lead.timers.set(_timer(view, work), due)
    return due


def hand_off(view: View, team: str, order: int, within: Duration | None) -> tuple[Owner, int | None]:
    """Open a handoff in place of the one that may be open; gives back the new owner and when it must have reacted."""
    standing = view.standing
    owner = Owner(team, next_member(view, team))
    close_handoff(view)
    set_owner(standing, owner)
    work = Work(standing.next_number(), order, team)
    standing.handoff, standing.handed_to, standing.accepted = work, team, False
    return owner, _open(view, work, within)


def close_handoff(view: View) -> None:
    """The open handoff, if any, waits for nobody any more."""
    if view.standing.handoff is not None:
        view.lead.timers.cancel(_timer(view, view.standing.handoff))
        view.standing.handoff = None


def open_task(
    view: View, team: str, name: str | None, order: int, within: Duration | None
) -> tuple[str | None, int | None, bool]:
    """Open a task in place of an open one of that name; gives back its member, when it is due, whether it replaced."""
    replaced = name is not None and close_task(view, name)
    member = next_member(view, team)
    work = Work(view.standing.next_number(), order, team, name)
    view.standing.tasks.append(work)
    return member, _open(view, work, within), replaced


def close_task(view: View, name: str | None) -> bool:
    """Close the oldest open task of that name (None: a nameless one); False where none is open."""
    for work in view.standing.tasks:
        if work.name == name:
            view.standing.tasks.remove(work)
            view.lead.timers.cancel(_timer(view, work))
            return True
    return False


def note(view: View, occurrence: Occurrence) -> Literal["accepted", "rejected", "done"] | None:
    """Step 1 of a record about people's work: what it closes, and the owner a rejection gives back."""
    standing = view.standing
    match occurrence.verb:
        case "done":
            return "done" if close_task(view, occurrence.subject) else None
        case "accepted" if standing.handoff is not None and standing.handoff.team == occurrence.subject:
            close_handoff(view)
            standing.accepted = True
            return "accepted"
        case "rejected" if standing.handed_to == occurrence.subject and occurrence.subject is not None:
            close_handoff(view)
            standing.handed_to, standing.accepted = None, False
            if standing.owner is not None and standing.owner.team == occurrence.subject:
                _give_back(standing, occurrence.subject)
            return "rejected"
        case _:
            return None


def overdue(view: View, timer: Timer) -> Occurrence:
    """What is raised when the timer of open work is due: the work stays open."""
    handoff = view.standing.handoff
    if handoff is not None and handoff.number == timer.number:
        subject: str | None = handoff.team
    else:
        subject = next(work.name for work in view.standing.tasks if work.number == timer.number)
    return Occurrence("overdue", subject, view.now, journey=view.plan.number)
