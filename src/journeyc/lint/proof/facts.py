"""Owns the facts that conditions are made of: what of a lead at an instant decides whether they hold.
Must not know how facts are reasoned about."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "attribute", "points", "tag", "stage", "owner", "member", "source", "accepted", "today", "count", "age",
    "after entry", "payload", "unclear",
]  # fmt: skip


class Fact(NamedTuple):
    """One fact. `name` is the attribute's, score's, tag's or field's; `history` and `within` tell what is counted.
    An `unclear` fact is one that nothing is known of, and that no lead can be made to show."""

    kind: Kind
    name: str = ""
    history: int = -1
    within: int | None = None


Facts = frozenset[Fact]
NO_FACTS: Facts = frozenset()
