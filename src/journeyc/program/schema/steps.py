"""Owns steps: the graph of a rule's or scenario's body.
Must not know whose body it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from journeyc.program.schema.actions import Action
from journeyc.program.schema.basics import NOWHERE, DateOffset, Duration, Missed, Place
from journeyc.program.schema.conditions import Condition
from journeyc.program.schema.triggers import Anchor, When

# The body of a rule or scenario is a graph of steps, addressed by their index in `body`. `next` and every `to` is the
# index of the step that follows, None for the end. A body starts at step 0; an empty body does nothing.
# Rules hold only Do and Branch.


@dataclass(frozen=True, slots=True)
class Do:
    action: Action
    next: int | None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["do"] = "do"


@dataclass(frozen=True, slots=True)
class Path:
    """One way out of a branch: `label` is how the source names it (a condition's text, a matched value, `else`)."""

    condition: Condition
    to: int | None
    label: str = field(compare=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """The first path whose condition holds, else `otherwise`. Made of `if`, `match` and `choose`."""

    paths: tuple[Path, ...]
    otherwise: int | None
    source: Literal["if", "match", "choose"]
    otherwise_place: Place | None = field(default=None, compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["branch"] = "branch"


@dataclass(frozen=True, slots=True)
class SplitArm:
    percent: int | float
    name: str
    to: int | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Split:
    """Arm chosen by hash (language.md §7); `number` is K, from 1 for the scenario's first split in source order."""

    number: int
    arms: tuple[SplitArm, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait `duration`, then move to the clock time `at` (seconds after midnight) of that day, then to an open day."""

    duration: Duration
    at: int | None
    on_open_days: bool
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True)
class WaitClock:
    """Wait until the next `weekday` (0 is Monday) at `at` seconds after midnight, always later than now."""

    weekday: int
    at: int
    on_open_days: bool
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_clock"] = "wait_clock"


@dataclass(frozen=True, slots=True)
class WaitDate:
    """Wait until `offset` from `anchor`. When missed: `skip` goes to `skip_to` (past the block, or past the one step
    after), `now` goes on to `next` at once, `end` leaves the scenario. An `entry` anchor that has passed goes on and
    may carry a business duration, then in `duration` in place of `offset`."""

    anchor: Anchor
    offset: DateOffset
    duration: Duration | None
    at: int | None
    on_open_days: bool
    missed: Missed
    next: int | None
    skip_to: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_date"] = "wait_date"


@dataclass(frozen=True, slots=True)
class WaitLine:
    """A line of `wait until`: fits an occurrence after the wait was reached; a condition alone (`when.watch`) fits
    whenever it holds, also at once."""

    when: When
    to: int | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """The first line in source order that fits; after `timeout`, `timeout_to`."""

    lines: tuple[WaitLine, ...]
    timeout: Duration
    timeout_to: int | None
    order: int
    timeout_place: Place = field(default=NOWHERE, compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_until"] = "wait_until"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Run from `body` at most `times` times, waiting `every` from the end of each run, until `until` fits; its paths
    out of the body lead to the RepeatEnd at `end`. `next` follows the whole."""

    times: int
    every: Duration
    until: When
    body: int
    end: int
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["repeat"] = "repeat"


@dataclass(frozen=True, slots=True)
class RepeatEnd:
    """The end of one run of the body of the Repeat at `repeat`."""

    repeat: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["repeat_end"] = "repeat_end"


Step = Do | Branch | Split | Wait | WaitClock | WaitDate | WaitUntil | Repeat | RepeatEnd
