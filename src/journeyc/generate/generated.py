"""Owns the whole of what is generated for journeys: leads, and the log of what they do.
Must not know files or formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journeyc.generate.facts import Facts
from journeyc.generate.leads import make_lead
from journeyc.generate.oddities import as_logged
from journeyc.generate.story import Story
from journeyc.generate.wish import Wish
from journeyc.program.calendar import zone_of
from journeyc.program.schema import Program
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord


@dataclass(frozen=True, slots=True)
class Generated:
    """Lead records by name, and event records in the order in which a log holds them."""

    leads: tuple[LeadRecord, ...]
    events: tuple[EventRecord, ...]


def generate(programs: Sequence[Program], wish: Wish, progress: Callable[[int], None] | None = None) -> Generated:
    """Leads and events that fit the journeys of one run, the same for the same wish. `progress` hears how many leads
    are done. Raises EndlessReaction where what follows from one instant does not end."""
    facts, zone = Facts.of(programs), zone_of(programs[0].timezone)
    engine = Engine(programs)
    leads: list[LeadRecord] = []
    events: list[EventRecord] = []
    for number in range(1, wish.leads + 1):
        record = make_lead(number, wish, facts, zone)
        leads.append(record)
        events += Story(engine, record, wish, facts, zone).told()
        if progress is not None:
            progress(number)
    return Generated(tuple(leads), tuple(as_logged(events, wish)))
