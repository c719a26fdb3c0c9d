"""What a calendar says, as the Program has it: hours by weekday, closed days, public holidays, known years."""

from __future__ import annotations

import pytest

from journeyc.pipeline import compile_text
from journeyc.program.schema import Calendar

DECLARED = """journey 試験
team IS
stages 認知
page 料金
email 案内
"""
ASKS = "when visited(料金) -> notify IS within 1bd\n"
WORKDAY = ((9 * 3600, 18 * 3600),)


def calendar(text: str) -> Calendar | None:
    made = compile_text(DECLARED + text, "試験.journey")
    assert made.program is not None, made.findings
    return made.program.calendar


def asked(text: str) -> Calendar:
    found = calendar(text + "\n" + ASKS)
    assert found is not None
    return found


def test_without_one_the_default_is_japanese_office_hours() -> None:
    found = asked("")
    assert found.hours == (*[WORKDAY] * 5, (), ())
    assert (found.country, found.first, found.last) == ("jp", "2015-01-01", "2044-12-31")
    assert {"2026-01-01", "2026-05-06", "2026-09-22"} <= set(found.closed)
    assert found.closed == found.holidays


@pytest.mark.parametrize(
    "asks",
    [
        ASKS,
        "scenario 待つ { wait 1bh }",
        "scenario 待つ { wait 1d on open days }",
        "scenario 待つ { wait until next 火 12:00 on open days }",
        "policy { quiet 祝 }",
        'test "待つ" { at 2026-04-01T10:00; after 1bd }',
    ],
)
def test_only_what_asks_for_a_calendar_has_one(asks: str) -> None:
    assert calendar("when visited(料金) -> notify IS within 1d\ncalendar { holidays jp }\n") is None
    assert calendar(asks) is not None


def test_hours_go_by_weekday_in_both_languages_and_over_the_end_of_the_week() -> None:
    found = asked(
        "calendar { open 13:00-18:00, 09:00-12:00 月-水, fri; open 10:00-24:00 土-日; open 00:00-02:00 日-月 }"
    )
    lunch = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
    late = (10 * 3600, 86_400)
    early = (0, 7200)
    assert found.hours == ((early, *lunch), lunch, lunch, (), lunch, (late,), (early, late))


def test_hours_without_days_are_those_of_the_working_week() -> None:
    assert asked("calendar { open 09:00-18:00 }").hours == (*[WORKDAY] * 5, (), ())


def test_a_written_calendar_without_holidays_has_none_and_no_end() -> None:
    found = asked("calendar { open 09:00-18:00 }")
    assert (found.closed, found.holidays, found.country) == ((), (), None)
    assert found.first < "1900-01-01"
    assert found.last > "9000-01-01"


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        ("12-29..01-03", ["01-01", "01-02", "01-03", "12-29", "12-30", "12-31"]),
        ("02-28..03-01", ["02-28", "02-29", "03-01"]),
        ("2026-02-27..2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        ("08-15, 2026-08-10", ["08-15", "2026-08-10"]),
    ],
)
def test_closed_days(closed: str, days: list[str]) -> None:
    assert list(asked(f"calendar {{ closed {closed} }}").closed) == days


@pytest.mark.parametrize(("country", "holiday"), [("us", "2026-07-03"), ("de", "2026-10-03"), ("no", "2026-05-17")])
def test_other_countries(country: str, holiday: str) -> None:
    assert holiday in asked(f"calendar {{ holidays {country.upper()} }}").holidays


def test_years_widen_the_table_and_change_nothing_else() -> None:
    default, wide = asked("calendar { holidays jp }"), asked("calendar { holidays jp 2015..2050 }")
    assert (wide.first, wide.last) == ("2015-01-01", "2050-12-31")
    assert [day for day in wide.holidays if day <= default.last] == list(default.holidays)


def test_a_closed_year_is_a_fault_only_where_business_time_is_asked_for() -> None:
    closed = "calendar { closed 01-01..12-31 }\n"
    assert compile_text(DECLARED + closed, "試験.journey").findings == ()
    [fault] = compile_text(DECLARED + closed + ASKS, "試験.journey").findings
    assert (fault.code, fault.variant) == ("JC085", "never_open")


def test_a_content_waited_for_on_open_days_stands_within_the_table() -> None:
    wait = "wait until 3d before 説明会 on open days if missed skip"
    webinar = f"webinar 説明会 {{ at 2050-06-10T15:00 }}\nscenario 待つ {{ {wait} }}\n"
    [fault] = compile_text(DECLARED + webinar, "試験.journey").findings
    assert (fault.code, dict(fault.values)["line"]) == ("JC085", "holidays jp 2015..2050")
    assert calendar("calendar { holidays jp 2015..2050 }\n" + webinar) is not None
