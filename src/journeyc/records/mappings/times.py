"""Owns times in declared forms: patterns such as `yyyy/M/d H:mm`, Japanese eras, epochs, serial days.
Must not know columns, records or mappings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from journeyc.records.instants import Clock, Instant, date_of_clock, instant_of_clock, read_instant
from journeyc.records.problems import Cause, Unusable
from journeyc.records.values import fold, shown

ISO = "iso"
_UNITS = {"epoch-s": 1_000_000, "epoch-ms": 1_000, "epoch-us": 1}
"""Microseconds in one of the unit."""
_SERIAL = "excel"

NAMED_FORMS = (ISO, *_UNITS, _SERIAL)
"""Forms that are no pattern."""

_LONGEST = 100
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_ERAS |= {"M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PIECES = re.compile(r"'([^']*)'|([A-Za-z])\2*|(\s+)|(.)", re.DOTALL)
_PATTERNS = {
    "G": "(?P<era>明治|大正|昭和|平成|令和|[MTSHR])",
    "y": r"(?P<year>\d{1,4}|元)",
    "yy": r"(?P<year>\d{2})",
    "yyyy": r"(?P<year>\d{4})",
    "M": r"(?P<month>\d{1,2})",
    "MM": r"(?P<month>\d{2})",
    "MMM": r"(?P<month_name>[A-Za-z]{3})[a-z]*\.?",
    "d": r"(?P<day>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "h": r"(?P<half_hour>\d{1,2})",
    "hh": r"(?P<half_hour>\d{2})",
    "a": r"(?P<half>AM|PM|午前|午後)",
    "m": r"(?P<minute>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "s": r"(?P<second>\d{1,2})",
    "ss": r"(?P<second>\d{2})",
    "S": r"(?P<fraction>\d{1,9})",
    "E": "[A-Za-z月火水木金土日曜祝]+",
    "Z": r"(?P<offset>Z|[+-]\d{2}:?\d{2})",
}
_NEEDED = ({"year"}, {"month", "month_name"}, {"day"})


class NoForm(ValueError):
    """A text that names no form of time."""


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How times are written: the first of `readers` that can read a text does. `zone` goes before the journey's."""

    readers: tuple[Callable[[object, tzinfo], Instant], ...]
    dates: tuple[Callable[[object], str], ...]
    zone: ZoneInfo | None = None

    @classmethod
    def of(cls, forms: tuple[str, ...], zone: ZoneInfo | None) -> TimeForm:
        """The form that the texts declare, tried in order. Raises NoForm."""
        made = [_form(form) for form in forms]
        return cls(tuple(reader for reader, _ in made), tuple(dates for _, dates in made), zone)

    def instant(self, raw: object, zone: tzinfo) -> Instant:
        """The instant of a cell or JSON value. Raises Unusable, for the first form."""
        first: Unusable | None = None
        for read in self.readers:
            try:
                return read(raw, self.zone or zone)
            except Unusable as unusable:
                first = first or unusable
        raise first or _no_time(raw)

    def date(self, raw: object) -> str:
        """The date of a cell or JSON value, as `YYYY-MM-DD`. Raises Unusable."""
        for read in self.dates:
            try:
                return read(raw)
            except Unusable:
                continue
        raise Unusable(Cause.BAD_VALUE, value=shown(raw), type="date")


def _form(form: str) -> tuple[Callable[[object, tzinfo], Instant], Callable[[object], str]]:
    if form == ISO:
        return _iso, _date_of(_iso)
    if form in _UNITS:
        epoch = _epoch(_UNITS[form])
        return epoch, _date_of(epoch)
    if form == _SERIAL:
        return _serial, _date_of(_serial)
    return _patterned(form)


def _date_of(read: Callable[[object, tzinfo], Instant]) -> Callable[[object], str]:
    return lambda raw: datetime.fromtimestamp(read(raw, UTC).seconds, UTC).date().isoformat()


def _iso(raw: object, zone: tzinfo) -> Instant:
    if not isinstance(raw, str):
        raise Unusable(Cause.BAD_TIME if isinstance(raw, bool) else Cause.EPOCH_TIME, text=shown(raw))
    return read_instant(raw, zone)


def _epoch(unit: int) -> Callable[[object, tzinfo], Instant]:
    def read(raw: object, _zone: tzinfo) -> Instant:
        microseconds = round(_number(raw) * unit) if unit == 1_000_000 else int(_number(raw)) * unit
        if not -2_208_988_800 <= microseconds // 1_000_000 < 32_503_680_000:  # 1900 to 2999
            raise _no_time(raw)
        return Instant(*divmod(microseconds, 1_000_000))

    return read


