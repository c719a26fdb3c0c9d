"""Open hours, business durations, quiet spans and days in a zone, as the language's page states them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from journeyc.program.calendar import add, at_clock, day_of, end_of_quiet, from_date, next_weekday, on_open_day, shift
from journeyc.program.schema import Calendar, DateOffset, Duration, Quiet

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_SIX = ((9 * 3600, 18 * 3600),)
WEEK = Calendar((*[NINE_TO_SIX] * 5, (), ()), ("2026-04-29",), ("2026-04-29",), "2026-01-01", "2026-12-31")
LUNCH = Calendar(((((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))),) * 7, (), (), "2026-01-01", "2026-12-31")


def at(text: str, zone: ZoneInfo = TOKYO) -> int:
    return int(datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone).timestamp())


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("04-03T17:00", Duration("bd", 1), "04-06T17:00"),  # Friday
        ("04-04T12:00", Duration("bd", 1), "04-06T18:00"),  # Saturday
        ("04-03T18:00", Duration("bd", 1), "04-06T18:00"),
        ("04-01T10:00", Duration("bd", 3), "04-06T10:00"),
        ("04-01T08:00", Duration("bh", 1), "04-01T10:00"),
        ("04-01T17:00", Duration("bh", 1), "04-01T18:00"),
        ("04-01T17:00", Duration("bh", 2), "04-02T10:00"),
        ("04-28T17:30", Duration("bh", 1), "04-30T09:30"),  # over a holiday
        ("04-01T10:00", Duration("s", 90), "04-01T10:01:30"),
    ],
)
def test_business_time_runs_only_while_open(start: str, length: Duration, end: str) -> None:
    assert add(at(start), length, WEEK, TOKYO) == at(end)


def test_a_break_does_not_count() -> None:
    assert add(at("04-01T11:00"), Duration("bh", 2), LUNCH, TOKYO) == at("04-01T14:00")
    assert add(at("04-01T11:00"), Duration("bd", 1), LUNCH, TOKYO) == at("04-02T11:00")


def test_without_a_calendar_everything_is_open() -> None:
    assert add(at("04-04T12:00"), Duration("bd", 1), None, TOKYO) == at("04-05T12:00")
    assert on_open_day(at("04-04T12:00"), None, TOKYO) == at("04-04T12:00")


def test_a_closed_day_moves_to_the_same_time_of_the_next_open_one() -> None:
    assert on_open_day(at("04-04T12:00"), WEEK, TOKYO) == at("04-06T12:00")
    assert on_open_day(at("04-29T07:00"), WEEK, TOKYO) == at("04-30T07:00")
    assert on_open_day(at("04-30T23:00"), WEEK, TOKYO) == at("04-30T23:00")


QUIET = Quiet(((21 * 3600, 8 * 3600), (12 * 3600, 13 * 3600)), (5, 6), holidays=True)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("04-01T20:59:59", "04-01T20:59:59"),
        ("04-01T21:00", "04-02T08:00"),
        ("04-01T07:59:59", "04-01T08:00"),
        ("04-01T08:00", "04-01T08:00"),
        ("04-01T12:00", "04-01T13:00"),
        ("04-03T22:00", "04-06T08:00"),  # over a weekend
        ("04-28T22:00", "04-30T08:00"),  # over a holiday
    ],
)
def test_quiet_spans_are_half_open_and_join_up(now: str, end: str) -> None:
    assert end_of_quiet(at(now), QUIET, WEEK, TOKYO) == at(end)


def test_a_quiet_time_without_end_does_not_hang() -> None:
    always = Quiet(((0, 86_400),), (), holidays=False)
    assert end_of_quiet(at("04-01T10:00"), always, None, TOKYO) > at("12-31T00:00")


def test_the_next_weekday_is_later_than_now() -> None:
    tuesday = at("04-07T12:00")
    assert next_weekday(at("04-01T10:00"), 1, 12 * 3600, TOKYO) == tuesday
    assert next_weekday(tuesday - 1, 1, 12 * 3600, TOKYO) == tuesday
    assert next_weekday(tuesday, 1, 12 * 3600, TOKYO) == at("04-14T12:00")


def test_days_are_the_zones_own_over_a_change_of_the_clock() -> None:
    before = at("03-07T10:00", NEW_YORK)
    assert shift(before, DateOffset(1, 0), NEW_YORK) == at("03-08T10:00", NEW_YORK)
    assert shift(before, DateOffset(1, 0), NEW_YORK) - before == 23 * 3600
    left_out = at_clock(day_of(at("03-08T10:00", NEW_YORK), NEW_YORK), 2 * 3600 + 1800, NEW_YORK)
    assert left_out == at("03-08T03:30", NEW_YORK)


def test_dates_beyond_the_calendar_are_never_reached() -> None:
    assert from_date("2026-04-01", DateOffset(-1, 3600), TOKYO) == at("03-31T01:00")
    assert from_date("9999-12-31", DateOffset(1, 0), TOKYO) is None
