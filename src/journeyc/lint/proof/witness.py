"""Owns witnesses: one lead, what happened to it and when, as plain values that the interpreter can be given.
Must not know how one is found, nor what it is a witness of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Protocol

from journeyc.program.calendar import zone_of
from journeyc.program.schema import Arm, Condition, Program, Scalar
from journeyc.program.wording import literal_text, name_text

MOST_EVENTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """A record: at `at` (seconds since 1970), `verb` (English) about `subject`, with its payload."""

    at: int
    verb: str
    subject: str | None
    data: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Witness:
    """A lead as its record gives it, and its events in the order in which they are taken. `at` is the instant that is
    looked at. With `decided` that is when the last event is decided upon, else it is after all of them.
    `entered` is the instant at which the lead entered the scenario that is looked at, where that matters."""

    at: int
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    stage: str | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    owner: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    events: tuple[Happening, ...] = ()
    decided: bool = False
    entered: int | None = None


class Replayed(Protocol):
    """What the interpreter finds at the instant that a witness is about."""

    @property
    def points(self) -> Mapping[str, int]:
        """The points of every score, without standing points."""

    def holds(self, condition: Condition) -> bool:
        """Whether the condition holds of the lead."""

    def fits(self, arm: Arm) -> bool:
        """Whether what happens is the trigger, and its condition holds."""

    def takes(self, order: int, step: int, way: int) -> bool:
        """Whether the rule or scenario of that place in the source goes that way out of a branch of its body (-1: none
        of its lines), once everything that the last event sets off has acted."""


Replay = Callable[[Program], Callable[[Witness], Replayed | None]]
"""Readies a journey for the interpreter, which then takes witnesses; None where the journey never comes to rest."""


def witness_text(program: Program, witness: Witness) -> str:
    """The witness in one line, for a message: what is known of the lead, then what happened."""
    types = {attribute.name: attribute.type for attribute in program.attributes}
    zone = zone_of(program.timezone)

    def instant(at: int) -> str:
        return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%dT%H:%M")

    known = [f"{name_text(n)} {literal_text(v, types.get(n, 'text'))}" for n, v in witness.attributes.items()]
    known += [f"{name_text(name)} {points}" for name, points in witness.scores.items()]
    known += [f"stage {name_text(witness.stage)}"] if witness.stage is not None else []
    known += [f"owner {name_text(witness.owner)}"] if witness.owner is not None else []
    known += [f"tag {name_text(tag)}" for tag in witness.tags]
    known += [f"source {name_text(witness.source)}"] if witness.source is not None else []
    texts = [(event.at, _happening_text(event, types)) for event in witness.events]
    runs = [(at, text, len(list(same))) for (at, text), same in groupby(texts)]
    told = [f"{instant(at)} {text}" + (f" × {times}" if times > 1 else "") for at, text, times in runs]
    if len(told) > MOST_EVENTS_SHOWN:
        told = [*told[: MOST_EVENTS_SHOWN - 1], "…", told[-1]]
    if not witness.decided:
        told.append(instant(witness.at))
    return "; ".join(([", ".join(known)] if known else []) + told)


def _happening_text(event: Happening, types: Mapping[str, str]) -> str:
    subject = f"({'' if event.subject is None else name_text(event.subject)})" if event.verb != "changed" else ""
    fields = [
        f"{name_text(name)} = {literal_text(value, types.get(name, 'text' if isinstance(value, str) else 'number'))}"
        for name, value in event.data.items()
    ]
    return event.verb + subject + (f" with {', '.join(fields)}" if fields else "")
