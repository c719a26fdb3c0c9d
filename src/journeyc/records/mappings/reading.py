"""Owns the reading of mapping files: which keys there are, and every fault of a mapping with its line.
Must not know rows, nor what a mapping is used for."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from journeyc.records.columns import DATA_FIELD, Columns
from journeyc.records.layout import Layout
from journeyc.records.mappings.document import Entry, Node, NoYaml, read_document
from journeyc.records.mappings.naming import FieldNames
from journeyc.records.mappings.schema import ExportMapping, Field, Same, Section, Where, Words, pattern_of
from journeyc.records.mappings.times import ISO, NAMED_FORMS, NoForm, TimeForm
from journeyc.records.names import Names
from journeyc.records.problems import Cause, Problem, Unusable
from journeyc.records.values import fold

LARGEST_FILE = 4_000_000
"""Bytes a mapping file may have."""

_TOP = ("files", "layout", "times", "drop", "same", "leads", "events")
_LAYOUT = ("format", "encoding", "delimiter", "header", "blank")
_TIMES = ("format", "zone")
_FIELD = ("column", "first", "join", "is", "case", "values", "else", "format", "zone", "optional")
_FORMATS = ("csv", "jsonl", "parquet")
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", ",": ",", ";": ";", "\t": "\t", "|": "|"}
_ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932", "shift_jis": "cp932", "utf-16": "utf-16", "euc-jp": "euc_jp"}
_SHARED = ("lead", "at", "event", "content", "id", "source", "data")
_NAMED_DIRECTLY = frozenset(("event", "content"))


class MappingError(Exception):
    """A mapping that cannot be used, and everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{problems[0].file}:{problems[0].line}: {problems[0].cause}")
        self.problems = problems


def read_mapping(path: Path, names: Names) -> ExportMapping:
    """The mapping that a file holds, for exports read with these names. Raises MappingError."""
    file = str(path)
    try:
        with open(path, "rb") as handle:
            content = handle.read(LARGEST_FILE + 1)
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        document = read_document(text)
    except OSError as error:
        values = (("reason", error.strerror or type(error).__name__),)
        raise MappingError((Problem(Cause.CANNOT_OPEN, file, 1, values),)) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise MappingError((Problem(Cause.UNDECODABLE, file, line, (("encoding", "utf-8"),)),)) from error
    except NoYaml as error:
        raise MappingError((Problem(Cause.MAP_YAML, file, error.line, (("reason", error.reason),)),)) from error
    reader = _Reader(file, names)
    mapping = reader.whole(document)
    if reader.problems:
        # A field at the top is read for every section that it holds for, and its faults are the same each time.
        raise MappingError(tuple(sorted(dict.fromkeys(reader.problems), key=lambda problem: problem.line)))
    return mapping


