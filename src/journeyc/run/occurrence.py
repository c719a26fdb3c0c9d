"""Owns what an occurrence is and when a pattern fits one.
Must not know where occurrences come from or what is done about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from journeyc.program.schema import EventPattern, Pattern
from journeyc.run.log import Scalar

# Verbs of occurrences that no pattern of the language names.
UPDATE = "update"
"""A record that no trigger fits: `changed` carries attributes, each of which raises `changed` as a consequence where it
differs; `sent` is history."""
STARTED = "started"
"""A `start` action's scenario may now begin; the subject is the scenario."""
HOLDS = "holds"
"""The condition whose place is `order` has become true."""
RELEASED = "released"
"""The hold or pause of a scenario that kept a line has ended; the subject is the scenario."""
WAITED = "waited"
"""The time a scenario waited for has come; the subject is the scenario."""
SEND_DUE = "send_due"
"""The delayed send numbered `order` is due; the subject is its content."""
INACTIVE = "inactive"
DATE = "date"


@dataclass(slots=True)
class Occurrence:
    """Something that happens to a lead at an instant. `journey` is the number of the journey it happens in, None where
    it is the lead's and every journey takes it. `order` names the pattern or condition a timer or turn belongs to.
    `seq` numbers the lead's occurrences as they are taken; 0 is before that. `record` tells a record from the rest."""

    verb: str
    subject: str | None
    at: int
    data: Mapping[str, Scalar] = field(default_factory=dict)
    journey: int | None = None
    order: int | None = None
    seq: int = 0
    record: bool = False


def verb_of(pattern: Pattern) -> str:
    """The verb an occurrence must have for the pattern to fit it."""
    if isinstance(pattern, EventPattern):
        return pattern.verb
    return pattern.op if pattern.op == "inactive" else DATE


def names(pattern: Pattern, occurrence: Occurrence) -> bool:
    """Whether the pattern names the occurrence, whatever its `where` asks of the payload."""
    if isinstance(pattern, EventPattern):
        return pattern.verb == occurrence.verb and (pattern.subjects is None or occurrence.subject in pattern.subjects)
    return verb_of(pattern) == occurrence.verb and pattern.order == occurrence.order
