"""Owns the order of the passes, what is kept between runs, and how the journeys of one command meet.
Must not know how any pass works, nor how results are shown."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from journeyc import cache as kept
from journeyc import configuration, project
from journeyc.encoding import cannot_open, no_text, source_of
from journeyc.project import JOURNEY_ENDING, STDIN, journey_files
from journeyc.recall import Checked, kept_form, recalled
from journeyc.shipped import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from journeyc.configuration import SettingsFile
    from journeyc.diagnostics import Diagnostic
    from journeyc.lint.log import LogFacts
    from journeyc.lint.proof.witness import Witness
    from journeyc.lint.settings import Settings
    from journeyc.meaning.model import Model, Others
    from journeyc.meaning.uses import Closed, Opened
    from journeyc.meaning.vocabulary import Vocabulary
    from journeyc.program.schema import Program
    from journeyc.run.witnessed import Moment
    from journeyc.source import Source
    from journeyc.syntax.keywords import Language
    from journeyc.syntax.parser import Parser
    from journeyc.syntax.tree import Declaration

__all__ = ["JOURNEY_ENDING", "STDIN", "Checked", "journey_files"]

_PASSES = ("", "syntax", "meaning", "program", "program/schema", "lint", "lint/rules", "lint/proof", "run")
_WITNESS = "L"
_NO_LETS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked beyond the file: codes or beginnings of codes to look for and not to, in place of and on
    top of those of the settings file, and the day it is (YYYY-MM-DD). `log` gives what the records say to a journey on
    that day, for the rules that look at records."""

    today: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    log: Callable[[Program, str], LogFacts] | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """A journey's text before and after its fixes, how many were taken, and the bytes to write."""

    before: str
    after: str
    taken: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a journey file: its findings, its sources by name, the paths of the files it is made of in the
    Program's order, the Program where nothing is wrong, and the other journeys it names."""

    path: str
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    files: tuple[str, ...]
    program: Program | None
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A journey file before and after; `after` is None where its findings keep it from being formatted."""

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    before: bytes
    after: bytes | None


# --- from files to findings or Programs --------------------------------------------------------------------------


def check_files(paths: Sequence[str], asked: Asked, lets: Mapping[str, str] = _NO_LETS) -> list[Checked]:
    """The findings of each journey among the files, those of lints among them. What a file of them uses is checked with
    it and not alone. A file that was checked before, and has not changed since, nor what it saw, is not read again by
    any pass."""
    return _checked(_Together(paths, lets), asked)


def check_and_compile(
    paths: Sequence[str], asked: Asked, lets: Mapping[str, str] = _NO_LETS, one_run: bool = False
) -> tuple[list[Checked], list[Compiled]]:
    """What `check_files` finds, and what `compile_files` makes of the same texts: standard input is read once."""
    together = _Together(paths, lets)
    checked = _checked(together, asked)
    return checked, _Together(paths, lets, together.stdin).compiled(one_run)


def _checked(together: _Together, asked: Asked) -> list[Checked]:
    checked = {path: together.checked(path, asked) for path in together.paths}
    used = {file for each in checked.values() for file in each.used}
    return [each for path, each in checked.items() if not (each.shared and project.same_file(path) in used)]


def mend_file(path: str, asked: Asked, lets: Mapping[str, str] = _NO_LETS, *, unsafe: bool) -> Mending | None:
    """What fixes make of a journey file; nothing is written. None where it cannot be read as a text."""
    from journeyc.fixing import mend

    data = project.bytes_of(path)
    if isinstance(data, OSError) or no_text(path, data) is not None:
        return None
    settings = configuration.nearest(path)
    before = source_of(path, data).text

    def check(text: str) -> tuple[Diagnostic, ...]:
        together = _Together([path], lets)
        return together.linted(together.front(path, text.encode()), asked, settings).findings

    mended = mend(before, path, check, unsafe=unsafe)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return Mending(before, mended.text, mended.taken, mark + mended.text.encode())


def check_text(text: str, name: str, asked: Asked, settings: SettingsFile | None = None) -> Checked:
    """The findings of a journey's text under no settings but those given and what is asked."""
    together = _Together([name], _NO_LETS)
    return together.linted(together.front(name, text.encode()), asked, settings)


