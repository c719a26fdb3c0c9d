"""Owns the bars of the front end: parsing against the bare parser, checking and formatting against parsing.
Must not know how either works."""

from __future__ import annotations

from typing import Any

import yaml
from lark import Lark

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import Asked, check_text, parser, vocabulary, vocabulary_data
from journeyc.shipped import folder
from journeyc.source import Source
from journeyc.syntax.formatter import Formatter
from journeyc.syntax.layout import lay_out
from journeyc.syntax.terminals import grammar_with_words
from tests.bench.measuring import Figure, interleaved
from tests.bench.workloads import long_journey

LINES = 20_000
_NO_LINTS = Asked("2026-06-01", ignore=("JC",))


class _LineEnds:
    """The least that the language's line ends need of a lexer: those after an open bracket are dropped."""

    always_accept = ("_NL",)
    _holds_on = frozenset({"_ARROW", "_COMMA", "_AND", "_OR", "_PIPE", "LBRACE", "LPAREN", "_LBRACKET"})

    def process(self, stream: Any) -> Any:
        depth, last = 0, "LBRACE"
        for token in stream:
            if token.type == "_NL" and (depth or last in self._holds_on):
                continue
            depth += (token.type in ("LPAREN", "_LBRACKET")) - (token.type in ("RPAREN", "RBRACKET"))
            last = token.type
            yield token


class _PlainTree:
    """An embedded tree builder with nothing to it: a reduction becomes a pair of rule and children."""

    def __getattr__(self, rule: str) -> Any:
        if rule.isupper() or rule.startswith("_"):
            raise AttributeError(rule)
        return lambda children: (rule, children)


def _bare_parser() -> Lark:
    grammar = folder("grammar")
    words = yaml.safe_load((grammar / "vocabulary.yaml").read_text(encoding="utf-8"))
    text = grammar_with_words((grammar / "journey.lark").read_text(encoding="utf-8"), words)
    return Lark(
        text,
        parser="lalr",
        start=["file", "hole"],
        maybe_placeholders=False,
        postlex=_LineEnds(),
        transformer=_PlainTree(),
    )


def figures() -> list[Figure]:
    """Parse >= 0.8 of the bare parser's lines a second; check without lints <= 2.5, formatting <= 2 times its parse."""
    text = long_journey(LINES)
    laid_out = lay_out(text).text
    lines = text.count("\n")
    bare, ours = _bare_parser(), parser()
    vocabulary()
    parsed, bare_parsed = interleaved(
        lambda: ours.parse(Source("long.journey", text), DiagnosticBag()), lambda: bare.parse(laid_out, start="file")
    )
    checked, parsed_again = interleaved(
        lambda: check_text(text, "long.journey", _NO_LINTS),
        lambda: ours.parse(Source("long.journey", text), DiagnosticBag()),
    )
    formatter = Formatter(ours, vocabulary_data())
    formatted, parsed_beside = interleaved(
        lambda: formatter.format(Source("long.journey", text), DiagnosticBag()),
        lambda: ours.parse(Source("long.journey", text), DiagnosticBag()),
    )
    return [
        Figure("parse, lines a second", lines / parsed, "lines/s"),
        Figure("bare parser, lines a second", lines / bare_parsed, "lines/s"),
        Figure("parse / bare parser (lines a second)", bare_parsed / parsed, "ratio", 0.8, at_least=True),
        Figure("whole check / its parse (time)", checked / parsed_again, "ratio", 2.5),
        Figure("formatting / its parse (time)", formatted / parsed_beside, "ratio", 2.0),
    ]
