"""Owns the calendar as it is written: what asks for it, its open hours and closed days, and the rules of both.
Must not know business time as it runs, nor where public holidays come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from journeyc.meaning.model import Model
from journeyc.meaning.public_holidays import countries, known_years
from journeyc.meaning.report import Reporter
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node, walk

Span = tuple[int, int]
Line = TypeVar("Line", t.OpenHours, t.Holidays, t.Closed)

YEARS = (2015, 2044)
"""The years whose public holidays are looked up where a journey states none: never those around today, so that a
journey means the same whenever it is compiled."""
DEFAULT_COUNTRY = "jp"
WORKDAYS = (0, 1, 2, 3, 4)
DEFAULT_HOURS = (9 * 3600, 18 * 3600)
LONGEST_CLOSED = 36_500
_LEAP_YEAR = 2000
_EVERY_YEAR = re.compile(r"\d\d-\d\d")


# --- as it is written ------------------------------------------------------------------------------------------------


def asks_for_calendar(node: Node, vocabulary: Vocabulary) -> bool:
    """Whether what the node means depends on which hours or days are open."""
    match node:
        case t.DurationLiteral(unit="bh" | "bd") | t.Wait(on_open_days=True) | t.WaitFor(on_open_days=True):
            return True
        case t.Quiet():
            return any(isinstance(item, t.Name) and item.text in vocabulary.days_off for item in node.items)
        case _:
            return False


def written_calendar(model: Model) -> t.Calendar | None:
    """The journey's own calendar; None where it goes by the default one."""
    return next((d.node for d in model.declarations if isinstance(d.node, t.Calendar)), None)


def open_hours(node: t.Calendar | None, vocabulary: Vocabulary) -> tuple[tuple[Span, ...], ...]:
    """The open hours of each weekday, from Monday, in order; without an `open` line 09:00-18:00, Monday to Friday."""
    lines = _lines(node, t.OpenHours)
    spans: list[list[Span]] = [[DEFAULT_HOURS] if not lines and day in WORKDAYS else [] for day in range(7)]
    for line in lines:
        for day in dict.fromkeys(weekdays_of(line, vocabulary)):
            spans[day] += [(seconds_of(start), seconds_of(end)) for start, end in line.spans]
    return tuple(tuple(sorted(day)) for day in spans)


def weekdays_of(line: t.OpenHours, vocabulary: Vocabulary) -> Iterator[int]:
    """The weekdays that an `open` line names; from Monday to Friday where it names none."""
    if not line.days:
        yield from WORKDAYS
    for first, last in line.days:
        start = vocabulary.weekdays[first.text]
        end = vocabulary.weekdays[last.text] if last is not None else start
        yield from ((start + i) % 7 for i in range((end - start) % 7 + 1))


def closed_days(node: t.Calendar | None) -> Iterator[str]:
    """The days that `closed` lines name, `YYYY-MM-DD` or every year's `MM-DD`."""
    for line in _lines(node, t.Closed):
        for days in line.ranges:
            yield from _days_of(days)


def holidays_of(node: t.Calendar | None) -> tuple[str, int, int] | None:
    """The country whose public holidays are closed, and the first and last year for which they are looked up."""
    if node is None:
        return (DEFAULT_COUNTRY, *YEARS)
    line = next(iter(_lines(node, t.Holidays)), None)
    if line is None:
        return None
    first, last = YEARS if line.years is None else (int(line.years[0].value), int(line.years[1].value))
    return countries()[line.country.text.casefold()], first, last


def seconds_of(clock: t.Clock) -> int:
    """A clock time as seconds after midnight."""
    hours, minutes = clock.value.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _lines(node: t.Calendar | None, kind: type[Line]) -> list[Line]:
    return [line for line in node.lines if isinstance(line, kind)] if node is not None else []


def _days_of(days: t.ClosedRange) -> Iterator[str]:
    """Every day of a range; one of every year may go over the year's end."""
    first, last = _day(days.first), _day(days.last)
    if first is None or last is None:
        return
    yearly = _is_yearly(days.first)
    if yearly and last < first:
        last = last.replace(year=_LEAP_YEAR + 1) if (last.month, last.day) != (2, 29) else date(_LEAP_YEAR + 1, 2, 28)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day.isoformat()[5:] if yearly else day.isoformat()


def _is_yearly(day: str) -> bool:
    return _EVERY_YEAR.fullmatch(day) is not None


def _day(day: str) -> date | None:
    try:
        return date.fromisoformat(f"{_LEAP_YEAR}-{day}" if _is_yearly(day) else day)
    except ValueError:
        return None


# --- its rules -------------------------------------------------------------------------------------------------------


