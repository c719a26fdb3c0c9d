"""Owns `journeyc run`: records in, the rehearsal, the action log and the trace out, and what becomes of misfits.
Must not know how records are read, how a run decides, or how results are laid out."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from journeyc import pipeline
from journeyc.commands.journeys import compiled, files_argument, let_option
from journeyc.commands.mapped import read_mappings, silent_mappings, unused_mappings
from journeyc.commands.rehearsed import (
    beyond_lines,
    cause_lines,
    problem_text,
    story_lines,
    summary_json,
    summary_text,
    trace_line,
)
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, end, format_option, note, option
from journeyc.output import progress, progress_told, replacing
from journeyc.program.calendar import BeyondCalendar
from journeyc.records.actions import action_log
from journeyc.records.events import read_events
from journeyc.records.instants import read_instant
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import RecordFileError, Tally, Unusable
from journeyc.run.engine import EndlessReaction
from journeyc.run.rehearsal import Rehearsal, rehearse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.program.schema import Program
    from journeyc.run.log import EventRecord, LeadRecord
    from journeyc.run.trace import TraceEntry


@dataclass(slots=True)
class Asked:
    """What a call asks for, as it was written."""

    leads: tuple[str, ...]
    events: tuple[str, ...]
    maps: tuple[str, ...]
    until: str | None
    actions: str | None
    trace: str | None
    rejects: str | None
    strict: bool
    why: str | None
    format_: str


@dataclass(slots=True)
class Taken:
    """The records that were read."""

    leads: list[LeadRecord] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(),
        option(texts, "--leads", multiple=True, metavar="PATH"),
        option(texts, "--events", multiple=True, metavar="PATH"),
        option(texts, "--map", "maps", key="map", multiple=True, metavar="PATH"),
        option(texts, "--until", metavar="TIME"),
        option(texts, "--actions", metavar="PATH"),
        option(texts, "--trace", metavar="PATH"),
        option(texts, "--rejects", metavar="PATH"),
        option(texts, "--strict", is_flag=True),
        option(texts, "--why", metavar="LEAD"),
        let_option(texts),
        format_option(texts),
    ]
    return Command("run", texts, _run, params)


def _run(face: Face, files: tuple[str, ...], lets: Mapping[str, str], **asked_for: Any) -> int:
    asked = Asked(**asked_for)
    if not asked.leads and not asked.events:
        raise Refused(face.texts("usage.no_records"))
    programs = [program for _, program in compiled(files, lets, face, one_run=True)]
    until = _instant(asked.until, programs[0], face)
    tally = Tally()
    taken = _read(asked, programs, tally, face)
    if asked.strict and tally.fails_strict:
        note(face.texts("run.strict"), *cause_lines(tally, face.texts))
        return FOUND
    heard: list[TraceEntry] = []
    rehearsal = _rehearse(programs, taken, until, heard if asked.trace or asked.why else None, face)
    if asked.strict and rehearsal.late:
        note(face.texts("run.strict"), face.texts("run.late", count=rehearsal.late))
        return FOUND
    _write_logs(asked, programs, rehearsal, heard)
    _show(asked, programs, rehearsal, tally, taken, heard, face)
    return CLEAN


def _instant(text: str | None, program: Program, face: Face) -> int | None:
    if text is None:
        return None
    try:
        return read_instant(text, ZoneInfo(program.timezone)).seconds
    except Unusable:
        raise Refused(face.texts("usage.until", given=text)) from None


def _read(asked: Asked, programs: Sequence[Program], tally: Tally, face: Face) -> Taken:
    """All records; those that cannot be used go to the tally and, if asked for, into the rejects file."""
    names = Names.of(*programs)
    mappings = read_mappings(asked.maps, names, face)
    for path in unused_mappings(mappings, asked.leads, asked.events):
        raise Refused(face.texts("usage.unused_map", path=path))
    for path, section, file in silent_mappings(mappings, asked.leads, asked.events):
        raise Refused(face.texts("usage.silent_map", path=path, section=section, file=file))
    taken = Taken()
    try:
        with ExitStack() as files:
            if asked.rejects is not None:
                tally.rejects = files.enter_context(replacing(asked.rejects)).write
            leads = read_leads([Path(path) for path in asked.leads], names, tally.add, mappings)
            taken.leads.extend(progress(leads, face.texts("run.reading_leads")))
            events = read_events([Path(path) for path in asked.events], names, tally.add, mappings)
            taken.events.extend(progress(events, face.texts("run.reading_events")))
    except RecordFileError as error:
        note(problem_text(error.problem, face.texts))
        end(FOUND)
    return taken


def _rehearse(
    programs: Sequence[Program], taken: Taken, until: int | None, heard: list[TraceEntry] | None, face: Face
) -> Rehearsal:
    listen = None if heard is None else heard.append
    try:
        with progress_told(face.texts("run.rehearsing"), len(taken.events)) as tell:
            return rehearse(programs, taken.leads, taken.events, until, listen, tell)
    except EndlessReaction as endless:
        by = face.texts.listed(endless.by)
        note(face.texts("run.endless", lead=endless.lead, by=by))
        end(FOUND)
    except BeyondCalendar as beyond:
        note(*beyond_lines(beyond, face.texts))
        end(FOUND)


def _write_logs(asked: Asked, programs: Sequence[Program], rehearsal: Rehearsal, heard: Iterable[TraceEntry]) -> None:
    """The logs of the run; instants are in the first journey's zone."""
    zone, by_name = ZoneInfo(programs[0].timezone), {program.journey: program for program in programs}
    if asked.actions is not None:
        _write(asked.actions, action_log(rehearsal.actions, zone))
    if asked.trace is not None:
        _write(asked.trace, (trace_line(entry, by_name[entry.journey], zone) for entry in heard))


def _write(path: str, lines: Iterable[str]) -> None:
    if path == pipeline.STDIN:
        sys.stdout.writelines(lines)
        return
    with replacing(path) as file:
        file.writelines(lines)


def _show(
    asked: Asked,
    programs: Sequence[Program],
    rehearsal: Rehearsal,
    tally: Tally,
    taken: Taken,
    heard: Iterable[TraceEntry],
    face: Face,
) -> None:
    """One lead's story, or the summary; beside the result where that has standard output."""
    logged = pipeline.STDIN in (asked.actions, asked.trace)
    stream = sys.stderr if logged else sys.stdout
    if asked.why is not None:
        if asked.why not in rehearsal.final:
            raise Refused(face.texts("usage.no_lead", name=asked.why))
        own = [entry for entry in heard if entry.lead == asked.why]
        for program in programs:
            if program.journey in rehearsal.final[asked.why].standings:
                stream.writelines(story_lines(asked.why, program, own, face.texts, face.colours(stream)))
    elif asked.format_ == "json":
        stream.write(summary_json(programs, rehearsal, tally, len(taken.leads), face.texts))
    else:
        stream.writelines(summary_text(programs, rehearsal, tally, len(taken.leads), face.texts))
