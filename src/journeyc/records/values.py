"""Owns the reading of one value by its declared type, from a cell's text or a JSON value.
Must not know columns, records or files."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from journeyc.program.schema import Scalar, ValueType
from journeyc.records.instants import read_date
from journeyc.records.problems import Cause, Unusable

Reader = Callable[[object], Scalar | None]

LARGEST = 2**53 - 1
"""The largest number taken: every platform keeps whole numbers up to here exactly."""

_LONGEST = 100  # characters of anything but a text or a name
_UNKNOWN = frozenset(("", "unknown", "未入力"))
_BOOLS = {"true": True, "1": True, "はい": True, "yes": True, "false": False, "0": False, "いいえ": False, "no": False}
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_MONEY = re.compile(r"(?P<sign>-?)\s*[¥\\]?\s*(?P<amount>-?[\d,.]+)\s*円?", re.ASCII)
_BETWEEN_NAMES = re.compile("[;；,，|｜、]")
_LITERAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false", re.ASCII)


def fold(text: str) -> str:
    """The form in which names and keys are compared."""
    return unicodedata.normalize("NFKC", text).strip()


def read_value(raw: object, type_: ValueType, options: tuple[str, ...] = ()) -> Scalar | None:
    """The value of declared type that a cell or JSON value `raw` holds; None where it says that it is unknown.
    `options` are an enum's values. Raises Unusable."""
    if raw is None or (isinstance(raw, str) and _says_unknown(raw, type_)):
        return None
    if type_ == "enum":
        return _enum(raw, options)
    if type_ != "text" and isinstance(raw, str) and len(raw) > _LONGEST:
        raise _unusable(raw, type_)
    return _READERS[type_](raw)


def reader(type_: ValueType, options: tuple[str, ...] = ()) -> Reader:
    """How values of a type are read."""
    return partial(read_value, type_=type_, options=options)


def read_untyped(raw: object) -> Scalar | None:
    """A JSON value that the journey gives no type: text, number or bool as it stands. Raises Unusable for lists and
    objects."""
    if raw is None or isinstance(raw, str | bool):
        return raw
    if isinstance(raw, int | float):
        return _bounded(raw, raw)
    raise _unusable(raw, "text")


def read_cell(raw: object) -> Scalar | None:
    """A cell that the journey gives no type: a JSON number or bool is what it says, all else is text."""
    if isinstance(raw, str) and len(raw) <= _LONGEST and _LITERAL.fullmatch(raw):
        return read_untyped(json.loads(raw))
    return read_untyped(raw)


def read_whole(raw: object) -> int | None:
    """A score's points. Raises Unusable where they are no whole number."""
    points = read_value(raw, "number")
    if points is None or isinstance(points, int):
        return points
    raise _unusable(raw, "whole")


def read_names(raw: object) -> tuple[str, ...]:
    """A list of names in NFKC, each once: a JSON list of texts, or one text with `;`, `,`, `|` or `、` between them."""
    parts = _BETWEEN_NAMES.split(raw) if isinstance(raw, str) else raw
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise _unusable(raw, "names")
    return tuple(dict.fromkeys(name for part in parts if (name := fold(part))))


def shown(raw: object) -> str:
    """A cell or JSON value as a message shows it; a list or object by its brackets alone, since it may be deep."""
    if isinstance(raw, list | dict):
        return "[…]" if isinstance(raw, list) else "{…}"
    return raw if isinstance(raw, str) else json.dumps(raw)


def _says_unknown(text: str, type_: ValueType) -> bool:
    return not text.strip() if type_ == "text" else fold(text).lower() in _UNKNOWN


def _text(raw: object) -> Scalar:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(_bounded(raw, raw))
    raise _unusable(raw, "text")


def _number(raw: object) -> Scalar:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _bounded(raw, raw)
    if isinstance(raw, str) and _NUMBER.fullmatch(digits := fold(raw).replace("\u2212", "-")):
        return _bounded(_plain(digits), raw)
    raise _unusable(raw, "number")


def _money(raw: object) -> Scalar:
    if isinstance(raw, str) and (match := _MONEY.fullmatch(fold(raw).replace("\u2212", "-"))):
        amount = match["sign"] + match["amount"]
        if _NUMBER.fullmatch(amount):
            return _bounded(_plain(amount), raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _bounded(raw, raw)
    raise _unusable(raw, "money")


def _bool(raw: object) -> Scalar:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str | int) and (value := _BOOLS.get(fold(str(raw)).lower())) is not None:
        return value
    raise _unusable(raw, "bool")


def _date(raw: object) -> Scalar:
    if not isinstance(raw, str):
        raise _unusable(raw, "date")
    try:
        return read_date(raw)
    except Unusable:
        raise _unusable(raw, "date") from None


def _enum(raw: object, options: tuple[str, ...]) -> str:
    name = raw if isinstance(raw, str) else shown(raw)
    if name in options:
        return name
    if (folded := fold(name)) in options:
        return folded
    raise Unusable(Cause.UNKNOWN_VALUE, options, name=name)


_READERS: dict[ValueType, Callable[[object], Scalar]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "bool": _bool,
    "date": _date,
}


def _plain(digits: str) -> float:
    return float(digits.replace(",", ""))


def _bounded(number: int | float, raw: object) -> int | float:
    """The number, whole where it is; Unusable where it is not finite or too large to be kept exactly."""
    if not abs(number) <= LARGEST:
        raise _unusable(raw, "number")
    return int(number) if number == int(number) else number


def _unusable(raw: object, type_: str) -> Unusable:
    return Unusable(Cause.BAD_VALUE, value=shown(raw), type=type_)
