"""Owns the workload of the engines' bars: w1.journey, its widened forms, and its events, made by seed.
Must not know what an engine is; instants are whole seconds, which is what a journey knows of time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyc.run.log import EventRecord

JOURNEY = Path(__file__).parent / "w1.journey"
STAGES = ("new", "subscriber", "identified", "engaged", "mql", "sal", "sql", "opportunity", "customer")
DAY = 86_400
START = 1_735_689_600
"""2025-01-01T00:00:00Z."""
HORIZON = START + 91 * DAY
_DAYS = 90
_MICRO = 1_000_000
_NARROW = 20
"""The rules of w1.journey; contents of a widened form grow in proportion to its rules."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content with the verb that events of it have, how often they come, and its contents by rank."""

    content: str
    verb: str
    share: float
    ranked: str

    @property
    def names(self) -> list[str]:
        return self.ranked.split()

    def name(self, number: int) -> str:
        """The content of a number; those past the named ones are there in widened forms only."""
        names = self.names
        return names[number] if number < len(names) else f"{self.content}_{number}"


KINDS = (
    Kind(
        "download",
        "downloaded",
        0.15,
        "whitepaper ebook checklist case_study datasheet roi_calc trial_guide security_brief benchmark template report"
        " price_list",
    ),
    Kind("email", "opened", 0.40, "welcome nurture_1 nurture_2a nurture_2b news_1 news_2 news_3 invite survey offer"),
    Kind(
        "page",
        "visited",
        0.35,
        "home pricing features blog docs about careers contract partners support api security integrations roadmap"
        " events press legal login status faq",
    ),
    Kind("form", "submitted", 0.06, "newsletter contact demo trial"),
    Kind("webinar", "attended", 0.04, "intro deep_dive customer_story roadmap_talk"),
)


class Event(NamedTuple):
    """Something a lead did. `number` is of the content, `fraction` orders events of one second."""

    lead: int
    at: int
    fraction: int
    kind: int
    number: int


class Filler(NamedTuple):
    """A rule of a widened form: an event of that kind and content, at that stage and from that score on where it says
    so, adds a point or notifies."""

    stage: int | None
    kind: int
    number: int
    score: int | None
    adds: bool


def fillers(rules: int) -> list[Filler]:
    """The rules that widen the journey to so many."""
    chance, widening = random.Random(7), _widening(rules)
    found = []
    for _ in range(rules - _NARROW):
        kind = chance.randrange(len(KINDS))
        stage = None if chance.random() < 0.1 else chance.randrange(len(STAGES))
        number = chance.randrange(len(KINDS[kind].names) * widening)
        score = chance.choice([None, None, 10, 50, 100])
        found.append(Filler(stage, kind, number, score, chance.random() < 0.8))
    return found


def journey(rules: int = _NARROW) -> str:
    """The text of the journey, widened to so many rules."""
    added = fillers(rules)
    named = dict.fromkeys((filler.kind, filler.number) for filler in added)
    lines = [
        f"{KINDS[kind].content} {KINDS[kind].name(number)}"
        for kind, number in named
        if number >= len(KINDS[kind].names)
    ]
    return JOURNEY.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in [*lines, *map(_rule, added)])


def _rule(filler: Filler) -> str:
    kind = KINDS[filler.kind]
    tests = [] if filler.stage is None else [f"stage=={STAGES[filler.stage]}"]
    tests.append(f"{kind.verb}({kind.name(filler.number)})")
    tests += [] if filler.score is None else [f"interest >= {filler.score}"]
    return f"when {' and '.join(tests)} -> {'score +1' if filler.adds else 'notify sales'}"


def events(count: int, leads: int = 100_000, rules: int = _NARROW, seed: int = 42) -> list[Event]:
    """So many events over 90 days, by lead and time: few leads do much, few contents are much used, no two events
    share a microsecond. In a widened form half of the events are spread over all contents of their kind."""
    chance = np.random.default_rng(seed)
    lead = chance.permutation(leads)[_drawn(chance, count, 1 / np.power(np.arange(leads) + 50.0, 0.8))]
    micros = np.sort(chance.integers(0, _DAYS * DAY * _MICRO, count)) + np.arange(count)
    kind = np.searchsorted(np.cumsum([each.share for each in KINDS[:-1]]), chance.random(count))
    rank = chance.random(count)
    number = np.zeros(count, np.int64)
    widening = _widening(rules)
    for place, each in enumerate(KINDS):
        known = len(each.names)
        here = kind == place
        number[here] = _ranked(rank[here], 1 / (np.arange(known) + 2.0) ** 0.7)
        if widening > 1:
            spread = here & (chance.random(count) < 0.5)
            number[spread] = chance.integers(0, known * widening, int(spread.sum()))
    columns = (lead, START + micros // _MICRO, micros % _MICRO, kind, number)
    order = np.lexsort((micros, lead))
    return [Event(*row) for row in zip(*(column[order].tolist() for column in columns), strict=True)]


def _widening(rules: int) -> int:
    return max(1, rules // _NARROW)


def _drawn(chance: np.random.Generator, count: int, weights: NDArray[np.float64]) -> NDArray[np.intp]:
    return _ranked(chance.random(count), weights)


def _ranked(drawn: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which of several each number below 1 falls to, by weight."""
    shares = np.cumsum(weights)
    return np.minimum(np.searchsorted(shares / shares[-1], drawn), len(weights) - 1)


def records(log: Sequence[Event]) -> list[EventRecord]:
    """The events as records."""
    names = {(kind, number): KINDS[kind].name(number) for kind, number in {(e.kind, e.number) for e in log}}
    leads = {number: f"L{number:06}" for number in {event.lead for event in log}}
    return [
        EventRecord(leads[lead], at, fraction, KINDS[kind].verb, names[kind, number])
        for lead, at, fraction, kind, number in log
    ]
