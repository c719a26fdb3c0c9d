"""Owns made-up lead records.
Must not know events."""

from __future__ import annotations

from datetime import tzinfo

from journeyc.generate.chance import Chance
from journeyc.generate.facts import Facts
from journeyc.generate.hours import moment
from journeyc.generate.values import attribute_value
from journeyc.generate.wish import Wish
from journeyc.run.log import LeadRecord, Scalar

_UNKNOWN_PERCENT, _UNKNOWN_PERCENT_ON_REQUEST = 8, 40


def make_lead(number: int, wish: Wish, facts: Facts, zone: tzinfo) -> LeadRecord:
    """The lead of that number: most come in during the first two thirds of the days, on the first stage."""
    name = f"L{number:0{max(4, len(str(wish.leads)))}}"
    chance = Chance(wish.seed, "lead", name)
    created = None
    if not chance.one_in_hundred(10):
        created = moment(wish.first, chance.below(max(1, wish.days * 2 // 3)), chance, zone)
    return LeadRecord(
        lead=name,
        attributes=dict(_attributes(wish, facts, chance)),
        stage=chance.pick(facts.stages) if facts.stages and chance.one_in_hundred(8) else None,
        tags=(chance.pick(facts.tags),) if facts.tags and chance.one_in_hundred(10) else (),
        source=_source(facts, chance),
        created=created,
    )


def _attributes(wish: Wish, facts: Facts, chance: Chance) -> list[tuple[str, Scalar]]:
    unknown = _UNKNOWN_PERCENT_ON_REQUEST if wish.unknown else _UNKNOWN_PERCENT
    made = []
    for attribute in facts.attributes.values():
        constants = facts.constants.get(attribute.name, ())
        found = attribute_value(attribute, constants, wish.first, wish.days, chance)
        if not chance.one_in_hundred(unknown):
            made.append((attribute.name, found))
    return made


def _source(facts: Facts, chance: Chance) -> str | None:
    if not facts.sources or chance.one_in_hundred(10):
        return None
    weights = [source.leads[0] if source.leads else 10 for source in facts.sources]
    return chance.weighted(facts.sources, [max(1, weight) for weight in weights]).name
