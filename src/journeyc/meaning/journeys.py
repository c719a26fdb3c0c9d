"""Owns what a journey has to do with others: which it names, and on what journeys of one run must agree.
Must not know where journeys are found, nor how a name of another journey is checked."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.diagnostics import DiagnosticBag, Label
from journeyc.meaning.model import Model, Symbol
from journeyc.meaning.report import Reporter
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node, walk


def named_journeys(model: Model, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The other journeys that this one names, each once: those its leads may enter, and those whose state it asks."""
    own = model.journey.name.text if model.journey is not None else ""
    names = (name for declared in model.declarations for name in _names(declared.node, vocabulary))
    return tuple(dict.fromkeys(name for name in names if name != own))


def _names(declaration: Node, vocabulary: Vocabulary) -> Iterator[str]:
    nodes = list(walk(declaration))
    dates = {id(node.anchor) for node in nodes if isinstance(node, t.Anchored)}
    for node in nodes:
        if isinstance(node, t.Dotted) and id(node) not in dates and not is_owner(node, vocabulary):
            yield node.owner.text
        elif isinstance(node, t.Action) and _is_enter(node, vocabulary):
            yield from (operand.text for operand in node.operands[:1] if isinstance(operand, t.Name))


def is_owner(node: t.Dotted, vocabulary: Vocabulary) -> bool:
    """Whether it is a part of the lead's owner (`owner.member`) and no other journey's state."""
    return not node.owner.quoted and vocabulary.words.get(node.owner.text) == "owner"


def _is_enter(node: t.Action, vocabulary: Vocabulary) -> bool:
    word = vocabulary.actions.get(node.word.text)
    return word is not None and word.name == "enter"


# --- journeys of one run -----------------------------------------------------------------------------------------


def agree(first: Model, second: Model, found: DiagnosticBag) -> None:
    """What is the lead's in a run (attributes, what it does with content) is declared alike wherever it is declared,
    and every journey has a name of its own. What differs is found in the second, beside its place in the first."""
    report = Reporter(found)
    if first.journey is not None and second.journey is not None and first.journey.name.text == second.journey.name.text:
        report.source = second.declarations[0].source
        at = first.journey.name
        label = Label(first.declarations[0].source.location(at.start, at.end), "first_journey")
        report.error("JC046", second.journey.name, "name", labels=(label,), name=second.journey.name.text)
    for name, (one, other) in _both(first, second, "attribute"):
        if _attribute(first, one) != _attribute(second, other):
            _differs(report, one, other, "attribute", name)
    for name, (one, other) in _both(first, second, "content"):
        if _content(first, name) != _content(second, name):
            _differs(report, one, other, "content", name)


def _both(first: Model, second: Model, kind: str) -> Iterator[tuple[str, tuple[Symbol, Symbol]]]:
    ones, others = (model.symbols.get(kind, {}) for model in (first, second))  # type: ignore[call-overload]  # a kind
    yield from ((name, (ones[name], other)) for name, other in others.items() if name in ones)


def _attribute(model: Model, symbol: Symbol) -> tuple[object, ...]:
    """What of an attribute's declaration matters at run time: its type, its values in order, its default."""
    default = symbol.node.default if isinstance(symbol.node, t.Typed) else None
    written = getattr(default, "value", getattr(default, "parts", getattr(default, "text", None)))
    return model.attributes.get(symbol.name), type(default), written


def _content(model: Model, name: str) -> tuple[object, ...]:
    return model.kinds.get(name), model.payloads.get(name, {})


def _differs(report: Reporter, one: Symbol, other: Symbol, variant: str, name: str) -> None:
    report.source = other.source
    label = Label(one.source.location(one.at.start, one.at.end), "other_journey")
    report.error("JC046", other.at, variant, labels=(label,), name=name)
