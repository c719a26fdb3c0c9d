"""Owns the public holidays of countries, which a library knows.
Must not know calendars or journeys; the library takes its time to load, so it is asked for only where one is needed."""

from __future__ import annotations

from collections.abc import Mapping


def countries() -> Mapping[str, str]:
    """The codes of every country whose holidays are known, by code and by English name, in small letters."""
    from holidays.registry import COUNTRIES

    known = {alias.lower(): alias.lower() for _, *aliases in COUNTRIES.values() for alias in aliases if len(alias) == 2}
    names = {name.replace("_", ""): aliases[1].lower() for name, aliases in COUNTRIES.items()}
    return {**names, **known}


def known_years(country: str) -> tuple[int, int]:
    """The first and the last year for which the holidays of a country, given by its code, are known."""
    from holidays import country_holidays

    known = country_holidays(country.upper())
    return known.start_year, known.end_year


def public_holidays(country: str, first: int, last: int) -> tuple[str, ...]:
    """The public holidays of the years, both included, as sorted dates `YYYY-MM-DD`."""
    from holidays import country_holidays

    found = country_holidays(country.upper(), years=range(first, last + 1))
    return tuple(sorted(day.isoformat() for day in found if first <= day.year <= last))
