"""Owns the statement of each action: one line of Python, a call of the module's function for it.
Must not know where the action stands but for who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeyc.program import schema
from journeyc.program.schema import Action, Duration

from .expressions import Expressions
from .literals import after, folded, literal, literals


class Actions:
    """Writes the statement of each action."""

    def __init__(self, expressions: Expressions, by: str) -> None:
        self._expressions = expressions
        self._by = by

    def statement(self, action: Action) -> str:
        """The action as a call."""
        return self._calls[type(action)](self, action)

    def _call(self, name: str, *arguments: str) -> str:
        return folded(f"{name}(", ("lead", self._by, *arguments), ")")

    def _send(self, action: schema.Send) -> str:
        if action.next_of:
            return self._call("send_next_of", literals(action.contents))
        return self._call("send", literal(action.contents[0]))

    def _notify(self, action: schema.Notify) -> str:
        extras = [f"text={self._expressions.text(action.text)}"] if action.text is not None else []
        extras += [f"due={after('lead.now', action.within)}"] if action.within is not None else []
        return self._call("notify", literal(action.team), *extras)

    def _handoff(self, action: schema.Handoff) -> str:
        text = "None" if action.text is None else self._expressions.text(action.text)
        return self._call("hand_off", literal(action.team), text, _due(action.within))

    def _task(self, action: schema.Task) -> str:
        title = self._expressions.text(action.title)
        return self._call("open_task", literal(action.team), title, _due(action.within), literal(action.name))

    def _score(self, action: schema.ChangeScore) -> str:
        if action.replace:
            return self._call("set_score", f"SCORE_{self._expressions.points[action.score]}", str(action.points))
        return self._call(self._expressions.adders[action.score], str(action.points))

    def _set(self, action: schema.SetAttribute) -> str:
        return self._call("set_attribute", literal(action.attribute), self._expressions.optional(action.value))

    _calls: dict[type[Any], Callable[[Actions, Any], str]] = {  # noqa: RUF012 - a table that nobody changes
        schema.Send: _send,
        schema.Notify: _notify,
        schema.Handoff: _handoff,
        schema.Task: _task,
        schema.ChangeScore: _score,
        schema.SetAttribute: _set,
        schema.Assign: lambda self, a: self._call("assign", literal(a.team)),
        schema.MoveTo: lambda self, a: self._call("move", literal(a.stage)),
        schema.MoveBack: lambda self, a: self._call("move_back", literal(a.stage)),
        schema.Leave: lambda self, a: self._call("leave_ladder", literal(a.reason)),
        schema.AddTag: lambda self, a: self._call("tag", literal(a.tag)),
        schema.RemoveTag: lambda self, a: self._call("untag", literal(a.tag)),
        schema.StartScenario: lambda self, a: self._call("start", literal(a.scenario)),
        schema.StopScenario: lambda self, a: self._call("stop", literal(a.scenario)),
        schema.Pause: lambda self, _: self._call("pause"),
        schema.Resume: lambda self, _: self._call("resume"),
        schema.EnterJourney: lambda self, a: self._call("enter", literal(a.journey), literal(a.stage)),
        schema.Restart: lambda self, a: self._call("restart", literal(a.stage)),
        schema.Post: lambda self, a: self._call("record", '"post"', literal(a.webhook)),
    }


def _due(within: Duration | None) -> str:
    return "None" if within is None else after("lead.now", within)