class Calendars:
    """Checks what stands in a calendar, and literal dates against the years its holidays are known for. `day_name`
    reports a name that is no weekday."""

    def __init__(
        self, vocabulary: Vocabulary, report: Reporter, day_name: Callable[[t.Name, Mapping[str, object]], None]
    ) -> None:
        self._vocabulary = vocabulary
        self._report = report
        self._day_name = day_name
        self._faulty = False
        self.midnights: set[int] = set()
        """The clock times, by identity, that may say 24:00: ends of open hours."""

    def check(self, node: t.Calendar) -> None:
        """The lines of a calendar."""
        before = len(self._report.found)
        self._open(_lines(node, t.OpenHours))
        self._holidays(_lines(node, t.Holidays))
        self._closed(_lines(node, t.Closed))
        self._faulty = len(self._report.found) > before

    def _open(self, lines: list[t.OpenHours]) -> None:
        taken: dict[int, list[Span]] = {}
        for line in lines:
            names = [name for pair in line.days for name in pair if name is not None]
            unknown = [name for name in names if name.text not in self._vocabulary.weekdays]
            for name in unknown:
                self._day_name(name, self._vocabulary.weekdays)
            days = () if unknown else tuple(dict.fromkeys(weekdays_of(line, self._vocabulary)))
            for start, end in line.spans:
                self._span(start, end, days, taken)

    def _span(self, start: t.Clock, end: t.Clock, days: Iterable[int], taken: dict[int, list[Span]]) -> None:
        if end.value == "24:00":
            self.midnights.add(id(end))
        here, at = (seconds_of(start), seconds_of(end)), t.Name(start.start, end.end, "")
        if here[0] >= here[1]:
            self._report.error("JC085", at, "open_order")
        elif any(here[0] < last and first < here[1] for day in days for first, last in taken.get(day, ())):
            self._report.error("JC085", at, "open_twice")
        for day in days:
            taken.setdefault(day, []).append(here)

    def _holidays(self, lines: list[t.Holidays]) -> None:
        for line in lines[1:]:
            self._report.error("JC085", line, "holidays_twice")
        for line in lines[:1]:
            known = countries()
            code = known.get(line.country.text.casefold())
            if code is None:
                self._report.undefined(line.country, "country", [code for code in known if len(code) == 2])
            elif code != line.country.text.casefold():
                fix = self._report.replacement("nearest_name", line.country, code, safe=True, name=code)
                self._report.error("JC110", line.country, "country", fixes=(fix,), name=line.country.text, near=code)
            else:
                self._years(line, code)

    def _years(self, line: t.Holidays, country: str) -> None:
        earliest, latest = known_years(country)
        if line.years is None:
            return
        first, last = (number.value for number in line.years)
        whole = isinstance(first, int) and isinstance(last, int)
        if not whole or not earliest <= first <= last <= latest:
            at = t.Name(line.years[0].start, line.years[1].end, "")
            self._report.error("JC085", at, "years", country=country, first=str(earliest), last=str(latest))

    def _closed(self, lines: list[t.Closed]) -> None:
        closed = 0
        for days in (days for line in lines for days in line.ranges):
            first, last = _day(days.first), _day(days.last)
            if first is None or last is None:
                self._report.error("JC078", days, "date", found=days.first if first is None else days.last)
            elif _is_yearly(days.first) is not _is_yearly(days.last):
                self._report.error("JC085", days, "closed_mixed")
            elif not _is_yearly(days.first):
                if last < first:
                    self._report.error("JC085", days, "closed_order")
                closed += max((last - first).days + 1, 0)
                if closed > LONGEST_CLOSED:
                    self._report.error("JC079", days, "duration")
                    return

    # --- where something asks for it

    def whole(self, model: Model) -> None:
        """What can only be said where something asks for the calendar: that it is ever open, and that its holidays are
        known for the days that stand in the journey."""
        node = written_calendar(model)
        if self._faulty or not model.calendar_asked:
            return
        if node is not None and not _is_ever_open(node):
            self._report.source = next(d.source for d in model.declarations if d.node is node)
            self._report.error("JC085", node, "never_open")
        table = holidays_of(node)
        if table is not None:
            for source, literal in _days_asked_for(model):
                self._report.source = source
                self._known(literal, *table)

    def _known(self, literal: t.DateTime, country: str, first: int, last: int) -> None:
        year = int(literal.value[:4])
        if not first <= year <= last:
            line = f"holidays {country} {min(first, year)}..{max(last, year)}"
            day = literal.value.partition("T")[0]
            self._report.error("JC085", literal, "beyond", found=day, first=str(first), last=str(last), line=line)


def _is_ever_open(node: t.Calendar) -> bool:
    """A day of every year falls on every weekday in its turn, so only a whole year can be closed for ever."""
    return len({day for day in closed_days(node) if _is_yearly(day)} - {"02-29"}) < 365


def _days_asked_for(model: Model) -> Iterator[tuple[Source, t.DateTime]]:
    """The instants written in the journey from which business time or open days are counted: the moments of tests, and
    the times of contents that are waited for on open days."""
    for declared in model.declarations:
        for node in walk(declared.node):
            match node:
                case t.Moment(at=t.DateTime() as at):
                    yield declared.source, at
                case t.WaitFor(on_open_days=True, what=t.Anchored(anchor=t.Name() | t.Dotted() as anchor)):
                    name = anchor.owner if isinstance(anchor, t.Dotted) else anchor
                    content = model.names("content").get(name.text)
                    if content is not None:
                        yield from ((content.source, at) for at in walk(content.node) if isinstance(at, t.DateTime))
                case _:
                    pass
