"""Owns what rules may ask of the records of leads and events: counts, first and last instants, names and times.
Must not know how records are read, nor how a rehearsal runs; others fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from journeyc.program.schema import Scalar


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of a file of records, as the user named the file; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest time between two events that follow each other, in whole seconds since 1970."""

    since: int
    until: int

    @property
    def seconds(self) -> int:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class EventKind:
    """All events of one verb about one thing (None where they are about nothing). `silence` is None for one event."""

    verb: str
    subject: str | None
    count: int
    first: int
    last: int
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class Extract:
    """One file of events: what it covers."""

    file: str
    count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class KnownLead:
    """A lead that records know: its lead record, and its first and last event. An event is in `early` where it came
    before `created`: the first such event."""

    lead: str
    record: RecordLine | None
    attributes: Mapping[str, Scalar]
    created: int | None
    first: int | None
    last: int | None
    early: RecordLine | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """Times of one file that say their zone in one way: `offset` as it is written (`+09:00`), empty where they say
    none. `own` where that is the journey's zone at those instants."""

    file: str
    offset: str
    own: bool
    count: int
    at: RecordLine


@dataclass(frozen=True, slots=True)
class UnreadTimes:
    """Times of one file that could not be read, all for one reason. For `order` (day and month in front of the year)
    `decided` says which of the two comes first, where some time of the file shows it."""

    reason: Literal["order", "epoch", "twice", "skipped"]
    file: str
    count: int
    text: str
    at: RecordLine
    decided: Literal["", "day", "month"] = ""


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in an event file that no journey declares: `what` it stands for, and the nearest that is declared."""

    what: Literal["event", "content"]
    name: str
    count: int
    at: RecordLine
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Events of one file that were there before: by their `id`, or without one and the same in every field."""

    by_id: bool
    file: str
    count: int
    at: RecordLine


@dataclass(frozen=True, slots=True)
class Audience:
    """Which leads are reached the moment the journey is switched on, with the past that the records tell: how many
    there are; of each segment, how many it holds for; of each rule and scenario with a condition for its trigger
    (by its place among all that have an order), how many that condition holds for already."""

    leads: int
    segments: Mapping[str, int]
    standing: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Cohort:
    """How a goal went in the rehearsal: leads that came to what it is `of`, those of them that came early enough for
    its time to be over when the records end, and those of these that reached it in that time."""

    entered: int
    mature: int
    reached: int


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What the records say. `first` and `last` are those of all events, None where there are none; `gaps` the times, in
    seconds, between events that follow each other in one lead and are its own doing, shortest first. `audience` and
    `cohorts` run the journey when they are asked, the latter by the goals' names."""

    leads: tuple[KnownLead, ...]
    kinds: tuple[EventKind, ...]
    extracts: tuple[Extract, ...]
    silence: Silence | None
    gaps: tuple[int, ...]
    clocks: tuple[Clocks, ...]
    unread: tuple[UnreadTimes, ...]
    unknown: tuple[UnknownName, ...]
    repeated: tuple[Repeated, ...]
    audience: Callable[[], Audience]
    cohorts: Callable[[], Mapping[str, Cohort]]

    @property
    def count(self) -> int:
        """How many events there are."""
        return sum(kind.count for kind in self.kinds)

    @property
    def first(self) -> int | None:
        return min((kind.first for kind in self.kinds), default=None)

    @property
    def last(self) -> int | None:
        return max((kind.last for kind in self.kinds), default=None)
