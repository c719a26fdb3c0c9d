"""Owns what of a journey has to do with events of a log: which kinds of them it waits for, and days for messages.
Must not know any rule, nor what a log holds."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.walking import below
from journeyc.program.calendar import day_of, zone_of
from journeyc.program.schema import Content, EventPattern, Program, Send


def awaited(program: Program) -> Iterator[tuple[str, Content]]:
    """Every verb with a content by its name that some trigger or history of the journey is about, each once."""
    contents = {content.name: content for content in program.contents}
    parts = (program.rules, program.scenarios, program.scores, program.segments, program.goals, program.histories)
    patterns = (part for part in below(parts) if isinstance(part, EventPattern))
    found = dict.fromkeys((pattern.verb, name) for pattern in patterns for name in pattern.subjects or ())
    yield from ((verb, contents[name]) for verb, name in found if name in contents)


def is_own(program: Program, verb: str, content: Content) -> bool:
    """Whether it is the lead's own doing."""
    return any(kind == content.kind and verb in verbs for kind, verbs in program.own_verbs)


def sent(program: Program) -> frozenset[str]:
    """The contents that the journey itself sends."""
    return frozenset(name for part in below(program.rules + program.scenarios) if isinstance(part, Send)
                     for name in part.contents)  # fmt: skip


def day(program: Program, instant: int) -> str:
    """The day of an instant in the journey's zone, for messages."""
    return day_of(instant, zone_of(program.timezone)).isoformat()
