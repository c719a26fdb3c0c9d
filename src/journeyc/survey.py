"""Owns what lints are told of records: each file read once, what is in it counted, rehearsals made when asked for.
Must not know any rule, nor how records are laid out in files."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from journeyc.lint.log import (
    Audience,
    Clocks,
    Cohort,
    EventKind,
    Extract,
    KnownLead,
    LogFacts,
    RecordLine,
    Repeated,
    Silence,
    UnknownName,
    UnreadTimes,
)
from journeyc.program.calendar import BeyondCalendar, zone_of
from journeyc.program.schema import Program, Segment, Watch
from journeyc.records.events import placed_events
from journeyc.records.leads import placed_leads
from journeyc.records.mappings.schema import ExportMapping
from journeyc.records.names import Names
from journeyc.records.problems import Cause, Problem, Report
from journeyc.records.rows import Row
from journeyc.run.engine import EndlessReaction
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.rehearsal import Rehearsal, rehearse
from journeyc.run.trace import TraceEntry

_OFFSET = re.compile(r"\d\s*(?:([Zz])|([+-]\d{2}):?(\d{2})?)\s*\Z")
_YEAR_LAST = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b")
_Reason = Literal["order", "epoch", "twice", "skipped"]
_What = Literal["event", "content"]
_UNREAD: dict[Cause, _Reason] = {
    Cause.EPOCH_TIME: "epoch",
    Cause.AMBIGUOUS_TIME: "twice",
    Cause.SKIPPED_TIME: "skipped",
}
_UNKNOWN: dict[Cause, _What] = {
    Cause.UNKNOWN_EVENT: "event",
    Cause.UNKNOWN_CONTENT: "content",
    Cause.UNMAPPED_EVENT: "event",
}


class Survey:
    """The records of one check, read once for all its journeys."""

    def __init__(
        self,
        leads: Sequence[str],
        events: Sequence[str],
        names: Names,
        mappings: Sequence[ExportMapping],
        report: Report,
    ) -> None:
        """Reads the files, with the names of all the journeys; what cannot be used goes to `report` too. Raises
        RecordFileError."""
        self._tell = report
        self._zone = names.zone
        self._clocks: dict[tuple[str, str, bool], _Count] = {}
        self._unread: dict[tuple[str, _Reason], _Unread] = {}
        self._unknown: dict[tuple[_What, str], _Count] = {}
        self._repeated: dict[tuple[str, bool], _Count] = {}
        self._lead_records: list[tuple[LeadRecord, RecordLine]] = []
        self._events: list[EventRecord] = []
        self._early: dict[str, RecordLine] = {}
        self._extracts: dict[str, array[int]] = {}
        for lead, row in placed_leads(map(Path, leads), names, self._hear, mappings):
            self._lead_records.append((lead, RecordLine(row.file, row.line)))
            self._note_clock(row, "created", lead.created)
        self._created = {lead.lead: lead.created for lead, _ in self._lead_records if lead.created is not None}
        self._seen: set[int] = set()
        for event, row in placed_events(map(Path, events), names, self._hear, mappings):
            self._note_event(event, row)
        self._seen.clear()

    # --- reading

    def _hear(self, problem: Problem) -> None:
        self._tell(problem)
        at = RecordLine(problem.file, problem.line)
        values = dict(problem.values)
        if problem.cause in _UNKNOWN:
            known = self._unknown.setdefault((_UNKNOWN[problem.cause], values.get("name", "")), _Count(at))
            known.count += 1
            known.nearest = problem.nearest if known.count == 1 else known.nearest
        elif problem.cause is Cause.DUPLICATE_ID:
            self._repeated.setdefault((problem.file, True), _Count(at)).count += 1
        elif problem.cause in _UNREAD:
            self._note_unread(_UNREAD[problem.cause], values.get("text", ""), at)
        elif problem.cause is Cause.BAD_TIME and (match := _YEAR_LAST.match(values.get("text", ""))):
            unread = self._note_unread("order", values["text"], at)
            unread.day_first = unread.day_first or int(match[1]) > 12
            unread.month_first = unread.month_first or int(match[2]) > 12

    def _note_unread(self, reason: _Reason, text: str, at: RecordLine) -> _Unread:
        unread = self._unread.setdefault((at.file, reason), _Unread(at, text))
        unread.count += 1
        return unread

    def _note_event(self, event: EventRecord, row: Row) -> None:
        self._events.append(event)
        self._extracts.setdefault(row.file, array("q")).append(event.at)
        self._note_clock(row, "at", event.at)
        created = self._created.get(event.lead)
        if created is not None and event.at < created:
            self._early.setdefault(event.lead, RecordLine(row.file, row.line))
        if event.id is None:
            same = hash((event.lead, event.at, event.fraction, event.verb, event.subject, tuple(event.data.items())))
            if same in self._seen:
                at = RecordLine(row.file, row.line)
                self._repeated.setdefault((row.file, False), _Count(at)).count += 1
            self._seen.add(same)

    def _note_clock(self, row: Row, column: str, instant: int | None) -> None:
        """How the time of a row says its zone; one that a mapping has read says what the mapping does."""
        text = row.fields.get(column)
        if instant is None or not isinstance(text, str):
            return
        offset, seconds = _offset(text)
        own = bool(offset) and _utc_offset(instant, self._zone) == seconds
        self._clocks.setdefault((row.file, offset, own), _Count(RecordLine(row.file, row.line))).count += 1

    # --- telling

    def of(self, program: Program, today: str) -> LogFacts:
        """What the records say to one of the journeys; they end today (YYYY-MM-DD) where they name no instant."""
        now = int(datetime.fromisoformat(today).replace(tzinfo=zone_of(program.timezone)).timestamp())
        own = {kind: frozenset(verbs) for kind, verbs in program.own_verbs}
        kinds = {content.name: content.kind for content in program.contents}
        by_lead: dict[str, list[int]] = {}
        own_times: dict[str, list[int]] = {}
        by_kind: dict[tuple[str, str | None], array[int]] = {}
        for event in self._events:
            by_lead.setdefault(event.lead, []).append(event.at)
            by_kind.setdefault((event.verb, event.subject), array("q")).append(event.at)
            if event.verb in own.get(kinds.get(event.subject or "", ""), ()):
                own_times.setdefault(event.lead, []).append(event.at)
        ends = [*(event.at for event in self._events), *self._created.values()]
        until = max(ends, default=now)
        records = [lead for lead, _ in self._lead_records]
        return LogFacts(
            leads=tuple(self._known_leads(by_lead)),
            kinds=tuple(_event_kind(verb, subject, times) for (verb, subject), times in by_kind.items()),
            extracts=tuple(Extract(file, len(t), min(t), max(t)) for file, t in self._extracts.items()),
            silence=_silence(sorted(event.at for event in self._events)),
            gaps=tuple(sorted(gap for times in own_times.values() for gap in _gaps(sorted(times)))),
            clocks=tuple(
                Clocks(file, offset, own_zone, each.count, each.at)
                for (file, offset, own_zone), each in self._clocks.items()
            ),
            unread=tuple(each.told(reason) for (_, reason), each in self._unread.items()),
            unknown=tuple(
                UnknownName(what, name, each.count, each.at, each.nearest)
                for (what, name), each in self._unknown.items()
            ),
            repeated=tuple(Repeated(by_id, file, c.count, c.at) for (file, by_id), c in self._repeated.items()),
            audience=cache(lambda: _audience(program, records, self._events, until)),
            cohorts=cache(lambda: _cohorts(program, records, self._events, until)),
        )

    def _known_leads(self, by_lead: Mapping[str, list[int]]) -> Iterator[KnownLead]:
        records = {lead.lead: (lead, at) for lead, at in self._lead_records}
        for name in dict.fromkeys([*records, *by_lead]):
            lead, at = records.get(name, (LeadRecord(name), None))
            times = by_lead.get(name)
            first, last = (min(times), max(times)) if times else (None, None)
            yield KnownLead(name, at, lead.attributes, lead.created, first, last, self._early.get(name))


@dataclass(slots=True)
class _Count:
    at: RecordLine
    count: int = 0
    nearest: str | None = None


@dataclass(slots=True)
class _Unread:
    at: RecordLine
    text: str
    count: int = 0
    day_first: bool = False
    month_first: bool = False

    def told(self, reason: _Reason) -> UnreadTimes:
        decided: Literal["", "day", "month"] = ""
        if self.day_first != self.month_first:
            decided = "day" if self.day_first else "month"
        return UnreadTimes(reason, self.at.file, self.count, self.text, self.at, decided)


# --- times -------------------------------------------------------------------------------------------------------


def _offset(text: str) -> tuple[str, int]:
    """The offset that a time says, in one form, and in seconds; of a time that says none, the empty text."""
    match = _OFFSET.search(text) if ":" in text else None
    if match is None:
        return "", 0
    if match[1]:
        return "+00:00", 0
    minutes = match[3] or "00"
    size = int(match[2][1:]) * 3600 + int(minutes) * 60
    return f"{match[2]}:{minutes}", -size if match[2][0] == "-" else size


def _utc_offset(instant: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _event_kind(verb: str, subject: str | None, times: Iterable[int]) -> EventKind:
    ordered = sorted(times)
    return EventKind(verb, subject, len(ordered), ordered[0], ordered[-1], _silence(ordered))


def _silence(ordered: Sequence[int]) -> Silence | None:
    """The longest of the times between two that follow each other; of equals the first."""
    pairs = pairwise(ordered)
    return max((Silence(one, other) for one, other in pairs), key=lambda silence: silence.seconds, default=None)


def _gaps(ordered: Sequence[int]) -> Iterator[int]:
    return (other - one for one, other in pairwise(ordered))


# --- rehearsals --------------------------------------------------------------------------------------------------


def _audience(program: Program, leads: Iterable[LeadRecord], events: Sequence[EventRecord], until: int) -> Audience:
    """The leads as they stand at `until`, had nothing of the journey been at work: conditions in the place of triggers
    stand in for it as segments."""
    watches = [rule.when.watch for rule in program.rules]
    watches += [guard.when.watch for scenario in program.scenarios for guard in scenario.enters]
    asked = {f"\0{watch.order}": watch for watch in watches if watch is not None}
    still = replace(
        program,
        segments=(*program.segments, *(_segment(name, watch) for name, watch in asked.items())),
        rules=(),
        scenarios=(),
        goals=(),
    )
    known = {event.lead for event in events}
    seen = [lead if lead.created is not None or lead.lead in known else replace(lead, created=until) for lead in leads]
    rehearsal = _rehearsed(still, seen, events, until)
    holding = Counter(name for final in rehearsal.final.values() for name in final.standings[program.journey].segments)
    return Audience(
        len(rehearsal.final),
        {segment.name: holding[segment.name] for segment in program.segments},
        {watch.order: holding[name] for name, watch in asked.items()},
    )


def _segment(name: str, watch: Watch) -> Segment:
    return Segment(name, watch.condition, None, None, None, watch.order, None)


def _cohorts(
    program: Program, leads: Sequence[LeadRecord], events: Sequence[EventRecord], until: int
) -> dict[str, Cohort]:
    """How each goal went that says of whom it is and within how many days, had the journey been at work all along."""
    goals = {g.name: g for g in program.goals if g.of is not None and g.within is not None and g.within.unit == "s"}
    turned: dict[tuple[str, str], tuple[str, int]] = {}

    def hear(entry: TraceEntry) -> None:
        if entry.kind == "occurrence" and entry.values["verb"] in ("became", "ceased"):
            key = (entry.lead, str(entry.values["subject"]))
            turned.setdefault(key, (str(entry.values["verb"]), entry.at))

    if not goals:
        return {}
    rehearsal = _rehearsed(program, leads, events, until, hear)
    reached = {(one.lead, one.goal): one.at for one in reversed(rehearsal.goals)}
    cohorts = {}
    for name, goal in goals.items():
        assert goal.of is not None
        assert goal.within is not None
        entries = {lead: at for lead in rehearsal.final if (at := _entry(rehearsal, program, lead, goal.of, turned))}
        mature = {lead: at for lead, at in entries.items() if at <= until - goal.within.amount}
        done = [
            lead
            for lead, at in mature.items()
            if (lead, name) in reached and at <= reached[lead, name] <= at + goal.within.amount
        ]
        cohorts[name] = Cohort(len(entries), len(mature), len(done))
    return cohorts


def _entry(
    rehearsal: Rehearsal, program: Program, lead: str, segment: str, turned: Mapping[tuple[str, str], tuple[str, int]]
) -> int | None:
    """When the lead first was what the segment names; where that held from the start, when it was first seen."""
    final = rehearsal.final[lead]
    verb, at = turned.get((lead, segment), ("", 0))
    if verb == "became":
        return at
    held = verb == "ceased" or segment in final.standings[program.journey].segments
    return final.first_seen if held else None


def _rehearsed(
    program: Program,
    leads: Iterable[LeadRecord],
    events: Iterable[EventRecord],
    until: int,
    hear: Callable[[TraceEntry], None] | None = None,
) -> Rehearsal:
    """A rehearsal; an empty one of a journey that goes round for ever or beyond its calendar, which are found
    elsewhere."""
    try:
        return rehearse([program], leads, events, until, hear)
    except (EndlessReaction, BeyondCalendar):
        return Rehearsal(until=until)
