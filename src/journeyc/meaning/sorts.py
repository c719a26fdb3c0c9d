"""Owns what tells a trigger from a condition, by its form alone.
Must not know whether either stands where it may, nor what its names mean."""

from __future__ import annotations

from typing import Literal

from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t

Sort = Literal["condition", "trigger"]


def sort_of(node: t.Expression, vocabulary: Vocabulary) -> Sort:
    """Whether the expression is something happening or something that holds."""
    match node:
        case t.Call():
            return "condition" if function_of(node, vocabulary) else "trigger"
        case t.Anchored():
            return "trigger"
        case t.And(items=items) | t.Or(items=items) | t.AtLeast(items=items):
            return "trigger" if any(sort_of(item, vocabulary) == "trigger" for item in items) else "condition"
        case t.Not(item=item) | t.Parenthesized(item=item):
            return sort_of(item, vocabulary)
        case _:
            return "condition"


def function_of(node: t.Call, vocabulary: Vocabulary) -> str | None:
    """The function a call is of (known, count, since); None where it is of a verb."""
    return vocabulary.functions.get(node.name.text)


def is_word(node: t.Name, word: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a word of the language (`any`, `entry` …), and not that name in backquotes."""
    return not node.quoted and vocabulary.words.get(node.text) == word
