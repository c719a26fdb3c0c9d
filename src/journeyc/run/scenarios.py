"""Owns how a run walks through its scenario: steps, branches, splits, waits, repeats, and the ways on from a wait.
Must not know when a scenario is entered or left, nor what an action does."""

from __future__ import annotations

from itertools import accumulate

from journeyc.program import schema
from journeyc.program.calendar import add, next_weekday
from journeyc.program.schema import Scenario, Split, Step, When
from journeyc.run import runs, timing
from journeyc.run.actions import act
from journeyc.run.conditions import View, holds
from journeyc.run.fitting import fits
from journeyc.run.occurrence import WAITED, Occurrence
from journeyc.run.reaction import Author
from journeyc.run.state import Onward, Round, Run
from journeyc.run.work import hashed


def begin(author: Author, scenario: Scenario) -> None:
    """Start a run at its first step, or held before it."""
    occurrence, view = author.reaction.occurrence, author.view
    run = Run(scenario.name, view.now, occurrence.seq)
    view.standing.runs[scenario.name] = run
    author.tell("entered_scenario", scenario.place, scenario=scenario.name)
    author.reaction.cover(view, "scenario", scenario.order)
    go_on(_author_of(author, run), run, Onward(0 if scenario.body else None, "begin"))


def resume(author: Author, run: Run, onward: Onward) -> None:
    """Take a way on from a wait."""
    go_on(_author_of(author, run), run, onward)


def _author_of(author: Author, run: Run) -> Author:
    return Author(author.reaction, author.view.since_entry(run.entered_seq), author.by, author.order, run)


def go_on(author: Author, run: Run, onward: Onward) -> None:
    """Go a way on, or keep it where the scenario is held or the lead paused."""
    scenario = author.view.plan.scenarios[run.scenario]
    runs.unset_wait(author.view, run)
    run.releasing = False
    if runs.blocked(scenario, author.view):
        run.kept = onward
        author.tell("kept", scenario=run.scenario, why=onward.why)
        return
    run.kept, run.step = None, None
    del run.rounds[onward.rounds :]
    _cover_way(author, scenario, onward)
    if onward.why == "missed end":
        runs.leave(author, run, "missed")
    else:
        _walk(author, scenario, run, onward.to)


def _cover_way(author: Author, scenario: Scenario, onward: Onward) -> None:
    step = scenario.body[onward.at] if scenario.body else None
    if onward.why != "begin":
        author.tell("went_on", getattr(step, "place", None), scenario=scenario.name, why=onward.why)
    if onward.why in ("line", "timeout"):
        author.reaction.cover(author.view, onward.why, scenario.order, onward.at, onward.line)


def _walk(author: Author, scenario: Scenario, run: Run, to: int | None) -> None:
    """Run on from a step to the next wait or the end."""
    while not run.over and run.step is None:
        if to is None:
            runs.leave(author, run, "end")
            return
        to = _take(author, scenario, run, to)


def _take(author: Author, scenario: Scenario, run: Run, index: int) -> int | None:
    """Take one step; gives back the next. A wait that has to wait sets `run.step`."""
    step = scenario.body[index]
    match step:
        case schema.Do(action=action, next=to):
            act(author, action)
            return to
        case schema.Branch():
            return branch(author, scenario.order, index, step)
        case Split():
            return _split(author, scenario, index, step)
        case schema.WaitUntil():
            return _wait_until(author, scenario, run, index, step)
        case schema.Repeat():
            return _repeat(author, run, index, step)
        case schema.RepeatEnd():
            return _repeat_end(author, scenario, run, index, step)
        case _:
            return _wait(author, run, index, step)


def branch(author: Author, order: int, index: int, step: schema.Branch) -> int | None:
    """The way out of a branch: the first path whose condition holds, else the other one."""
    for way, path in enumerate(step.paths):
        if holds(path.condition, author.view):
            author.tell("branch", path.place, label=path.label, source=step.source)
            author.reaction.cover(author.view, "path", order, index, way)
            return path.to
    author.tell("branch", step.otherwise_place or step.place, label="else", source=step.source)
    author.reaction.cover(author.view, "path", order, index, -1)
    return step.otherwise


def _split(author: Author, scenario: Scenario, index: int, step: Split) -> int | None:
    view = author.view
    u = hashed(view.plan.name, scenario.name, str(step.number), view.lead.name)
    bounds = accumulate(arm.percent for arm in step.arms)
    way = next((i for i, bound in enumerate(bounds) if u * 100 < bound * 2**64), len(step.arms) - 1)
    author.tell("split", step.arms[way].place, arm=step.arms[way].name)
    author.reaction.cover(view, "arm", scenario.order, index, way)
    return step.arms[way].to


# --- waits -------------------------------------------------------------------------------------------------------


def _stand_at(author: Author, run: Run, index: int, due: int | None) -> None:
    run.step = index
    if due is not None:
        author.view.lead.timers.set(runs.wait_timer(author.view, run), due)
    step = author.view.plan.scenarios[run.scenario].body[index]
    author.tell("waits", step.place, scenario=run.scenario, until=due)


