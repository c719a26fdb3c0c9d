"""Owns what goes into a run and what comes out: lead records, event records, action records, trace entries.
Must not know files, encodings or how a run decides."""

from __future__ import annotations

from dataclasses import dataclass, field

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """A lead as a lead file gives it: names and values already typed by the journey's declarations.
    `created` is an instant in whole seconds since 1970 (`created_fraction` orders within the second)."""

    lead: str
    attributes: dict[str, Scalar] = field(default_factory=dict)
    stage: str | None = None
    scores: dict[str, int] = field(default_factory=dict)
    owner: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    created: int | None = None
    created_fraction: int = 0


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One occurrence that a record tells. `at` is in whole seconds; `fraction` (microseconds) only orders records;
    `verb` is the English spelling; `subject` is the record's `content` (a content, task or team; None for created and
    changed). `data` is typed where the journey types it."""

    lead: str
    at: int
    fraction: int
    verb: str
    subject: str | None
    data: dict[str, Scalar] = field(default_factory=dict)
    id: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """One thing done, or a send held (language.md §13). Instants are whole seconds; the zone is the journey's.
    A field that does not apply is None and is left out of the written form."""

    lead: str
    n: int
    at: int
    action: str
    target: str | None
    by: str
    from_: str | None = None
    points: int | None = None
    value: Scalar | None = None
    reason: str | None = None
    title: str | None = None
    text: str | None = None
    member: str | None = None
    due: int | None = None
    held: str | None = None
    until: int | None = None
