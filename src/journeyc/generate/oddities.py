"""Owns what real logs hold beside what happened: records twice, lines out of order, things the journey never declared.
Must not know how the events came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from journeyc.generate.chance import Chance
from journeyc.generate.wish import Wish
from journeyc.run.log import EventRecord

_PERCENT = 4
_FURTHEST = 40
_UNKNOWN_VERB, _UNKNOWN_CONTENT, _UNKNOWN_LEAD = "wandered", "undeclared", "X{:04}"


def as_logged(events: Iterable[EventRecord], wish: Wish) -> list[EventRecord]:
    """The events as a file holds them: in time order, each with its id, and with the oddities asked for."""
    chance = Chance(wish.seed, "log")
    ordered = sorted(events, key=lambda event: (event.at, event.lead))
    logged = [replace(event, id=f"e{number:06}") for number, event in enumerate(ordered, start=1)]
    if wish.unknown:
        logged = _with_unknown(logged, chance)
    if wish.duplicates:
        logged = _with_duplicates(logged, chance)
    return _out_of_order(logged, chance) if wish.late else logged


def _with_unknown(events: Sequence[EventRecord], chance: Chance) -> list[EventRecord]:
    made = []
    for number, event in enumerate(events):
        made.append(event)
        if not chance.one_in_hundred(_PERCENT):
            continue
        id_ = f"u{number:06}"
        match chance.below(3):
            case 0:
                made.append(replace(event, id=id_, verb=_UNKNOWN_VERB))
            case 1:
                made.append(replace(event, id=id_, subject=_UNKNOWN_CONTENT))
            case _:
                made.append(replace(event, id=id_, lead=_UNKNOWN_LEAD.format(chance.below(50))))
    return made


def _with_duplicates(events: Sequence[EventRecord], chance: Chance) -> list[EventRecord]:
    made: list[EventRecord] = []
    for event in events:
        made.append(event)
        if chance.one_in_hundred(_PERCENT):
            made.append(made[-1 - chance.below(min(len(made), _FURTHEST))])
    return made


def _out_of_order(events: Sequence[EventRecord], chance: Chance) -> list[EventRecord]:
    places = [
        number + (chance.between(2, _FURTHEST) if chance.one_in_hundred(_PERCENT) else 0)
        for number in range(len(events))
    ]
    return [events[number] for number in sorted(range(len(events)), key=lambda number: (places[number], number))]
