"""Owns step 4 of language.md §11: decisions are carried out, each on the lead as the ones before it left it.
Must not know how they were reached, nor what follows from them."""

from __future__ import annotations

from journeyc.program.schema import Branch, Condition, Do, Rule
from journeyc.run import runs, scenarios, sending
from journeyc.run.actions import act
from journeyc.run.conditions import View, holds
from journeyc.run.deciding import Decision, Enters, Fires, GoesOn, Leaves, SendsNow
from journeyc.run.occurrence import STARTED
from journeyc.run.reaction import Author, Reaction
from journeyc.run.reasons import reasons


def carry_out(reaction: Reaction, view: View, decisions: list[Decision]) -> None:
    """Act on every decision that still stands, in source order."""
    for decision in decisions:
        match decision:
            case Fires(rule=rule, still=still):
                author = Author(reaction, view, rule.by, rule.order)
                if _stands(author, still):
                    _fire(author, rule)
            case SendsNow(delayed=delayed):
                if view.standing.delayed.pop(delayed.number, None) is not None:
                    sending.send(Author(reaction, view, delayed.by, delayed.order, delayed.run), delayed.content)
            case Leaves():
                _leave(Author(reaction, view, decision.run.scenario, decision.order, decision.run), decision)
            case GoesOn():
                _go_on(Author(reaction, view, decision.run.scenario, decision.order), decision)
            case Enters():
                _enter(Author(reaction, view, decision.scenario.name, decision.order), decision)
    if reaction.occurrence.verb == STARTED:
        view.standing.starting.discard(reaction.occurrence.subject or "")


def _stands(author: Author, still: Condition | None) -> bool:
    """Whether what was decided because a condition became true may act: the condition still holds."""
    if still is None or holds(still, author.view):
        return True
    author.tell("lapsed", conditions=reasons(still, author.view))
    return False


def _fire(author: Author, rule: Rule) -> None:
    author.tell("fired", rule.place)
    author.reaction.cover(author.view, "rule", rule.order)
    index = 0 if rule.body else None
    while index is not None:
        step = rule.body[index]
        assert isinstance(step, Do | Branch)
        if isinstance(step, Branch):
            index = scenarios.branch(author, rule.order, index, step)
        else:
            act(author, step.action)
            index = step.next


def _leave(author: Author, decision: Leaves) -> None:
    if not decision.run.over and _stands(author, decision.still):
        runs.leave(author, decision.run, decision.why)


def _go_on(author: Author, decision: GoesOn) -> None:
    """Just before a run goes on its exits are looked at again; holds and the pause are on the way."""
    run = decision.run
    if run.over:
        return
    view = author.view.since_entry(run.entered_seq)
    if runs.exit_holds(author.view.plan.scenarios[run.scenario], view):
        runs.leave(author, run, "exit")
    else:
        scenarios.resume(author, run, decision.onward)


def _enter(author: Author, decision: Enters) -> None:
    scenario = decision.scenario
    if author.reaction.occurrence.verb == STARTED and scenario.name not in author.view.standing.starting:
        return
    bar = runs.barred(scenario, author.view)
    if bar is not None:
        author.tell("barred", scenario.place, why=bar)
    elif _stands(author, decision.still):
        scenarios.begin(author, scenario)
