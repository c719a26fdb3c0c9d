"""Owns the names that records may use: what the journeys of a run declare, and the spellings of verbs.
Must not know files, columns or what a run does with a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from journeyc.program.schema import Content, Do, Program, Task
from journeyc.records.values import Reader, fold, reader

T = TypeVar("T")


@dataclass(frozen=True)
class Names:
    """The names of the journeys of a run, in NFKC, with what reading needs to know of each. `verbs` gives the English
    verb of every spelling, `fits` the kinds of content that a verb fits, `owners` the teams of the first journey. A
    journey's tasks are those an action names."""

    zone: ZoneInfo
    scores: Mapping[str, str]
    stages: Mapping[str, str]
    owners: Mapping[str, str]
    teams: Mapping[str, str]
    tasks: Mapping[str, str]
    contents: Mapping[str, Content]
    sources: Mapping[str, str]
    attribute_readers: Mapping[str, Reader]
    payload_readers: Mapping[str, Mapping[str, Reader]]
    verbs: Mapping[str, str]
    fits: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, first: Program, *others: Program) -> Names:
        """The names that records of a run of the journeys may use. What a lead record says of a lead's standing is
        said of the first; zones are the first's."""
        programs = (first, *others)
        contents = [content for program in programs for content in program.contents]
        return cls(
            zone=ZoneInfo(first.timezone),
            scores={score.name: score.name for score in first.scores},
            stages={stage.name: stage.name for stage in first.stages},
            owners={team.name: team.name for team in first.teams},
            teams={team.name: team.name for program in programs for team in program.teams},
            tasks={name: name for program in programs for name in _tasks(program)},
            contents={content.name: content for content in contents},
            sources={source.name: source.name for program in programs for source in program.sources},
            attribute_readers={
                each.name: reader(each.type, each.values) for program in programs for each in program.attributes
            },
            payload_readers={
                content.name: {field: reader(type_) for field, type_ in content.payload} for content in contents
            },
            verbs={fold(spelling): verb.name for verb in first.verbs for spelling in (verb.name, *verb.spellings)},
            fits={verb.name: frozenset(verb.kinds) for verb in first.verbs if verb.kinds},
        )

    def reader_of(self, field: str, subject: str | None) -> Reader | None:
        """How a field of an event's data is read, None where nothing gives it a type."""
        payload = self.payload_readers.get(subject or "", {})
        return self.attribute_readers.get(field) or payload.get(field)


def find(table: Mapping[str, T], spelling: str) -> T | None:
    """What `spelling` names, compared after NFKC; None if nothing."""
    found = table.get(spelling)
    return table.get(fold(spelling)) if found is None else found


def _tasks(program: Program) -> Iterator[str]:
    for body in [each.body for each in program.rules] + [each.body for each in program.scenarios]:
        for step in body:
            if isinstance(step, Do) and isinstance(step.action, Task) and step.action.name is not None:
                yield step.action.name
