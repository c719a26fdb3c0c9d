"""Owns the order of the passes, what is kept between runs, and where journey files meet them.
Must not know how any pass works, nor how results are shown."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from journeyc import cache as kept
from journeyc import configuration
from journeyc.shipped import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from journeyc.configuration import SettingsFile
    from journeyc.diagnostics import Diagnostic, Location
    from journeyc.lint.proof.witness import Witness
    from journeyc.lint.settings import Settings
    from journeyc.meaning.model import Model
    from journeyc.meaning.vocabulary import Vocabulary
    from journeyc.program.schema import Program
    from journeyc.run.witnessed import Moment
    from journeyc.source import Source
    from journeyc.syntax.keywords import Language
    from journeyc.syntax.parser import Parser

STDIN = "-"
"""The path that means standard input, and the name findings then give the file."""

JOURNEY_ENDING = ".journey"
LARGEST = 16_000_000
"""Bytes of a journey file that are read: more than the parser takes of any text."""
_PASSES = ("", "syntax", "meaning", "program", "program/schema", "lint", "lint/rules", "lint/proof", "run")
_WITNESS = "L"
_NO_LETS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked beyond the file: codes or beginnings of codes to look for and not to, in place of and on
    top of those of the settings file, and the day it is (YYYY-MM-DD)."""

    today: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of a journey file. `sources` has its text where there are findings to point into it. `fail_on` is
    the least severity that fails, where the settings name one."""

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    fail_on: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a journey file: its findings, its sources by name, and the Program where nothing is wrong."""

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    program: Program | None


@dataclass(frozen=True, slots=True)
class Formatted:
    """A journey file before and after; `after` is None where its findings keep it from being formatted."""

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    before: bytes
    after: bytes | None


# --- from a file to findings or a Program ------------------------------------------------------------------------


def check_file(path: str, asked: Asked, lets: Mapping[str, str] = _NO_LETS) -> Checked:
    """The findings of a journey file, those of lints among them. A file that was checked before, and has not changed
    since, is not read again by any pass."""
    data = _bytes_of(path)
    if isinstance(data, OSError):
        return Checked((_cannot_open(path, data),), {})
    settings = configuration.nearest(path)
    entry = kept.Entry("check", path, _passes(), data, *_surroundings(asked, settings, data))
    known = None if lets else entry.recall()
    if known is not None:
        findings = tuple(_unpacked(finding, path) for finding in known["findings"])
        return Checked(findings, {path: _source(path, data)} if findings else {}, known["fail_on"])
    checked = _checked(_Front(path, data, lets), asked, settings)
    if not lets and all(finding.location.file == path for finding in checked.findings):
        entry.keep({"findings": [asdict(finding) for finding in checked.findings], "fail_on": checked.fail_on})
    return checked


def check_text(text: str, name: str, asked: Asked) -> Checked:
    """The findings of a journey's text under no settings but what is asked."""
    return _checked(_Front(name, text.encode(), _NO_LETS), asked, None)


def _surroundings(asked: Asked, settings: SettingsFile | None, data: bytes) -> Iterator[bytes]:
    """What the findings depend on beside the file and the passes. What day it is matters only to comments that end."""
    yield repr((asked.select, asked.ignore)).encode()
    yield b"" if settings is None else settings.data
    yield asked.today.encode() if b"journeyc" in data else b""


def _checked(front: _Front, asked: Asked, settings_file: SettingsFile | None) -> Checked:
    compiled = _lowered(front)
    settings = _settings(asked, settings_file, front)
    if compiled.program is not None:
        from journeyc import placing
        from journeyc.lint.engine import lint

        sources = [front.source]
        for found in lint(compiled.program, settings, placing.comments(sources), asked.today, replay):
            front.found.add(placing.diagnostic(found, sources))
    return Checked(front.found.sorted(), front.sources, settings.fail_on)


