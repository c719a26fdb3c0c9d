"""Owns what a mapping makes of the rows of an export: rows with the columns of leads and events.
Must not know YAML, nor what a lead or event does with its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from journeyc.records.columns import Columns
from journeyc.records.formats import read_rows
from journeyc.records.jsonlines import parse_object
from journeyc.records.mappings.schema import EACH, IGNORE, ExportMapping, Field, Kind, Same, Section, Where
from journeyc.records.problems import Cause, Problem, RecordFileError, Report, Unusable
from journeyc.records.rows import Row
from journeyc.records.values import fold, shown

Fields = Mapping[str, object]

_TIMES = frozenset(("at", "created"))
_COST_THE_RECORD = frozenset(("lead", "at", "event", "content", "id", "stage", "owner", "created"))
_MAKE_THE_RECORD = ("lead", "at", "event", "content")
_WORDLESS = {
    "stage": Cause.UNKNOWN_STAGE,
    "owner": Cause.UNKNOWN_TEAM,
    **dict.fromkeys(("lead", "at", "event", "content", "id", "created"), Cause.UNMAPPED_EVENT),
}
_REQUIRED = ("lead", "at", "event")


class _Ignored(Exception):
    """The mapping says that this is no matter of the journey."""


class _Absent(Exception):
    """What a record of this kind needs, and rows may lack, is not there."""


def rows_of(
    path: Path,
    kind: Kind,
    columns: Columns,
    zone: ZoneInfo,
    report: Report,
    mappings: Sequence[ExportMapping],
) -> Iterator[Row]:
    """A file's rows, as the first mapping that is for it makes them, else as they stand. Raises RecordFileError."""
    mapping = mapping_of(path, kind, mappings)
    if mapping is None:
        return read_rows(path, columns, report)
    return _mapped_rows(path, mapping, kind, zone, report)


def mapping_of(path: Path, kind: Kind, mappings: Iterable[ExportMapping]) -> ExportMapping | None:
    """The first mapping that is for a file; None where it is read as it stands."""
    return next((mapping for mapping in mappings if mapping.fits(path.name, kind)), None)


def _mapped_rows(path: Path, mapping: ExportMapping, kind: Kind, zone: ZoneInfo, report: Report) -> Iterator[Row]:
    """The leads or events that the rows of an export make, as rows. What the mapping has no word for, and columns that
    it names but the file has not, go to `report`. Raises RecordFileError."""
    leads = _same_leads(path, mapping, zone)
    columns = _columns(mapping, kind)
    reading = _Reading(mapping, leads, zone, report)
    for row in read_rows(path, columns, report, mapping.layout):
        if any(reading.fits(where, row.fields) for where in mapping.drop):
            report(Unusable(Cause.DROPPED_ROW).at(row.file, row.line, row.raw))
        else:
            yield from reading.made(row, kind)
    if columns.met:
        _tell_absent(path, mapping, kind, columns.met, report)


def _columns(mapping: ExportMapping, kind: Kind) -> Columns:
    sections = mapping.sections(kind)
    wanted = {column for section in sections for group in section.columns for column in group}
    wanted |= {column for where in mapping.drop for column in where.columns}
    wanted |= {column for same in mapping.same for column in same.where.columns}
    required = dict.fromkeys(column for section in sections for column in _required(section))
    return Columns.of_mapping(frozenset(_with_heads(wanted)), tuple(required))


def _with_heads(paths: set[str]) -> set[str]:
    return paths | {head for path in paths for head in _heads(path)}


def _heads(path: str) -> Iterator[str]:
    """The columns that a path may begin with: `a`, `a.b` for `a.b.c`."""
    parts = path.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts)))


def _required(section: Section) -> Iterator[str]:
    """The columns without which no row of a table could make a record."""
    for name in _REQUIRED:
        found = section.fields.get(name)
        if found is not None and (found.joined or len(found.columns) == 1) and not found.optional:
            yield from (column for column in found.columns if "." not in column)


