"""Owns named values given from outside (`--let NAME=VALUE`): literals in place of the journey's own.
Must not know where they are given, nor what the values are used for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from journeyc.diagnostics import DiagnosticBag
from journeyc.meaning.expressions import Expressions
from journeyc.meaning.model import Model
from journeyc.meaning.report import Reporter
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.source import Source, normal_name
from journeyc.syntax import tree as t
from journeyc.syntax.node import replaced

Parse = Callable[[Source, DiagnosticBag], t.File]


def override(
    model: Model, lets: Mapping[str, str], vocabulary: Vocabulary, parse: Parse, found: DiagnosticBag
) -> dict[str, Source]:
    """Put the literals that `lets` gives as texts in place of the model's own, each of the same type. What is wrong
    with one is found in a source of its own; those sources are given back by name."""
    sources = {}
    for name, text in lets.items():
        source = Source(f"--let {name}", f"let {name} = {text}")
        sources[source.name] = source
        before = len(found)
        declarations = parse(source, found).declarations
        if len(found) == before:
            _replace(model, declarations, vocabulary, source, found)
    return sources


def _replace(
    model: Model, declarations: tuple[t.Declaration, ...], vocabulary: Vocabulary, source: Source, found: DiagnosticBag
) -> None:
    report = Reporter(found)
    report.source = source
    if len(declarations) != 1 or not isinstance(declarations[0], t.Let):
        report.error("JC072", t.Name(0, len(source.text), ""), "not_literal")
        return
    given = declarations[0]
    name = normal_name(given.name.text)
    old = model.lets.get(name)
    if old is None:
        report.undefined(given.name, "let", model.lets)
        return
    types = Expressions(model, vocabulary, report)
    wanted, right = (types.literal_type(value).name for value in (old, given.value))
    if right == "any":
        report.error("JC072", given.value, "not_literal")
    elif wanted == right:
        # Findings about its use point at the journey, where it is declared.
        model.lets[name] = replaced(given.value, start=old.start, end=old.end)
    else:
        report.error("JC066", given.value, "value", left=wanted, right=right)