def compile_files(paths: Sequence[str], lets: Mapping[str, str] = _NO_LETS, one_run: bool = False) -> list[Compiled]:
    """Take journey files through every pass of the front end, and what they use with them. Journeys of `one_run` have
    to agree on what is the lead's."""
    together = _Together(paths, lets)
    return together.compiled(one_run)


def compile_file(path: str, lets: Mapping[str, str] = _NO_LETS) -> Compiled:
    """Take one journey file through every pass."""
    (compiled,) = compile_files([path], lets)
    return compiled


def compile_text(text: str, name: str, lets: Mapping[str, str] = _NO_LETS) -> Compiled:
    """Take a journey's text through every pass, as if it stood in a file of that name. `lets` gives named values of
    the journey other literals, as texts."""
    together = _Together([name], lets)
    together.front(name, text.encode())
    (compiled,) = together.compiled(one_run=False)
    return compiled


def format_file(path: str, keywords: Language | None = None) -> Formatted:
    """A journey file in its one layout, its keywords in a language if one is asked for. A byte order mark stays."""
    data = project.bytes_of(path)
    if isinstance(data, OSError):
        return Formatted((cannot_open(path, data),), {}, b"", None)
    from journeyc.diagnostics import DiagnosticBag
    from journeyc.syntax.formatter import Formatter

    found = DiagnosticBag()
    source = source_of(path, data)
    wrong = no_text(path, data)
    after = None
    if wrong is not None:
        found.add(wrong)
    else:
        try:
            formatter = Formatter(parser(), vocabulary_data())
            after = formatter.format(source, found, keywords, lambda: _Front(path, data).nodes)
        except RecursionError:
            found.add(_too_deep(path))
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return Formatted(found.sorted(), {path: source}, data, None if after is None else mark + after.encode())


