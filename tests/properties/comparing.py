"""Owns the question whether both engines say the same of a journey and a log, and the answer in words.
Must not know how journeys and logs are made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from journeyc.program.schema import Program
from tests.properties.emitted import (
    Outcome,
    emitted,
    interpreted,
    load,
    programs_of,
    source_of,
    streamed_by_interpreter,
    streamed_by_module,
)
from tests.properties.logs import Log


class Both:
    """A journey, or several together, in both engines."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        self.module: Any = load(source_of(*programs))

    @classmethod
    def of(cls, *journeys: str) -> Both | None:
        """Both engines of journeys' texts; None where the front end finds a fault in them."""
        programs = programs_of(journeys)
        return None if programs is None else cls(programs)

    def difference(self, log: Log) -> str | None:
        """What the engines say differently of a log, taken as a file and, lead by lead, as a stream in which records
        come late; None where they say the same."""
        found = differing(interpreted(self.programs[0], log, *self.programs[1:]), emitted(self.module, log))
        if found is not None:
            return found
        _, events, until = log
        for name in dict.fromkeys(event.lead for event in events):
            own = [event for event in events if event.lead == name]
            left, right = (
                streamed_by_interpreter(self.programs, own, until),
                streamed_by_module(self.module, own, until),
            )
            if left != right:
                return f"as a stream, {name}: {differing(left, right)}"
        return None


def differing(left: Outcome | str, right: Outcome | str) -> str | None:
    """The first line in which the interpreter (left) and the emitted module (right) differ, else the lead's state."""
    if left == right:
        return None
    if isinstance(left, str) or isinstance(right, str):
        ended = [what if isinstance(what, str) else "an action log" for what in (left, right)]
        return f"interpreter: {ended[0]}\npython:      {ended[1]}"
    for number, (one, other) in enumerate(zip_longest(left[0], right[0]), 1):
        if one != other:
            return f"action {number}\ninterpreter: {one}\npython:      {other}"
    return f"in the end\ninterpreter: {left[1]}\npython:      {right[1]}"


def shown(log: Log) -> str:
    """A log as text, one record a line."""
    leads, events, until = log
    lines = [f"lead  {_fields(lead)}" for lead in leads] + [f"event {_fields(event)}" for event in events]
    return "\n".join([*lines, f"until {until}"])


def _fields(record: Any) -> str:
    fields = {name: value for name, value in asdict(record).items() if value not in (None, {}, (), 0)}
    return json.dumps(fields, ensure_ascii=False)
