"""Owns the order of the passes, the cache, and where files, clock and environment meet them.
Must not know how any pass works, nor how results are shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from journeyc.diagnostics import Diagnostic, DiagnosticBag, Location
from journeyc.shipped import folder
from journeyc.source import Source

if TYPE_CHECKING:
    from journeyc.meaning.vocabulary import Vocabulary
    from journeyc.program.schema import Program
    from journeyc.syntax.parser import Parser


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a journey file: its findings, its sources by name, and the Program where nothing is wrong."""

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    program: Program | None


def compile_file(path: str) -> Compiled:
    """Read a journey file and take it through every pass of the front end."""
    found = DiagnosticBag()
    text = read_journey(path, found)
    if text is None:
        return Compiled(found.sorted(), {path: Source(path, "")}, None)
    return compile_text(text, path)


def compile_text(text: str, name: str) -> Compiled:
    """Take a journey's text through every pass: source, tree, model, checked model, Program."""
    from journeyc.meaning.check import check
    from journeyc.meaning.resolve import resolve

    found = DiagnosticBag()
    source = Source(name, text)
    tree = parser().parse(source, found)
    model = check(resolve([(source, tree)], vocabulary(), found), vocabulary(), found)
    program = None
    if not found.has_errors:
        from journeyc.program.lower import lower

        program = lower(model, vocabulary(), [source])
    return Compiled(found.sorted(), {name: source}, program)


def read_journey(path: str, found: DiagnosticBag) -> str | None:
    """A journey file's text; None where it cannot be read, which is then a finding."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        found.add(Diagnostic("JC000", "error", Location(path, 1, 1, 1, 1), "", (("reason", error.strerror or ""),)))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        values = (("encoding", likely_encoding(data)),)
        found.add(Diagnostic("JC001", "error", Location(path, line, 1, line, 1), "", values))
        return None


def likely_encoding(data: bytes) -> str:
    """The encoding that a text that is not UTF-8 most likely has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(b"\0") * 4 > len(data):
        return "UTF-16"
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "CP932 (Shift_JIS)"


@cache
def vocabulary() -> Vocabulary:
    """The words of the language."""
    from journeyc.meaning.vocabulary import Vocabulary

    return Vocabulary(_vocabulary_data())


@cache
def parser() -> Parser:
    """The parser, its tables kept between runs where a cache folder can be had."""
    from journeyc.syntax.parser import Parser

    grammar = folder("grammar")
    with open(os.path.join(grammar, "journey.lark"), encoding="utf-8", newline="") as file:
        text = file.read()
    return Parser(text, _vocabulary_data())


@cache
def _vocabulary_data() -> Mapping[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(os.path.join(folder("grammar"), "vocabulary.yaml"), encoding="utf-8", newline="") as file:
        data: Mapping[str, Any] = yaml.load(file, Loader=loader)  # noqa: S506 - both loaders are the safe ones
    return data
