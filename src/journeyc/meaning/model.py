"""Owns the Model: every declared name of a journey with its declaration, and what the checker found out about the rest.
Must not know how names are found or checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from journeyc.meaning.types import Type
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node

SymbolKind = Literal[
    "team",
    "attribute",
    "persona",
    "stage",
    "view",
    "segment",
    "content",
    "score",
    "let",
    "rule",
    "scenario",
    "goal",
    "source",
    "task",
]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared name: `node` is what declares it, `at` the name itself."""

    kind: SymbolKind
    name: str
    node: Node
    at: t.Name
    source: Source


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration and the file it stands in."""

    node: t.Declaration
    source: Source


ReferenceKind = Literal[
    "attribute", "score", "segment", "let", "constant", "value", "word", "payload", "content_date", "entry"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name in an expression turned out to be. `name` is its declared name; for a `word` (stage, owner …) the
    English one; for a `value` one of its type's values; for a `constant` true or false. `journey` is the other journey
    whose name it is."""

    kind: ReferenceKind
    name: str
    type: Type
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """The other journeys that a journey names: those that were found, why others cannot be told (a variant of JC045
    with its values), and every name that might have been meant."""

    models: Mapping[str, Model] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    known: tuple[str, ...] = ()


@dataclass
class Model:
    """The names of a journey. Checking fills `references`, by the identity of the node that names, and finds out
    whether anything asks for the calendar."""

    declarations: tuple[Declared, ...]
    journey: t.Journey | None = None
    timezone: str = "Asia/Tokyo"
    symbols: dict[SymbolKind, dict[str, Symbol]] = field(default_factory=dict)
    attributes: dict[str, Type] = field(default_factory=dict)
    ladder: tuple[tuple[str, ...], ...] = ()
    levels: dict[str, int] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lets: dict[str, t.Expression] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    payloads: dict[str, dict[str, Type]] = field(default_factory=dict)
    references: dict[int, Reference] = field(default_factory=dict)
    calendar_asked: bool = False
    others: Others = field(default_factory=Others)

    def names(self, *kinds: SymbolKind) -> dict[str, Symbol]:
        """All declared names of the kinds, in order of declaration."""
        if len(kinds) == 1:
            return self.symbols.get(kinds[0], {})
        return {name: symbol for kind in kinds for name, symbol in self.symbols.get(kind, {}).items()}

    def knows(self, name: str, *kinds: SymbolKind) -> bool:
        """Whether the name is declared as one of the kinds."""
        return any(name in self.symbols.get(kind, ()) for kind in kinds)

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.levels)

    def level(self, stage: str) -> int:
        """The step of the ladder on which a stage stands, from 0."""
        return self.levels[stage]
