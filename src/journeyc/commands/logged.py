"""Owns how check takes records in: the files it is given, as the log that rules see.
Must not know how records are read, nor what any rule makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.commands.shape import FOUND, Face, end, note, option

if TYPE_CHECKING:
    from journeyc.catalogue import Catalogue
    from journeyc.lint.log import Log
    from journeyc.program.schema import Program


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files of records that a call names."""

    leads: tuple[str, ...]
    events: tuple[str, ...]
    maps: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.leads or self.events)


def record_options(texts: Catalogue) -> list[click.Parameter]:
    """--leads, --events and --map."""
    return [
        option(texts, "--leads", multiple=True, metavar="PATH"),
        option(texts, "--events", multiple=True, metavar="PATH"),
        option(texts, "--map", "maps", key="map", multiple=True, metavar="PATH"),
    ]


def read_log(files: RecordFiles, program: Program, face: Face) -> Log:
    """The records as one journey understands them. A file that cannot be read ends the command."""
    from journeyc.commands.mapped import read_mappings
    from journeyc.commands.rehearsed import problem_text
    from journeyc.lint.log import Log, Misfit
    from journeyc.records.events import read_events
    from journeyc.records.leads import read_leads
    from journeyc.records.names import Names
    from journeyc.records.problems import RecordFileError, Tally

    names, tally = Names.of(program), Tally()
    mappings = read_mappings(files.maps, names, face)
    try:
        leads = list(read_leads([Path(path) for path in files.leads], names, tally.add, mappings))
        events = list(read_events([Path(path) for path in files.events], names, tally.add, mappings))
    except RecordFileError as error:
        note(problem_text(error.problem, face.texts))
        end(FOUND)
    misfits = tuple(
        Misfit(str(cause), count, first.file, first.line, dict(first.values))
        for cause, count in tally.counts.items()
        for first in [tally.first[cause]]
    )
    return Log(leads, events, misfits)
