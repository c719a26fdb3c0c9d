"""Owns which nodes of a directed graph can come round to themselves.
Must not know what the nodes are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circles(onward: Mapping[Node, Iterable[Node]]) -> Iterator[frozenset[Node]]:
    """The groups of nodes that can all come to each other, and the single ones that come to themselves."""
    backward: dict[Node, list[Node]] = {}
    for source, targets in onward.items():
        for target in targets:
            backward.setdefault(target, []).append(source)
    left = {*onward, *backward}
    for node in reversed(_by_finish(onward)):
        if node in left:
            group = _reached(backward, node, left)
            left -= group
            if len(group) > 1 or node in onward.get(node, ()):
                yield group


def _by_finish(onward: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """The nodes, each after those that were first found from it."""
    finished: list[Node] = []
    seen: set[Node] = set()
    for start in onward:
        waiting = [(start, False)]
        while waiting:
            node, is_done = waiting.pop()
            if is_done:
                finished.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each in onward.get(node, ()) if each not in seen)
    return finished


def _reached(backward: Mapping[Node, Iterable[Node]], start: Node, among: set[Node]) -> frozenset[Node]:
    found = {start}
    waiting = [start]
    while waiting:
        for each in backward.get(waiting.pop(), ()):
            if each in among and each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)
