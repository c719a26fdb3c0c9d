"""Owns what is remembered of one lead between occurrences: what is the lead's, and what is its standing in a journey.
Must not know how any of it changes; it holds values and the lookups that every step needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from journeyc.run.clock import Timer, Timers
from journeyc.run.log import Scalar


class Owner(NamedTuple):
    """Who answers for the lead: a team and, where a handoff named one, its member."""

    team: str
    member: str | None


@dataclass(slots=True)
class Tally:
    """The points of one score as they were at `since`, the instant points last changed them; decay counts from it."""

    points: int
    since: int


@dataclass(slots=True)
class Past:
    """When occurrences that fit one pattern happened, oldest first, and the number of the last of them."""

    instants: list[int] = field(default_factory=list)
    last_seq: int = 0


@dataclass(slots=True)
class Work:
    """An open handoff or task. `number` tells it from others; `name` is None for a handoff or a nameless task."""

    number: int
    order: int
    team: str
    name: str | None = None


@dataclass(slots=True)
class DelayedSend:
    """A send that waits for the end of a quiet time or for room under a cap. `run` is the scenario's run that asked for
    it, None for a rule."""

    number: int
    content: str
    by: str
    order: int
    run: Run | None


@dataclass(slots=True)
class Round:
    """A `repeat` under way: the step it is, and how often its body has run."""

    step: int
    runs: int = 0


@dataclass(slots=True)
class Run:
    """A lead's run through a scenario. `step` is the wait it stands at; `kept` the way out of it that was found while
    the run was held, to be taken when the hold ends; `releasing` says that this has been raised."""

    scenario: str
    entered_at: int
    entered_seq: int
    step: int | None = None
    rounds: list[Round] = field(default_factory=list)
    kept: Onward | None = None
    releasing: bool = False
    over: bool = False


class Onward(NamedTuple):
    """A way on from a wait: the step to go to (None: the end) and what led there. `rounds` is how many repeats are
    still under way there, `line` the number of the line taken, `at` the step that is left."""

    to: int | None
    why: Literal["begin", "line", "timeout", "time", "until", "again", "missed skip", "missed now", "missed end"]
    rounds: int = 0
    at: int = 0
    line: int = 0


@dataclass(slots=True)
class Standing:
    """A lead's standing in one journey. `stage` is None once the lead has left the ladder; `handed_to` the team of the
    last handoff, open or accepted, until it is rejected; `remembered` the truths that turns are told by;
    `member_since` when the lead became what each segment names."""

    seen_at: int
    stage: str | None
    tallies: dict[str, Tally]
    awards: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    owner: Owner | None = None
    previous_owner: Owner | None = None
    handoff: Work | None = None
    handed_to: str | None = None
    accepted: bool = False
    tasks: list[Work] = field(default_factory=list)
    assignments: dict[str, int] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    left_at: dict[str, int] = field(default_factory=dict)
    starting: set[str] = field(default_factory=set)
    paused: bool = False
    delayed: dict[int, DelayedSend] = field(default_factory=dict)
    remembered: dict[int, bool] = field(default_factory=dict)
    member_since: dict[str, int] = field(default_factory=dict)
    level_timers: set[Timer] = field(default_factory=set)
    works: int = 0

    def next_number(self) -> int:
        """A number for the next piece of work or delayed send."""
        self.works += 1
        return self.works


@dataclass(slots=True)
class Lead:
    """One lead. `standings` is by journey number; `pasts` by journey number, then by `Program.histories`."""

    name: str
    first_seen: int
    clock: int
    attributes: dict[str, Scalar]
    tags: set[str]
    source: str | None
    pasts: list[list[Past]]
    standings: dict[int, Standing] = field(default_factory=dict)
    timers: Timers = field(default_factory=Timers)
    seq: int = 0
    actions: int = 0
    last_own: int | None = None
    sent: set[str] = field(default_factory=set)
    sends: dict[str, list[int]] = field(default_factory=dict)
    unsubscribed: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    record_ids: set[str] = field(default_factory=set)
    created: bool = False
