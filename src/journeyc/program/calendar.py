"""Owns time as a calendar sees it: days and clock times in a zone, open hours, business durations, quiet spans.
Must not know leads, journeys as they run, or the clock of the machine; everything here is a pure function."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from journeyc.program.schema import Calendar, DateOffset, Duration, Quiet

DAY = 86_400
HOUR = 3_600
_FURTHEST_QUIET = 800
"""Boundaries looked at before a quiet time is taken to have no end (two years of days)."""


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of that name; raises `zoneinfo.ZoneInfoNotFoundError` where there is none."""
    return ZoneInfo(name)


def day_of(instant: int, zone: ZoneInfo) -> date:
    """The date on which the instant falls in the zone."""
    return datetime.fromtimestamp(instant, zone).date()


def clock_of(instant: int, zone: ZoneInfo) -> int:
    """What the clock on the wall shows at the instant, as seconds after midnight."""
    local = datetime.fromtimestamp(instant, zone)
    return local.hour * HOUR + local.minute * 60 + local.second


def at_clock(day: date, seconds: int, zone: ZoneInfo) -> int:
    """The instant at which the clock on the wall shows that time on that day. Of two the first; a time that the change
    to summer time leaves out is the instant just as far past the change."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return int((midnight + timedelta(seconds=seconds)).timestamp())


def shift(instant: int, offset: DateOffset, zone: ZoneInfo) -> int:
    """`offset.days` on the calendar of the zone, the clock time kept, then `offset.seconds`."""
    if not offset.days:
        return instant + offset.seconds
    day = day_of(instant, zone) + timedelta(days=offset.days)
    return at_clock(day, clock_of(instant, zone), zone) + offset.seconds


def from_date(day: str, offset: DateOffset, zone: ZoneInfo) -> int | None:
    """`offset` from 00:00 of a date written `YYYY-MM-DD`; None beyond the end of the calendar (years 1 to 9999)."""
    try:
        return at_clock(date.fromisoformat(day) + timedelta(days=offset.days), offset.seconds, zone)
    except OverflowError:
        return None


def next_weekday(now: int, weekday: int, clock: int, zone: ZoneInfo) -> int:
    """The first instant later than now at which it is that weekday (0 is Monday) and that clock time."""
    today = day_of(now, zone)
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    target = at_clock(day, clock, zone)
    return target if target > now else at_clock(day + timedelta(days=7), clock, zone)


# --- open hours --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _closed_days(calendar: Calendar) -> frozenset[str]:
    return frozenset(calendar.closed)


def open_spans(day: date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The open hours of a day as half-open spans of seconds after midnight; none where it is closed."""
    hours = calendar.hours[day.weekday()]
    return () if not hours or day.isoformat() in _closed_days(calendar) else hours


def on_open_day(instant: int, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The instant itself where its day is open, else the same clock time of the next open day."""
    if calendar is None or not any(calendar.hours):
        return instant
    day = day_of(instant, zone)
    if open_spans(day, calendar):
        return instant
    while not open_spans(day, calendar):
        day += timedelta(days=1)
    return at_clock(day, clock_of(instant, zone), zone)


def add(instant: int, length: Duration, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The instant at which a length of time that starts to run at `instant` is over."""
    if length.unit == "s":
        return instant + length.amount
    if calendar is None or not any(calendar.hours):
        return instant + length.amount * (DAY if length.unit == "bd" else HOUR)
    if length.unit == "bh":
        return _after_open_seconds(instant, length.amount * HOUR, calendar, zone)
    return _after_open_seconds(instant, length.amount * _open_day(instant, calendar, zone), calendar, zone)


def _open_day(instant: int, calendar: Calendar, zone: ZoneInfo) -> int:
    """The open seconds of the day on which business time first runs from `instant` on: what one `bd` is worth."""
    day, clock = day_of(instant, zone), clock_of(instant, zone)
    while not any(end > clock for _, end in open_spans(day, calendar)):
        day, clock = day + timedelta(days=1), 0
    return sum(end - start for start, end in open_spans(day, calendar))


def _after_open_seconds(instant: int, seconds: int, calendar: Calendar, zone: ZoneInfo) -> int:
    """The first instant before which, from `instant` on, that many open seconds have passed."""
    day, clock, left = day_of(instant, zone), clock_of(instant, zone), seconds
    if not left:
        return instant
    while True:
        for start, end in open_spans(day, calendar):
            here = max(start, clock)
            if end - here >= left:
                return at_clock(day, here + left, zone)
            left -= max(end - here, 0)
        day, clock = day + timedelta(days=1), 0


# --- quiet times -------------------------------------------------------------------------------------------------


def end_of_quiet(instant: int, quiet: Quiet, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The first instant from `instant` on that is not quiet: `instant` itself where none is."""
    for _ in range(_FURTHEST_QUIET):
        end = _quiet_until(instant, quiet, calendar, zone)
        if end is None:
            break
        instant = end
    return instant


def _quiet_until(instant: int, quiet: Quiet, calendar: Calendar | None, zone: ZoneInfo) -> int | None:
    """The end of one quiet span or day that holds the instant; None where none does."""
    day, clock = day_of(instant, zone), clock_of(instant, zone)
    tomorrow = day + timedelta(days=1)
    closed = quiet.holidays and calendar is not None and day.isoformat() in _closed_days(calendar)
    if closed or day.weekday() in quiet.weekdays:
        return at_clock(tomorrow, 0, zone)
    for start, end in quiet.spans:
        if start < end and start <= clock < end:
            return at_clock(day, end, zone)
        if start >= end and clock >= start:
            return at_clock(tomorrow, end, zone)
        if start >= end and clock < end:
            return at_clock(day, end, zone)
    return None
