"""Owns which words of a file are the language's own, and their spelling in its other language.
Must not know what a word means: by its place it is a word of one table of the vocabulary, or somebody's name.

Two kinds of places have both: where an enum's value may stand, and where the field of an event may. There the names
that the file declares go first, as they do when the file is checked.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any, Literal

from journeyc.source import normal_name
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node, walk
from journeyc.syntax.pieces import Word

Language = Literal["ja", "en"]
Table = Mapping[str, str]
"""Every spelling, with the one that is wanted."""


def respelled(
    file: t.File,
    used: Sequence[t.Declaration],
    words: Sequence[Word],
    vocabulary: Mapping[str, Any],
    language: Language,
) -> list[Word]:
    """The file's words, those of the language in the spelling of `language`. Names, texts (with what is in their holes)
    and comments stay as they are, and so does a word in backquotes. `used` is what the files it uses declare."""
    tables = _Tables(vocabulary, language)
    places = dict(_Places((*file.declarations, *used), tables, vocabulary).of(file))
    comments = [comment.start for comment in file.comments]
    return list(_with_counts(_spelled(words, tables, places), tables, language, comments))


def _spelled(words: Sequence[Word], tables: _Tables, places: Mapping[int, Table]) -> Iterator[Word]:
    for word in words:
        if word.kind == "NAME":
            table = places.get(word.start)
            text = table.get(normal_name(word.text), word.text) if table is not None else word.text
            # What only NFKC makes the wanted spelling is that spelling already.
            yield word if normal_name(word.text) == text else word._replace(text=text)
        elif word.kind == "DURATION":
            digits = re.match(r"[\d_]*", word.text).group()  # type: ignore[union-attr]  # it matches the empty text too
            yield word._replace(text=digits + tables.durations[word.text[len(digits) :]])
        else:
            spelling = tables.keywords.get(word.kind)
            yield word if spelling is None else word._replace(text=spelling)


def _with_counts(words: Iterator[Word], tables: _Tables, language: Language, comments: Sequence[int]) -> Iterator[Word]:
    """`at least 2 of` is `2個以上`: the one form each language has of its own, whichever was typed; unless a comment
    parts its words, which then keep their order."""
    held: list[Word] = []
    for word in words:
        held.append(word)
        kinds = [each.kind for each in held]
        if len(held) > 1 and bisect(comments, held[0].start) != bisect(comments, word.start):
            yield from held
            held = []
        elif kinds == ["AT_LEAST", "NUMBER", "OF"] and language == "ja":
            yield held[1]
            yield word._replace(kind="OR_MORE", text=tables.keywords["OR_MORE"])
            held = []
        elif kinds == ["NUMBER", "OR_MORE"] and language == "en":
            yield Word("AT_LEAST", tables.keywords["AT_LEAST"], held[0].start, held[0].start)
            yield held[0]
            yield word._replace(kind="OF", text=tables.keywords["OF"])
            held = []
        elif kinds not in (["AT_LEAST"], ["AT_LEAST", "NUMBER"], ["NUMBER"]):
            yield from held[:-1]
            held = held[-1:]
            if word.kind not in ("AT_LEAST", "NUMBER"):
                yield from held
                held = []
    yield from held


class _Tables:
    """The vocabulary's tables, each from every spelling to the wanted one."""

    def __init__(self, vocabulary: Mapping[str, Any], language: Language) -> None:
        self._at = 1 if language == "ja" else 0
        self.keywords = {key: spellings[self._at] for key, spellings in vocabulary["keywords"].items()}
        self.durations = self._pairs(vocabulary["durations"].values())
        self.verbs = self._rows(vocabulary["verbs"])
        self.kinds = self._rows(vocabulary["kinds"])
        self.actions = self._rows(vocabulary["actions"])
        self.settings = {
            spelling: word for word, row in vocabulary["settings"].items() for spelling in (word, row["ja"])
        }
        """Every spelling of a setting, with its name."""
        self.functions = self._pairs(vocabulary["functions"].items())
        self.types = self._pairs(vocabulary["types"].items())
        self.roles = self._pairs(vocabulary["roles"].items())
        self.days = self._pairs([*vocabulary["weekdays"].items(), *vocabulary["days_off"].items()])
        self.periods = self._pairs(vocabulary["periods"].items())
        self.purposes = self._pairs(vocabulary["purposes"].items())
        self._settings = vocabulary["settings"]
        self._words = vocabulary["words"]

    def _pairs(self, pairs: Any) -> Table:
        return {spelling: pair[self._at] for pair in pairs for spelling in pair}

    def _rows(self, rows: Mapping[str, Mapping[str, Any]]) -> Table:
        return {
            spelling: (word, row["ja"])[self._at]
            for word, row in rows.items()
            for spelling in (word, row["ja"], *row.get("also", ()))
        }

    def of_words(self, *words: str) -> Table:
        """The table of some of the words that are values of their own."""
        return self._pairs([(word, self._words[word]) for word in words])

    def setting(self, name: str) -> Table:
        """The table of one setting."""
        return self._rows({name: self._settings[name]})


Found = Iterator[tuple[int, Table]]


