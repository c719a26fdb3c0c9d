"""Owns declarations: teams, leads, stages, contents, scores, rules, scenarios, policies, goals.
Must not know the tests beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from journeyc.program.schema.basics import NOWHERE, Duration, Place, Reentry, Scalar, ValueType
from journeyc.program.schema.conditions import Condition
from journeyc.program.schema.steps import Step
from journeyc.program.schema.triggers import Arm, Watch, When


@dataclass(frozen=True, slots=True)
class Note:
    """A free label with its text, on a persona, a stage or a cell of the map."""

    label: str
    text: str
    answered_by: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    title: str | None
    contact: str | None
    members: tuple[str, ...]
    capacity: tuple[int, str] | None
    settings: tuple[tuple[str, Scalar], ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LeadAttribute:
    """`values` are an enum's, in order. `default` stands where the lead has no value of its own."""

    name: str
    type: ValueType
    values: tuple[str, ...]
    default: Scalar | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MapCell:
    stage: str
    notes: tuple[Note, ...]
    contents: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Persona:
    """The first persona in order whose condition holds is the lead's (None: no condition, never holds)."""

    name: str
    title: str | None
    condition: Condition | None
    notes: tuple[Note, ...]
    cells: tuple[MapCell, ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """`level` is its step of the ladder from 0; stages of one level stand side by side."""

    name: str
    level: int
    title: str | None
    hidden: bool
    owner: str | None
    pass_rate: float | None
    pass_within: Duration | None
    contents: tuple[str, ...]
    notes: tuple[Note, ...]
    asset: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class BackMove:
    """A declared way down the ladder."""

    source: str
    target: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class View:
    """A rolled-up ladder: groups in order, each with its stages."""

    name: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a boundary expects: `what`, at `rate` (a fraction), within `within`."""

    what: str
    rate: float | None
    within: Duration | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """The part of a boundary that is not its condition."""

    stage: str
    who: str | None
    how: str | None
    expects: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A named condition; a boundary is one too. `role` is the English spelling. `order` keys its remembered truth."""

    name: str
    condition: Condition
    role: str | None
    boundary: Boundary | None
    asset: str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Content:
    """`kind` is the English spelling. `settings` holds what has no field of its own, texts as written.
    `starts` and `ends` are instants. `payload` types an event's fields."""

    name: str
    kind: str
    title: str | None
    purpose: Literal["ad", "transactional"]
    consent: Condition | None
    fills: tuple[str, ...]
    payload: tuple[tuple[str, ValueType], ...]
    starts: int | None
    ends: int | None
    settings: tuple[tuple[str, Scalar], ...]
    asset: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Adds `points` when an arm of `arms` fits and its condition holds on the lead before any line of this occurrence
    was added, at most `limit[0]` times in the last `limit[1]` seconds."""

    arms: tuple[Arm, ...]
    points: int
    limit: tuple[int, int] | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """Adds `points` on reading for as long as the condition holds."""

    condition: Condition
    points: int
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Decay:
    """Each full `every` seconds since points last changed the value v (or since the lead was first seen) takes it to
    floor(v * (100 - percent) / 100), in whole numbers; then the range."""

    percent: int
    every: int


@dataclass(frozen=True, slots=True)
class Score:
    name: str
    low: int | None
    high: int | None
    lines: tuple[ScoreLine, ...]
    standing: tuple[StandingLine, ...]
    decay: Decay | None
    asset: str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """`by` is the rule's name, or `FILE:LINE` for a nameless one. `origin` says what it was written as."""

    by: str = field(compare=False)
    name: str | None
    when: When
    body: tuple[Step, ...]
    origin: Literal["rule", "choose", "stage"]
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """An `exit when` or `goal when` line of a scenario. Of an exit, a condition alone is read as a level: it holds."""

    when: When
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`reenter`: seconds after leaving, "always", or None for never. `body` starts at 0."""

    name: str
    title: str | None
    enters: tuple[Guard, ...]
    reenter: Reentry
    exits: tuple[Guard, ...]
    goals: tuple[Guard, ...]
    holds: tuple[Watch, ...]
    body: tuple[Step, ...]
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)
    reenter_place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cap:
    kind: str
    limit: int
    within: int
    otherwise: Literal["drop", "delay"]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Half-open spans of seconds after midnight (start may be past end: over midnight) and whole days."""

    spans: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...]
    holidays: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """All policy blocks as one, `place` being that of the last. Every consent must hold; any suppress stops."""

    consents: tuple[Condition, ...]
    quiet: Quiet | None
    caps: tuple[Cap, ...]
    suppresses: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Goal:
    """`value`: a money amount, or the field of the event that holds it. Rates are fractions."""

    name: str
    of: str | None
    within: Duration | None
    when: When
    baseline: float | None
    target: tuple[int, str] | None
    value: int | float | str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    leads: tuple[int, str] | None
    cost: tuple[int | float, str] | None
    tier: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open hours as half-open spans of seconds after midnight by weekday (0 is Monday); in `closed`, sorted, the days
    that are closed, `YYYY-MM-DD` or every year's `MM-DD`; `holidays` are those of them that are public holidays of
    `country`, known from `first` to `last`: outside of these days nobody can say what is open."""

    hours: tuple[tuple[tuple[int, int], ...], ...]
    closed: tuple[str, ...]
    holidays: tuple[str, ...]
    first: str
    last: str
    country: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