def _settings(asked: Asked, file: SettingsFile | None, front: _Front) -> Settings:
    """The settings of the file under what is asked. What is wrong with the file is a finding in it."""
    from journeyc.diagnostics import Diagnostic
    from journeyc.lint.settings import Settings, read
    from journeyc.source import Source

    if file is None:
        return Settings(asked.select, asked.ignore)
    source = front.sources[file.path] = Source(file.path, file.text)
    table: Mapping[str, object] = {}
    try:
        table = file.table()
    except configuration.Unreadable as error:
        start = source.offset(min(error.line, source.line_of(len(source.text))), 1)
        where = source.location(start, start + 1)
        front.found.add(Diagnostic("JC030", "error", where, "unreadable", (("reason", error.reason),)))
    settings, wrong = read(table)
    for fault in wrong:
        where = source.location(*file.place_of(fault.path))
        front.found.add(Diagnostic("JC030", "error", where, fault.variant, fault.values))
    return replace(settings, select=asked.select or settings.select, ignore=(*settings.ignore, *asked.ignore))


def compile_file(path: str, lets: Mapping[str, str] = _NO_LETS) -> Compiled:
    """Read a journey file and take it through every pass of the front end."""
    data = _bytes_of(path)
    if isinstance(data, OSError):
        return Compiled((_cannot_open(path, data),), {}, None)
    return _lowered(_Front(path, data, lets))


def compile_text(text: str, name: str, lets: Mapping[str, str] = _NO_LETS) -> Compiled:
    """Take a journey's text through every pass. `lets` gives named values of the journey other literals, as texts."""
    return _lowered(_Front(name, text.encode(), lets))


class _Front:
    """A journey on its way from text to checked model: source, tree, model, values from outside, checked model."""

    def __init__(self, path: str, data: bytes, lets: Mapping[str, str]) -> None:
        from journeyc.diagnostics import DiagnosticBag

        self.found = DiagnosticBag()
        self.source = _source(path, data)
        self.sources = {path: self.source}
        self.model: Model | None = None
        wrong = _no_text(path, data)
        if wrong is not None:
            self.found.add(wrong)
            return
        try:
            self.model = self._checked(lets)
        except RecursionError:
            self.found.add(_too_deep(path))

    def _checked(self, lets: Mapping[str, str]) -> Model:
        from journeyc.meaning.check import check
        from journeyc.meaning.overrides import override
        from journeyc.meaning.resolve import resolve

        parse = parser().parse
        model = resolve([(self.source, parse(self.source, self.found))], vocabulary(), self.found)
        self.sources |= override(model, lets, vocabulary(), parse, self.found)
        return check(model, vocabulary(), self.found)


def _lowered(front: _Front) -> Compiled:
    """The Program, where nothing is wrong."""
    program = None
    if front.model is not None and not front.found.has_errors:
        from journeyc.program.lower import lower

        try:
            program = lower(front.model, vocabulary(), [front.source])
        except RecursionError:
            front.found.add(_too_deep(front.source.name))
    return Compiled(front.found.sorted(), front.sources, program)


def replay(program: Program, witness: Witness) -> Moment | None:
    """What the interpreter makes of a witness: proofs believe a lead only once it has been rehearsed."""
    from journeyc.run.log import EventRecord, LeadRecord
    from journeyc.run.witnessed import moment

    record = LeadRecord(
        _WITNESS,
        dict(witness.attributes),
        witness.stage,
        dict(witness.scores),
        witness.owner,
        witness.tags,
        witness.source,
    )
    events = [EventRecord(_WITNESS, e.at, 0, e.verb, e.subject, dict(e.data)) for e in witness.events]
    return moment(program, record, events, witness.at, decided=witness.decided, entered=witness.entered)


def format_file(path: str, keywords: Language | None = None) -> Formatted:
    """A journey file in its one layout, its keywords in a language if one is asked for. A byte order mark stays."""
    data = _bytes_of(path)
    if isinstance(data, OSError):
        return Formatted((_cannot_open(path, data),), {}, b"", None)
    from journeyc.diagnostics import DiagnosticBag
    from journeyc.syntax.formatter import Formatter

    found = DiagnosticBag()
    source = _source(path, data)
    wrong = _no_text(path, data)
    after = None
    if wrong is not None:
        found.add(wrong)
    else:
        try:
            after = Formatter(parser(), vocabulary_data()).format(source, found, keywords)
        except RecursionError:
            found.add(_too_deep(path))
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return Formatted(found.sorted(), {path: source}, data, None if after is None else mark + after.encode())


