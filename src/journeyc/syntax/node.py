"""Owns what every node of the tree is: frozen, slotted, standing between two offsets, compared by what it says.
Must not know any kind of node.

Dataclasses would say the same. They generate six methods a class, though, which for the tree's hundred classes is a
fifth of the time in which a small file is checked; these generate one.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

SomeNode = TypeVar("SomeNode", bound="Node")
_SAID = (str, int, float, type(None))
"""What a node may hold beside nodes. It is told first: whether something is a node takes longer to see."""


@dataclass_transform(frozen_default=True)
class NodeClass(type):
    """Makes of a class's annotations its slots and its `__init__`, in the order written, a base's first."""

    _held: tuple[str, ...]
    """What the nodes of the class hold, their offsets aside."""
    _parts_of: attrgetter[Any] | None
    """The same of one node: one part, or a tuple of several."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> NodeClass:
        own = [part for part in namespace.get("__annotations__", ()) if part != "unsaid"]
        defaults = {part: namespace.pop(part) for part in own if part in namespace}
        made = super().__new__(mcs, name, bases, {**namespace, "__slots__": tuple(own)})
        inherited = [part for base in bases for part in getattr(base, "_fields", ())]
        made._fields = (*inherited, *own)
        made._defaults = {**getattr(made, "_defaults", {}), **defaults}
        made._held = tuple(part for part in made._fields if part not in ("start", "end"))
        made._parts_of = attrgetter(*made._held) if made._held else None
        made.__init__ = _initializer(made)  # type: ignore[misc]  # this is what the metaclass is for
        return made

    _fields: tuple[str, ...]
    _defaults: dict[str, Any]


def _initializer(made: NodeClass) -> Any:
    """An `__init__` that fills the slots past the node's own refusal to be changed."""
    names = made._fields
    scope = {f"set_{name}": getattr(made, name).__set__ for name in names}
    scope |= {f"default_{name}": value for name, value in made._defaults.items()}
    given = ", ".join(f"{name}=default_{name}" if name in made._defaults else name for name in names)
    body = "\n".join(f"    set_{name}(self, {name})" for name in names) or "    pass"
    exec(f"def __init__(self, {given}):\n{body}", scope)  # noqa: S102 - the names are those of our own classes
    return scope["__init__"]


class Node(metaclass=NodeClass):
    """What every node has: where it stands, as offsets into the text. Two nodes are equal when they say the same,
    wherever they stand; `unsaid` are parts that say nothing."""

    unsaid: ClassVar[frozenset[str]] = frozenset()

    start: int
    end: int

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is frozen")

    def _said(self) -> tuple[Any, ...]:
        return tuple(getattr(self, part) for part in type(self)._held if part not in self.unsaid)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((type(self), self._said()))

    def __repr__(self) -> str:
        said = ", ".join(f"{part}={getattr(self, part)!r}" for part in type(self)._held)
        return f"{type(self).__name__}({said})"


def replaced(node: SomeNode, **changes: Any) -> SomeNode:
    """The node with some of its parts changed."""
    kind = type(node)
    return kind(**{name: changes.get(name, getattr(node, name)) for name in kind._fields})


def walk(node: Node) -> Iterator[Node]:
    """The node and every node in it, in no order that means anything."""
    waiting: list[object] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend(found)
        elif not isinstance(found, _SAID) and isinstance(found, Node):
            yield found
            parts_of = type(found)._parts_of
            if parts_of is not None:
                waiting.append(parts_of(found))


def moved(node: SomeNode, by: int) -> SomeNode:
    """The same tree, standing `by` characters further on."""
    parts = {part: _moved_part(getattr(node, part), by) for part in type(node)._held}
    return replaced(node, start=node.start + by, end=node.end + by, **parts)


def _moved_part(part: Any, by: int) -> Any:
    if isinstance(part, tuple):
        return tuple(_moved_part(item, by) for item in part)
    return moved(part, by) if isinstance(part, Node) else part
