"""Owns step 3 of language.md §11: which rules fire and which scenarios are left, go on or are entered.
Must not know what acting on a decision does; nothing here changes the lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.program.schema import Condition, Goal, Guard, Rule, Scenario, When
from journeyc.run import runs
from journeyc.run.conditions import View, holds
from journeyc.run.fitting import fits_any, happens
from journeyc.run.occurrence import HOLDS, RELEASED, SEND_DUE, STARTED, Occurrence
from journeyc.run.reaction import GoalReached, Reaction
from journeyc.run.reasons import reasons
from journeyc.run.scenarios import way_on
from journeyc.run.state import DelayedSend, Onward, Run


@dataclass(slots=True)
class Fires:
    """A rule fires. `still` must hold when it acts: the condition that has become true, where it has no trigger."""

    order: int
    rule: Rule
    still: Condition | None


@dataclass(slots=True)
class SendsNow:
    """A delayed send is due."""

    order: int
    delayed: DelayedSend


@dataclass(slots=True)
class Leaves:
    """A run ends by an exit or a goal."""

    order: int
    run: Run
    why: runs.Why
    still: Condition | None


@dataclass(slots=True)
class GoesOn:
    """A run takes a way on from its wait, or the one it kept."""

    order: int
    run: Run
    onward: Onward


@dataclass(slots=True)
class Enters:
    """A scenario is entered."""

    order: int
    scenario: Scenario
    still: Condition | None


Decision = Fires | SendsNow | Leaves | GoesOn | Enters


def decide(reaction: Reaction, view: View) -> list[Decision]:
    """What is to be done about the occurrence, in source order, decided on the lead as it now is."""
    _goals(reaction, view)
    found: list[Decision] = [*_rules(reaction, view), *_scenarios(reaction, view)]
    if reaction.occurrence.verb == SEND_DUE and reaction.occurrence.order is not None:
        delayed = view.standing.delayed[reaction.occurrence.order]
        found.insert(0, SendsNow(delayed.order, delayed))
    found.sort(key=lambda decision: decision.order)
    return found


def _rules(reaction: Reaction, view: View) -> Iterator[Decision]:
    occurrence, plan = reaction.occurrence, view.plan
    for rule in plan.rules.to(occurrence):
        if fits_any(rule.when.arms, occurrence, view):
            yield Fires(rule.order, rule, None)
        elif reaction.traced:
            _refuse(reaction, view, rule.by, rule.when)
    if occurrence.verb == HOLDS and occurrence.order in plan.watching_rules:
        rule = plan.watching_rules[occurrence.order]
        yield Fires(rule.order, rule, rule.when.watch.condition if rule.when.watch else None)


def _refuse(reaction: Reaction, view: View, by: str, when: When) -> None:
    """Say which conditions kept a trigger that fits from being followed."""
    for arm in when.arms:
        if arm.condition is not None and happens(arm.pattern, reaction.occurrence, view):
            reaction.tell(view, "refused", by, when.place, conditions=reasons(arm.condition, view))


# --- scenarios ---------------------------------------------------------------------------------------------------


def _scenarios(reaction: Reaction, view: View) -> Iterator[Decision]:
    """For one scenario, exit and goal beat going on, and that beats entering."""
    decided = set()
    for run in view.standing.runs.values():
        decision = _of_run(reaction.occurrence, view.since_entry(run.entered_seq), run)
        if decision is not None:
            decided.add(run.scenario)
            yield decision
    for scenario, still in _entered(reaction, view):
        if scenario.name in decided:
            continue
        bar = runs.barred(scenario, view)
        if bar is None:
            yield Enters(scenario.order, scenario, still)
        else:
            reaction.tell(view, "barred", scenario.name, scenario.place, why=bar)


def _of_run(occurrence: Occurrence, view: View, run: Run) -> Decision | None:
    scenario = view.plan.scenarios[run.scenario]
    for guard in scenario.goals:
        if _meant(guard, occurrence, view):
            watch = guard.when.watch
            return Leaves(scenario.order, run, "goal", watch.condition if watch else None)
    if runs.exit_holds(scenario, view) or any(fits_any(g.when.arms, occurrence, view) for g in scenario.exits):
        return Leaves(scenario.order, run, "exit", None)
    if run.kept is not None:
        released = occurrence.verb == RELEASED and occurrence.subject == run.scenario
        return GoesOn(scenario.order, run, run.kept) if released else None
    onward = way_on(run, occurrence, view)
    return GoesOn(scenario.order, run, onward) if onward else None


def _meant(guard: Guard, occurrence: Occurrence, view: View) -> bool:
    """Whether a goal's trigger is this occurrence, or this is the consequence that its condition has become true."""
    if guard.when.watch is not None:
        return occurrence.verb == HOLDS and occurrence.order == guard.when.watch.order
    return fits_any(guard.when.arms, occurrence, view)


def _entered(reaction: Reaction, view: View) -> Iterator[tuple[Scenario, Condition | None]]:
    """Scenarios that the occurrence lets the lead enter, each once, with the condition that must still hold."""
    occurrence, plan = reaction.occurrence, view.plan
    for scenario in plan.enters.to(occurrence):
        if any(fits_any(guard.when.arms, occurrence, view) for guard in scenario.enters):
            yield scenario, None
        elif reaction.traced:
            for guard in scenario.enters:
                _refuse(reaction, view, scenario.name, guard.when)
    if occurrence.verb == HOLDS and occurrence.order in plan.watching_enters:
        scenario = plan.watching_enters[occurrence.order]
        watches = (guard.when.watch for guard in scenario.enters)
        yield scenario, next(w.condition for w in watches if w is not None and w.order == occurrence.order)
    if occurrence.verb == STARTED and occurrence.subject in view.standing.starting:
        yield plan.scenarios[occurrence.subject], None


# --- goals -------------------------------------------------------------------------------------------------------


def _goals(reaction: Reaction, view: View) -> None:
    """Count the goals the occurrence reaches; a goal does nothing."""
    occurrence = reaction.occurrence
    for goal in view.plan.goals.to(occurrence):
        if fits_any(goal.when.arms, occurrence, view):
            _reach(reaction, view, goal)
    if occurrence.verb == HOLDS and occurrence.order in view.plan.watching_goals:
        goal = view.plan.watching_goals[occurrence.order]
        if goal.when.watch is not None and holds(goal.when.watch.condition, view):
            _reach(reaction, view, goal)


def _reach(reaction: Reaction, view: View, goal: Goal) -> None:
    value = view.data.get(goal.value) if isinstance(goal.value, str) else goal.value
    since = view.standing.seen_at if goal.of is None else view.standing.member_since.get(goal.of)
    name, at = view.lead.name, view.now
    reaction.output.goals.append(GoalReached(name, view.plan.name, goal.name, at, value, since))
    reaction.tell(view, "goal", goal.name, goal.place, value=value)
