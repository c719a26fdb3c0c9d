"""Owns the reading of Parquet into rows: what its types mean as cells and JSON values, a batch at a time.
Must not know what the columns mean."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from journeyc.records.columns import Columns
from journeyc.records.decoding import MAX_LINE, open_file
from journeyc.records.layout import PLAIN, Layout
from journeyc.records.problems import Cause, Problem, RecordFileError, Report
from journeyc.records.rows import Row, RowMaker, require_columns
from journeyc.records.values import LARGEST

if TYPE_CHECKING:
    import pyarrow as pa

EXTRA = "parquet"
"""The extra of journeyc that brings what reads Parquet."""

_BATCH = 1024
_BUFFER = 1 << 16
_RAW_OF_TOO_LONG = 1000


def read_parquet(path: Path, columns: Columns, report: Report, _layout: Layout = PLAIN) -> Iterator[Row]:
    """The rows of a Parquet file, numbered from 1 as lines are; their raw text is JSON. Raises RecordFileError, also
    where the extra is not installed or a required column is missing."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        values = (("name", path.suffix), ("extra", EXTRA))
        raise RecordFileError(Problem(Cause.NEEDS_EXTRA, str(path), 1, values)) from None
    with open_file(path) as handle:
        try:
            yield from _rows(handle, path, columns, report)
        except (pyarrow.ArrowException, OSError) as error:
            reason = (("reason", " ".join(str(error).split())),)
            raise RecordFileError(Problem(Cause.BAD_PARQUET, str(path), 1, reason)) from error


def _rows(handle: BinaryIO, path: Path, columns: Columns, report: Report) -> Iterator[Row]:
    import pyarrow.parquet

    rows = RowMaker(str(path), columns, report)
    if not handle.read(1):
        rows.tell(Cause.EMPTY_FILE, 1, "")
        return
    handle.seek(0)
    # Without a buffer of its own every row group would be held in memory whole.
    file = pyarrow.parquet.ParquetFile(handle, pre_buffer=False, buffer_size=_BUFFER)
    names = file.schema_arrow.names
    header = rows.columns(1, names)
    require_columns(columns.required, header, str(path), 1, names)
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        cells = [_values(column) for column in batch.columns]
        for values in zip(*cells, strict=True):
            number += 1
            raw = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)
            if len(raw) > MAX_LINE:
                rows.tell(Cause.TOO_LONG, number, raw[:_RAW_OF_TOO_LONG], limit=str(MAX_LINE))
            elif all(value is None for value in values):
                rows.tell(Cause.BLANK_LINE, number, raw)
            else:
                yield rows.row(number, raw, header, values)


def _values(column: pa.Array) -> list[object]:
    """A column's values as CSV or JSON would have them."""
    plain = column.cast(_readable(column.type), safe=False)
    try:
        found = plain.to_pylist()
    except (ValueError, OverflowError):  # a time no calendar shows, a key said twice: told of its own row
        found = [_value_or_type(value) for value in plain]
    return [_plain(value) for value in found]


def _value_or_type(value: pa.Scalar) -> object:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return f"<{value.type}>"


def _readable(type_: pa.DataType) -> pa.DataType:
    """The type that says the same in what Python can hold: no dictionaries, no nanoseconds, every zone UTC."""
    import pyarrow as pa

    of = pa.types
    if of.is_timestamp(type_):
        return pa.timestamp("us", tz="UTC" if type_.tz else None)
    if of.is_time(type_):
        return pa.time64("us")
    if of.is_duration(type_):
        return pa.duration("us")
    if of.is_dictionary(type_):
        return _readable(type_.value_type)
    if of.is_struct(type_):
        return pa.struct([pa.field(field.name, _readable(field.type)) for field in type_])
    if of.is_map(type_):
        return pa.map_(_readable(type_.key_type), _readable(type_.item_type))
    if of.is_list(type_) or of.is_large_list(type_):
        return pa.large_list(_readable(type_.value_type))
    return type_


def _plain(value: Any) -> object:
    """A value as JSON has it. NaN is how many tools write a number that is missing; bytes that are no text become a
    list, which nothing takes."""
    match value:
        case None | bool() | str():
            return value
        case float() | Decimal():
            return _number(float(value))
        case int():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return _text(value)
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() if value and all(isinstance(each, tuple) for each in value):
            pairs = {str(key): _plain(each) for key, each in value}
            return pairs if len(pairs) == len(value) else list(pairs)
        case list():
            return [_plain(each) for each in value]
        case _:
            return str(value)


def _number(value: float) -> int | float | None:
    if math.isnan(value):
        return None
    return int(value) if abs(value) <= LARGEST and value == int(value) else value


def _text(value: bytes) -> object:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return list(value)
