"""Owns leads and events as files that `journeyc run` reads: CSV for leads, JSON Lines for events.
Must not know where the records come from, or where the lines go."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import tzinfo

from journeyc.records.instants import write_instant
from journeyc.run.log import EventRecord, LeadRecord, Scalar


def lead_table(records: Iterable[LeadRecord], attributes: Iterable[str], zone: tzinfo) -> str:
    """Leads as CSV with the attributes as columns. It begins with the mark by which Excel knows UTF-8."""
    names = tuple(attributes)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("lead", *names, "stage", "owner", "tags", "source", "created"))
    for record in records:
        created = "" if record.created is None else write_instant(record.created, zone)
        values = [_cell(record.attributes.get(name)) for name in names]
        rest = (record.stage or "", record.owner or "", ";".join(record.tags), record.source or "", created)
        table.writerow((record.lead, *values, *rest))
    return "\ufeff" + text.getvalue()


def event_lines(records: Iterable[EventRecord], zone: tzinfo) -> Iterator[str]:
    """Events as JSON Lines, each with its line end; what a record does not say is left out."""
    for record in records:
        entry: dict[str, object] = {
            "lead": record.lead,
            "at": write_instant(record.at, zone),
            "event": record.verb,
            "content": record.subject,
            "id": record.id,
            "source": record.source,
            "data": record.data or None,
        }
        said = {key: value for key, value in entry.items() if value is not None}
        yield json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _cell(value: Scalar | None) -> Scalar:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
