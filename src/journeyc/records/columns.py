"""Owns what the columns of a lead or event file may be called, and which are required.
Must not know how a file holds its columns, or what their values mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from journeyc.records.values import fold

DATA_FIELD = "data."
"""What a column that holds one field of an event's data begins with."""

_LEAD_FILE = {
    "lead": ("リード",),
    "stage": ("段階",),
    "owner": ("担当",),
    "tags": ("タグ",),
    "source": ("獲得経路",),
    "created": ("作成日時",),
}
_EVENT_FILE = {
    "lead": ("リード",),
    "at": ("日時",),
    "event": ("出来事",),
    "content": ("コンテンツ",),
    "id": (),
    "data": ("付帯",),
    "source": ("獲得経路",),
}


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of file: the fixed ones by their spellings, then the declared names. A fixed English name
    goes before a declared one, a declared one before a Japanese spelling of a fixed one. With `others` a file may have
    columns that are not used; with `every` each is used by its own name."""

    required: tuple[str, ...]
    data_fields: bool
    _names: Mapping[str, str]
    others: bool = False
    every: bool = False
    _resolved: dict[str, str | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of_leads(cls, declared: frozenset[str]) -> Columns:
        """Columns of a lead file; `declared` are the names of attributes and scores."""
        return cls(("lead",), False, _spellings(_LEAD_FILE, declared))

    @classmethod
    def of_events(cls) -> Columns:
        return cls(("lead", "at", "event"), True, _spellings(_EVENT_FILE, frozenset()))

    @classmethod
    def of_mapping(cls, wanted: frozenset[str], required: tuple[str, ...]) -> Columns:
        """The columns that a mapping asks for, by their own names in NFKC."""
        return cls(required, False, {name: name for name in sorted(wanted)}, others=True)

    @classmethod
    def of_anything(cls) -> Columns:
        """Whatever columns there are, by their own names in NFKC."""
        return cls((), False, {}, others=True, every=True)

    @property
    def met(self) -> frozenset[str]:
        """The columns that were resolved so far."""
        return frozenset(column for column in self._resolved.values() if column is not None)

    @property
    def known(self) -> tuple[str, ...]:
        """Every spelling there is, for finding the nearest."""
        return tuple(self._names)

    def resolve(self, spelling: str) -> str | None:
        """The column that `spelling` names: a fixed name, a declared name, `data.FIELD`; None if it is not known."""
        if spelling not in self._resolved:
            self._resolved[spelling] = self._resolve(fold(spelling))
        return self._resolved[spelling]

    def _resolve(self, folded: str) -> str | None:
        if self.data_fields and folded.startswith(DATA_FIELD) and folded != DATA_FIELD:
            return folded
        return folded if self.every else self._names.get(folded)


def _spellings(fixed: Mapping[str, tuple[str, ...]], declared: frozenset[str]) -> dict[str, str]:
    aliases = {alias: name for name, spellings in fixed.items() for alias in spellings}
    return aliases | {name: name for name in sorted(declared)} | {name: name for name in fixed}