def _wait(author: Author, run: Run, index: int, step: schema.Wait | schema.WaitClock | schema.WaitDate) -> int | None:
    """A wait for an instant; one that has come goes on at once, a date that has passed is missed."""
    view = author.view
    if isinstance(step, schema.WaitDate):
        due = timing.wait_date(step, run, view)
        if due is not None and due < view.now:
            return _miss(author, run, index, step)
    elif isinstance(step, schema.WaitClock):
        due = next_weekday(view.now, step.weekday, step.at, view.plan.zone)
        due = timing.moved(due, None, step.on_open_days, view)
    else:
        due = add(view.now, step.duration, view.plan.calendar, view.plan.zone)
        due = timing.moved(due, step.at, step.on_open_days, view)
    if due is None or due > view.now:
        _stand_at(author, run, index, due)
    return step.next


def _missed(step: schema.WaitDate, index: int, rounds: int) -> Onward:
    if step.missed == "now" or step.anchor.kind == "entry":
        return Onward(step.next, "missed now", rounds, index)
    if step.missed == "skip":
        return Onward(step.skip_to, "missed skip", rounds, index)
    return Onward(None, "missed end", rounds, index)


def _miss(author: Author, run: Run, index: int, step: schema.WaitDate) -> int | None:
    onward = _missed(step, index, len(run.rounds))
    author.tell("went_on", step.place, scenario=run.scenario, why=onward.why)
    if onward.why == "missed end":
        runs.leave(author, run, "missed")
    return onward.to


def _wait_until(author: Author, scenario: Scenario, run: Run, index: int, step: schema.WaitUntil) -> int | None:
    for number, line in enumerate(step.lines):
        if line.when.watch is not None and holds(line.when.watch.condition, author.view):
            _cover_way(author, scenario, Onward(line.to, "line", 0, index, number))
            return line.to
    view = author.view
    _stand_at(author, run, index, add(view.now, step.timeout, view.plan.calendar, view.plan.zone))
    return None


def _repeat(author: Author, run: Run, index: int, step: schema.Repeat) -> int | None:
    if step.times < 1 or _already(step.until, author.view):
        return step.next
    run.rounds.append(Round(index))
    return step.body


def _repeat_end(author: Author, scenario: Scenario, run: Run, index: int, step: schema.RepeatEnd) -> int | None:
    repeat = scenario.body[step.repeat]
    assert isinstance(repeat, schema.Repeat)
    if _already(repeat.until, author.view):
        run.rounds.pop()
        return repeat.next
    run.rounds[-1].runs += 1
    view = author.view
    _stand_at(author, run, index, add(view.now, repeat.every, view.plan.calendar, view.plan.zone))
    return None


def _already(when: When, view: View) -> bool:
    return when.watch is not None and holds(when.watch.condition, view)


# --- the ways on from a wait -------------------------------------------------------------------------------------


def way_on(run: Run, occurrence: Occurrence, view: View) -> Onward | None:
    """The way on that the occurrence opens to a run that waits; what ends a repeat beats the lines of its body."""
    body = view.plan.scenarios[run.scenario].body
    view = view.since_entry(run.entered_seq)
    for depth, current in enumerate(run.rounds):
        repeat = body[current.step]
        assert isinstance(repeat, schema.Repeat)
        if _fits_level(repeat.until, occurrence, view):
            return Onward(repeat.next, "until", depth, current.step)
    if run.step is None:
        return None
    come = occurrence.verb == WAITED and occurrence.subject == run.scenario
    return _way_from(body[run.step], run, occurrence, view, come)


def _way_from(step: Step, run: Run, occurrence: Occurrence, view: View, come: bool) -> Onward | None:
    at, rounds = run.step or 0, len(run.rounds)
    match step:
        case schema.WaitUntil(lines=lines):
            for number, line in enumerate(lines):
                if _fits_level(line.when, occurrence, view):
                    return Onward(line.to, "line", rounds, at, number)
            return Onward(step.timeout_to, "timeout", rounds, at) if come else None
        case schema.WaitDate() if not come:
            return _way_from_date(step, run, occurrence, view)
        case schema.Wait(next=to) | schema.WaitClock(next=to) | schema.WaitDate(next=to):
            return Onward(to, "time", rounds, at) if come else None
        case schema.RepeatEnd(repeat=index) if come:
            repeat = view.plan.scenarios[run.scenario].body[index]
            assert isinstance(repeat, schema.Repeat)
            again = run.rounds[-1].runs < repeat.times
            return Onward(repeat.body, "again", rounds, at) if again else Onward(repeat.next, "time", rounds - 1, at)
        case _:
            return None


def _way_from_date(step: schema.WaitDate, run: Run, occurrence: Occurrence, view: View) -> Onward | None:
    """A change of the date may put the wait in the past."""
    changed = occurrence.verb == "changed" and occurrence.subject == step.anchor.name
    due = timing.wait_date(step, run, view) if changed else None
    return _missed(step, run.step or 0, len(run.rounds)) if due is not None and due < view.now else None


def _fits_level(when: When, occurrence: Occurrence, view: View) -> bool:
    """A trigger is this occurrence; a condition alone holds."""
    return _already(when, view) or any(fits(arm, occurrence, view) for arm in when.arms)
