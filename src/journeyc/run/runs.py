"""Owns the beginning and the end of a scenario's run: who may enter, and what leaving undoes.
Must not know the steps of a scenario; scenarios walks them."""

from __future__ import annotations

from typing import Literal

from journeyc.program.schema import Repeat, RepeatEnd, Scenario, Wait, WaitClock, WaitDate, WaitUntil
from journeyc.run.clock import Kind, Timer
from journeyc.run.conditions import View, holds
from journeyc.run.reaction import Author
from journeyc.run.sending import withdraw
from journeyc.run.state import Run

Bar = Literal["left the ladder", "running", "reenter", "exit"]
Why = Literal["end", "goal", "exit", "stop", "leave", "restart", "missed"]


def barred(scenario: Scenario, view: View) -> Bar | None:
    """What keeps the lead from entering the scenario now."""
    standing = view.standing
    if standing.stage is None:
        return "left the ladder"
    if scenario.name in standing.runs:
        return "running"
    left = standing.left_at.get(scenario.name)
    if left is not None and not _may_come_back(scenario, left, view.now):
        return "reenter"
    return "exit" if exit_holds(scenario, view) else None


def _may_come_back(scenario: Scenario, left: int, now: int) -> bool:
    if scenario.reenter is None or scenario.reenter == "always":
        return scenario.reenter == "always"
    return now >= left + scenario.reenter


def exit_holds(scenario: Scenario, view: View) -> bool:
    """Whether a condition alone of an `exit when` holds now."""
    watches = (guard.when.watch for guard in scenario.exits)
    return any(watch is not None and holds(watch.condition, view) for watch in watches)


def blocked(scenario: Scenario, view: View) -> bool:
    """Whether the scenario is held or the lead paused."""
    return view.standing.paused or any(holds(watch.condition, view) for watch in scenario.holds)


def wait_timer(view: View, run: Run) -> Timer:
    """The timer of the wait at which the run stands."""
    body = view.plan.scenarios[run.scenario].body
    step = body[run.step or 0]
    if isinstance(step, RepeatEnd):
        step = body[step.repeat]
    assert isinstance(step, Wait | WaitClock | WaitDate | WaitUntil | Repeat)
    return Timer(Kind.WAIT, view.plan.number, step.order, 0, run.scenario)


def unset_wait(view: View, run: Run) -> None:
    """The run waits for no instant any more."""
    if run.step is not None:
        view.lead.timers.cancel(wait_timer(view, run))


def leave(author: Author, run: Run, why: Why) -> None:
    """End the run. In any way but by its last step this withdraws the sends it has waiting."""
    standing = author.view.standing
    unset_wait(author.view, run)
    run.over = True
    del standing.runs[run.scenario]
    standing.left_at[run.scenario] = author.view.now
    author.tell("left_scenario", scenario=run.scenario, why=why)
    if why != "end":
        withdraw(author, run)


def leave_all(author: Author, why: Why) -> None:
    """End every run, in source order, and let no started one begin."""
    author.view.standing.starting.clear()
    for name in author.view.plan.scenarios:
        run = author.view.standing.runs.get(name)
        if run is not None:
            leave(author, run, why)
