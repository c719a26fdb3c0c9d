"""Owns values and conditions: what can be read of a lead, and what can hold of it.
Must not know where conditions stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from journeyc.program.schema.basics import NOWHERE, Comparison, Place, Scalar, ValueType

# A value may be unknown (None) at run time. `journey` names another journey of the same run, None is this one.


@dataclass(frozen=True, slots=True)
class Literally:
    """A literal. `type` says how to read it; an enum's value is its name, a clock time is not a value."""

    value: Scalar
    type: ValueType
    op: Literal["literal"] = "literal"


@dataclass(frozen=True, slots=True)
class Attribute:
    """The lead's attribute `name`; its default where the lead has no value of its own; else unknown."""

    name: str
    op: Literal["attribute"] = "attribute"


@dataclass(frozen=True, slots=True)
class Points:
    """The score `name`, standing points included, never unknown."""

    name: str
    journey: str | None = None
    op: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Count:
    """How often history `history` happened, in the last `within` seconds (None: ever)."""

    history: int
    within: int | None
    op: Literal["count"] = "count"


@dataclass(frozen=True, slots=True)
class Since:
    """Seconds since history `history` last happened; unknown if never."""

    history: int
    op: Literal["since"] = "since"


@dataclass(frozen=True, slots=True)
class Today:
    """The date of the instant in the journey's zone."""

    op: Literal["today"] = "today"


@dataclass(frozen=True, slots=True)
class Payload:
    """A field of the present occurrence's `data`; unknown where it is absent."""

    field: str
    op: Literal["payload"] = "payload"


@dataclass(frozen=True, slots=True)
class Standing:
    """A name of the lead's standing: its stage, persona, owner (team), owner's member or source, as text."""

    what: Literal["stage", "persona", "owner", "member", "source"]
    journey: str | None = None
    op: Literal["standing"] = "standing"


Value = Literally | Attribute | Points | Count | Since | Today | Payload | Standing


# Two-valued: no comparison with an unknown holds.


@dataclass(frozen=True, slots=True)
class Always:
    """True or false whatever the lead."""

    holds: bool
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["always"] = "always"


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["not"] = "not"


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["and"] = "and"


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["or"] = "or"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `least` of the items hold."""

    least: int
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["at_least"] = "at_least"


@dataclass(frozen=True, slots=True)
class Compare:
    """Numbers by value, texts by `==` and `!=` only, dates by their text. False where a side is unknown.
    Seconds where a side is `Since`."""

    operator: Comparison
    left: Value
    right: Value
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["compare"] = "compare"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is known and equals one of the options. Every comparison of an enum, a stage, a persona or an owner
    with names arrives in this form: `役職 >= 課長` is one of 課長, 部長, 役員; a `!=` is the other names."""

    value: Value
    options: tuple[Scalar, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["one_of"] = "one_of"


@dataclass(frozen=True, slots=True)
class Known:
    value: Value
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["known"] = "known"


@dataclass(frozen=True, slots=True)
class Tagged:
    tag: str
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["tagged"] = "tagged"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last handoff was accepted (and not rejected since)."""

    journey: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["accepted"] = "accepted"


@dataclass(frozen=True, slots=True)
class InSegment:
    """The segment or boundary `name` holds."""

    name: str
    journey: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["in_segment"] = "in_segment"


@dataclass(frozen=True, slots=True)
class Happened:
    """History `history` happened: in (t - within, t]; with `since_entry`, after the occurrence by which the lead
    entered the scenario in which this stands; else ever."""

    history: int
    within: int | None = None
    since_entry: bool = False
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["happened"] = "happened"


Condition = Always | Not | And | Or | AtLeast | Compare | OneOf | Known | Tagged | Accepted | InSegment | Happened
