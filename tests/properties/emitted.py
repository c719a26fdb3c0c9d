"""Owns a journey as both engines have it: the Program for the interpreter, the emitted module loaded as Python.
Must not know what either makes of a record."""

from __future__ import annotations

import pickle
import types
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from journeyc.emit.build import build
from journeyc.emit.pack import Pack, find_packs
from journeyc.pipeline import compile_files, compile_text
from journeyc.program.calendar import BeyondCalendar
from journeyc.program.schema import Program
from journeyc.records.actions import action_line
from journeyc.run.engine import EndlessReaction, Engine
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.rehearsal import FinalLead, FinalStanding, rehearse
from tests.properties.logs import Log

Outcome = tuple[list[str], dict[str, dict[str, Any]]]
"""The action log, and each lead as it stands in the end; for a run without end its lead."""


@cache
def pack() -> Pack:
    return find_packs()["python"]


def programs_of(texts: Sequence[str]) -> list[Program] | None:
    """The Programs of journeys of one run; None where the front end finds a fault in any."""
    if len(texts) == 1:
        program = program_of(texts[0])
        return None if program is None else [program]
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.journey" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8", newline="\n")
        made = [compiled.program for compiled in compile_files([str(path) for path in paths], one_run=True)]
    return None if None in made else [program for program in made if program is not None]


def program_of(text: str) -> Program | None:
    """The Program of a journey; None where the front end finds a fault in it."""
    return compile_text(text, "試験.journey").program


def source_of(program: Program, *beside: Program) -> str:
    """The emitted module's text, of one journey or of several together."""
    made = build(pack(), program, {}, set(), beside)
    assert not made.refused, made.refused
    assert not made.problems, made.problems
    return next(data.decode() for path, data in made.files.items() if path.endswith(".py"))


def load(source: str) -> Any:
    """The emitted module."""
    module: Any = types.ModuleType("emitted")
    # Its dataclasses look their module up by name.
    import sys

    sys.modules["emitted"] = module
    exec(compile(source, "emitted.py", "exec"), module.__dict__)
    return module


def interpreted(program: Program, log: Log, *beside: Program) -> Outcome | str:
    """What the interpreter makes of a log."""
    leads, events, until = log
    try:
        result = rehearse([program, *beside], leads, events, until)
    except EndlessReaction as endless:
        return f"endless: {endless.lead}"
    except BeyondCalendar as beyond:
        return f"beyond: {beyond.day}"
    zone = ZoneInfo(program.timezone)
    final = {name: _final(lead, program, *beside) for name, lead in result.final.items()}
    return [action_line(action, zone) for action in result.actions], final


def _final(lead: FinalLead, *programs: Program) -> dict[str, Any]:
    standings = [lead.standings.get(program.journey) for program in programs]
    return {"tags": list(lead.tags), "standings": [None if each is None else _standing(each) for each in standings]}


def _standing(standing: FinalStanding) -> dict[str, Any]:
    return {
        "stage": standing.stage,
        "owner": (standing.owner, standing.member),
        "scores": dict(standing.scores),
        "segments": list(standing.segments),
        "scenarios": list(standing.scenarios),
    }


def emitted(module: Any, log: Log) -> Outcome | str:
    """What the emitted module makes of a log."""
    leads, events, until = log
    try:
        actions, final = module.run(
            [module.LeadRecord(**asdict(lead)) for lead in leads],
            [module.EventRecord(**asdict(event)) for event in events],
            until,
        )
    except module.EndlessReaction as endless:
        return f"endless: {str(endless).partition(':')[0]}"
    except getattr(module, "BeyondCalendar", ()) as beyond:
        return f"beyond: {str(beyond).partition(':')[0]}"
    return [module.line_of(action) for action in actions], {
        name: state_of(module, lead) for name, lead in final.items()
    }


def streamed_by_interpreter(
    programs: Sequence[Program], events: Sequence[EventRecord], until: int | None
) -> Outcome | str:
    """What the interpreter makes of one lead's records, given as they come, whatever their times. No state is given
    back: the actions tell of it."""
    engine = Engine(programs)
    lead = engine.see(LeadRecord(events[0].lead), events[0].at)
    try:
        for event in events:
            engine.take(lead, event)
        engine.advance(lead, _end(events, until))
    except EndlessReaction as endless:
        return f"endless: {endless.lead}"
    except BeyondCalendar as beyond:
        return f"beyond: {beyond.day}"
    zone = ZoneInfo(programs[0].timezone)
    return [action_line(action, zone) for action in engine.output.actions], {}


def streamed_by_module(module: Any, events: Sequence[EventRecord], until: int | None) -> Outcome | str:
    """What the emitted module makes of one lead's records, given as they come, the lead put away between them."""
    lead, actions = module.new_lead(module.LeadRecord(events[0].lead), events[0].at), []
    try:
        for event in events:
            actions += module.react(lead, module.EventRecord(**asdict(event)))
            lead = pickle.loads(pickle.dumps(lead))
        actions += module.advance(lead, _end(events, until))
    except module.EndlessReaction as endless:
        return f"endless: {str(endless).partition(':')[0]}"
    except getattr(module, "BeyondCalendar", ()) as beyond:
        return f"beyond: {str(beyond).partition(':')[0]}"
    return [module.line_of(action) for action in actions], {}


def _end(events: Sequence[EventRecord], until: int | None) -> int:
    return max([event.at for event in events] + ([until] if until is not None else []))


def state_of(module: Any, lead: Any) -> dict[str, Any]:
    """A lead of the emitted module as it stands."""
    if hasattr(module, "JOURNEYS"):
        standings = [_standing_in(module.JOURNEYS[each.number], each) if each.entered else None for each in lead.leads]
    else:
        standings = [_standing_of(module, lead)]
    return {"tags": sorted(lead.tags), "standings": standings}


def _standing_of(module: Any, lead: Any) -> dict[str, Any]:
    return {
        "stage": lead.stage,
        "owner": (lead.owner, lead.member),
        "scores": module.scores_of(lead),
        "segments": [w.segment for n, w in enumerate(module.WATCHES) if w.segment is not None and lead.truths[n]],
        "scenarios": [name for name in getattr(module, "SCENARIOS", {}) if name in {run.name for run in lead.runs}],
    }


def _standing_in(journey: Any, lead: Any) -> dict[str, Any]:
    return {
        "stage": lead.stage,
        "owner": (lead.owner, lead.member),
        "scores": {name: points(lead) for name, points in journey.points.items()},
        "segments": [name for name, holds in journey.segments.items() if holds(lead)],
        "scenarios": [name for name in journey.scenarios if name in {run.name for run in lead.runs}],
    }
