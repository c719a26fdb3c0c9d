"""Owns what a mapping says, as values: which columns or paths hold what, how values are read, which rows are meant.
Must not know YAML, nor the rows of any file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from journeyc.records.layout import PLAIN, Layout
from journeyc.records.mappings.times import TimeForm

Kind = Literal["leads", "events"]

IGNORE = "ignore"
"""What a value that is no matter of the journey is mapped to."""

KEEP = "keep"
"""What `else` says where a value without a row is to stay as it is."""

EACH = "each"
"""The name under which the present element of a list stands beside the columns of its row."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts and what they are mapped to, compared in NFKC: whole texts first, then patterns in which `*` is any text.
    `otherwise` is for texts without a row; None where there is nothing to say of them."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    otherwise: str | None = None

    def of(self, text: str) -> str | None:
        """What a text is mapped to; None where it has no row."""
        found = self.whole.get(text) or next((to for pattern, to in self.patterns if pattern.fullmatch(text)), None)
        if found is None:
            return text if self.otherwise == KEEP else self.otherwise
        return found


@dataclass(frozen=True, slots=True)
class Field:
    """Where one field of a record comes from: the first of `columns` that holds something, or with `joined` all of
    them with blanks between; or `constant`. Then `lower`, `words` and `time` apply, in this order. With `optional` a
    row where it is empty makes no record and is no fault."""

    columns: tuple[str, ...] = ()
    joined: bool = False
    constant: str | None = None
    lower: bool = False
    words: Words | None = None
    time: TimeForm | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Rows whose columns hold one of the texts given for each; `*` in a text is any text."""

    wanted: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.wanted)


@dataclass(frozen=True, slots=True)
class Same:
    """Rows that say that lead `was` is lead `lead`."""

    where: Where
    lead: Field
    was: Field


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record that rows make: `fields` by the names of records' columns, `data.FIELD` among them. With
    `each`, one record for each element of the list at that path."""

    where: Where
    fields: Mapping[str, Field]
    each: str | None = None

    @property
    def columns(self) -> Iterator[tuple[str, ...]]:
        """Every column or path that it reads, those that stand for each other together."""
        yield from ((column,) for column in self.where.columns)
        if self.each is not None:
            yield (self.each,)
        for each in self.fields.values():
            yield from ((column,) for column in each.columns) if each.joined else [each.columns]


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """A mapping file. `patterns` are of names of the files that it is for, none for all."""

    file: str
    patterns: tuple[str, ...] = ()
    layout: Layout = PLAIN
    drop: tuple[Where, ...] = ()
    same: tuple[Same, ...] = ()
    leads: Section | None = None
    events: tuple[Section, ...] = field(default=())

    def sections(self, kind: Kind) -> tuple[Section, ...]:
        """What makes records of that kind."""
        if kind == "events":
            return self.events
        return () if self.leads is None else (self.leads,)

    def fits(self, name: str, kind: Kind) -> bool:
        """Whether it says how the file of that name is read."""
        return bool(self.sections(kind)) and (not self.patterns or self.names(name))

    def names(self, name: str) -> bool:
        """Whether a pattern of it is for the file of that name."""
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)


def pattern_of(text: str) -> re.Pattern[str]:
    """What fits a text in which `*` is any text, even none, but not nothing where it stands alone."""
    if text == "*":
        return re.compile(".+", re.DOTALL)
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\*+", text)), re.DOTALL)
