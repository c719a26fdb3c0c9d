"""Owns the entries of a trace: what was noted, decided, done or not done for a lead, and why.
Must not know how they are worded for people or written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journeyc.program.schema import Place
from journeyc.run.log import Scalar

Told = Scalar | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One line of a trace. `seq` numbers the occurrence it belongs to among the lead's; `kind` is one of the keys of
    `docs/meaning.md`'s table; `by` is the rule, scenario, score or goal concerned; `values` fill its wording, in which
    conditions and actions stand as journey text."""

    lead: str
    at: int
    seq: int
    journey: str
    kind: str
    by: str | None
    values: Mapping[str, Told]
    place: Place | None = None
