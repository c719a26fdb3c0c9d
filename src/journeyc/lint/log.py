"""Owns what rules see of records: leads, events, and what could not be used of them.
Must not know how records are read; whatever has these fields will do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from journeyc.program.schema import Scalar


class Lead(Protocol):
    """A lead as its record gives it. `created` is an instant in seconds since 1970."""

    @property
    def lead(self) -> str: ...
    @property
    def attributes(self) -> Mapping[str, Scalar]: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def scores(self) -> Mapping[str, int]: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def source(self) -> str | None: ...
    @property
    def created(self) -> int | None: ...


class Event(Protocol):
    """One occurrence that a record tells: `verb` in English, `subject` the content, task or team, `at` in seconds."""

    @property
    def lead(self) -> str: ...
    @property
    def at(self) -> int: ...
    @property
    def verb(self) -> str: ...
    @property
    def subject(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Scalar]: ...
    @property
    def id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Misfit:
    """What could not be used, of one cause: how often, and the first of it with its place and its values."""

    cause: str
    count: int
    file: str
    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Log:
    """The records that a check was given, leads and events in the order of their files."""

    leads: Sequence[Lead]
    events: Sequence[Event]
    misfits: tuple[Misfit, ...] = ()
