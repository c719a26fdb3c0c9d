"""Owns step 5 of language.md §11: what differs from before an occurrence becomes occurrences of the same instant.
Must not know how it came to differ."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.run import timing
from journeyc.run.clock import Kind, Timer
from journeyc.run.conditions import View, holds
from journeyc.run.occurrence import HOLDS, RELEASED, STARTED, Occurrence
from journeyc.run.plan import Sentinel
from journeyc.run.reaction import Reaction
from journeyc.run.state import Run


def remember_before(reaction: Reaction) -> None:
    """Before step 1: the truth of every condition whose own timer is due at this instant and has yet to be taken. Such
    a condition may have turned by time alone, and that turn is its timer's to raise."""
    first = reaction.lead.timers.first()
    if first is None or first[0] != reaction.occurrence.at:
        return
    for number, view in reaction.views.items():
        for sentinel in view.plan.timed:
            if view.lead.timers.due(Timer(Kind.CONDITION, number, sentinel.order)) == view.now:
                reaction.before[number, sentinel.order] = holds(sentinel.condition, view)


def consequences(reaction: Reaction) -> list[Occurrence]:
    """The occurrences that follow, in the order in which they are taken."""
    at = reaction.occurrence.at
    raised = list(_moves(reaction))
    raised += [Occurrence("changed", name, at) for name in _changed(reaction)]
    raised += [Occurrence("sent", content, at) for content in reaction.sent]
    raised += [
        Occurrence(STARTED, scenario, at, journey=number)
        for number, scenario in dict.fromkeys(reaction.started)
        if scenario in reaction.lead.standings[number].starting
    ]
    for view in reaction.views.values():
        raised += _turns(reaction, view)
    return raised


def _moves(reaction: Reaction) -> Iterator[Occurrence]:
    for number, before in reaction.stages_before.items():
        now = reaction.lead.standings[number].stage
        if now != before:
            if before is not None:
                yield Occurrence("left", before, reaction.occurrence.at, journey=number)
            if now is not None:
                yield Occurrence("entered", now, reaction.occurrence.at, journey=number)


def _changed(reaction: Reaction) -> list[str]:
    """The attributes whose value now differs, as they are declared, those of the first journey first."""
    if not reaction.attributes_before:
        return []
    declared = {name: plan.defaults.get(name) for plan in reversed(reaction.plans) for name in plan.attributes}
    order = dict.fromkeys(name for plan in reaction.plans for name in plan.attributes)
    changed = []
    for name in order:
        if name in reaction.attributes_before:
            before, now = reaction.attributes_before[name], reaction.lead.attributes.get(name)
            default = declared[name]
            if (default if before is None else before) != (default if now is None else now):
                changed.append(name)
    return changed


def _turns(reaction: Reaction, view: View) -> list[Occurrence]:
    """Segments and conditions that turned, and holds that ended, in source order."""
    found: list[tuple[int, Occurrence]] = []
    for sentinel in view.plan.sentinels:
        now = holds(sentinel.condition, view)
        remembered = view.standing.remembered[sentinel.order]
        if now != remembered and now != reaction.before.get((view.plan.number, sentinel.order), remembered):
            raised = turn(sentinel, now, view)
            if raised is not None:
                found.append((sentinel.order, raised))
    if view.standing.runs:
        found += [(s.order, call(s, run, view)) for s, run in timing.levels(view) if timing.level_calls(s, run, view)]
        found.sort(key=lambda pair: pair[0])
    return [occurrence for _, occurrence in found]


def turn(sentinel: Sentinel, now: bool, view: View) -> Occurrence | None:
    """Remember the new truth; gives back what its turning raises: nothing for a watch that has become false."""
    view.standing.remembered[sentinel.order] = now
    number = view.plan.number
    if sentinel.subject is not None:
        if now:
            view.standing.member_since[sentinel.subject] = view.now
        return Occurrence("became" if now else "ceased", sentinel.subject, view.now, journey=number)
    return Occurrence(HOLDS, None, view.now, journey=number, order=sentinel.order) if now else None


def call(sentinel: Sentinel, run: Run, view: View) -> Occurrence:
    """What a level raises: that its condition holds, or that the hold which kept a line has ended."""
    number = view.plan.number
    if sentinel.kind == "level":
        return Occurrence(HOLDS, sentinel.subject, view.now, journey=number, order=sentinel.order)
    run.releasing = True
    return Occurrence(RELEASED, run.scenario, view.now, journey=number)
