"""Owns when people do things: mostly on weekdays, mostly by day.
Must not know who does what."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from journeyc.generate.chance import Chance

_WEEKEND_KEPT, _AT_NIGHT = 20, 6


def moment(first: date, day: int, chance: Chance, zone: tzinfo) -> int:
    """An instant on the day of that number, or on the Monday after where it is a weekend that does not count."""
    on = first + timedelta(days=day)
    if on.weekday() >= 5 and not chance.one_in_hundred(_WEEKEND_KEPT):
        on += timedelta(days=7 - on.weekday())
    hour = chance.below(24) if chance.one_in_hundred(_AT_NIGHT) else chance.between(8, 19)
    at = datetime(on.year, on.month, on.day, hour, chance.below(60), chance.below(60), tzinfo=zone)
    return int(at.timestamp())


def last_instant(first: date, days: int, zone: tzinfo) -> int:
    """The last second of the last of the days."""
    after = first + timedelta(days=days)
    return int(datetime(after.year, after.month, after.day, tzinfo=zone).timestamp()) - 1
