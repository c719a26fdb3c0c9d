"""Laws that hold of every journey, whichever engine runs it: what cannot matter does not."""

from __future__ import annotations

import pickle
from dataclasses import asdict, replace
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from journeyc.program.json_form import to_json
from journeyc.program.schema import Program
from journeyc.records.actions import action_line
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord
from tests.properties.emitted import emitted, interpreted, load, program_of, source_of, state_of
from tests.properties.journeys import journeys
from tests.properties.logs import DAY, HOUR, Log, logs

LOOSE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def cut_by_lead(log: Log) -> list[Log]:
    """The log of each lead alone, to the end of the whole."""
    leads, events, until = log
    ends = [event.at for event in events] + [lead.created for lead in leads if lead.created is not None]
    until = until if until is not None else max(ends, default=None)
    names = {lead.lead for lead in leads} | {event.lead for event in events}
    return [
        ([lead for lead in leads if lead.lead == name], [event for event in events if event.lead == name], until)
        for name in sorted(names)
    ]


@LOOSE
@given(journeys(), st.lists(logs(), min_size=2, max_size=2))
def test_a_log_cut_by_lead_gives_the_same_actions(journey: str, several: list[Log]) -> None:
    program = program_of(journey)
    assert program is not None
    module = load(source_of(program))
    for log in several:
        whole, parts = emitted(module, log), [emitted(module, part) for part in cut_by_lead(log)]
        ran = [part for part in parts if not isinstance(part, str)]
        assume(not isinstance(whole, str) and len(ran) == len(parts))
        assert not isinstance(whole, str)
        assert sorted(whole[0]) == sorted(line for log_lines, _ in ran for line in log_lines)
        assert whole[1] == {name: state for _, final in ran for name, state in final.items()}


@LOOSE
@given(journeys(), logs(), st.data())
def test_a_record_that_no_declaration_names_changes_nothing(journey: str, log: Log, data: st.DataObject) -> None:
    """`delivered` is nobody's own doing, `watched` is the lead's, and no journey here names either. Put among the
    records they change no action; but what the lead does begins its idle time anew."""
    program = program_of(journey)
    assert program is not None
    leads, events, until = log
    taken = [event for event in events if event.id is None]
    assume(taken)
    doing = ("delivered", "案内") if idle_time_matters(program) else ("watched", "動画")
    module = load(source_of(program))
    where = data.draw(st.sampled_from(taken))
    unnamed = EventRecord(where.lead, where.at, where.fraction, *doing)
    more = [each for event in events for each in ([event, unnamed] if event is where else [event])]
    for engine, subject in ((emitted, module), (interpreted, program)):
        before, after = engine(subject, log), engine(subject, (leads, more, until))
        assert before == after


def idle_time_matters(program: Program) -> bool:
    """Whether the journey asks how long a lead has done nothing."""
    return program.dropout is not None or '"op":"inactive"' in to_json(program).replace(" ", "")


@LOOSE
@given(journeys(), logs(), st.lists(st.integers(0, 40 * DAY // HOUR), max_size=6))
def test_a_log_cut_by_time_gives_the_same_actions(journey: str, log: Log, cuts: list[int]) -> None:
    """However often the clock is let run on between two records, and the lead put away and taken out again."""
    program = program_of(journey)
    assert program is not None
    _, events, until = log
    first = min(events, key=lambda event: (event.at, event.lead), default=None)
    assume(first is not None and until is not None and first.at <= until)
    assert first is not None
    assert until is not None
    own = sorted((e for e in events if e.lead == first.lead and e.at <= until), key=lambda e: (e.at, e.fraction))
    stops = sorted(at for cut in cuts if (at := first.at + cut * HOUR) <= until)
    module = load(source_of(program))
    whole = emitted(module, ([], own, until))
    assume(not isinstance(whole, str))
    actions, lead = [], module.new_lead(module.LeadRecord(first.lead), first.at)
    engine = Engine([program])
    plain = engine.see(LeadRecord(first.lead), first.at)
    for event in own:
        for stop in [stop for stop in stops if stop < event.at]:
            actions += module.advance(lead, stop)
            engine.advance(plain, stop)
        stops = [stop for stop in stops if stop >= event.at]
        actions += module.react(lead, module.EventRecord(**asdict(event)))
        lead = pickle.loads(pickle.dumps(lead))
        engine.take(plain, event)
    actions += module.advance(lead, until)
    engine.advance(plain, until)
    zone = ZoneInfo(program.timezone)
    assert ([module.line_of(action) for action in actions], {first.lead: state_of(module, lead)}) == whole
    assert [action_line(action, zone) for action in engine.output.actions] == whole[0]


@LOOSE
@given(journeys(), logs())
def test_a_record_given_twice_with_one_id_counts_once(journey: str, log: Log) -> None:
    program = program_of(journey)
    assert program is not None
    leads, events, until = log
    named = [replace(event, id=str(number)) for number, event in enumerate(events)]
    twice = [each for event in named for each in (event, event)]
    module = load(source_of(program))
    assert emitted(module, (leads, twice, until)) == emitted(module, (leads, named, until))
