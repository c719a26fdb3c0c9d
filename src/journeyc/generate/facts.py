"""Owns what the text of a journey makes worth generating: what rules name, its windows, the values it compares with.
Must not know chance, leads or times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import NamedTuple

from journeyc.program.schema import (
    Attribute,
    Cap,
    Compare,
    Content,
    Count,
    Duration,
    EventPattern,
    Happened,
    Inactive,
    LeadAttribute,
    Literally,
    OneOf,
    Payload,
    Program,
    Scalar,
    ScoreLine,
    Send,
    Since,
    Source,
    Tagged,
    Task,
    Value,
)

SENT_FIRST = frozenset(("opened", "clicked", "replied", "unsubscribed", "blocked"))
"""What a lead does with what was sent to it."""

AFTER_REGISTERING = frozenset(("attended", "missed"))

_WORTH_OF_A_MENTION = 3
_COMMON = {"page": 6, "download": 4, "video": 4, "webinar": 3, "booth": 2, "form": 2}
"""How often people look, beside how often they commit themselves."""

_LONGEST_WINDOW = 400 * 86_400


class Deed(NamedTuple):
    """Something a lead may do of its own accord, and how likely it is beside others."""

    verb: str
    content: Content
    weight: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What several journeys of one run name, taken together. `constants` are the values that conditions compare an
    attribute, or with `data.` a field of an event, with; `windows` are lengths of time in seconds; `tasks` are names of
    tasks by who asks for them and of which team."""

    contents: dict[str, Content]
    attributes: dict[str, LeadAttribute]
    sources: tuple[Source, ...]
    tags: tuple[str, ...]
    stages: tuple[str, ...]
    named: frozenset[str]
    deeds: tuple[Deed, ...]
    own: dict[str, tuple[str, ...]]
    windows: tuple[int, ...]
    constants: dict[str, tuple[Scalar, ...]]
    changing: tuple[str, ...]
    fields: dict[tuple[str, str | None], tuple[str, ...]]
    tasks: dict[tuple[str, str], tuple[str | None, ...]]

    @classmethod
    def of(cls, programs: Sequence[Program]) -> Facts:
        """The facts of the journeys' Programs; the first is the journey in which leads begin."""
        parts = [each for program in programs for each in _parts(program)]
        mentions = Counter(_mentions(parts))
        contents = {content.name: content for program in programs for content in program.contents}
        own = {kind: verbs for program in programs for kind, verbs in program.own_verbs}
        sent = {name for each in parts if isinstance(each, Send) for name in each.contents}
        return cls(
            contents=contents,
            attributes={each.name: each for program in programs for each in program.attributes},
            sources=tuple(source for program in programs for source in program.sources),
            tags=tuple(dict.fromkeys(each.tag for each in parts if isinstance(each, Tagged))),
            stages=tuple(stage.name for stage in programs[0].stages if not stage.hidden),
            named=frozenset(verb for verb, _ in mentions),
            deeds=tuple(_deeds(contents, own, sent, mentions)),
            own=own,
            windows=tuple(sorted({window for each in parts for window in _windows(each)})),
            constants=_constants(parts),
            changing=tuple(dict.fromkeys(_changing(parts))),
            fields=_payload_fields(parts),
            tasks=_tasks(programs),
        )


def _parts(value: object) -> Iterator[object]:
    """Every value of the Program that stands in another, whatever it is, but for tests."""
    if is_dataclass(value):
        yield value
        for each in fields(value):
            if each.name not in ("tests", "place"):
                yield from _parts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)


def _mentions(parts: Sequence[object]) -> Iterator[tuple[str, str | None]]:
    for each in parts:
        if isinstance(each, EventPattern):
            yield from ((each.verb, subject) for subject in each.subjects or (None,))


def _deeds(
    contents: dict[str, Content],
    own: dict[str, tuple[str, ...]],
    sent: set[str],
    mentions: Counter[tuple[str, str | None]],
) -> Iterator[Deed]:
    for content in contents.values():
        for verb in own.get(content.kind, ()):
            named = min(3, mentions[verb, content.name] + mentions[verb, None])
            if verb in AFTER_REGISTERING or (verb in SENT_FIRST and content.name in sent):
                continue
            common = 1 if verb in SENT_FIRST else _COMMON.get(content.kind, 1)
            yield Deed(verb, content, common * (1 + _WORTH_OF_A_MENTION * named))


def _windows(each: object) -> Iterator[int]:
    found: list[int | None] = []
    match each:
        case Happened(within=within) | Count(within=within):
            found = [within]
        case ScoreLine(limit=(_, within)) | Cap(within=within) | Inactive(seconds=within):
            found = [within]
        case Duration(unit="s", amount=amount):
            found = [amount]
        case Compare(left=Since(), right=Literally(value=int() as seconds)):
            found = [seconds]
    yield from (window for window in found if window is not None and 0 < window <= _LONGEST_WINDOW)


def _constants(parts: Sequence[object]) -> dict[str, tuple[Scalar, ...]]:
    found: dict[str, list[Scalar]] = {}
    for each in parts:
        if isinstance(each, Compare):
            for side, other in ((each.left, each.right), (each.right, each.left)):
                if (name := _name(side)) is not None and isinstance(other, Literally):
                    found.setdefault(name, []).append(other.value)
        elif isinstance(each, OneOf) and (name := _name(each.value)) is not None:
            found.setdefault(name, []).extend(each.options)
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}


def _name(value: Value) -> str | None:
    match value:
        case Attribute(name=name):
            return name
        case Payload(field=field):
            return f"data.{field}"
        case _:
            return None


def _changing(parts: Sequence[object]) -> Iterator[str]:
    """The attributes that conditions ask for, or whose change is a trigger."""
    for each in parts:
        if isinstance(each, Attribute):
            yield each.name
        elif isinstance(each, EventPattern) and each.verb == "changed":
            yield from each.subjects or ()


def _payload_fields(parts: Sequence[object]) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """The fields of `data` that patterns ask for, by verb and subject."""
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for each in parts:
        if isinstance(each, EventPattern) and each.where is not None:
            asked = tuple(part.field for part in _parts(each.where) if isinstance(part, Payload))
            for subject in each.subjects or (None,):
                found[each.verb, subject] = tuple(dict.fromkeys((*found.get((each.verb, subject), ()), *asked)))
    return found


def _tasks(programs: Sequence[Program]) -> dict[tuple[str, str], tuple[str | None, ...]]:
    found: dict[tuple[str, str], tuple[str | None, ...]] = {}
    for program in programs:
        bodies = [(rule.by, rule.body) for rule in program.rules]
        bodies += [(scenario.name, scenario.body) for scenario in program.scenarios]
        for by, body in bodies:
            for each in _parts(body):
                if isinstance(each, Task):
                    found[by, each.team] = (*found.get((by, each.team), ()), each.name)
    return found
