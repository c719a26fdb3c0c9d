"""Owns the list of what the language has and this version does not do yet, so that it is said and not guessed.
Must not know why; each row goes away with the work that makes it work."""

from __future__ import annotations

from journeyc.meaning.report import Reporter
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t


def report_not_yet(node: t.Declaration, vocabulary: Vocabulary, report: Reporter) -> None:
    """A JC090 for each construct of the declaration that is not supported yet."""
    for found in _every(node):
        construct = _construct(found, vocabulary)
        if construct is not None:
            report.error("JC090", found, construct)


def _construct(node: t.Node, vocabulary: Vocabulary) -> str | None:
    match node:
        case t.Use():
            return "use"
        case t.Calendar():
            return "calendar"
        case t.DurationLiteral(unit="bh" | "bd"):
            return "business_time"
        case t.Wait(on_open_days=True) | t.WaitFor(on_open_days=True):
            return "open_days"
        case t.Quiet() if any(_is_day_off(item, vocabulary) for item in node.items):
            return "holidays"
        case t.Action() if _is_enter(node, vocabulary):
            return "other_journey"
        case _:
            return None


def _is_day_off(item: object, vocabulary: Vocabulary) -> bool:
    return isinstance(item, t.Name) and item.text in vocabulary.days_off


def _is_enter(node: t.Action, vocabulary: Vocabulary) -> bool:
    word = vocabulary.actions.get(node.word.text)
    return word is not None and word.name == "enter"


def _every(node: object) -> list[t.Node]:
    found: list[t.Node] = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(item)
        elif isinstance(item, t.Node):
            found.append(item)
            waiting.extend(getattr(item, name) for name in item.__dataclass_fields__)
    return found
