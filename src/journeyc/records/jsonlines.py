"""Owns the reading of JSON Lines into rows, whatever a line may hold.
Must not know what the columns mean."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from journeyc.records.columns import Columns
from journeyc.records.decoding import read_lines
from journeyc.records.layout import PLAIN, Layout
from journeyc.records.problems import Cause, Report
from journeyc.records.rows import Row, RowMaker


class _DuplicateKey(ValueError):
    """An object that says one key twice."""


def read_json_lines(path: Path, columns: Columns, report: Report, layout: Layout = PLAIN) -> Iterator[Row]:
    """The objects of a JSON Lines file as rows; lines that hold none go to `report`. Raises RecordFileError."""
    rows = RowMaker(str(path), columns, report)
    empty = True
    for number, text in read_lines(path, report, layout.encoding):
        raw = text.rstrip("\r\n")
        if not raw.strip():
            rows.tell(Cause.BLANK_LINE, number, raw)
            continue
        empty = False
        try:
            value = parse_object(raw)
        except _DuplicateKey as error:
            rows.tell(Cause.DUPLICATE_KEY, number, raw, name=str(error))
        except ValueError:
            rows.tell(Cause.BAD_JSON if raw != text else Cause.CUT_RECORD, number, raw)
        else:
            yield rows.row(number, raw, rows.columns(number, value), value.values())
    if empty:
        rows.tell(Cause.EMPTY_FILE, 1, "")


def parse_object(text: str) -> dict[str, object]:
    """The JSON object that `text` holds. Raises ValueError for all else: a key said twice, NaN and Infinity, nesting
    too deep to read, half of a surrogate pair."""
    try:
        value = _DECODER.decode(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _DuplicateKey(Counter(key for key, _ in pairs).most_common(1)[0][0])
    return made


def _refuse(constant: str) -> object:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
