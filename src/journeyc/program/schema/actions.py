"""Owns texts with holes and actions: what can be done.
Must not know when, nor in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journeyc.program.schema.basics import Duration
from journeyc.program.schema.conditions import Value


@dataclass(frozen=True, slots=True)
class Hole:
    """Prints the value's literal without separators; `otherwise` (or nothing) where it is unknown."""

    value: Value
    otherwise: str | None


Text = tuple[str | Hole, ...]


# `keyword` is the action's English keyword, the `action` of its record.


@dataclass(frozen=True, slots=True)
class Send:
    """Send the one content, or with `next_of` the first of them neither sent to the lead nor waiting to be."""

    contents: tuple[str, ...]
    next_of: bool = False
    keyword: Literal["send"] = "send"


@dataclass(frozen=True, slots=True)
class Notify:
    team: str
    text: Text | None
    within: Duration | None
    keyword: Literal["notify"] = "notify"


@dataclass(frozen=True, slots=True)
class Handoff:
    team: str
    text: Text | None
    within: Duration | None
    keyword: Literal["handoff"] = "handoff"


@dataclass(frozen=True, slots=True)
class Task:
    team: str
    title: Text
    within: Duration | None
    name: str | None
    keyword: Literal["task"] = "task"


@dataclass(frozen=True, slots=True)
class Assign:
    team: str
    keyword: Literal["assign"] = "assign"


@dataclass(frozen=True, slots=True)
class MoveTo:
    stage: str
    keyword: Literal["stage"] = "stage"


@dataclass(frozen=True, slots=True)
class MoveBack:
    stage: str
    keyword: Literal["back"] = "back"


@dataclass(frozen=True, slots=True)
class Leave:
    reason: str | None
    keyword: Literal["leave"] = "leave"


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Add `points`, or with `replace` set the points to it."""

    score: str
    points: int
    replace: bool
    keyword: Literal["score"] = "score"


@dataclass(frozen=True, slots=True)
class SetAttribute:
    attribute: str
    value: Value
    keyword: Literal["set"] = "set"


@dataclass(frozen=True, slots=True)
class AddTag:
    tag: str
    keyword: Literal["tag"] = "tag"


@dataclass(frozen=True, slots=True)
class RemoveTag:
    tag: str
    keyword: Literal["untag"] = "untag"


@dataclass(frozen=True, slots=True)
class StartScenario:
    scenario: str
    keyword: Literal["start"] = "start"


@dataclass(frozen=True, slots=True)
class StopScenario:
    scenario: str
    keyword: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Pause:
    keyword: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class Resume:
    keyword: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True)
class EnterJourney:
    journey: str
    stage: str | None
    keyword: Literal["enter"] = "enter"


@dataclass(frozen=True, slots=True)
class Restart:
    stage: str | None
    keyword: Literal["restart"] = "restart"


@dataclass(frozen=True, slots=True)
class Post:
    webhook: str
    keyword: Literal["post"] = "post"


Action = (
    Send
    | Notify
    | Handoff
    | Task
    | Assign
    | MoveTo
    | MoveBack
    | Leave
    | ChangeScore
    | SetAttribute
    | AddTag
    | RemoveTag
    | StartScenario
    | StopScenario
    | Pause
    | Resume
    | EnterJourney
    | Restart
    | Post
)
