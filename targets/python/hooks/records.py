"""Owns what the emitted program must know to read records: the names a journey declares, with the words for verbs.
Must not know files or formats."""

from __future__ import annotations

from journeyc.program import schema
from journeyc.program.schema import Program

from .literals import literal, literals


def names_of_records(first: Program, *others: Program) -> dict[str, object]:
    """The context of the part that reads records. What a lead record says of a lead's standing is said of the first
    journey; what is the lead's is declared alike in all."""
    programs = (first, *others)
    contents = {content.name: content for program in programs for content in program.contents}.values()
    return {
        "verbs": [(literal(verb.name), literals([verb.name, *verb.spellings])) for verb in first.verbs],
        "fits": [(literal(verb.name), literals(verb.kinds)) for verb in first.verbs if verb.kinds],
        "kinds": [(literal(content.name), literal(content.kind)) for content in contents],
        "payloads": [
            (literal(content.name), [(literal(field), literal(kind)) for field, kind in content.payload])
            for content in contents
            if content.payload
        ],
        "stages": literals(stage.name for stage in first.stages),
        "owners": literals(team.name for team in first.teams),
        "teams": literals(dict.fromkeys(team.name for program in programs for team in program.teams)),
        "tasks": literals(dict.fromkeys(name for program in programs for name in _tasks(program))),
        "sources": literals(dict.fromkeys(source.name for program in programs for source in program.sources)),
    }


def _tasks(program: Program) -> list[str]:
    bodies = [each.body for each in program.rules] + [each.body for each in program.scenarios]
    actions = [step.action for body in bodies for step in body if isinstance(step, schema.Do)]
    named = [action.name for action in actions if isinstance(action, schema.Task) and action.name is not None]
    return list(dict.fromkeys(named))