def _tell_absent(path: Path, mapping: ExportMapping, kind: Kind, met: frozenset[str], report: Report) -> None:
    """Tell each column that the mapping names and the file has not; of those that stand for each other, the first."""
    groups = [group for section in mapping.sections(kind) for group in section.columns]
    groups += [(column,) for where in mapping.drop for column in where.columns]
    groups += [(column,) for same in mapping.same for column in same.where.columns]
    for group in dict.fromkeys(groups):
        if group and not any(_is_met(column, met) for column in group):
            values = (("name", group[0]), ("mapping", mapping.file))
            report(Problem(Cause.ABSENT_COLUMN, str(path), 1, values, tuple(sorted(met))))


def _is_met(column: str, met: frozenset[str]) -> bool:
    return column in met or any(head in met or head == EACH for head in _heads(column))


class _Reading:
    """One file read by one mapping."""

    def __init__(self, mapping: ExportMapping, leads: Mapping[str, str], zone: ZoneInfo, report: Report) -> None:
        self._mapping = mapping
        self._blank = mapping.layout.blank
        self._leads = leads
        self._zone = zone
        self._report = report

    def made(self, row: Row, kind: Kind) -> Iterator[Row]:
        """The records that a row makes; a row that nothing in the mapping is for is told."""
        meant = False
        for section in self._mapping.sections(kind):
            if not self.fits(section.where, row.fields):
                continue
            meant = True
            for fields in self._elements(section, row):
                try:
                    yield Row(row.file, row.line, row.raw, self._record(section, fields, row))
                except _Absent:
                    continue
                except _Ignored:
                    self._report(Unusable(Cause.DROPPED_ROW).at(row.file, row.line, row.raw))
                except Unusable as unusable:
                    self._report(unusable.at(row.file, row.line, row.raw))
        if not meant:
            # Of leads there is one section, and its `where` says which rows are leads.
            cause = Cause.UNMAPPED_ROW if kind == "events" else Cause.DROPPED_ROW
            self._report(Unusable(cause).at(row.file, row.line, row.raw))

    def fits(self, where: Where, fields: Fields) -> bool:
        """Whether the columns hold what is wanted of them."""
        for column, patterns in where.wanted:
            try:
                text = _text(self._at(column, fields))
            except Unusable:
                return False
            if not any(pattern.fullmatch(text) for pattern in patterns):
                return False
        return True

    def _elements(self, section: Section, row: Row) -> Iterator[Fields]:
        if section.each is None:
            yield row.fields
            return
        try:
            found = self._at(section.each, row.fields)
        except Unusable as unusable:
            self._report(unusable.at(row.file, row.line, row.raw))
            return
        if found is not None and not isinstance(found, list):
            self._report(Unusable(Cause.BAD_FIELD, column=section.each).at(row.file, row.line, row.raw))
        elif found:
            yield from ({**row.fields, EACH: element} for element in found)

    def _record(self, section: Section, fields: Fields, row: Row) -> dict[str, object]:
        made: dict[str, object] = {}
        for name, each in section.fields.items():
            try:
                value = self.value(name, each, fields)
            except Unusable as unusable:
                if name in _COST_THE_RECORD:
                    raise
                self._report(unusable.at(row.file, row.line, row.raw, name))
                continue
            except _Ignored:
                if name in _MAKE_THE_RECORD:
                    raise
                continue
            if value is None and each.optional:
                raise _Absent
            if value is not None:
                made[name] = value
        if isinstance(event := made.get("event"), str) and event.endswith(")"):
            verb, _, content = event[:-1].partition("(")
            made["event"], made["content"] = verb.strip(), content.strip()
        return made

    def value(self, name: str, each: Field, fields: Fields) -> object:
        """What a field of a record holds. Raises Unusable, and _Ignored where the mapping says that it is nothing."""
        raw = each.constant if each.constant is not None else self._raw(each, fields)
        if raw is None:
            return None
        if each.lower:
            raw = _text(raw).lower()
        if each.words is not None:
            raw = _word(name, each, raw)
        if name in _TIMES:
            return raw if each.time is None else each.time.instant(raw, self._zone)
        if each.time is not None:
            return each.time.date(raw)
        return self._leads.get(_text(raw), raw) if name == "lead" and self._leads else raw

    def pairs(self, fields: Fields) -> Iterator[tuple[str, str]]:
        """Every two ids that a row says are one lead: the one to keep, then the one it was."""
        for same in self._mapping.same:
            if self.fits(same.where, fields):
                try:
                    lead, was = (_text(self.value("lead", each, fields)) for each in (same.lead, same.was))
                except (Unusable, _Ignored):
                    continue
                if lead and was and lead != was:
                    yield lead, was

    def _raw(self, each: Field, fields: Fields) -> object:
        found = [self._at(column, fields) for column in each.columns]
        if each.joined:
            return None if found[0] is None else " ".join(_text(part) for part in found if part is not None)
        return next((value for value in found if value is not None), None)

    def _at(self, path: str, fields: Fields) -> object:
        """What a column holds, or what stands at a path through objects and JSON texts; None for nothing."""
        value = fields.get(path)
        if value is None and "." in path:
            for head in _heads(path):
                if head in fields:
                    value = _within(fields[head], path[len(head) + 1 :], head)
                    break
        if isinstance(value, str) and (not value.strip() or (self._blank and fold(value) in self._blank)):
            return None
        return value


