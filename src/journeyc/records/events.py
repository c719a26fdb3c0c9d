"""Owns the reading of event files: which verb goes with which content, and how the data of an event is typed.
Must not know formats, or what a run does with an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from journeyc.program.schema import Scalar
from journeyc.records.columns import DATA_FIELD, Columns
from journeyc.records.fields import instant_of, required_text, source_of, text_of, usable
from journeyc.records.jsonlines import parse_object
from journeyc.records.mappings.applying import rows_of
from journeyc.records.mappings.schema import ExportMapping
from journeyc.records.names import Names
from journeyc.records.problems import Cause, Report, Unusable
from journeyc.records.rows import Row
from journeyc.records.subjects import ABOUT_NOTHING, subject_of, verb_of
from journeyc.records.values import Reader, fold, read_cell, read_untyped
from journeyc.run.log import EventRecord


def read_events(
    paths: Iterable[Path], names: Names, report: Report, mappings: Sequence[ExportMapping] = ()
) -> Iterator[EventRecord]:
    """The events of the files, in the order given and not yet in time order. What cannot be used goes to `report`. An
    event whose id its lead has had is reported too, but yielded: which of them counts is known once they are in time
    order. A file that one of `mappings` is for is read by it. Raises RecordFileError where a file as a whole cannot be
    read."""
    return (record for record, _ in placed_events(paths, names, report, mappings))


def placed_events(
    paths: Iterable[Path], names: Names, report: Report, mappings: Sequence[ExportMapping] = ()
) -> Iterator[tuple[EventRecord, Row]]:
    """The same, each with the row it was made from."""
    columns = Columns.of_events()
    seen: set[tuple[str, str]] = set()
    for path in paths:
        for row in rows_of(path, "events", columns, names.zone, report, mappings):
            try:
                record = _event(row, names, report)
            except Unusable as unusable:
                report(unusable.at(row.file, row.line, row.raw))
                continue
            if record.id is not None:
                _note_id(record.lead, record.id, seen, row, report)
            yield record, row


def _note_id(lead: str, id_: str, seen: set[tuple[str, str]], row: Row, report: Report) -> None:
    if (lead, id_) in seen:
        report(Unusable(Cause.DUPLICATE_ID, name=id_).at(row.file, row.line, row.raw))
    seen.add((lead, id_))


def _event(row: Row, names: Names, report: Report) -> EventRecord:
    lead = required_text(row, "lead", Cause.NO_LEAD)
    at = instant_of(row, "at", names)
    if at is None:
        raise Unusable(Cause.NO_TIME)
    verb = verb_of(required_text(row, "event", Cause.NO_EVENT), names)
    subject = _subject(row, verb, names, report)
    return EventRecord(
        lead=lead,
        at=at.seconds,
        fraction=at.fraction,
        verb=verb,
        subject=subject,
        id=text_of(row, "id"),
        source=source_of(row, names),
        data=_data(row, subject, names, report),
    )


def _subject(row: Row, verb: str, names: Names, report: Report) -> str | None:
    """What the event is about, by its verb."""
    written = text_of(row, "content")
    if written is not None and verb in ABOUT_NOTHING:
        report(Unusable(Cause.NEEDLESS_CONTENT, name=written, verb=verb).at(row.file, row.line, row.raw))
    return subject_of(verb, written, names)


def _data(row: Row, subject: str | None, names: Names, report: Report) -> dict[str, Scalar]:
    """The fields of the event's data: a lead's attribute by its type, else as the content declares it, else as it
    stands. A `data.FIELD` column goes before the same field of the `data` column."""
    data: dict[str, Scalar] = {}
    for field, raw, untyped in _data_fields(row):
        value = usable(names.reader_of(field, subject) or untyped, raw, f"{DATA_FIELD}{field}", row, report)
        if value is not None:
            data[field] = value
    return data


def _data_fields(row: Row) -> Iterator[tuple[str, object, Reader]]:
    for field, raw in _data_object(row.fields.get("data")).items():
        yield fold(field), raw, read_untyped
    for column, raw in row.fields.items():
        if column.startswith(DATA_FIELD):
            yield column.removeprefix(DATA_FIELD), raw, read_cell


def _data_object(raw: object) -> dict[str, object]:
    if raw is None:
        return {}
    if isinstance(raw, dict):
        return raw
    try:
        if isinstance(raw, str):
            return parse_object(raw)
    except ValueError:
        pass
    raise Unusable(Cause.BAD_DATA)
