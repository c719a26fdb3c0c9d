"""Owns how check takes records in: the files it is given, as what rules are told of them.
Must not know how records are read, nor what any rule makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from journeyc.commands.shape import FOUND, Face, end, note, option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.program.schema import Program
    from journeyc.survey import Survey


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


def surveyed(files: RecordFiles, programs: Sequence[Program], face: Face) -> Survey:
    """The records as the journeys of one check understand them, each file read once. What cannot be used of them is
    told beside the findings; a file that cannot be read at all ends the command."""
    from journeyc.commands.mapped import read_mappings
    from journeyc.commands.rehearsed import cause_lines, problem_text
    from journeyc.records.names import Names
    from journeyc.records.problems import RecordFileError, Tally
    from journeyc.survey import Survey

    names, tally = Names.of(*programs), Tally()
    mappings = read_mappings(files.maps, names, face)
    try:
        survey = Survey(files.leads, files.events, names, mappings, tally.add)
    except RecordFileError as error:
        note(problem_text(error.problem, face.texts))
        end(FOUND)
    if tally.fails_strict:
        note(face.texts("run.unused"), *cause_lines(tally, face.texts))
    return survey
