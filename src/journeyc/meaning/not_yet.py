"""Owns the list of what the language has and this version does not do yet, so that it is said and not guessed.
Must not know why; each row goes away with the work that makes it work."""

from __future__ import annotations

from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t


def not_yet(node: t.Node, vocabulary: Vocabulary) -> str | None:
    """What the node is that is not supported yet, as a variant of JC090; None where it is supported."""
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
