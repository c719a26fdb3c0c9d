"""Owns how a rehearsal is shown: the summary, what could not be used and why, one lead's story, the lines of a trace.
Must not know how a rehearsal comes about, or where the texts go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from journeyc.records.instants import write_instant
from journeyc.reporting import painted, plain
from journeyc.run.story import tell
from journeyc.run.worded import worded
from journeyc.source import display_width

if TYPE_CHECKING:
    from datetime import tzinfo

    from journeyc.catalogue import Catalogue
    from journeyc.program.calendar import BeyondCalendar
    from journeyc.program.schema import Place, Program
    from journeyc.records.problems import Problem, Tally
    from journeyc.run.rehearsal import Rehearsal
    from journeyc.run.trace import TraceEntry

LONGEST_VALUE = 60
_WIDEST_BAR = 30


# --- what could not be used --------------------------------------------------------------------------------------


def problem_text(problem: Problem, texts: Catalogue) -> str:
    """A problem with a record or a file of records, with its place."""
    return f"{plain(problem.file)}:{problem.line}: {_cause(problem, texts)}"


def _cause(problem: Problem, texts: Catalogue) -> str:
    values = {name: _short(value) for name, value in problem.values}
    text = texts(f"causes.{problem.cause}", **values)
    nearest = problem.nearest
    return text if nearest is None else text + texts("usage.near", name=nearest)


def _short(value: str) -> str:
    return plain(value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…")


def cause_lines(tally: Tally, texts: Catalogue) -> list[str]:
    """Every cause for which something was not used: how often, and the first of each."""
    return [
        "  " + texts("run.cause", count=count, first=problem_text(tally.first[cause], texts))
        for cause, count in tally.counts.items()
        if cause.scope != "blank"
    ]


def beyond_lines(beyond: BeyondCalendar, texts: Catalogue) -> list[str]:
    """That the calendar does not reach a day that was asked for, and what to write so that it does."""
    lines = [texts("run.beyond", day=beyond.day, first=beyond.first, last=beyond.last)]
    return lines if beyond.line is None else [*lines, texts("run.beyond_line", line=beyond.line)]


# --- the summary -------------------------------------------------------------------------------------------------


def summary_text(
    programs: Sequence[Program], rehearsal: Rehearsal, tally: Tally, lead_records: int, texts: Catalogue
) -> Iterator[str]:
    """What the journeys would have done, for people."""
    for title, lines in _sections(programs, rehearsal, tally, lead_records, texts):
        yield f"{title}\n"
        yield from (f"{line}\n" for line in lines)


def _sections(
    programs: Sequence[Program], rehearsal: Rehearsal, tally: Tally, lead_records: int, texts: Catalogue
) -> Iterator[tuple[str, list[str]]]:
    """The summary's sections, each a title with its lines; those with nothing to say are left out."""
    yield _heading(programs, rehearsal, texts), _records(rehearsal, lead_records, texts)
    done = rehearsal.actions_by_keyword()
    yield texts("run.actions", count=sum(done.values())), _table(_named(done, texts.action))
    for program in programs:
        for title, lines in _of_journey(program, rehearsal, texts):
            of = texts("run.of_journey", journey=plain(program.journey), title=title)
            yield of if len(programs) > 1 else title, lines
    held = rehearsal.held_by_reason()
    if held:
        yield texts("run.held", count=sum(held.values())), _table(_named(held, lambda why: texts(f"held.{why}")))
    unused = cause_lines(tally, texts)
    if rehearsal.late:
        unused.append("  " + texts("run.late", count=rehearsal.late))
    yield texts("run.unused" if unused else "run.all_used"), unused


