"""Owns how commands take mappings in: the files they are given, and what is said of those that cannot be used.
Must not know what a mapping says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyc.commands.rehearsed import problem_text
from journeyc.commands.shape import FOUND, Face, end, note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeyc.records.mappings.schema import ExportMapping, Kind
    from journeyc.records.names import Names


def read_mappings(paths: Sequence[str], names: Names, face: Face) -> list[ExportMapping]:
    """The mappings that files hold. What is wrong with them goes to standard error, and the command ends here."""
    if not paths:
        return []
    from journeyc.records.mappings.reading import MappingError, read_mapping

    mappings, failed = [], False
    for path in paths:
        try:
            mappings.append(read_mapping(Path(path), names))
        except MappingError as error:
            failed = True
            note(*(problem_text(problem, face.texts) for problem in error.problems))
    if failed:
        end(FOUND)
    return mappings


def unused_mappings(mappings: Sequence[ExportMapping], leads: Sequence[str], events: Sequence[str]) -> Iterator[str]:
    """The mapping files that are for none of the files of records."""
    from journeyc.records.mappings.applying import mapping_of

    used = {id(mapping_of(Path(path), "leads", mappings)) for path in leads}
    used |= {id(mapping_of(Path(path), "events", mappings)) for path in events}
    return (mapping.file for mapping in mappings if id(mapping) not in used)


def silent_mappings(
    mappings: Sequence[ExportMapping], leads: Sequence[str], events: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Files that a mapping names, but says nothing of: the mapping's file, which section it lacks, the file."""
    from journeyc.records.mappings.applying import mapping_of

    asked: tuple[tuple[Kind, Sequence[str]], ...] = (("leads", leads), ("events", events))
    for kind, paths in asked:
        for path in paths:
            if mapping_of(Path(path), kind, mappings) is None:
                named = (mapping.file for mapping in mappings if mapping.names(Path(path).name))
                yield from ((file, kind, path) for file in named)
