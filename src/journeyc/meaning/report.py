"""Owns how the passes over a journey report: one place to make a finding at a node, with the nearest name.
Must not know the wording of any finding."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from journeyc.diagnostics import Diagnostic, DiagnosticBag, Edit, Fix, Label, Severity
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


class Reporter:
    """Adds findings about nodes of one file after another; `source` is the file now being read."""

    def __init__(self, found: DiagnosticBag) -> None:
        self.found = found
        self.source = Source("", "")

    def error(
        self,
        code: str,
        node: Node,
        variant: str = "",
        *,
        fixes: tuple[Fix, ...] = (),
        labels: tuple[Label, ...] = (),
        severity: Severity = "error",
        **values: str,
    ) -> None:
        """A finding at the node."""
        place = self.source.location(node.start, node.end)
        self.found.add(Diagnostic(code, severity, place, variant, tuple(values.items()), labels=labels, fixes=fixes))

    def has_error_before(self, node: Node) -> bool:
        """Whether a fault was found on the lines right above: what misses there is that fault's doing."""
        line, _ = self.source.position(node.start)
        return self.found.has_error_on(self.source.name, range(line - 3, line))

    def undefined(self, node: t.Name, what: str, known: Iterable[str], also: Iterable[str] = ()) -> None:
        """JC110: no such `what`; the nearest known name is proposed. `also` are names of other things, where the name
        may have been meant for one of those."""
        near = nearest(node.text, known) or nearest(node.text, also)
        fixes = (self.replacement("nearest_name", node, spelled(near), name=near),) if near else ()
        self.error("JC110", node, what, fixes=fixes, name=node.text, near=near or "")

    def replacement(self, title: str, node: Node, text: str, safe: bool = False, **values: str) -> Fix:
        """A fix that writes `text` where the node stands."""
        edit = Edit(self.source.location(node.start, node.end), text)
        return Fix(title, (edit,), safe, tuple(values.items()))

    def insertion(self, title: str, at: int, text: str, safe: bool = False, **values: str) -> Fix:
        """A fix that writes `text` at an offset."""
        return Fix(title, (Edit(self.source.location(at, at), text),), safe, tuple(values.items()))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one; width, kana and case are looked through."""
    by_key: dict[str, str] = {}
    for candidate in known:
        by_key.setdefault(_key(candidate), candidate)
    # Of a name of two or three characters, one alone may be mistyped: 検証 for 検討.
    matches = get_close_matches(_key(name), by_key, n=1, cutoff=0.5 if len(name) <= 3 else 0.6)
    return by_key[matches[0]] if matches else None


def spelled(name: str | None) -> str:
    """A name as it has to be written: in backquotes where it is not made of letters, digits, `_` and `・`."""
    if not name:
        return ""
    plain = name[0] != "・" and not name[0].isdigit() and all(c.isalnum() or c in "_・" or _mark(c) for c in name)
    return name if plain else f"`{name}`"


def _mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in folded)