def _of_journey(program: Program, rehearsal: Rehearsal, texts: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """Where the leads of one journey stand, and its goals."""
    stages = rehearsal.leads_by_stage(program.journey)
    names = {stage.name: stages[stage.name] for stage in program.stages if stages.get(stage.name)}
    if None in stages:
        names[texts("run.off_ladder")] = stages[None]
    if names:
        yield texts("run.stages"), _table(names, bars=True)
    goals = rehearsal.leads_by_goal(program.journey)
    if program.goals:
        yield texts("run.goals"), _table({goal.name: goals.get(goal.name, 0) for goal in program.goals})


def _heading(programs: Sequence[Program], rehearsal: Rehearsal, texts: Catalogue) -> str:
    name = texts.listed(p.journey if p.title is None else f"{p.journey} {p.title}" for p in programs)
    if rehearsal.until is None:
        return plain(name)
    return texts("run.heading", name=plain(name), until=_clock(rehearsal.until, ZoneInfo(programs[0].timezone)))


def _records(rehearsal: Rehearsal, lead_records: int, texts: Catalogue) -> list[str]:
    lines = [texts("run.records", leads=lead_records, events=rehearsal.records, seen=len(rehearsal.final))]
    counts = (("strangers", rehearsal.strangers), ("unseen", rehearsal.unseen))
    lines += [texts(f"run.{name}", count=count) for name, count in counts if count]
    return [f"  {line}" for line in lines]


def _named(counts: Mapping[str, int], name: Any) -> dict[str, int]:
    return {name(key): count for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}


def _table(counts: Mapping[str, int], bars: bool = False) -> list[str]:
    """Names and numbers in two columns, with bars where their lengths can be compared."""
    width = max((display_width(name) for name in counts), default=0)
    digits = max((len(str(count)) for count in counts.values()), default=0)
    most = max(counts.values(), default=0) or 1
    lines = []
    for name, count in counts.items():
        bar = "  " + "#" * -(-count * _WIDEST_BAR // most) if bars else ""
        lines.append(f"  {plain(name)}{' ' * (width - display_width(name))}  {count:>{digits}}{bar}")
    return lines


def summary_json(
    programs: Sequence[Program], rehearsal: Rehearsal, tally: Tally, lead_records: int, texts: Catalogue
) -> str:
    """The summary for programs; `journeys` has what is each journey's own."""
    zone = ZoneInfo(programs[0].timezone)
    summary = {
        "until": None if rehearsal.until is None else write_instant(rehearsal.until, zone),
        "records": {
            "leads": lead_records,
            "events": rehearsal.records,
            "late": rehearsal.late,
            "duplicates": rehearsal.duplicates,
        },
        "leads": {"seen": len(rehearsal.final), "strangers": rehearsal.strangers, "unseen": rehearsal.unseen},
        "actions": dict(sorted(rehearsal.actions_by_keyword().items())),
        "held": dict(sorted(rehearsal.held_by_reason().items())),
        "journeys": [_journey(program, rehearsal) for program in programs],
        "unused": [_unused(tally.first[cause], count, texts) for cause, count in tally.counts.items()],
    }
    return json.dumps(summary, ensure_ascii=False, indent=1) + "\n"


def _journey(program: Program, rehearsal: Rehearsal) -> dict[str, Any]:
    stages, goals = rehearsal.leads_by_stage(program.journey), rehearsal.leads_by_goal(program.journey)
    return {
        "journey": program.journey,
        "stages": {stage.name: stages.get(stage.name, 0) for stage in program.stages},
        "off_ladder": stages.get(None, 0),
        "goals": {goal.name: goals.get(goal.name, 0) for goal in program.goals},
    }


def _unused(first: Problem, count: int, texts: Catalogue) -> dict[str, Any]:
    return {
        "cause": str(first.cause),
        "count": count,
        "message": _cause(first, texts),
        "file": first.file,
        "line": first.line,
    }


# --- one lead's story, and traces --------------------------------------------------------------------------------


def story_lines(
    lead: str, program: Program, entries: Iterable[TraceEntry], texts: Catalogue, colours: bool
) -> Iterator[str]:
    """What happened to one lead: each occurrence with its time, and below it what was decided and why."""
    zone = ZoneInfo(program.timezone)
    yield texts("run.story", lead=plain(lead), journey=plain(program.journey)) + "\n"
    for line in tell(program, entries):
        text = plain(worded(line, texts.story, zone))
        if line.depth == 0:
            yield f"{painted(_clock(line.at, zone), 'dim', colours)}  {text}\n"
        else:
            yield f"{' ' * 21}{text}{_at(line.place, program, text)}\n"


def _at(place: Place | None, program: Program, told: str) -> str:
    """The place, unless a nameless rule has told it already: its name is its place."""
    at = "" if place is None else place_text(place, program)
    return f"  ({at})" if at and at not in told else ""


def place_text(place: Place, program: Program) -> str:
    """A place of a Program's source, as FILE:LINE."""
    return f"{plain(program.files[place.file])}:{place.line}"


def _clock(at: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M:%S")


def trace_line(entry: TraceEntry, program: Program, zone: tzinfo) -> str:
    """An entry of a trace as a line of JSON."""
    written: dict[str, Any] = {"lead": entry.lead, "at": write_instant(entry.at, zone), "seq": entry.seq}
    written |= {"journey": entry.journey, "kind": entry.kind, "by": entry.by, **entry.values}
    if entry.place is not None:
        written["place"] = place_text(entry.place, program)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n"
