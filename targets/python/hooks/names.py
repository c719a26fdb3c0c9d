"""Owns which Python identifiers stand for a journey's names: stable, valid in every supported Python, never one twice.
Must not know what the names are of."""

from __future__ import annotations

import keyword
import unicodedata

LONGEST = 40

RESERVED = frozenset(keyword.kwlist) | frozenset(
    """
    actions active add_lines assignments awards before bool changed created data dataclass delayed dict due
    elsewhere entered field float frozenset handed_to handoff idle int last_own left lead level_timers list
    member moved n name number next_due now numbers object owner paused person previous runs seen_at self
    sends sent seq set source stage stale started starting str tags tasks times to_raise touched truths tuple
    unsubscribed id ids match case type
    """.split()
)
"""What the module itself calls things where a journey's names could stand."""


KEPT_APART = ("_", "last_", "seq_", "times_")
"""No identifier begins so: the first means something to Python, the others to the module."""


class Identifiers:
    """Gives out identifiers; what was given out once is not given out again."""

    def __init__(self) -> None:
        self._taken: set[str] = set(RESERVED)

    def new(self, prefix: str, name: str) -> str:
        """An identifier for `name` that begins with `prefix`."""
        wanted = unicodedata.normalize("NFKC", prefix + _fitted(name))
        if not wanted.isidentifier() or wanted.startswith(KEPT_APART):
            wanted = f"n{wanted}"
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}_{number}"
        self._taken.add(found)
        return found


def _fitted(name: str) -> str:
    """Letters, digits and their marks; all else is `_`. Which characters Python takes beyond those depends on its
    version."""
    normal = unicodedata.normalize("NFKC", name)[:LONGEST]
    return "".join(c if _is_plain(c) and f"_{c}".isidentifier() else "_" for c in normal)


def _is_plain(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
