"""Owns what must be the same of a file before and after formatting, in a form that can be compared.
Must not know the layout."""

from __future__ import annotations

from typing import Any

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import compile_text, parser, vocabulary_data
from journeyc.program.schema import Program
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.formatter import Formatter


def formatted(text: str, keywords: Any = None) -> str:
    """The text in its one layout."""
    found = DiagnosticBag()
    result = Formatter(parser(), vocabulary_data()).format(Source("x.journey", text), found, keywords)
    assert result is not None, found.sorted()
    return result


def parsed(text: str) -> t.File:
    """The tree, which is equal to another that says the same, wherever it stands."""
    return parser().parse(Source("x.journey", text), DiagnosticBag())


def meaning(text: str) -> Program:
    """The Program, which is equal to another that means the same."""
    compiled = compile_text(text, "x.journey")
    assert compiled.program is not None, compiled.findings
    return compiled.program


def comments(text: str) -> list[tuple[str, bool, int]]:
    """Each comment: what it says, whether it has a line of its own, and the number of words before it."""
    tree, tokens = parser().parse_with_words(Source("x.journey", text), DiagnosticBag())
    words = [(start, end) for kind, _, start, end in tokens if kind != "NL"]
    found = []
    for comment in tree.comments:
        before = [end for start, end in words if start < comment.start]
        own = not before or "\n" in text[before[-1] : comment.start]
        found.append((comment.text.rstrip(), own, len(before)))
    return found
