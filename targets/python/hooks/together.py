"""Owns the context of several journeys in one module: each journey's own, and what is the lead's in all of them.
Must not know what a journey's own context holds beyond the parts that are brought together here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from journeyc.program.schema import Program

from .expressions import Beside
from .journey import Journey
from .literals import literal, literals
from .names import Identifiers

STEP = 10**13
"""Places in the source are counted from here on for each further journey: timers of one instant are then in the order
of the journeys, and an order tells its journey."""


def together(programs: Sequence[Program]) -> dict[str, object]:
    """The context; the first journey names the module."""
    names, beside = Identifiers(), Beside({program.journey: number for number, program in enumerate(programs)})
    contexts: list[dict[str, Any]] = [
        Journey(_from(program, number * STEP), names, beside).context() for number, program in enumerate(programs)
    ]
    return {
        **contexts[0],
        "journeys": contexts,
        "attributes": list({a["name"]: a for context in contexts for a in context["attributes"]}.values()),
        "score_names": contexts[0]["score_names"],
        "own_verbs": [(literal(kind), literals(verbs)) for kind, verbs in _own_verbs(programs).items()],
        "has": {part: any(context["has"][part] for context in contexts) for part in contexts[0]["has"]},
        **{
            part: [each for context in contexts for each in context[part]]
            for part in ("scores", "histories", "scenarios")
        },
        "keywords": {keyword for context in contexts for keyword in context["keywords"]},
    }


def _own_verbs(programs: Sequence[Program]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for program in programs:
        for kind, verbs in program.own_verbs:
            own = found.setdefault(kind, [])
            own += [verb for verb in verbs if verb not in own]
    return found


def _from(node: Any, order: int) -> Any:
    """The same with every place in the source counted from `order`."""
    if isinstance(node, tuple):
        return tuple(_from(item, order) for item in node)
    if not order or not is_dataclass(node) or isinstance(node, type):
        return node
    changed = {part.name: _from(getattr(node, part.name), order) for part in fields(node)}
    if "order" in changed:
        changed["order"] += order
    return replace(node, **changed)
