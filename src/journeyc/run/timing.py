"""Owns when a lead's timers for idleness, dates and conditions are due.
Must not know what is done when they are; the timers of waits, work and delayed sends are set where those begin."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.program import schema
from journeyc.program.calendar import add, at_clock, day_of, from_date, on_open_day, shift
from journeyc.program.schema import Anchor, DateOffset, WaitDate
from journeyc.run import runs
from journeyc.run.clock import Kind, Timer
from journeyc.run.conditions import View, holds, value_of
from journeyc.run.plan import Sentinel
from journeyc.run.state import Run
from journeyc.run.turning import next_turn


def set_idle(view: View) -> None:
    """The lead did something of its own, or is first seen: every idle spell counts from here."""
    since = max(view.lead.last_own or view.standing.seen_at, view.standing.seen_at)
    for timer, seconds in view.plan.idle:
        view.lead.timers.set(timer, since + seconds)


# --- dates -------------------------------------------------------------------------------------------------------


def anchored(anchor: Anchor, offset: DateOffset, view: View) -> int | None:
    """The instant that far from a lead's date or a content's; None where the date is unknown."""
    if anchor.kind == "content":
        return None if anchor.instant is None else shift(anchor.instant, offset, view.plan.zone)
    day = value_of(schema.Attribute(anchor.name), view)
    return from_date(day, offset, view.plan.zone) if isinstance(day, str) else None


def set_dates(view: View, attribute: str | None = None) -> None:
    """Set the timers of every date to be reached, or with `attribute` of those that count from it. A date that has
    passed is not reached any more; exactly now is."""
    for pattern in view.plan.dates:
        if attribute is None or (pattern.anchor.kind == "attribute" and pattern.anchor.name == attribute):
            timer = Timer(Kind.DATE, view.plan.number, pattern.order)
            due = anchored(pattern.anchor, pattern.offset, view)
            if due is None or due < view.now:
                view.lead.timers.cancel(timer)
            else:
                view.lead.timers.set(timer, due)


def move_waits(view: View, attribute: str) -> None:
    """The date changed: every wait for it moves along. One now in the past is missed: that is decided later."""
    for run in view.standing.runs.values():
        step = waits_for_date(view, run, attribute)
        if step is not None and run.kept is None:
            due = wait_date(step, run, view)
            runs.unset_wait(view, run)
            if due is not None and due >= view.now:
                view.lead.timers.set(runs.wait_timer(view, run), due)


def waits_for_date(view: View, run: Run, attribute: str) -> WaitDate | None:
    """The wait at which the run stands, if it counts from that attribute."""
    step = view.plan.scenarios[run.scenario].body[run.step] if run.step is not None else None
    if isinstance(step, WaitDate) and step.anchor.kind == "attribute" and step.anchor.name == attribute:
        return step
    return None


def wait_date(step: WaitDate, run: Run, view: View) -> int | None:
    """When a wait for a date ends; None while the date is unknown."""
    plan = view.plan
    if step.anchor.kind != "entry":
        due = anchored(step.anchor, step.offset, view)
    elif step.duration is not None:
        due = add(run.entered_at, step.duration, plan.calendar, plan.zone)
    else:
        due = shift(run.entered_at, step.offset, plan.zone)
    return None if due is None else moved(due, step.at, step.on_open_days, view)


def moved(due: int, at: int | None, on_open_days: bool, view: View) -> int:
    """A wait's instant, moved to a clock time of its day and then to the same time of the next open day."""
    if at is not None:
        due = at_clock(day_of(due, view.plan.zone), at, view.plan.zone)
    return on_open_day(due, view.plan.calendar, view.plan.zone) if on_open_days else due


# --- conditions --------------------------------------------------------------------------------------------------


def levels(view: View) -> Iterator[tuple[Sentinel, Run]]:
    """The conditions that matter while a scenario runs: its exits; the wait it stands at and the repeats around it; or,
    where a way on was kept, its hold."""
    for name, run in view.standing.runs.items():
        yield from ((sentinel, run) for sentinel in view.plan.exits[name])
        if run.kept is not None:
            yield view.plan.blocks[name], run
            continue
        steps = [current.step for current in run.rounds]
        steps += [run.step] if run.step is not None else []
        yield from ((sentinel, run) for step in steps for sentinel in view.plan.waits[name, step])


def level_calls(sentinel: Sentinel, run: Run, view: View) -> bool:
    """Whether a level asks for an occurrence: its condition holds, or the hold that kept a line has ended."""
    if sentinel.kind == "level":
        return holds(sentinel.condition, view.since_entry(run.entered_seq))
    return not run.releasing and not view.standing.paused and not holds(sentinel.condition, view)


def set_conditions(view: View) -> None:
    """Set the timer of every condition that may turn by time alone. One that is due now has yet to be taken."""
    for sentinel in view.plan.timed:
        _set_condition(sentinel, view, "")
    if not view.standing.runs and not view.standing.level_timers:
        return
    timed = [(sentinel, run) for sentinel, run in levels(view) if sentinel.by_time]
    now_set = {_set_condition(s, view.since_entry(run.entered_seq), run.scenario) for s, run in timed}
    for timer in view.standing.level_timers - now_set:
        view.lead.timers.cancel(timer)
    view.standing.level_timers = now_set


def _set_condition(sentinel: Sentinel, view: View, scenario: str) -> Timer:
    timer = Timer(Kind.CONDITION, view.plan.number, sentinel.order, 0, scenario)
    if view.lead.timers.due(timer) != view.now:
        due = next_turn(sentinel.condition, view, view.now)
        if due is None:
            view.lead.timers.cancel(timer)
        else:
            view.lead.timers.set(timer, due)
    return timer
