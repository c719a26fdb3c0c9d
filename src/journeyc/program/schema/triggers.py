"""Owns triggers: what can happen, and what stands after a `when`.
Must not know what is done when they fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from journeyc.program.schema.basics import NOWHERE, DateOffset, Place
from journeyc.program.schema.conditions import Condition


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Fits an occurrence of `verb` (English spelling) about one of `subjects` (None: any) whose payload satisfies
    `where`, a condition over `Payload` and literals only.

    Subjects by verb: a content (downloaded, sent, happened …), a stage (entered, left), a segment (became, ceased),
    an attribute (changed), a task (done), a task or a team (overdue), a team (accepted, rejected),
    none at all (created, dropped: `subjects` is None)."""

    verb: str
    subjects: tuple[str, ...] | None
    where: Condition | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class Inactive:
    """That many seconds since the lead's last own event, or since it was first seen; once per idle spell."""

    seconds: int
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["inactive"] = "inactive"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date to count from: the lead's date attribute `name`, or the start (`at`) or end (`ends`) of content `name`,
    whose instant is then `instant`; or the instant the lead entered the scenario (`entry`)."""

    kind: Literal["attribute", "content", "entry"]
    name: str
    instant: int | None = None


@dataclass(frozen=True, slots=True)
class DateReached:
    """The instant `offset` from `anchor` is reached (an attribute's date is its 00:00 in the zone)."""

    anchor: Anchor
    offset: DateOffset
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["date_reached"] = "date_reached"


Pattern = EventPattern | Inactive | DateReached


@dataclass(frozen=True, slots=True)
class Arm:
    """Fits an occurrence that `pattern` fits while `condition` holds of the lead."""

    pattern: Pattern
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Watch:
    """A condition in a trigger position: it fires when it becomes true. `order` is its place in the source and the
    key of its remembered truth."""

    condition: Condition
    order: int


@dataclass(frozen=True, slots=True)
class When:
    """What stands after `when`: either trigger arms (any of them), or one condition alone."""

    arms: tuple[Arm, ...]
    watch: Watch | None
    place: Place = field(default=NOWHERE, compare=False)
