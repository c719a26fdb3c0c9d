"""Owns the canonical written form of action records: JSON Lines, byte for byte the same from every engine.
Must not know how a run decides, or where the lines go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import tzinfo

from journeyc.records.instants import write_instant
from journeyc.run.log import ActionRecord


def canonical_order(record: ActionRecord) -> tuple[int, str, int]:
    """The key by which an action log is sorted: time, then lead by code point, then the lead's own count."""
    return record.at, record.lead, record.n


def action_line(record: ActionRecord, zone: tzinfo) -> str:
    """A record as a line of the log, with its line end."""
    entry: dict[str, object] = {
        "lead": record.lead,
        "n": record.n,
        "at": write_instant(record.at, zone),
        "action": record.action,
        "target": record.target,
        "by": record.by,
    }
    optional: dict[str, object] = {
        "from": record.from_,
        "points": record.points,
        "value": record.value,
        "reason": record.reason,
        "title": record.title,
        "text": record.text,
        "member": record.member,
        "due": None if record.due is None else write_instant(record.due, zone),
        "held": record.held,
        "until": None if record.until is None else write_instant(record.until, zone),
    }
    entry.update((key, value) for key, value in optional.items() if value is not None)
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def action_log(records: Iterable[ActionRecord], zone: tzinfo) -> Iterator[str]:
    """The lines of a whole log in its canonical form, to be written as UTF-8 with their line ends as they are."""
    return (action_line(record, zone) for record in sorted(records, key=canonical_order))
