"""Owns what a caller wants generated.
Must not know how it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2026, 4, 1)
"""The first day where none is asked for: what is generated never hangs on when it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`leads` leads and what they do in `days` days from `first` on. `duplicates` repeats records, `late` puts lines
    out of order, `ties` puts events at the very instant of timers, `edges` at the edge of windows and a second beside
    it, `unknown` adds what the journey does not know."""

    leads: int
    seed: int
    first: date = FIRST_DAY
    days: int = 90
    duplicates: bool = False
    late: bool = False
    ties: bool = False
    edges: bool = False
    unknown: bool = False
