"""Owns the rule that nothing is defined by itself: segments, personas and standing points, across journeys too.
Must not know how conditions are checked; it reads what their names were found to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from journeyc.meaning.model import Model, Reference
from journeyc.meaning.report import Reporter, spelled
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node, walk


class _Thing(NamedTuple):
    """What others are defined by: a segment, a score, or the persona of a journey."""

    journey: str
    kind: Literal["segment", "score", "persona"]
    name: str


def find_circles(model: Model, report: Reporter) -> None:
    """Report each circle that one of the journey's own things is in, once."""
    uses: dict[_Thing, list[_Thing]] = {}
    for one in _within_reach(model):
        uses |= {thing: list(_used(nodes, one)) for thing, nodes in _defined(one).items()}
    own, done = _name(model), set[_Thing]()
    for thing in uses:
        if thing.journey != own:
            continue
        circle = _circle(thing, uses, done)
        mine = next((each for each in circle if each.journey == own), None)
        if mine is not None:
            at = _place(mine, model, report)
            path = " -> ".join(_shown(each, own) for each in (*circle, circle[0]))
            report.error("JC076", at, path=path)
        done.update(circle)


def _within_reach(model: Model) -> list[Model]:
    """The journey and those it names, at whatever remove, each once."""
    found = {_name(model): model}
    waiting = [model]
    while waiting:
        for name, other in waiting.pop().others.models.items():
            if name not in found:
                found[name] = other
                waiting.append(other)
    return list(found.values())


def _name(model: Model) -> str:
    return model.journey.name.text if model.journey is not None else ""


def _defined(model: Model) -> dict[_Thing, list[Node]]:
    """What of a journey is defined by conditions, with those."""
    journey, defined = _name(model), dict[_Thing, list[Node]]()
    for name, symbol in model.names("segment").items():
        condition = getattr(symbol.node, "condition", None)
        defined[_Thing(journey, "segment", name)] = [condition] if condition is not None else []
    for name, symbol in model.names("score").items():
        lines = symbol.node.lines if isinstance(symbol.node, t.Score) else ()
        defined[_Thing(journey, "score", name)] = [line.condition for line in lines if isinstance(line, t.StandingLine)]
    personas = [symbol.node for symbol in model.names("persona").values() if isinstance(symbol.node, t.Persona)]
    if personas:
        items = [item for persona in personas for item in persona.items]
        defined[_Thing(journey, "persona", "")] = [item.condition for item in items if isinstance(item, t.WhenLine)]
    return defined


def _used(nodes: Sequence[Node], model: Model) -> Iterator[_Thing]:
    for node in nodes:
        for part in walk(node):
            reference = model.references.get(id(part))
            thing = _meant(reference, model) if reference is not None else None
            if thing is not None:
                yield thing


def _meant(reference: Reference, model: Model) -> _Thing | None:
    journey = reference.journey or _name(model)
    if reference.kind == "segment":
        return _Thing(journey, "segment", reference.name)
    if reference.kind == "score":
        return _Thing(journey, "score", reference.name)
    is_persona = reference.kind == "word" and reference.name == "persona"
    return _Thing(journey, "persona", "") if is_persona else None


def _place(thing: _Thing, model: Model, report: Reporter) -> Node:
    symbols = model.names(thing.kind)
    symbol = symbols[thing.name] if thing.name else next(iter(symbols.values()))
    report.source = symbol.source
    return symbol.at


def _shown(thing: _Thing, own: str) -> str:
    name = spelled(thing.name) or thing.kind
    return name if thing.journey == own else f"{spelled(thing.journey)}.{name}"


def _circle(start: _Thing, uses: Mapping[_Thing, Sequence[_Thing]], done: set[_Thing]) -> list[_Thing]:
    """The things on a way from `start` round to one of them, or none. Long chains are no deeper than short ones."""
    path: list[_Thing] = []
    on_path: set[_Thing] = set()
    waiting: list[tuple[_Thing, Iterator[_Thing]]] = []

    def enter(thing: _Thing) -> None:
        path.append(thing)
        on_path.add(thing)
        waiting.append((thing, iter(uses.get(thing, ()))))

    if start not in done:
        enter(start)
    while waiting:
        thing, rest = waiting[-1]
        used = next(rest, None)
        if used is None:
            waiting.pop()
            path.pop()
            on_path.discard(thing)
            done.add(thing)
        elif used in on_path:
            return path[path.index(used) :]
        elif used not in done:
            enter(used)
    return []
