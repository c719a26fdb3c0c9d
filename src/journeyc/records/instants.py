"""Owns times as text: reading what files write, in the journey's zone where none is given; the one written form.
Must not know records, columns or files."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from journeyc.records.problems import Cause, Unusable

FIRST_YEAR, LAST_YEAR = 1900, 2999

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = r"(?P<year>\d{4})(?P<sep>[-/])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
_OFFSET = r"(?P<utc>[Zz])|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?(?::(?P<seconds>\d{2}))?"
_INSTANT = re.compile(rf"{_DATE}(?:(?:[Tt]|\s+){_TIME}\s*(?:{_OFFSET})?)?", re.ASCII)
_PLAIN_DATE = re.compile(_DATE, re.ASCII)
_BARE_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class Instant(NamedTuple):
    """Whole seconds since 1970 in UTC, and the microseconds after them."""

    seconds: int
    fraction: int


class Clock(NamedTuple):
    """What a calendar and a clock on the wall show; `fraction` in microseconds. 24:00 is the end of the day."""

    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    fraction: int = 0


def read_instant(text: str, zone: tzinfo) -> Instant:
    """The instant `text` names: ISO 8601, or with `/` and single digits; a date alone is its 00:00; 24:00 is the next
    day's. Raises Unusable for what is no time, an impossible date, a number (an epoch or a spreadsheet's serial), and
    a local time that the clocks go through twice or skip."""
    if len(text) == 25 and text[10] == "T" and text[13] == text[16] == ":" and text[19] in "+-":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= moment.year <= LAST_YEAR:
                return _since_epoch(moment)
    return _read_any(text, zone)


def write_instant(seconds: int, zone: tzinfo) -> str:
    """An instant in `zone`, with its offset: `2026-04-01T10:00:00+09:00`."""
    return datetime.fromtimestamp(seconds, zone).isoformat()


def read_date(text: str) -> str:
    """A date as `YYYY-MM-DD`. Raises Unusable where it is none."""
    match = _PLAIN_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise Unusable(Cause.BAD_TIME, text=text)
    return date_of_clock(Clock(*_day(match)), text).isoformat()


def instant_of_clock(clock: Clock, offset: tzinfo | None, zone: tzinfo, text: str) -> Instant:
    """The instant at which the clocks of `offset`, or else of `zone`, show `clock`. Raises Unusable, with `text`."""
    moment = _wall_clock(clock, text)
    return _since_epoch(moment.replace(tzinfo=offset) if offset else _in_zone(moment, zone, text))


def date_of_clock(clock: Clock, text: str) -> date:
    """The date of a clock, if there is such a day. Raises Unusable, with `text`."""
    try:
        day = date(clock.year, clock.month, clock.day)
    except ValueError:
        raise Unusable(Cause.BAD_TIME, text=text) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable(Cause.BAD_TIME, text=text)
    return day


def _read_any(text: str, zone: tzinfo) -> Instant:
    folded = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    match = _INSTANT.fullmatch(folded)
    if match is None:
        cause = Cause.EPOCH_TIME if _BARE_NUMBER.fullmatch(folded) else Cause.BAD_TIME
        raise Unusable(cause, text=text)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    clock = Clock(*_day(match), hour, minute, second, int((match["fraction"] or "").ljust(6, "0")[:6]))
    return instant_of_clock(clock, _offset(match, text), zone, text)


def _day(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match["year"]), int(match["month"]), int(match["day"])


def _wall_clock(clock: Clock, text: str) -> datetime:
    """What the clock on the wall shows, under a zone that is still to be put right."""
    day = date_of_clock(clock, text)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if clock[3:] == (24, 0, 0, 0):
        return midnight + timedelta(days=1)
    if clock.hour > 23 or clock.minute > 59 or clock.second > 59:
        raise Unusable(Cause.BAD_TIME, text=text)
    return midnight.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.fraction)


def _offset(match: re.Match[str], text: str) -> timezone | None:
    if match["utc"]:
        return UTC
    if not match["sign"]:
        return None
    hours, minutes, seconds = (int(match[part] or 0) for part in ("hours", "minutes", "seconds"))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise Unusable(Cause.BAD_TIME, text=text)
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-size if match["sign"] == "-" else size)


def _in_zone(moment: datetime, zone: tzinfo, text: str) -> datetime:
    placed = moment.replace(tzinfo=zone)
    offset, other = placed.utcoffset(), placed.replace(fold=1).utcoffset()
    if offset != other and offset is not None and other is not None:
        # The clocks go back where the earlier reading has the greater offset, and forward where it has the smaller.
        raise Unusable(Cause.AMBIGUOUS_TIME if offset > other else Cause.SKIPPED_TIME, text=text)
    return placed


def _since_epoch(moment: datetime) -> Instant:
    elapsed = moment - _EPOCH
    return Instant(elapsed.days * 86_400 + elapsed.seconds, elapsed.microseconds)
