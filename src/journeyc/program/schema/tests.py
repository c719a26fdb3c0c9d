"""Owns `test` blocks: what is given, what happens, what is expected.
Must not know how they are run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from journeyc.program.schema.basics import NOWHERE, Duration, Place, Scalar
from journeyc.program.schema.conditions import Condition


@dataclass(frozen=True, slots=True)
class Given:
    """What `given` sets: `what` is stage, attribute, score, tag, owner, handoff or source; `name` the attribute or
    score, else the stage, tag, team or source; `value` an attribute's or score's."""

    what: Literal["stage", "attribute", "score", "tag", "owner", "handoff", "source"]
    name: str
    value: Scalar | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TestEvent:
    """`verb` in English; `subject` as in an EventPattern; `data` the payload."""

    verb: str
    subject: str | None
    data: tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Moves the clock to instant `at`, or on by `after`, and may take one event."""

    at: int | None
    after: Duration | None
    event: TestEvent | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExpectAction:
    """An action record the nearest moment above must (or with `absent` must not) have made. A field that is None may
    be anything. `held` asks for a send that was not made; `within` for a promise of that length."""

    absent: bool
    held: bool
    action: str
    target: str | None
    points: int | None
    value: Scalar | None
    reason: str | None
    text: str | None
    member: str | None
    within: Duration | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExpectCondition:
    condition: Condition
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class JourneyTest:
    title: str
    given: tuple[Given, ...]
    steps: tuple[Moment | ExpectAction | ExpectCondition, ...]
    place: Place = field(default=NOWHERE, compare=False)