class _Front:
    """A journey on its way from text to checked model: source, tree, model, values from outside, checked model."""

    def __init__(self, path: str, data: bytes | OSError) -> None:
        from journeyc.diagnostics import DiagnosticBag

        self.path = path
        self.found = DiagnosticBag()
        self.sources: dict[str, Source] = {}
        self.files: tuple[Source, ...] = ()
        self.used: tuple[str, ...] = ()
        self.nodes: tuple[Declaration, ...] = ()
        self.shared = False
        self.name: str | None = None
        self.named: tuple[str, ...] = ()
        self.model: Model | None = None
        self.program: Program | None = None
        self.sight = project.Sight(path)
        if path != STDIN:
            self.sight.note_file(path, data)
        self._by_key: dict[str, Opened | Closed] = {}
        self.is_sound = False
        self.looked_around = False
        self._is_checked = False
        if isinstance(data, OSError):
            self.found.add(cannot_open(path, data))
            return
        try:
            self._read(data)
        except RecursionError:
            self.found.add(_too_deep(self.path))

    def _read(self, data: bytes) -> None:
        """Text to resolved model. Where something is missing that a `use` names, all else is left for later."""
        from journeyc.meaning.journeys import named_journeys
        from journeyc.meaning.resolve import resolve
        from journeyc.meaning.uses import Closed, join
        from journeyc.syntax.tree import Journey

        main = self._opened(self.path, project.same_file(self.path), data)
        if isinstance(main, Closed):
            return
        self.name = next((node.name.text for node in main.tree.declarations if isinstance(node, Journey)), None)
        self.shared = self.name is None
        joined = join(main, self._open, self.found)
        self.files, self.used = tuple(joined.sources), tuple(joined.keys[1:])
        self.nodes = tuple(declared.node for declared in joined.declarations)
        if joined.whole:
            model = resolve(joined.declarations, vocabulary(), self.found)
            self.model = model if self.name is not None else None
            self.named = named_journeys(model, vocabulary())
        self.is_sound = not self.found.has_errors

    def _open(self, holder: Source, written: str) -> Opened | Closed:
        """The file that a path leads to, if it may be used."""
        from journeyc.meaning.uses import Closed, nearest_path

        root = self.sight.root()
        path = written if os.path.isabs(written) else project.beside(holder.name, *written.split("/"))
        if not project.is_within(path, root):
            return Closed("JC041", "outside", values={"root": root})
        if os.path.isabs(written):
            return Closed("JC041", "absolute", project.seen_from(holder.name, path).replace(os.sep, "/"))
        data = self.sight.file(path)
        if data is None:
            return Closed("JC040", "missing", nearest_path(written, project.file_names_beside(path)))
        if isinstance(data, OSError):
            return Closed("JC040", "unreadable", values={"reason": data.strerror or ""})
        return self._opened(path, project.same_file(path), data)

    def _opened(self, path: str, key: str, data: bytes) -> Opened | Closed:
        """The file's tree; each is read once, however often it is used."""
        if key not in self._by_key:
            self._by_key[key] = self._parsed(path, key, data)
        return self._by_key[key]

    def _parsed(self, path: str, key: str, data: bytes) -> Opened | Closed:
        from journeyc.meaning.uses import Closed, Opened

        source = self.sources[path] = source_of(path, data)
        wrong = no_text(path, data)
        if wrong is not None:
            self.found.add(wrong)
            return Closed()
        return Opened(key, source, parser().parse(source, self.found))

    def check(self, lets: Mapping[str, str], others: Others) -> None:
        """Resolved model to checked model, once."""
        from journeyc.meaning.check import check
        from journeyc.meaning.overrides import override

        if self.model is None or self._is_checked:
            return
        self._is_checked = True
        try:
            self.sources |= override(self.model, lets, vocabulary(), parser().parse, self.found)
            self.model.others = others
            check(self.model, vocabulary(), self.found)
        except RecursionError:
            self.found.add(_too_deep(self.path))

    def meet(self, others: Iterable[_Front]) -> None:
        """What may be wrong between the journey and others that are checked too: it may be defined by itself through
        them, and one run may not be able to take them all."""
        from journeyc.meaning.circles import find_circles
        from journeyc.meaning.journeys import agree
        from journeyc.meaning.report import Reporter

        if self.model is None:
            return
        find_circles(self.model, Reporter(self.found))
        for other in others:
            if other.model is not None:
                agree(other.model, self.model, self.found)
                self.sources = {**other.sources, **self.sources}

    def lower(self) -> None:
        """Checked model to Program, where nothing is wrong."""
        from journeyc.program.lower import lower

        if self.model is None or self.found.has_errors:
            return
        try:
            self.program = lower(self.model, vocabulary(), self.files)
        except RecursionError:
            self.found.add(_too_deep(self.path))

    def day(self, asked: Asked) -> str | None:
        """The day, where the findings depend on it: comments to journeyc may end, and so may a table of holidays."""
        from journeyc.meaning.calendars import YEARS

        calendar = self.program.calendar if self.program is not None else None
        ends = calendar is not None and calendar.country is not None and int(calendar.last[:4]) != YEARS[1]
        return asked.today if ends or any("journeyc" in source.text for source in self.files) else None

    def compiled(self) -> Compiled:
        """What became of it."""
        files = tuple(source.name for source in self.files)
        return Compiled(self.path, self.found.sorted(), self.sources, files, self.program, self.named)


# --- journeys that meet ------------------------------------------------------------------------------------------


