"""Owns what each action does to a lead: one function an action, and the table that finds it.
Must not know when a rule or scenario acts, nor how steps follow one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeyc.program import schema
from journeyc.program.calendar import add
from journeyc.program.schema import Action
from journeyc.run import decay, runs, sending, work
from journeyc.run.conditions import value_of
from journeyc.run.entering import enter_journey
from journeyc.run.reaction import Author
from journeyc.run.state import Owner
from journeyc.run.text import render


def act(author: Author, action: Action) -> None:
    """Do the action, write its record, or say that it changed nothing."""
    _ACTIONS[type(action)](author, action)


def _send(author: Author, action: schema.Send) -> None:
    if action.next_of:
        sending.send_next_of(author, action.contents)
    else:
        sending.send(author, action.contents[0])


def _notify(author: Author, action: schema.Notify) -> None:
    author.record("notify", action.team, text=_text(author, action.text), due=_due(author, action.within))


def _handoff(author: Author, action: schema.Handoff) -> None:
    text = _text(author, action.text)
    replaced = author.view.standing.handoff
    owner, due = work.hand_off(author.view, action.team, author.order, action.within)
    if replaced is not None:
        author.tell("replaced", action="handoff", target=replaced.team)
    author.record("handoff", action.team, text=text, member=owner.member, due=due)


def _task(author: Author, action: schema.Task) -> None:
    title = render(action.title, author.view)
    member, due, replaced = work.open_task(author.view, action.team, action.name, author.order, action.within)
    if replaced:
        author.tell("replaced", action="task", target=action.name)
    author.record("task", action.team, title=title, member=member, due=due)


def _assign(author: Author, action: schema.Assign) -> None:
    owner = author.view.standing.owner
    if owner is not None and owner.team == action.team:
        author.idle("assign", action.team, "same")
        return
    work.set_owner(author.view.standing, Owner(action.team, None))
    author.record("assign", action.team)


# --- the ladder --------------------------------------------------------------------------------------------------


def _move(author: Author, action: schema.MoveTo) -> None:
    stages = author.view.plan.stages
    here = author.view.standing.stage
    if _may_move(author, "stage", action.stage) and here is not None:
        if stages[action.stage].level < stages[here].level:
            author.idle("stage", action.stage, "further on", stage=here)
        else:
            _stand_on(author, "stage", action.stage)


def _back(author: Author, action: schema.MoveBack) -> None:
    here = author.view.standing.stage
    if _may_move(author, "back", action.stage) and here is not None:
        if (here, action.stage) not in author.view.plan.backs:
            author.idle("back", action.stage, "no way back", stage=here)
        else:
            _stand_on(author, "back", action.stage)


def _may_move(author: Author, action: str, stage: str) -> bool:
    """Whether `stage` or `back` may act: on the ladder, to another stage, and as the first move of the occurrence."""
    here = author.view.standing.stage
    moved = author.reaction.moved.get(author.view.plan.number)
    if here is None:
        author.idle(action, stage, "left the ladder")
    elif here == stage:
        author.idle(action, stage, "same", stage=here)
    elif moved is not None:
        author.idle(action, stage, "moved already", first=moved, stage=here)
    else:
        return True
    return False


def _stand_on(author: Author, action: str, stage: str) -> None:
    before = author.view.standing.stage
    author.view.standing.stage = stage
    author.reaction.moved[author.view.plan.number] = f"{action} {stage}"
    author.record(action, stage, from_=before)


def _leave(author: Author, action: schema.Leave) -> None:
    standing = author.view.standing
    if standing.stage is None:
        author.idle("leave", None, "left the ladder")
        return
    author.record("leave", reason=action.reason)
    runs.leave_all(author, "leave")
    sending.withdraw(author, None)
    standing.stage = None


def _restart(author: Author, action: schema.Restart) -> None:
    stage = action.stage or author.view.plan.first_stage
    author.record("restart", stage)
    restart(author, stage)


def restart(author: Author, stage: str | None) -> None:
    """A new round on the ladder, from that stage."""
    runs.leave_all(author, "restart")
    author.view.standing.left_at.clear()
    author.view.standing.stage = stage
    author.reaction.moved[author.view.plan.number] = f"restart {stage}"


def _enter(author: Author, action: schema.EnterJourney) -> None:
    lead, own = author.view.lead, author.view.plan
    plan = next((plan for plan in author.view.plans if plan.name == action.journey), None)
    if plan is None:
        if action.journey in lead.elsewhere:
            author.idle("enter", action.journey, "running")
            return
        lead.elsewhere.add(action.journey)
        author.record("enter", action.journey)
        return
    standing = lead.standings.get(plan.number)
    if standing is not None and standing.stage is not None:
        author.idle("enter", action.journey, "running")
        return
    author.record("enter", action.journey)
    if standing is None:
        enter_journey(author.reaction, plan, action.stage)
    else:
        view = author.view if plan is own else author.reaction.views[plan.number]
        restart(Author(author.reaction, view, author.by, author.order), action.stage or plan.first_stage)


# --- data --------------------------------------------------------------------------------------------------------


def _score(author: Author, action: schema.ChangeScore) -> None:
    score = author.view.plan.scores[action.score]
    tally = author.view.standing.tallies[action.score]
    now = author.view.now
    points = action.points if action.replace else decay.decayed(score, tally, now) + action.points
    if not decay.change(score, tally, points, now):
        author.idle("score", action.score, "same", points=action.points)
    elif action.replace:
        author.record("score", action.score, value=action.points)
    else:
        author.record("score", action.score, points=action.points)


def _set(author: Author, action: schema.SetAttribute) -> None:
    value = value_of(action.value, author.view)
    after = author.view.plan.defaults.get(action.attribute) if value is None else value
    if after == value_of(schema.Attribute(action.attribute), author.view):
        author.idle("set", action.attribute, "same", value=value)
        return
    author.reaction.set_attribute(action.attribute, value)
    author.record("set", action.attribute, value=value)


def _tag(author: Author, action: schema.AddTag) -> None:
    if action.tag in author.view.lead.tags:
        author.idle("tag", action.tag, "same")
        return
    author.view.lead.tags.add(action.tag)
    author.record("tag", action.tag)


def _untag(author: Author, action: schema.RemoveTag) -> None:
    if action.tag not in author.view.lead.tags:
        author.idle("untag", action.tag, "same")
        return
    author.view.lead.tags.remove(action.tag)
    author.record("untag", action.tag)


# --- scenarios ---------------------------------------------------------------------------------------------------


def _start(author: Author, action: schema.StartScenario) -> None:
    view = author.view
    bar = "running" if action.scenario in view.standing.starting else None
    bar = bar or runs.barred(view.plan.scenarios[action.scenario], view)
    if bar is not None:
        author.idle("start", action.scenario, bar)
        return
    view.standing.starting.add(action.scenario)
    author.reaction.started.append((view.plan.number, action.scenario))
    author.record("start", action.scenario)


def _stop(author: Author, action: schema.StopScenario) -> None:
    standing = author.view.standing
    run = standing.runs.get(action.scenario)
    if run is None and action.scenario not in standing.starting:
        author.idle("stop", action.scenario, "not running")
        return
    author.record("stop", action.scenario)
    standing.starting.discard(action.scenario)
    if run is not None:
        runs.leave(author, run, "stop")


def _pause(author: Author, _: schema.Pause) -> None:
    if author.view.standing.paused:
        author.idle("pause", None, "same")
        return
    author.view.standing.paused = True
    author.record("pause")


def _resume(author: Author, _: schema.Resume) -> None:
    if not author.view.standing.paused:
        author.idle("resume", None, "same")
        return
    author.view.standing.paused = False
    author.record("resume")


def _post(author: Author, action: schema.Post) -> None:
    author.record("post", action.webhook)


def _text(author: Author, text: schema.Text | None) -> str | None:
    return None if text is None else render(text, author.view)


def _due(author: Author, within: schema.Duration | None) -> int | None:
    plan = author.view.plan
    return None if within is None else add(author.view.now, within, plan.calendar, plan.zone)


_ACTIONS: dict[type[Any], Callable[[Author, Any], None]] = {
    schema.Send: _send,
    schema.Notify: _notify,
    schema.Handoff: _handoff,
    schema.Task: _task,
    schema.Assign: _assign,
    schema.MoveTo: _move,
    schema.MoveBack: _back,
    schema.Leave: _leave,
    schema.ChangeScore: _score,
    schema.SetAttribute: _set,
    schema.AddTag: _tag,
    schema.RemoveTag: _untag,
    schema.StartScenario: _start,
    schema.StopScenario: _stop,
    schema.Pause: _pause,
    schema.Resume: _resume,
    schema.EnterJourney: _enter,
    schema.Restart: _restart,
    schema.Post: _post,
}
