"""Owns what the emitted program must know to read records: the names a journey declares, with the words for verbs.
Must not know files or formats."""

from __future__ import annotations

from journeyc.program import schema
from journeyc.program.schema import Program

from .literals import literal, literals


def names_of_records(program: Program) -> dict[str, object]:
    """The context of the part that reads records."""
    return {
        "verbs": [(literal(verb.name), literals([verb.name, *verb.spellings])) for verb in program.verbs],
        "fits": [(literal(verb.name), literals(verb.kinds)) for verb in program.verbs if verb.kinds],
        "kinds": [(literal(content.name), literal(content.kind)) for content in program.contents],
        "payloads": [
            (literal(content.name), [(literal(field), literal(kind)) for field, kind in content.payload])
            for content in program.contents
            if content.payload
        ],
        "teams": literals(team.name for team in program.teams),
        "tasks": literals(_tasks(program)),
        "sources": literals(source.name for source in program.sources),
    }


def _tasks(program: Program) -> list[str]:
    bodies = [each.body for each in program.rules] + [each.body for each in program.scenarios]
    actions = [step.action for body in bodies for step in body if isinstance(step, schema.Do)]
    named = [action.name for action in actions if isinstance(action, schema.Task) and action.name is not None]
    return list(dict.fromkeys(named))