class _Together:
    """The journey files of one command, and those beside them that are named. Each is read once, and only when it is
    asked for."""

    def __init__(self, paths: Iterable[str], lets: Mapping[str, str], stdin: bytes | OSError | None = None) -> None:
        self.paths = list(dict.fromkeys(paths))
        self.stdin = stdin
        self._lets = lets
        self._fronts: dict[str, _Front] = {}
        self._looks: dict[tuple[str, str], Any] = {}

    def front(self, path: str, data: bytes | OSError | None = None) -> _Front:
        """The journey file at the path, read so far that its names are known."""
        key = project.same_file(path)
        if key not in self._fronts:
            self._fronts[key] = _Front(path, self._bytes_of(path) if data is None else data)
        return self._fronts[key]

    def _bytes_of(self, path: str) -> bytes | OSError:
        """What the file holds; standard input can be read but once."""
        if path != STDIN:
            return project.bytes_of(path)
        if self.stdin is None:
            self.stdin = project.bytes_of(path)
        return self.stdin

    def checked(self, path: str, asked: Asked) -> Checked:
        """The findings of one of the files, from the cache where nothing has changed that it saw."""
        data = self._bytes_of(path)
        if isinstance(data, OSError):
            return Checked(path, (cannot_open(path, data),), {})
        settings = configuration.nearest(path)
        entry = kept.Entry("check", path, _passes(), data, *_surroundings(asked, settings))
        is_kept = not self._lets and asked.log is None
        known = entry.recall() if is_kept else None
        if known is not None and self._is_as_it_was(path, known, asked):
            return recalled(path, data, known)
        front = self.front(path, data)
        checked = self.linted(front, asked, settings)
        if is_kept and (STDIN not in self.paths or not (front.named or front.looked_around)):
            given = self.paths if front.named or front.looked_around else None
            fields = {"saw": front.sight.notes, "given": given, "today": front.day(asked)}
            entry.keep({**kept_form(path, checked), **fields})
        return checked

    def linted(self, front: _Front, asked: Asked, settings_file: SettingsFile | None) -> Checked:
        """A journey checked by the passes and then, where nothing is wrong, by the rules that look at it as a whole."""
        self._check(front)
        settings, faults = _settings(asked, settings_file, front.sources)
        if settings.asks_any:
            front.lower()
        for fault in faults:
            front.found.add(fault)
        undecided = unasked = 0
        if front.program is not None:
            from journeyc import placing
            from journeyc.lint.engine import lint

            comments = placing.comments(front.files)
            log = None if asked.log is None else asked.log(front.program, asked.today)
            others = partial(self._programs_around, front)
            every, undecided, unasked = lint(front.program, settings, comments, asked.today, replay, log, others)
            for found in every:
                front.found.add(placing.diagnostic(found, front.files))
        findings, sources = front.found.sorted(), front.sources
        return Checked(front.path, findings, sources, settings.fail_on, front.used, front.shared, undecided, unasked)

    def compiled(self, one_run: bool) -> list[Compiled]:
        """All of the files, as far as they go; without those that others of them take in."""
        fronts = list(dict.fromkeys(self.front(path) for path in self.paths))
        used = {file for front in fronts for file in front.used}
        fronts = [front for front in fronts if not (front.shared and project.same_file(front.path) in used)]
        for front in fronts:
            self._check(front)
        for number, front in enumerate(fronts):
            if one_run:
                front.meet(fronts[:number])
        for front in fronts:
            front.lower()
        return [front.compiled() for front in fronts]

    def _check(self, front: _Front) -> None:
        """Check a journey, and those it names with it: circles may go through them, and they may come into its run."""
        reached = [front]
        for one in reached:
            others = self._named_by(one)
            one.check(self._lets_of(one), self._others(one, others))
            reached += [each[0] for each in others.values() if len(each) == 1 and each[0] not in reached]
        front.meet(reached[1:])

    def _programs_around(self, front: _Front) -> Iterator[Program]:
        """The journeys given with a journey and those in its folder, so far as nothing is wrong with them."""
        front.looked_around = True
        for other in dict.fromkeys([*self._given_beside(front), *self._in_folder(front)]):
            if other.is_sound and other.name != front.name:
                other.check(self._lets_of(other), self._others(other, self._named_by(other)))
                if other.program is None:
                    other.lower()
                if other.program is not None:
                    yield other.program

    def _lets_of(self, front: _Front) -> Mapping[str, str]:
        """The values from outside that are the journey's; one that no journey declares is everyone's, to be said."""
        if not self._lets or len(self.paths) == 1:
            return self._lets
        fronts = [self.front(path) for path in self.paths]
        declared = {name for each in fronts if each.model is not None for name in each.model.lets}
        own = front.model.lets if front.model is not None else {}
        return {name: text for name, text in self._lets.items() if name in own or name not in declared}

    def _named_by(self, front: _Front) -> dict[str, list[_Front]]:
        """The journey files that may be meant by each name that a journey uses of another: those given with it, else
        those in its folder."""
        found = {}
        given = self._given_beside(front) if front.named else []
        for name in front.named:
            found[name] = [each for each in given if each.name == name]
            if not found[name]:
                found[name] = [each for each in self._in_folder(front) if each.name == name]
        return found

    def _others(self, front: _Front, named: Mapping[str, list[_Front]]) -> Others:
        """What a journey is told of those it names. All that could have been meant is told where one is not found."""
        from journeyc.meaning.model import Others

        models: dict[str, Model] = {}
        faults: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for name, fronts in named.items():
            if len(fronts) > 1:
                faults[name] = ("twice", {"first": fronts[0].path, "second": fronts[1].path})
            elif fronts and (fronts[0].model is None or not fronts[0].is_sound):
                faults[name] = ("faulty", {"file": fronts[0].path})
            elif fronts and fronts[0].model is not None:
                models[name] = fronts[0].model
        around = [] if all(named.values()) else [*self._given_beside(front), *self._in_folder(front)]
        return Others(models, faults, tuple(dict.fromkeys(each.name for each in around if each.name is not None)))

    def _given_beside(self, front: _Front) -> list[_Front]:
        return self._seen_by(front, self.paths)

    def _in_folder(self, front: _Front) -> list[_Front]:
        return self._seen_by(front, front.sight.journeys_beside())

    def _seen_by(self, front: _Front, paths: Iterable[str]) -> list[_Front]:
        seen = [each for each in map(self.front, paths) if each is not front]
        for each in seen:
            front.sight.add(each.sight)
        return list(dict.fromkeys(seen))

    def _is_as_it_was(self, path: str, known: Mapping[str, Any], asked: Asked) -> bool:
        same_call = known["given"] in (None, self.paths) and known["today"] in (None, asked.today)
        return same_call and project.Sight(path).unchanged(known["saw"], self._looks)


