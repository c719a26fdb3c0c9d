"""Owns the reading of lead files: which columns make a lead, and which faults cost the lead or only a value.
Must not know formats, or what a run does with a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from journeyc.records.columns import Columns
from journeyc.records.fields import instant_of, name_of, required_text, source_of, usable
from journeyc.records.mappings.applying import rows_of
from journeyc.records.mappings.schema import ExportMapping
from journeyc.records.names import Names
from journeyc.records.problems import Cause, Report, Unusable
from journeyc.records.rows import Row
from journeyc.records.values import read_names, read_whole
from journeyc.run.log import LeadRecord

T = TypeVar("T")


def read_leads(
    paths: Iterable[Path], names: Names, report: Report, mappings: Sequence[ExportMapping] = ()
) -> Iterator[LeadRecord]:
    """The leads of the files, in the order given; of a lead that comes twice, the first. What cannot be used goes to
    `report`. A file that one of `mappings` is for is read by it. Raises RecordFileError where a file as a whole cannot
    be read."""
    return (record for record, _ in placed_leads(paths, names, report, mappings))


def placed_leads(
    paths: Iterable[Path], names: Names, report: Report, mappings: Sequence[ExportMapping] = ()
) -> Iterator[tuple[LeadRecord, Row]]:
    """The same, each with the row it was made from."""
    columns = Columns.of_leads(frozenset((*names.attribute_readers, *names.scores)))
    seen: set[str] = set()
    for path in paths:
        for row in rows_of(path, "leads", columns, names.zone, report, mappings):
            try:
                record = _lead(row, names, seen, report)
            except Unusable as unusable:
                report(unusable.at(row.file, row.line, row.raw))
            else:
                seen.add(record.lead)
                yield record, row


def _lead(row: Row, names: Names, seen: set[str], report: Report) -> LeadRecord:
    lead = required_text(row, "lead", Cause.NO_LEAD)
    if lead in seen:
        raise Unusable(Cause.DUPLICATE_LEAD, name=lead)
    created = instant_of(row, "created", names)
    return LeadRecord(
        lead=lead,
        stage=name_of(row, "stage", names.stages, Cause.UNKNOWN_STAGE),
        owner=name_of(row, "owner", names.owners, Cause.UNKNOWN_TEAM),
        source=source_of(row, names),
        created=None if created is None else created.seconds,
        created_fraction=0 if created is None else created.fraction,
        tags=usable(read_names, row.fields.get("tags", []), "tags", row, report) or (),
        scores=_values(row, dict.fromkeys(names.scores, read_whole), report),
        attributes=_values(row, names.attribute_readers, report),
    )


def _values(row: Row, readers: Mapping[str, Callable[[object], T | None]], report: Report) -> dict[str, T]:
    """The values of the columns that have a reader; those that are unknown or cannot be used are left out."""
    read = {
        column: usable(readers[column], raw, column, row, report)
        for column, raw in row.fields.items()
        if column in readers
    }
    return {column: value for column, value in read.items() if value is not None}