def _within(value: object, path: str, column: str) -> object:
    if isinstance(value, str):
        try:
            value = parse_object(value)
        except ValueError:
            raise Unusable(Cause.BAD_JSON_CELL, column=column) from None
    if not isinstance(value, dict):
        return None
    if path in value:
        found: object = value[path]
        return found
    for head in _heads(path):
        if head in value:
            return _within(value[head], path[len(head) + 1 :], column)
    return None


def _word(name: str, each: Field, raw: object) -> object:
    assert each.words is not None
    found = each.words.of(_text(raw))
    if found is None:
        cause = _WORDLESS.get(name, Cause.UNMAPPED_VALUE)
        raise Unusable(cause, tuple(each.words.whole), name=_text(raw))
    if found == IGNORE:
        raise _Ignored
    return found


def _text(value: object) -> str:
    """A value as it is compared and looked up; nothing is the empty text."""
    if value is None:
        return ""
    return fold(value if isinstance(value, str) else shown(value))


# --- leads that are one ------------------------------------------------------------------------------------------


def _same_leads(path: Path, mapping: ExportMapping, zone: ZoneInfo) -> dict[str, str]:
    """For every lead that the file says is another, which one. Raises RecordFileError, also for a pipe, which cannot be
    read twice."""
    if not mapping.same:
        return {}
    if path.exists() and not path.is_file():
        raise RecordFileError(Problem(Cause.CANNOT_OPEN, str(path), 1, (("reason", "same: 2 x"),)))
    wanted = {column for same in mapping.same for column in _columns_of(same)}
    columns = Columns.of_mapping(frozenset(_with_heads(wanted)), ())
    reading = _Reading(mapping, {}, zone, _say_nothing)
    found: dict[str, str] = {}
    for row in read_rows(path, columns, _say_nothing, mapping.layout):
        for lead, was in reading.pairs(row.fields):
            last = _last(lead, found)
            if last != was:
                found.setdefault(was, last)
    return {was: _last(was, found) for was in found}


def _columns_of(same: Same) -> tuple[str, ...]:
    return *same.where.columns, *same.lead.columns, *same.was.columns


def _last(lead: str, found: Mapping[str, str]) -> str:
    """Where a chain of leads that are one ends; what would close a circle was never added to it."""
    while lead in found:
        lead = found[lead]
    return lead


def _say_nothing(_problem: Problem) -> None:
    """Whatever is wrong with a row is told when it is read for its records."""
