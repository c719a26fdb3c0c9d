"""Owns the calendar of a checked Model as the Program has it: open hours, closed days, and public holidays looked up.
Must not know how business time runs."""

from __future__ import annotations

from journeyc.meaning.calendars import closed_days, holidays_of, open_hours, written_calendar
from journeyc.meaning.model import Model
from journeyc.meaning.public_holidays import public_holidays
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.program.schema import Calendar, Place

# All days but the very last of them, so that there is a day after each.
_ALWAYS = ("0001-01-01", "9999-12-30")


def lowered_calendar(model: Model, vocabulary: Vocabulary, place: Place) -> Calendar | None:
    """The journey's calendar, which is written at `place`, or the default one; None where nothing asks for it."""
    if not model.calendar_asked:
        return None
    node = written_calendar(model)
    hours, closed = open_hours(node, vocabulary), set(closed_days(node))
    table = holidays_of(node)
    if table is None:
        return Calendar(hours, tuple(sorted(closed)), (), *_ALWAYS, place=place)
    country, first, last = table
    holidays = public_holidays(country, first, last)
    whole = tuple(sorted(closed.union(holidays)))
    return Calendar(hours, whole, holidays, f"{first}-01-01", f"{last}-12-31", country, place)
