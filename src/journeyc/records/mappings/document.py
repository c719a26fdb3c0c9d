"""Owns the YAML of a mapping as plain values that know their lines: every value is the text that stands there.
Must not know what any key means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

LONGEST = 1_000_000
"""Characters a mapping may have."""

DEEPEST = 20


class NoYaml(Exception):
    """A text that is no YAML for a mapping, where and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping with its value; `line` is the key's."""

    key: str
    line: int
    value: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its line: a text, a list, or entries; the two others are None."""

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    entries: tuple[Entry, ...] | None = None


def read_document(text: str) -> Node:
    """What a YAML text holds. Raises NoYaml, also for aliases, keys said twice, and nesting without end."""
    if len(text) > LONGEST:
        raise NoYaml(1, f"> {LONGEST}")
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise NoYaml(_line(event.start_mark), "*")
        found = yaml.compose(text, Loader=yaml.SafeLoader)
        return Node(1, entries=()) if found is None else _node(found, 0)
    except yaml.MarkedYAMLError as error:
        raise NoYaml(_line(error.problem_mark), error.problem or "?") from error
    except yaml.YAMLError as error:
        raise NoYaml(1, " ".join(str(error).split())) from error
    except RecursionError:
        raise NoYaml(1, f"> {DEEPEST}") from None


def _line(mark: Any) -> int:
    return 1 if mark is None else mark.line + 1


def _node(found: yaml.Node, depth: int) -> Node:
    line = found.start_mark.line + 1
    if depth > DEEPEST:
        raise NoYaml(line, f"> {DEEPEST}")
    if isinstance(found, yaml.MappingNode):
        return Node(line, entries=tuple(_entries(found, depth)))
    if isinstance(found, yaml.SequenceNode):
        return Node(line, items=tuple(_node(each, depth + 1) for each in found.value))
    return Node(line, text=str(found.value))


def _entries(found: yaml.MappingNode, depth: int) -> Iterator[Entry]:
    met: set[str] = set()
    for key, value in found.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise NoYaml(line, "?")
        if key.value in met:
            raise NoYaml(line, f"{key.value} × 2")
        met.add(key.value)
        yield Entry(str(key.value), line, _node(value, depth + 1))
