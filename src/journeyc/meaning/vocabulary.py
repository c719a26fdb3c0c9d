"""Owns the words of the language as the checker reads them: verbs, kinds, actions, settings, in every spelling.
Must not know files: the vocabulary's data is handed in; nor any journey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

SubjectKind = Literal["content", "stage", "segment", "attribute", "task", "work", "team", "none", "duration"]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can happen. `history`: its past can be asked for. `spellings` are those beside its name."""

    name: str
    spellings: tuple[str, ...]
    subject: SubjectKind
    history: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content. `own` verbs are the lead's doing, `system` ones are reported about ours."""

    name: str
    own: tuple[str, ...]
    system: tuple[str, ...]
    settings: tuple[str, ...]
    sendable: bool
    postable: bool
    payload: bool

    @property
    def verbs(self) -> tuple[str, ...]:
        return self.own + self.system


@dataclass(frozen=True, slots=True)
class ActionWord:
    """An action's signature: what follows it (`?` where it may be left out) and which clauses may."""

    name: str
    operands: tuple[str, ...]
    clauses: frozenset[str]


@dataclass(frozen=True, slots=True)
class SettingWord:
    name: str
    value: str


Row = TypeVar("Row")


class Vocabulary:
    """Every word by every spelling. Made once from the data of `vocabulary.yaml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.verbs: dict[str, Verb] = _table(data["verbs"], _verb)
        self.kinds: dict[str, Kind] = _table(data["kinds"], _kind)
        self.actions: dict[str, ActionWord] = _table(data["actions"], _action)
        self.settings: dict[str, SettingWord] = _table(
            data["settings"], lambda name, row: SettingWord(name, row["value"])
        )
        self.words = _spellings(data["words"])
        self.functions = _spellings(data["functions"])
        self.types = _spellings(data["types"])
        self.roles = _spellings(data["roles"])
        self.periods = _spellings(data["periods"])
        self.purposes = _spellings(data["purposes"])
        self.days_off = _spellings(data["days_off"])
        self.weekdays = {
            spelling: number
            for number, (english, japanese) in enumerate(data["weekdays"].items())
            for spelling in (english, japanese)
        }
        self.settings_of: Mapping[str, list[str]] = data["settings_of"]
        self.left_out = {word: what for what, words in data["left_out"].items() for word in words}
        self.left_out_beginnings = self.left_out | {
            word: what for what, words in data["left_out_beginnings"].items() for word in words
        }
        self.keywords: Mapping[str, list[str]] = data["keywords"]
        self.japanese = _japanese(data)

    @property
    def reserved(self) -> frozenset[str]:
        """Words that begin an expression, a step or an action: a declared name spelled so must be in backquotes."""
        steps = ("WAIT", "IF", "MATCH", "SPLIT", "REPEAT", "NOT", "EVER", "TAG", "ELSE", "NEXT")
        begin = ("stage", "persona", "owner", "source", "accepted", "any", "unknown", "today", "entry", "true", "false")
        words = {spelling for spelling, name in self.words.items() if name in begin}
        words.update(spelling for key in steps for spelling in self.keywords[key])
        return frozenset(words | set(self.actions) | set(self.verbs) | set(self.functions))

    def verbs_of(self, kind: str) -> tuple[str, ...]:
        """English names of the verbs that fit a kind of content."""
        return self.kinds[kind].verbs

    def kinds_of(self, verb: str) -> tuple[str, ...]:
        """English names of the kinds of content that a verb fits."""
        return tuple(kind.name for name, kind in self.kinds.items() if name == kind.name and verb in kind.verbs)

    def settings_for(self, declaration: str) -> frozenset[str]:
        """English names of the settings that a declaration or a kind of content takes."""
        kind = self.kinds.get(declaration)
        if kind is not None:
            return frozenset((*kind.settings, *self.settings_of["content"]))
        return frozenset(self.settings_of.get(declaration, ()))


def _verb(name: str, row: Mapping[str, Any]) -> Verb:
    return Verb(name, (row["ja"], *row.get("also", ())), row["subject"], row.get("history", True))


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    return Kind(
        name,
        tuple(row.get("own", ())),
        tuple(row.get("system", ())),
        tuple(row.get("settings", ())),
        sendable=row.get("sendable", False),
        postable=row.get("postable", False),
        payload=row.get("payload", False),
    )


def _action(name: str, row: Mapping[str, Any]) -> ActionWord:
    return ActionWord(name, tuple(row.get("operands", ())), frozenset(row.get("clauses", ())))


def _table(rows: Mapping[str, Mapping[str, Any]], make: Any) -> dict[str, Any]:
    return {
        spelling: made
        for name, row in rows.items()
        for made in (make(name, row),)
        for spelling in (name, row["ja"], *row.get("also", ()))
    }


def _spellings(rows: Mapping[str, str]) -> dict[str, str]:
    return {spelling: name for name, japanese in rows.items() for spelling in (name, japanese)}


def _japanese(data: Mapping[str, Any]) -> dict[str, str]:
    """The Japanese spelling of every verb, action and kind, by its English name, for messages."""
    tables: Iterable[Mapping[str, Any]] = (data["verbs"], data["kinds"], data["actions"])
    return {name: row["ja"] for table in tables for name, row in table.items()}