def _serial(raw: object, zone: tzinfo) -> Instant:
    """A spreadsheet's days since the last day but one of 1899, with the time of day as their fraction."""
    seconds = round(_number(raw) * 86_400)
    if not 0 <= seconds < 400_000 * 86_400:
        raise _no_time(raw)
    day, rest = divmod(seconds, 86_400)
    on = _FIRST_SERIAL_DAY + timedelta(days=day)
    clock = Clock(on.year, on.month, on.day, rest // 3600, rest // 60 % 60, rest % 60)
    return instant_of_clock(clock, None, zone, shown(raw))


def _number(raw: object) -> int | float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if abs(raw) < 1e18:
            return raw
    elif isinstance(raw, str) and len(raw) <= _LONGEST:
        text = fold(raw).replace(",", "")
        if re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            return int(text)
        if re.fullmatch(r"-?\d{1,18}\.\d{1,18}", text, re.ASCII):
            return float(text)
    raise _no_time(raw)


# --- patterns ----------------------------------------------------------------------------------------------------


def _patterned(form: str) -> tuple[Callable[[object, tzinfo], Instant], Callable[[object], str]]:
    expression = _expression(form)

    def parts(raw: object) -> tuple[re.Match[str], str]:
        text = raw if isinstance(raw, str) else shown(raw)
        folded = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).strip().replace("\u2212", "-")
        match = expression.fullmatch(folded)
        if match is None:
            raise Unusable(Cause.BAD_TIME, text=text)
        return match, text

    def instant(raw: object, zone: tzinfo) -> Instant:
        match, text = parts(raw)
        return instant_of_clock(_clock(match, text), _offset(match), zone, text)

    def day(raw: object) -> str:
        match, text = parts(raw)
        return date_of_clock(_clock(match, text), text).isoformat()

    return instant, day


def _expression(form: str) -> re.Pattern[str]:
    """What fits a pattern. Raises NoForm for a letter that means nothing, and where a day is not given whole."""
    pattern = "".join(_pieces(unicodedata.normalize("NFKC", form).strip()))
    try:
        expression = re.compile(pattern, re.ASCII | re.IGNORECASE)
    except re.error:
        raise NoForm(form) from None
    if not all(needed & set(expression.groupindex) for needed in _NEEDED):
        raise NoForm(form)
    return expression


def _pieces(form: str) -> Iterator[str]:
    for piece in _PIECES.finditer(form):
        quoted, letter, blanks, other = piece.groups()
        if letter:
            yield _letters(piece[0])
        elif blanks:
            yield r"\s+"
        elif quoted is not None:
            yield re.escape(quoted or "'")
        else:
            yield re.escape(other)


def _letters(run: str) -> str:
    if run[0] in "SEGaZX":
        return _PATTERNS["Z" if run[0] == "X" else run[0]]
    if run[0] == "M" and len(run) > 3:
        run = "MMM"
    if run not in _PATTERNS:
        raise NoForm(run)
    return _PATTERNS[run]


def _clock(match: re.Match[str], text: str) -> Clock:
    found = match.groupdict()
    fraction = int((found.get("fraction") or "").ljust(6, "0")[:6])
    minute, second = int(found.get("minute") or 0), int(found.get("second") or 0)
    return Clock(
        _year(found), _month(found, text), int(found["day"] or 0), _hour(found, text), minute, second, fraction
    )


def _year(found: dict[str, str | None]) -> int:
    written = found["year"] or ""
    year = 1 if written == "元" else int(written)
    if era := found.get("era"):
        return _ERAS[era.upper()] + year - 1
    return year + 2000 if len(written) == 2 else year


def _month(found: dict[str, str | None], text: str) -> int:
    if (name := found.get("month_name")) is None:
        return int(found["month"] or 0)
    if name.lower() not in _MONTHS:
        raise Unusable(Cause.BAD_TIME, text=text)
    return _MONTHS.index(name.lower()) + 1


def _hour(found: dict[str, str | None], text: str) -> int:
    if (hour := found.get("half_hour")) is None:
        return int(found.get("hour") or 0)
    half = found.get("half")
    if half is None or int(hour) > 12:
        raise Unusable(Cause.BAD_TIME, text=text)
    return int(hour) % 12 + (12 if half.upper() in ("PM", "午後") else 0)


def _offset(match: re.Match[str]) -> tzinfo | None:
    written = match.groupdict().get("offset")
    if not written:
        return None
    if written in "Zz":
        return UTC
    size = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-size if written[0] == "-" else size)


def _no_time(raw: object) -> Unusable:
    return Unusable(Cause.BAD_TIME, text=shown(raw))
