"""Owns time as a calendar sees it: days and clock times in a zone, open hours, business durations, quiet spans.
Must not know leads, journeys as they run, or the clock of the machine; everything here is a pure function."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from journeyc.program.schema import Calendar, DateOffset, Duration, Quiet

DAY = 86_400
HOUR = 3_600
_FURTHEST_QUIET = 800
"""Boundaries looked at before a quiet time is taken to have no end (two years of days)."""


class BeyondCalendar(Exception):
    """A day of which the calendar cannot say whether it is open: its holidays are known for other years only. `line` is
    what to write in the journey's `calendar` so that it can, None where no line could."""

    def __init__(self, day: date, calendar: Calendar) -> None:
        self.day, self.first, self.last = day.isoformat(), calendar.first, calendar.last
        years = f"{min(day.isoformat(), self.first)[:4]}..{max(day.isoformat(), self.last)[:4]}"
        self.line = None if calendar.country is None else f"holidays {calendar.country} {years}"
        super().__init__(self.day)


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


def is_closed(day: date, calendar: Calendar) -> bool:
    """Whether the day is a holiday or closed, whatever its weekday. Raises BeyondCalendar."""
    text = day.isoformat()
    if not calendar.first <= text <= calendar.last:
        raise BeyondCalendar(day, calendar)
    return _holds(calendar.closed, text) or _holds(calendar.closed, text[5:])


def _holds(days: tuple[str, ...], day: str) -> bool:
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def open_spans(day: date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The open hours of a day as half-open spans of seconds after midnight; none where it is closed."""
    return () if is_closed(day, calendar) else calendar.hours[day.weekday()]


def open_times(day: date, calendar: Calendar, zone: ZoneInfo) -> list[tuple[int, int]]:
    """The open hours of a day as instants."""
    return [(at_clock(day, start, zone), at_clock(day, end, zone)) for start, end in open_spans(day, calendar)]


def on_open_day(instant: int, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The instant itself where its day is open, else the same clock time of the next open day. Raises
    BeyondCalendar."""
    if calendar is None or not any(calendar.hours):
        return instant
    day = day_of(instant, zone)
    if open_spans(day, calendar):
        return instant
    while not open_spans(day, calendar):
        day += timedelta(days=1)
    return at_clock(day, clock_of(instant, zone), zone)


def add(instant: int, length: Duration, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The instant at which a length of time that starts to run at `instant` is over. Raises BeyondCalendar."""
    if length.unit == "s":
        return instant + length.amount
    if calendar is None or not any(calendar.hours):
        return instant + length.amount * (DAY if length.unit == "bd" else HOUR)
    if length.unit == "bh":
        return _after_open_seconds(instant, length.amount * HOUR, calendar, zone)
    return _after_open_seconds(instant, length.amount * _open_day(instant, calendar, zone), calendar, zone)


def _open_day(instant: int, calendar: Calendar, zone: ZoneInfo) -> int:
    """The open seconds of the day on which business time first runs from `instant` on: what one `bd` is worth."""
    day = day_of(instant, zone)
    while not any(end > instant for _, end in open_times(day, calendar, zone)):
        day += timedelta(days=1)
    return sum(end - start for start, end in open_times(day, calendar, zone))


def _after_open_seconds(instant: int, seconds: int, calendar: Calendar, zone: ZoneInfo) -> int:
    """The first instant before which, from `instant` on, that many open seconds have passed."""
    day, left = day_of(instant, zone), seconds
    while left:
        for start, end in open_times(day, calendar, zone):
            here = max(start, instant)
            if end - here >= left:
                return here + left
            left -= max(end - here, 0)
        day += timedelta(days=1)
    return instant


# --- quiet times -------------------------------------------------------------------------------------------------


def end_of_quiet(instant: int, quiet: Quiet, calendar: Calendar | None, zone: ZoneInfo) -> int:
    """The first instant from `instant` on that is not quiet: `instant` itself where none is. Raises BeyondCalendar."""
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
    closed = quiet.holidays and calendar is not None and is_closed(day, calendar)
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