# --- lints -------------------------------------------------------------------------------------------------------


def _settings(asked: Asked, file: SettingsFile | None, sources: dict[str, Source]) -> tuple[Settings, list[Diagnostic]]:
    """The settings of the file under what is asked, and what is wrong with the file, which is put to the sources."""
    from journeyc.diagnostics import Diagnostic
    from journeyc.lint.settings import Settings, read
    from journeyc.source import Source

    if file is None:
        return Settings(asked.select, asked.ignore), []
    source = sources[file.path] = Source(file.path, file.text)
    found: list[Diagnostic] = []
    table: Mapping[str, object] = {}
    try:
        table = file.table()
    except configuration.Unreadable as error:
        start = source.offset(min(error.line, source.line_of(len(source.text))), 1)
        where = source.location(start, start + 1)
        found.append(Diagnostic("JC030", "error", where, "unreadable", (("reason", error.reason),)))
    settings, wrong = read(table)
    for fault in wrong:
        where = source.location(*file.place_of(fault.path))
        found.append(Diagnostic("JC030", "error", where, fault.variant, fault.values))
    return replace(settings, select=asked.select or settings.select, ignore=(*settings.ignore, *asked.ignore)), found


def replay(program: Program) -> Callable[[Witness], Moment | None]:
    """What the interpreter makes of witnesses: proofs believe a lead only once it has been rehearsed."""
    from journeyc.run.engine import Engine
    from journeyc.run.log import EventRecord, LeadRecord
    from journeyc.run.witnessed import moment

    engine = Engine([program])

    def replayed(witness: Witness) -> Moment | None:
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
        return moment(engine, record, events, witness.at, decided=witness.decided, entered=witness.entered)

    return replayed


def _too_deep(path: str) -> Diagnostic:
    """What goes deeper than the passes can follow without any bracket: hundreds of `not`, or of `else if`."""
    from journeyc.diagnostics import Diagnostic, Location

    return Diagnostic("JC003", "error", Location(path, 1, 1, 1, 1), "chain")


# --- what findings depend on -------------------------------------------------------------------------------------


@cache
def _passes() -> bytes:
    """What tells this state of the passes from any other: findings of another are not taken from the cache."""
    package = os.path.dirname(__file__)
    folders = [os.path.join(package, part) for part in _PASSES]
    return kept.stamp([*filter(os.path.isdir, folders), os.fspath(folder("grammar"))])


def _surroundings(asked: Asked, settings: SettingsFile | None) -> Iterator[bytes]:
    """What the findings depend on beside the passes and what the journey sees."""
    yield repr((asked.select, asked.ignore)).encode()
    yield b"" if settings is None else settings.data


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
