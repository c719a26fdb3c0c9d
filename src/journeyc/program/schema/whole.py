"""Owns the Program: one journey as one value.
Must not know what reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeyc.program.schema.basics import NOWHERE, Place
from journeyc.program.schema.declarations import (
    BackMove,
    Calendar,
    Content,
    Goal,
    LeadAttribute,
    Persona,
    Policy,
    Rule,
    Scenario,
    Score,
    Segment,
    Source,
    Stage,
    Team,
    View,
)
from journeyc.program.schema.tests import JourneyTest
from journeyc.program.schema.triggers import EventPattern


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can happen, as records spell it beside its English name. `kinds` are the content kinds it fits;
    none where it is not about content."""

    name: str
    spellings: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """One journey. `files` are base names; `Place.file` indexes them. `histories` are the patterns whose past some
    condition asks for: `Happened`, `Count` and `Since` index them. `dropout` is in seconds. `place` is that of the
    line that names the journey; `zoned` says that the zone is written and not taken for granted."""

    version: str
    journey: str
    title: str | None
    doc: str | None
    files: tuple[str, ...] = field(compare=False)
    timezone: str
    calendar: Calendar | None
    teams: tuple[Team, ...]
    attributes: tuple[LeadAttribute, ...]
    personas: tuple[Persona, ...]
    stages: tuple[Stage, ...]
    backs: tuple[BackMove, ...]
    views: tuple[View, ...]
    segments: tuple[Segment, ...]
    contents: tuple[Content, ...]
    scores: tuple[Score, ...]
    rules: tuple[Rule, ...]
    scenarios: tuple[Scenario, ...]
    policy: Policy | None
    goals: tuple[Goal, ...]
    dropout: int | None
    sources: tuple[Source, ...]
    tests: tuple[JourneyTest, ...]
    histories: tuple[EventPattern, ...]
    own_verbs: tuple[tuple[str, tuple[str, ...]], ...]
    """By content kind, the verbs that are the lead's own doing: they alone keep a lead alive."""
    verbs: tuple[Verb, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)
    zoned: bool = field(default=True, compare=False)