class _Reader:
    """Reads one document, and goes on after each fault."""

    def __init__(self, file: str, names: Names) -> None:
        self._file = file
        self._names = names
        self._fields = FieldNames(names)
        self._lead_columns = Columns.of_leads(frozenset((*names.attribute_readers, *names.scores)))
        self._event_columns = Columns.of_events()
        self._time = TimeForm.of((ISO,), None)
        self.problems: list[Problem] = []

    # --- the whole -----------------------------------------------------------------------------------------------

    def whole(self, document: Node) -> ExportMapping:
        """The mapping; where there are faults it is not to be used."""
        found = self._entries(document, "", (*_TOP, *_SHARED), self._event_columns)
        if "times" in found:
            self._time = self._times(found["times"].value)
        shared = {key: entry for key, entry in found.items() if key in _SHARED}
        if "leads" not in found and "events" not in found:
            self._tell(Cause.MAP_MISSING, document.line, name="leads, events")
        return ExportMapping(
            file=self._file,
            patterns=self._texts(found["files"].value) if "files" in found else (),
            layout=self._layout(found["layout"].value) if "layout" in found else Layout(),
            drop=self._wheres(found["drop"].value) if "drop" in found else (),
            same=tuple(self._same(found["same"].value)) if "same" in found else (),
            leads=self._leads(found["leads"].value, shared) if "leads" in found else None,
            events=tuple(self._events(found["events"].value, shared)) if "events" in found else (),
        )

    def _layout(self, node: Node) -> Layout:
        found = self._entries(node, "layout", _LAYOUT)
        ending = self._choice(found.get("format"), dict(zip(_FORMATS, _FORMATS, strict=True)))
        return Layout(
            format=f".{ending}" if ending else None,
            encoding=self._choice(found.get("encoding"), _ENCODINGS),
            delimiter=self._choice(found.get("delimiter"), _DELIMITERS) or ",",
            header=self._line_number(found.get("header")),
            blank=frozenset(fold(text) for text in self._texts(found["blank"].value))
            if "blank" in found
            else frozenset(),
        )

    def _line_number(self, entry: Entry | None) -> int:
        if entry is None:
            return 1
        text = self._text(entry)
        if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 10_000:
            return int(text)
        self._tell(Cause.MAP_SHAPE, entry.value.line, name=entry.key, wanted="number")
        return 1

    def _times(self, node: Node) -> TimeForm:
        found = self._entries(node, "times", _TIMES)
        return self._time_form(found.get("format"), found.get("zone")) or self._time

    def _time_form(self, form: Entry | None, zone: Entry | None) -> TimeForm | None:
        """How times are read; None where nothing is said of it. What only a zone is said of is in the common form."""
        if form is None and zone is None:
            return None
        place: ZoneInfo | None = None
        if zone is not None:
            try:
                place = ZoneInfo(self._text(zone) or "?")
            except (KeyError, ValueError, OSError):
                self._tell(Cause.MAP_TIME, zone.value.line, name=self._shown(zone.value))
        if form is None:
            return TimeForm(self._time.readers, self._time.dates, place)
        try:
            return TimeForm.of(self._texts(form.value) or (ISO,), place or self._time.zone)
        except NoForm:
            self._tell(Cause.MAP_TIME, form.value.line, NAMED_FORMS, name=self._shown(form.value))
            return self._time

    # --- rows ----------------------------------------------------------------------------------------------------

    def _wheres(self, node: Node) -> tuple[Where, ...]:
        return tuple(self._where(each) for each in (node.items if node.items is not None else (node,)))

    def _where(self, node: Node) -> Where:
        wanted = []
        for entry in self._pairs(node, "where"):
            wanted.append((fold(entry.key), tuple(pattern_of(fold(text)) for text in self._texts(entry.value))))
        return Where(tuple(wanted))

    def _same(self, node: Node) -> Iterator[Same]:
        for each in node.items if node.items is not None else (node,):
            found = self._entries(each, "same", ("where", "lead", "was"))
            for name in ("lead", "was"):
                if name not in found:
                    self._tell(Cause.MAP_MISSING, each.line, name=f"same.{name}")
            if "lead" in found and "was" in found:
                where = self._where(found["where"].value) if "where" in found else Where(())
                yield Same(where, self._field("lead", found["lead"]), self._field("lead", found["was"]))

    def _leads(self, node: Node, shared: Mapping[str, Entry]) -> Section:
        where, fields = Where(()), {}
        if "lead" in shared:
            fields["lead"] = self._field("lead", shared["lead"])
        for entry in self._pairs(node, "leads"):
            column = self._lead_columns.resolve(entry.key)
            if entry.key == "where" and column is None:
                where = self._where(entry.value)
            elif column is None:
                self._tell(Cause.UNKNOWN_COLUMN, entry.line, ("where", *self._lead_columns.known), name=entry.key)
            else:
                fields[column] = self._field(column, entry)
        if "lead" not in fields:
            self._tell(Cause.MAP_MISSING, node.line, name="leads.lead")
        return Section(where, fields)

    def _events(self, node: Node, shared: Mapping[str, Entry]) -> Iterator[Section]:
        for each in node.items if node.items is not None else (node,):
            found = self._entries(each, "events", ("where", "each", *_SHARED), self._event_columns)
            where = self._where(found.pop("where").value) if "where" in found else Where(())
            path = fold(self._text(found.pop("each"))) if "each" in found else None
            entries = {**shared, **found}
            for name in ("lead", "at", "event"):
                if name not in entries:
                    self._tell(Cause.MAP_MISSING, each.line, name=f"events.{name}")
            fields: dict[str, Field] = {}
            for name, entry in entries.items():
                if name == "data":
                    fields |= self._data(entry)
                else:
                    fields[name] = self._field(name, entry)
            yield Section(where, fields, path)

    def _data(self, entry: Entry) -> dict[str, Field]:
        """A column that holds the whole of an event's data, or its fields one by one."""
        if entry.value.entries is None:
            return {"data": self._field("data", entry)}
        return {
            f"{DATA_FIELD}{fold(each.key)}": self._field(f"{DATA_FIELD}{fold(each.key)}", each)
            for each in entry.value.entries
        }

    # --- fields --------------------------------------------------------------------------------------------------

    def _field(self, name: str, entry: Entry) -> Field:
        """Where a field comes from: a text is a column's name, or for `event` and `content` the name itself."""
        node = entry.value
        if node.entries is None:
            text = self._text(entry)
            if name in _NAMED_DIRECTLY:
                self._check(name, text, node.line)
                return Field(constant=text)
            return Field((fold(text),), time=self._time if name in ("at", "created") else None)
        found = self._entries(node, entry.key, _FIELD)
        columns, joined = self._columns(found, entry)
        constant = self._text(found["is"]) if "is" in found else None
        if constant is not None:
            self._check(name, constant, found["is"].value.line)
        time = self._time_form(found.get("format"), found.get("zone"))
        if time is None and name in ("at", "created"):
            time = self._time
        return Field(
            columns=columns,
            joined=joined,
            constant=constant,
            lower=self._choice(found.get("case"), {"lower": "lower"}) is not None,
            words=self._words(name, found),
            time=time,
            optional=self._choice(found.get("optional"), {"true": "true", "false": ""}) == "true",
        )

    def _columns(self, found: Mapping[str, Entry], entry: Entry) -> tuple[tuple[str, ...], bool]:
        said = [key for key in ("column", "first", "join", "is") if key in found]
        if len(said) != 1:
            if len(said) > 1 or len(found) == len(entry.value.entries or ()):
                self._tell(Cause.MAP_MISSING, entry.line, name=f"{entry.key}: column | first | join | is")
            return (), False
        if said[0] == "is":
            return (), False
        columns = tuple(fold(text) for text in self._texts(found[said[0]].value))
        if said[0] == "column" and len(columns) != 1:
            self._tell(Cause.MAP_SHAPE, found["column"].value.line, name="column", wanted="text")
        return columns, said[0] == "join"

    def _words(self, name: str, found: Mapping[str, Entry]) -> Words | None:
        if "values" not in found:
            if "else" in found:
                self._tell(Cause.MAP_MISSING, found["else"].line, name="values")
            return None
        whole: dict[str, str] = {}
        patterns = []
        for entry in self._pairs(found["values"].value, "values"):
            to = self._text(entry)
            self._check(name, to, entry.value.line, in_words=True)
            if "*" in entry.key:
                patterns.append((pattern_of(fold(entry.key)), to))
            else:
                whole[fold(entry.key)] = to
        otherwise = self._text(found["else"]) if "else" in found else None
        if otherwise is not None:
            self._check(name, otherwise, found["else"].value.line, in_words=True, in_else=True)
        return Words(whole, tuple(patterns), otherwise)

    def _check(self, name: str, text: str, line: int, in_words: bool = False, in_else: bool = False) -> None:
        """Tells where the journey has no such verb, content, stage, value …"""
        try:
            self._fields.check(name, text, in_words, in_else)
        except Unusable as unusable:
            self.problems.append(unusable.at(self._file, line, text, name))

    # --- shapes --------------------------------------------------------------------------------------------------

    def _entries(
        self, node: Node, name: str, known: tuple[str, ...], columns: Columns | None = None
    ) -> dict[str, Entry]:
        """The entries by their keys; a key that is none is told, as is one that stands for another a second time."""
        found: dict[str, Entry] = {}
        for entry in self._pairs(node, name):
            key = entry.key if entry.key in known or columns is None else columns.resolve(entry.key)
            if key not in known or key in found:
                self._tell(Cause.MAP_KEY, entry.line, known, name=entry.key)
            else:
                found[key] = entry
        return found

    def _pairs(self, node: Node, name: str) -> tuple[Entry, ...]:
        if node.entries is None and node.text != "":
            self._tell(Cause.MAP_SHAPE, node.line, name=name, wanted="mapping")
        return node.entries or ()

    def _text(self, entry: Entry) -> str:
        if entry.value.text is None or not entry.value.text.strip():
            self._tell(Cause.MAP_SHAPE, entry.line, name=entry.key, wanted="text")
            return ""
        return entry.value.text

    def _texts(self, node: Node) -> tuple[str, ...]:
        """One text, or a list of them."""
        items = node.items if node.items is not None else (node,)
        if any(each.text is None for each in items):
            self._tell(Cause.MAP_SHAPE, node.line, name=self._shown(node), wanted="texts")
        return tuple(each.text for each in items if each.text is not None)

    def _choice(self, entry: Entry | None, choices: Mapping[str, str]) -> str | None:
        if entry is None:
            return None
        text = self._text(entry)
        if text.lower() not in choices:
            self._tell(Cause.MAP_CHOICE, entry.value.line, tuple(choices), name=text, choices=", ".join(choices))
        return choices.get(text.lower())

    def _shown(self, node: Node) -> str:
        if node.items is not None:
            return ", ".join(each.text or "…" for each in node.items)
        return node.text or "…"

    def _tell(self, cause: Cause, line: int, known: tuple[str, ...] = (), **values: str) -> None:
        self.problems.append(Problem(cause, self._file, line, tuple(values.items()), known))