# --- files -------------------------------------------------------------------------------------------------------


def journey_files(paths: Iterable[str]) -> Iterator[str]:
    """The files that the paths name: of a folder, every journey below it, in the order of their names."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for place, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (os.path.join(place, name) for name in sorted(files) if name.endswith(JOURNEY_ENDING))


def _bytes_of(path: str) -> bytes | OSError:
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        return error


def _cannot_open(path: str, error: OSError) -> Diagnostic:
    from journeyc.diagnostics import Diagnostic, Location

    return Diagnostic("JC000", "error", Location(path, 1, 1, 1, 1), "", (("reason", error.strerror or ""),))


def _too_deep(path: str) -> Diagnostic:
    """What goes deeper than the passes can follow without any bracket: hundreds of `not`, or of `else if`."""
    from journeyc.diagnostics import Diagnostic, Location

    return Diagnostic("JC003", "error", Location(path, 1, 1, 1, 1), "chain")


def _no_text(path: str, data: bytes) -> Diagnostic | None:
    """The finding that a journey's bytes are no text that could be parsed, if they are not."""
    from journeyc.diagnostics import Diagnostic, Location

    if len(data) > LARGEST:
        return Diagnostic("JC002", "error", Location(path, 1, 1, 1, 1), "too_long")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encoding = _likely_encoding(data)
        place = Location(path, line, 1, line, 1)
        return Diagnostic("JC001", "error", place, "" if encoding else "unknown", (("encoding", encoding),))
    return None


def _likely_encoding(data: bytes) -> str:
    """The encoding that a text that is not UTF-8 most likely has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(b"\0") * 4 > len(data):
        return "UTF-16"
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "CP932 (Shift_JIS)"


def _source(path: str, data: bytes) -> Source:
    from journeyc.source import Source

    return Source(path, data.decode("utf-8-sig", errors="replace"))


# --- findings in the cache ---------------------------------------------------------------------------------------


@cache
def _passes() -> bytes:
    """What tells this state of the passes from any other: findings of another are not taken from the cache."""
    package = os.path.dirname(__file__)
    folders = [os.path.join(package, part) for part in _PASSES]
    return kept.stamp([*filter(os.path.isdir, folders), os.fspath(folder("grammar"))])


def _unpacked(entry: dict[str, Any], path: str) -> Diagnostic:
    """A finding as it was, now of the file at `path`: a file's findings do not depend on its name."""
    from journeyc.diagnostics import Diagnostic, Edit, Fix, Label, Location

    def location(fields: dict[str, Any]) -> Location:
        return Location(**{**fields, "file": path})

    def pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, value in values)

    fixes = [
        Fix(
            fix["title"],
            tuple(Edit(location(edit["location"]), edit["text"]) for edit in fix["edits"]),
            fix["safe"],
            pairs(fix["values"]),
        )
        for fix in entry["fixes"]
    ]
    return Diagnostic(
        entry["code"],
        entry["severity"],
        location(entry["location"]),
        entry["variant"],
        pairs(entry["values"]),
        tuple(Label(location(label["location"]), label["text"]) for label in entry["labels"]),
        tuple(fixes),
        entry["about"],
    )


# --- what the passes share ---------------------------------------------------------------------------------------


@cache
def vocabulary() -> Vocabulary:
    """The words of the language."""
    from journeyc.meaning.vocabulary import Vocabulary

    return Vocabulary(vocabulary_data())


@cache
def parser() -> Parser:
    """The parser, its tables kept between runs where a cache folder can be had."""
    from journeyc.syntax.parser import Parser

    with open(os.path.join(folder("grammar"), "journey.lark"), encoding="utf-8", newline="") as file:
        grammar = file.read()
    # The parsing library looks by itself whether the tables are of this very grammar.
    tables = kept.file_in(f"tables-{sys.version_info[0]}.{sys.version_info[1]}.lark")
    return Parser(grammar, vocabulary_data(), tables)


def vocabulary_data() -> Mapping[str, Any]:
    """The data of `vocabulary.yaml`."""
    data: Mapping[str, Any] = kept.yaml_data(os.path.join(folder("grammar"), "vocabulary.yaml"))
    return data
