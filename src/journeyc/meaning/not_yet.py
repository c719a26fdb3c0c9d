"""Owns the list of what the language has and this version does not do yet, so that it is said and not guessed.
Must not know why; each row goes away with the work that makes it work."""

from __future__ import annotations

from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


def not_yet(node: Node, vocabulary: Vocabulary) -> tuple[Node, str] | None:
    """What of the node is not supported yet, with the variant of JC090 that says so; None where all of it is."""
    absent = _absent(node, vocabulary)
    return (node, absent) if absent is not None else None


def _absent(node: Node, vocabulary: Vocabulary) -> str | None:
    match node:
        case t.Use():
            return "use"
        case t.Action() if _is_enter(node, vocabulary):
            return "other_journey"
        case _:
            return None


def _is_enter(node: t.Action, vocabulary: Vocabulary) -> bool:
    word = vocabulary.actions.get(node.word.text)
    return word is not None and word.name == "enter"
