"""Laws that hold of every journey, whichever engine runs it: what cannot matter does not."""

from __future__ import annotations

import os
import pickle
from dataclasses import asdict, replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from journeyc.run.log import EventRecord
from tests.properties.emitted import emitted, interpreted, load, program_of, source_of, state_of
from tests.properties.journeys import journeys
from tests.properties.logs import Log, logs

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "60")) // 3
LOOSE = settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck))


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
    """`delivered` is nobody's own doing, and no journey here names it. Put among the records it changes no action."""
    program = program_of(journey)
    assert program is not None
    leads, events, until = log
    taken = [event for event in events if event.id is None]
    assume(taken)
    module = load(source_of(program))
    where = data.draw(st.sampled_from(taken))
    unnamed = EventRecord(where.lead, where.at, where.fraction, "delivered", "案内")
    more = [each for event in events for each in ([event, unnamed] if event is where else [event])]
    for engine, subject in ((emitted, module), (interpreted, program)):
        before, after = engine(subject, log), engine(subject, (leads, more, until))
        assert before == after


@LOOSE
@given(journeys(), logs())
def test_a_lead_put_away_between_records_goes_on_as_if_it_had_not_been(journey: str, log: Log) -> None:
    program = program_of(journey)
    assert program is not None
    _, events, until = log
    first = min(events, key=lambda event: (event.at, event.lead), default=None)
    assume(first is not None and until is not None and first.at <= until)
    assert first is not None
    assert until is not None
    module = load(source_of(program))
    own = sorted((e for e in events if e.lead == first.lead and e.at <= until), key=lambda e: (e.at, e.fraction))
    whole = emitted(module, ([], own, until))
    assume(not isinstance(whole, str))
    lead, actions = module.new_lead(module.LeadRecord(first.lead), first.at), []
    for event in own:
        actions += module.react(lead, module.EventRecord(**asdict(event)))
        lead = pickle.loads(pickle.dumps(lead))
    actions += module.advance(lead, until)
    assert ([module.line_of(action) for action in actions], {first.lead: state_of(module, lead)}) == whole


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
