"""Owns the names that records may use: what one journey declares, and the spellings of verbs.
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
    """The names of a journey, in NFKC, with what reading needs to know of each. `verbs` gives the English verb of every
    spelling, `fits` the kinds of content that a verb fits. A journey's tasks are those an action names."""

    zone: ZoneInfo
    scores: Mapping[str, str]
    stages: Mapping[str, str]
    teams: Mapping[str, str]
    tasks: Mapping[str, str]
    contents: Mapping[str, Content]
    sources: Mapping[str, str]
    attribute_readers: Mapping[str, Reader]
    payload_readers: Mapping[str, Mapping[str, Reader]]
    verbs: Mapping[str, str]
    fits: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, program: Program) -> Names:
        """The names that records of a run of `program` may use."""
        return cls(
            zone=ZoneInfo(program.timezone),
            scores={score.name: score.name for score in program.scores},
            stages={stage.name: stage.name for stage in program.stages},
            teams={team.name: team.name for team in program.teams},
            tasks={name: name for name in _tasks(program)},
            contents={content.name: content for content in program.contents},
            sources={source.name: source.name for source in program.sources},
            attribute_readers={each.name: reader(each.type, each.values) for each in program.attributes},
            payload_readers={
                content.name: {field: reader(type_) for field, type_ in content.payload} for content in program.contents
            },
            verbs={fold(spelling): verb.name for verb in program.verbs for spelling in (verb.name, *verb.spellings)},
            fits={verb.name: frozenset(verb.kinds) for verb in program.verbs if verb.kinds},
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
