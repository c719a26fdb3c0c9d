"""Owns the story of one lead: its trace as lines that people read, as message keys with values.
Must not know the wording, which is data, nor how the trace came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from journeyc.program.schema import DateReached, Inactive, Place, Program
from journeyc.program.wording import condition_text, name_text, pattern_text
from journeyc.run.occurrence import DATE, HOLDS, INACTIVE, RELEASED, SEND_DUE, STARTED, UPDATE, WAITED
from journeyc.run.plan import Plan
from journeyc.run.trace import Told, TraceEntry

_OPENINGS = ("record", "occurrence")
_OWN_WORDS = {STARTED: "begins", RELEASED: "released", WAITED: "waited", SEND_DUE: "send_due", UPDATE: "update"}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line: an occurrence (`depth` 0) or something it did (1). `key` names its wording, `values` fill it; an
    instant among them (`due`, `until`) is in whole seconds, a text is journey text."""

    at: int
    depth: int
    key: str
    values: Mapping[str, Told]
    place: Place | None


def tell(program: Program, entries: Iterable[TraceEntry]) -> list[StoryLine]:
    """The story of the lead whose entries these are, in the journey of the Program. A record is always told; a timer or
    consequence that did nothing is not."""
    conditions, patterns = _conditions(program), _patterns(program)
    own = (entry for entry in entries if entry.journey == program.journey)
    lines: list[StoryLine] = []
    for _, group in groupby(own, key=lambda entry: entry.seq):
        told = list(group)
        if len(told) > 1 or told[0].kind != "occurrence":
            lines += [_line(entry, conditions, patterns) for entry in told]
    return lines


def _line(entry: TraceEntry, conditions: Mapping[int, str], patterns: Mapping[int, str]) -> StoryLine:
    if entry.kind not in _OPENINGS:
        values = dict(entry.values)
        if entry.by is not None:
            values["by"] = entry.by
        return StoryLine(entry.at, 0 if entry.kind == "seen" else 1, entry.kind, values, entry.place)
    verb, subject, order = str(entry.values["verb"]), entry.values["subject"], entry.values["order"]
    key, what = "occurrence", f"{verb}({'' if subject is None else name_text(str(subject))})"
    if verb == HOLDS:
        key, what = "turned", conditions.get(int(str(order)), "")
    elif verb in (INACTIVE, DATE):
        what = patterns.get(int(str(order)), what)
    elif verb in _OWN_WORDS:
        key, what = _OWN_WORDS[verb], str(subject or "")
    key = "record" if entry.kind == "record" and key == "occurrence" else key
    return StoryLine(entry.at, 0, key, {"what": what, "data": entry.values["data"]}, entry.place)


def _conditions(program: Program) -> dict[int, str]:
    """The text of every condition whose turning is an occurrence, by its place."""
    plan = Plan(program, 0)
    levels = [sentinel for group in (*plan.exits.values(), *plan.waits.values()) for sentinel in group]
    return {s.order: condition_text(program, s.condition) for s in (*plan.sentinels, *levels)}


def _patterns(program: Program) -> dict[int, str]:
    plan = Plan(program, 0)
    timed: Iterator[Inactive | DateReached] = iter((*plan.inactives, *plan.dates))
    return {pattern.order: pattern_text(program, pattern) for pattern in timed}