class _Places:
    """Walks the tree and tells, for every name that may be a word of the language, by which table."""

    def __init__(self, declared: Sequence[t.Declaration], tables: _Tables, vocabulary: Mapping[str, Any]) -> None:
        self._tables = tables
        self._settings_of: Mapping[str, list[str]] = vocabulary["settings_of"]
        self._kinds: Mapping[str, Mapping[str, Any]] = {
            spelling: row for word, row in vocabulary["kinds"].items() for spelling in (word, row["ja"])
        }
        self._verbs = frozenset(tables.verbs)
        self._values = _declared_values(declared)
        self._payloads = self._declared_payloads(declared)
        self._calls = {**tables.verbs, **tables.functions}
        values = ("stage", "persona", "owner", "source", "accepted", "today", "true", "false")
        self._in_expressions = tables.of_words(*values)
        self._truths = tables.of_words("true", "false")
        self._any = tables.of_words("any")
        self._given = tables.of_words("stage", "owner", "handoff", "source", "tag")
        self._handlers: Mapping[type[Node], Callable[[Any], Found]] = {
            t.Call: self._call,
            t.Comparison: lambda node: self._value(node.left, node.right),
            t.Membership: lambda node: self._value(node.item, *node.options),
            t.Dotted: self._dotted,
            t.Anchored: self._anchored,
            t.Tagged: lambda node: iter(()),
            t.NextClock: lambda node: self._names(tables.days, node.weekday),
            t.Action: self._action,
            t.MatchArm: self._match_arm,
            t.SplitArm: lambda node: self.of(node.body),
            t.WaitFor: self._wait_for,
            t.OpenHours: self._open_hours,
            t.Quiet: lambda node: self._names(tables.days, *(i for i in node.items if isinstance(i, t.Name))),
            t.Cap: self._cap,
            t.Reenter: lambda node: self._names(tables.of_words("always", "never"), node.word),
            t.GivenItem: self._given_item,
            t.Moment: self._moment,
            t.Let: lambda node: self._value(node.value),
            t.Typed: self._typed,
            t.Goal: self._goal,
            t.Content: self._content,
            t.Team: lambda node: self._items(node.items, "team"),
            t.StageDetail: lambda node: self._items(node.items, "stage"),
            t.Persona: lambda node: self._items(node.items, "persona"),
            t.Cell: lambda node: self._items(node.items, "persona"),
            t.Segment: self._with_role("segment"),
            t.Boundary: self._with_role("boundary"),
            t.SourceDeclaration: lambda node: self._items(node.items, "source"),
            t.Score: self._score,
            t.Rule: lambda node: self.of(node.when, node.body),
            t.Choose: lambda node: self.of(node.when, *node.lines),
            t.Scenario: lambda node: self.of(*node.body),
            t.ExpectHeld: lambda node: iter(()),
        }

    def of(self, *nodes: Node | None) -> Found:
        """The places in some nodes. A name that no handler of what is around it has taken stands in an expression."""
        for node in nodes:
            if node is None or isinstance(node, t.TextLiteral | _NO_WORDS):
                continue
            handler = self._handlers.get(type(node))
            if isinstance(node, t.Name):
                yield from self._names(self._in_expressions, node)
            elif handler is not None:
                yield from handler(node)
            else:
                yield from self.of(*_children(node))

    def _names(self, table: Table, *names: t.Name | None) -> Found:
        for name in names:
            if name is not None and not name.quoted:
                yield name.start, table

    # --- expressions

    def _value(self, *nodes: t.Expression | None) -> Found:
        """Where an enum's value may stand, a declared one is none of the language's words."""
        for node in nodes:
            if not (isinstance(node, t.Name) and node.text in self._values):
                yield from self.of(node)

    def _call(self, node: t.Call) -> Found:
        yield from self._names(self._calls, node.name)
        if node.name.text in self._verbs:
            yield from self._names(self._any, *(each for each in node.arguments if isinstance(each, t.Name)))
        else:
            yield from self.of(*node.arguments)
        if node.where is not None:
            yield from self._where(node)

    def _where(self, node: t.Call) -> Found:
        """In a `where` a name is a field of what happened; only beside fields that are declared can it be a word."""
        assert node.where is not None
        subjects = [each.text for each in node.arguments if isinstance(each, t.Name)]
        payloads = [self._payloads[name] for name in subjects if name in self._payloads]
        fields = frozenset().union(*payloads)
        names = {each.start: each.text for each in walk(node.where) if isinstance(each, t.Name)}
        for start, table in self.of(node.where):
            if table is not self._in_expressions or (payloads and names[start] not in fields):
                yield start, table

    def _dotted(self, node: t.Dotted) -> Found:
        owner, member = self._tables.of_words("owner"), self._tables.of_words("member")
        if node.owner.text in owner and node.member.text in member:
            yield from self._names(owner, node.owner)
            yield from self._names(member, node.member)
        else:
            asked = self._tables.of_words("stage", "persona", "owner", "accepted")
            yield from self._names(asked, node.member)

    def _anchored(self, node: t.Anchored) -> Found:
        if isinstance(node.anchor, t.Name):
            yield from self._names(self._tables.of_words("entry"), node.anchor)
        elif isinstance(node.anchor, t.Dotted):
            yield from self._names(self._tables.of_words("ends"), node.anchor.member)
        else:
            yield from self.of(node.anchor)

    # --- steps

    def _action(self, node: t.Action) -> Found:
        yield from self._names(self._tables.actions, node.word)
        yield from self._value(node.value)

    def _match_arm(self, node: t.MatchArm) -> Found:
        truths, unknown = self._truths, self._tables.of_words("unknown")
        for value in node.values:
            yield from self._names(unknown if value.text in self._values else {**truths, **unknown}, value)
        yield from self.of(node.body)

    def _wait_for(self, node: t.WaitFor) -> Found:
        yield from self.of(node.what, node.block)
        yield from self._names(self._tables.of_words("skip", "now", "end"), node.missed)

    # --- lines of declarations

    def _open_hours(self, node: t.OpenHours) -> Found:
        return self._names(self._tables.days, *(day for span in node.days for day in span))

    def _cap(self, node: t.Cap) -> Found:
        yield from self._names(self._tables.kinds, node.kind)
        yield from self._names(self._tables.of_words("drop", "delay"), node.otherwise)

    def _typed(self, node: t.Typed) -> Found:
        if len(node.types) == 1:
            yield from self._names(self._tables.types, *node.types)
            yield from self._names(self._truths, *(each for each in (node.default,) if isinstance(each, t.Name)))

    def _goal(self, node: t.Goal) -> Found:
        yield from self.of(node.when)
        if node.target is not None:
            yield from self._names(self._tables.periods, node.target[1])

    def _given_item(self, node: t.GivenItem) -> Found:
        yield from self._names(self._given, node.word)
        if node.word.text not in self._given:
            yield from self._value(node.value)

    def _moment(self, node: t.Moment) -> Found:
        if isinstance(node.event, t.Name):
            yield from self._names(self._tables.verbs, node.event)
        else:
            yield from self.of(node.event)
        for _, value in node.payload:
            if isinstance(value, t.Name) and value.text not in self._values:
                yield from self._names(self._truths, value)

    def _score(self, node: t.Score) -> Found:
        for line in node.lines:
            yield from self._items((line,), "score") if isinstance(line, t.Setting) else self.of(line)

    def _content(self, node: t.Content) -> Found:
        yield from self._names(self._tables.kinds, node.kind)
        kind = self._kinds.get(node.kind.text, {})
        yield from self._items(node.items, "content", kind.get("settings", ()))

    def _with_role(self, declaration: str) -> Callable[[t.Segment | t.Boundary], Found]:
        def found(node: t.Segment | t.Boundary) -> Found:
            yield from self._names(self._tables.roles, node.role)
            yield from self.of(node.condition)
            yield from self._items(node.items, declaration)

        return found

    def _items(self, items: Sequence[t.Item], declaration: str, own: Sequence[str] = ()) -> Found:
        known = frozenset((*own, *self._settings_of.get(declaration, ())))
        for item in items:
            if isinstance(item, t.Setting):
                yield from self._setting(item, known)
            else:
                yield from self.of(item)

    def _setting(self, item: t.Setting, known: Set[str]) -> Found:
        """A line with one of the settings that the declaration has; any other label is a note's."""
        yield from self._names(self._tables.periods, item.per)
        name = self._tables.settings.get(item.word.text)
        if name is None or name not in known:
            return
        yield from self._names(self._tables.setting(name), item.word)
        if name == "purpose":
            yield from self._names(self._tables.purposes, *(each for each in item.values if isinstance(each, t.Name)))
        elif name == "consent":
            yield from self.of(*item.values)

    def _declared_payloads(self, declared: Sequence[t.Declaration]) -> dict[str, frozenset[str]]:
        """The fields of each event that declares any or none: of what has a payload."""
        return {
            node.name.text: frozenset(item.name.text for item in node.items if isinstance(item, t.Typed))
            for node in declared
            if isinstance(node, t.Content) and self._kinds.get(node.kind.text, {}).get("payload")
        }


_NO_WORDS = t.Stages | t.Back | t.View | t.Journey | t.Timezone | t.Use | t.Holidays | t.Closed


def _children(node: Node) -> Iterator[Node]:
    for name in type(node)._fields:
        part = getattr(node, name)
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, Node):
                yield each


def _declared_values(declared: Sequence[t.Declaration]) -> frozenset[str]:
    """The names that stand without quotes as a value: of enums, stages, personas, teams, members and sources."""
    found: set[str] = set()
    for node in chain.from_iterable(map(walk, declared)):
        if isinstance(node, t.Typed) and len(node.types) > 1:
            found.update(name.text for name in node.types)
        elif isinstance(node, t.Stages):
            found.update(name.text for step in node.steps for name in step)
        elif isinstance(node, t.Persona | t.Team | t.SourceDeclaration):
            found.add(node.name.text)
        if isinstance(node, t.Setting):
            found.update(value.text for value in node.values if isinstance(value, t.Name))
    return frozenset(found)
