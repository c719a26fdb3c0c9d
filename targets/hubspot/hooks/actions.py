"""Owns what each action of the journey is in HubSpot: its nodes, without their edges.
Must not know flows, nor HubSpot's JSON (templates)."""

from __future__ import annotations

from journeyc.emit.loss import LOSSY, UNSUPPORTED
from journeyc.program.schema import (
    AddTag,
    Assign,
    Attribute,
    ChangeScore,
    Do,
    Handoff,
    Hole,
    Leave,
    Literally,
    MoveBack,
    MoveTo,
    Notify,
    Place,
    Points,
    Post,
    RemoveTag,
    Send,
    SetAttribute,
    Standing,
    StartScenario,
    Task,
    Text,
    Today,
    Value,
)

from .nodes import Node, calendar, stamp, static, write
from .portal import Lost, Portal


class ActionMaker:
    """Makes the nodes of the actions of one flow, which `flow` names."""

    def __init__(self, portal: Portal, flow: str) -> None:
        self._portal = portal
        self._flow = flow

    def nodes(self, step: Do) -> list[Node]:
        """The nodes of an action, in order; none where HubSpot has nothing for it, which is then a loss."""
        portal, place = self._portal, step.place
        match step.action:
            case Send(contents=(name,), next_of=False):
                return self._send(name, place)
            case Notify(team=team, text=text):
                return [self._notice(team, text, place)]
            case Handoff(team=team, text=text):
                return [self._own(team, place), self._notice(team, text, place)]
            case Task() as task:
                return [self._task(task, place)]
            case Assign(team=team):
                return [self._own(team, place)]
            case MoveTo(stage=stage) | MoveBack(stage=stage):
                return [write(portal.stage_property(place), static(portal.stage_value(stage)))]
            case Leave(reason=reason):
                return self._leave(reason, place)
            case ChangeScore(score=score, points=points, replace=replace):
                name, *_ = portal.property_of(Points(score))
                value = static(str(points)) if replace else {"type": "INCREMENT", "incrementAmount": points}
                return [write(name, value)]
            case SetAttribute(attribute=attribute, value=value):
                return self._set(attribute, value, place)
            case AddTag(tag=tag) | RemoveTag(tag=tag):
                kind = "list_add" if isinstance(step.action, AddTag) else "list_remove"
                version = portal.ask("portal", "actions", f"{kind}_version", place)
                return [{"kind": kind, "list_id": portal.ask("tags", tag, "list_id", place), "version": version}]
            case StartScenario(scenario=scenario):
                return [{"kind": "enroll", "flow_id": portal.ask("flows", scenario, "flow_id", place)}]
            case Post(webhook=webhook):
                return self._post(webhook, place)
            case _:
                return []

    def _send(self, name: str, place: Place) -> list[Node]:
        if self._portal.content(name).kind != "email":
            self._portal.lose(UNSUPPORTED, "action.send.kind", place, about=name)
            return []
        return [{"kind": "email", "content_id": self._portal.content_id(name, "sent")}]

    def _own(self, team: str, place: Place) -> Node:
        name, *_ = self._portal.property_of(Standing("owner"))
        return write(name, static(self._portal.team_value(team)))

    def _notice(self, team: str, text: Text | None, place: Place) -> Node:
        subject = f"{self._portal.program.journey}: {self._flow}"
        team_id = self._portal.ask("teams", team, "team_id", place)
        body = self._text(text, place) if text is not None else subject
        return {"kind": "notify", "subject": subject, "text": body, "team_id": team_id}

    def _task(self, task: Task, place: Place) -> Node:
        due = None
        if task.within is not None:
            days = self._portal.open_weekdays() if task.within.unit == "bd" else []
            due = {**calendar(task.within), "days": days}
        owner = self._portal.ask("teams", task.team, "owner_property", place)
        return {"kind": "task", "subject": self._text(task.title, place), "owner": owner, "due": due}

    def _leave(self, reason: str | None, place: Place) -> list[Node]:
        portal = self._portal
        left = [write(portal.stage_property(place), static(portal.left_value))]
        if reason is not None:
            left.insert(0, write(portal.ask("standing", "leave_reason", "property", place), static(reason)))
        return left

    def _set(self, attribute: str, value: Value, place: Place) -> list[Node]:
        name, *_ = self._portal.property_of(Attribute(attribute))
        match value:
            case Literally(value=bool() as literal):
                return [write(name, static(str(literal).lower()))]
            case Literally(value=literal):
                return [write(name, static(self._portal.written(Attribute(attribute), literal, place)))]
            case Attribute() | Points(journey=None):
                source, *_ = self._portal.property_of(value)
                return [write(name, {"type": "OBJECT_PROPERTY", "propertyName": source})]
            case Today():
                return [stamp(name)]
            case _:
                self._portal.lose(UNSUPPORTED, "action.set.value", place)
                return []

    def _post(self, webhook: str, place: Place) -> list[Node]:
        url = dict(self._portal.content(webhook).settings).get("url")
        if isinstance(url, str) and not url.startswith("https://"):
            self._portal.lose(UNSUPPORTED, "action.post.https", place, about=webhook)
            return []
        return [{"kind": "webhook", "url": url or self._portal.ask("webhooks", webhook, "url", place)}]

    def _text(self, text: Text, place: Place) -> str:
        """The text with HubSpot's tokens for its holes; what the author wrote can open no token."""
        return "".join(
            self._token(part, place) if isinstance(part, Hole) else part.replace("{{", "{ {") for part in text
        )

    def _token(self, hole: Hole, place: Place) -> str:
        try:
            name, *_ = self._portal.property_of(hole.value)
        except Lost:
            self._portal.lose(LOSSY, "text.hole.value", place)
            return hole.otherwise or ""
        if hole.otherwise is not None:
            self._portal.lose(LOSSY, "text.hole.otherwise", place)
        return f"{{{{ enrolled_object.{name} }}}}"
