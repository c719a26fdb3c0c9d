"""Owns what the emitted program must know to read records: the names a journey declares, with the words for verbs.
Must not know files or formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeyc.program import schema
from journeyc.program.schema import Program

from .literals import literal, literals


def names_of_records(program: Program, tables: Mapping[str, Any]) -> dict[str, object]:
    """The context of the part that reads records. `tables` has the spellings of verbs and what each fits."""
    verbs: Mapping[str, Any] = tables["verbs"]
    return {
        "verbs": [(literal(verb), literals([verb, *row.get("spellings", ())])) for verb, row in verbs.items()],
        "fits": [(literal(verb), literals(row["fits"])) for verb, row in verbs.items() if "fits" in row],
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
