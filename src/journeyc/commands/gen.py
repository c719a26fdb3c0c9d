"""Owns `journeyc gen`: leads and events made up for journeys, written as files that `journeyc run` reads.
Must not know how they are made up, or the form of the files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeyc.commands.journeys import compiled, files_argument, found_files, let_option
from journeyc.commands.rehearsed import beyond_lines
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, end, note, option, say
from journeyc.generate.generated import Generated, generate
from journeyc.generate.wish import FIRST_DAY, Wish
from journeyc.output import progress_told, write_folder
from journeyc.program.calendar import BeyondCalendar, zone_of
from journeyc.records.written import event_lines, lead_table
from journeyc.run.engine import EndlessReaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.program.schema import Program

LEADS, EVENTS = "leads.csv", "events.jsonl"
MOST_LEADS, MOST_DAYS = 1_000_000, 3660
_ON_REQUEST = ("duplicates", "late", "ties", "edges", "unknown")


@dataclass(slots=True)
class Asked:
    """What a call asks for, as it was written."""

    leads: int
    seed: int
    out: str
    first: str | None
    days: int
    force: bool
    duplicates: bool
    late: bool
    ties: bool
    edges: bool
    unknown: bool


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(),
        option(texts, "--leads", key="gen-leads", type=int, default=100, metavar="N"),
        option(texts, "--seed", type=int, default=1, metavar="N"),
        option(texts, "--out", key="gen-out", default=".", metavar="DIR"),
        option(texts, "--from", "first", key="from", metavar="DATE"),
        option(texts, "--days", type=int, default=90, metavar="N"),
        *(option(texts, f"--{name}", is_flag=True) for name in _ON_REQUEST),
        option(texts, "--force", is_flag=True),
        let_option(texts),
    ]
    return Command("gen", texts, _run, params)


def _run(face: Face, files: tuple[str, ...], lets: Mapping[str, str], **asked_for: Any) -> int:
    asked = Asked(**asked_for)
    for name, number, most in (("--leads", asked.leads, MOST_LEADS), ("--days", asked.days, MOST_DAYS)):
        if not 1 <= number <= most:
            raise Refused(face.texts("usage.range", name=name, most=most))
    oddities = {name: getattr(asked, name) for name in _ON_REQUEST}
    wish = Wish(asked.leads, asked.seed, _first_day(asked.first, face), asked.days, **oddities)
    for name in (LEADS, EVENTS):
        if not asked.force and (Path(asked.out) / name).exists():
            raise Refused(face.texts("usage.exists_force", path=Path(asked.out) / name))
    programs = [program for _, program in compiled(found_files(files, face), lets, face, one_run=True)]
    made = _generated(programs, wish, face)
    written = write_folder(asked.out, _contents(programs, made))
    say(face.texts("gen.written", paths=face.texts.listed(written), leads=len(made.leads), events=len(made.events)))
    return CLEAN


def _first_day(text: str | None, face: Face) -> date:
    try:
        return FIRST_DAY if text is None else date.fromisoformat(text)
    except ValueError:
        raise Refused(face.texts("usage.date", given=text)) from None


def _generated(programs: Sequence[Program], wish: Wish, face: Face) -> Generated:
    try:
        with progress_told(face.texts("gen.making"), wish.leads) as tell:
            return generate(programs, wish, tell)
    except EndlessReaction as endless:
        note(face.texts("run.endless", lead=endless.lead, by=face.texts.listed(endless.by)))
        end(FOUND)
    except BeyondCalendar as beyond:
        note(*beyond_lines(beyond, face.texts))
        end(FOUND)


def _contents(programs: Sequence[Program], made: Generated) -> dict[str, str]:
    zone = zone_of(programs[0].timezone)
    attributes = dict.fromkeys(attribute.name for program in programs for attribute in program.attributes)
    return {LEADS: lead_table(made.leads, attributes, zone), EVENTS: "".join(event_lines(made.events, zone))}
