"""What rules say of edits becomes the edit a person would have made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyc.diagnostics import Location
from journeyc.fixing import edited
from journeyc.lint.engine import Found
from journeyc.lint.rule import AddTo, Both, Drop, Edit, Finding, Fix, Insert, Remove, Replace, Rule
from journeyc.placing import diagnostic
from journeyc.program.schema import Place
from journeyc.source import Source

NOBODY = Both("", "")
RULE = Rule("JC999", "none", "info", NOBODY, NOBODY, NOBODY, {}, "", "", lambda facts, options: ())


def place_of(text: str, part: str) -> Place:
    at: Location = Source("a", text).location(text.index(part), text.index(part) + len(part))
    return Place(0, at.line, at.column, at.end_line, at.end_column)


def after(text: str, edit: Edit) -> str:
    finding = Finding(edit.place, "x", fixes=(Fix("f", (edit,)),))
    (fix,) = diagnostic(Found(RULE, finding, "info"), [Source("a", text)]).fixes
    return edited(text, fix.edits)


@pytest.mark.parametrize(
    ("text", "part", "edit", "wanted"),
    [
        ("a b c", "b", lambda p: Replace(p, "x"), "a x c"),
        ("a b c", "b", lambda p: Insert(p, "x"), "a bx c"),
        ("a b c", "b", lambda p: Insert(p, "x", "before"), "a xb c"),
        ("  b {\n  }\nc", "b {\n  }", lambda p: Insert(p, "x", line=True), "  b {\n  }\n  x\nc"),
        ("  b\r\nc", "b", lambda p: Insert(p, "x", "before", line=True), "  x\r\n  b\r\nc"),
        ("a\nb\nc\n", "b", Remove, "a\nc\n"),
        ("a\n\n/// d\n/// e\nb\n\nc\n", "b", Remove, "a\n\nc\n"),
        ("a; b; c\n", "b", Remove, "a; c\n"),
        ("a b // c\n", "// c", Remove, "a b\n"),
        ("a\n// c\nb", "// c", Remove, "a\nb"),
        ("a\nb", "b", Remove, "a\n"),
        ("team A", "team A", lambda p: AddTo(p, "x"), "team A { x }"),
        ("team A { }", "team A { }", lambda p: AddTo(p, "x"), "team A { x }"),
        ("team A { y }", "team A { y }", lambda p: AddTo(p, "x"), "team A { y; x }"),
        (
            "  t {\n    y // z\n  }\n",
            "t {\n    y // z\n  }",
            lambda p: AddTo(p, "x"),
            "  t {\n    y // z\n    x\n  }\n",
        ),
        ("when a and b -> c", "b", Drop, "when a -> c"),
        ("when a and b -> c", "a", Drop, "when b -> c"),
        ("もし 甲　かつ　乙 -> 丙", "乙", Drop, "もし 甲 -> 丙"),
    ],
)
def test_an_edit_reads_as_if_written_by_hand(text: str, part: str, edit: Callable[[Place], Edit], wanted: str) -> None:
    assert after(text, edit(place_of(text, part))) == wanted
