"""The emitted Python and the interpreter say the same of every journey and every log, byte for byte."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.properties.emitted import emitted, interpreted, load, program_of, source_of
from tests.properties.journeys import journeys
from tests.properties.logs import Log, logs

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "60"))
LOGS = 4


@settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(), st.lists(logs(), min_size=LOGS, max_size=LOGS))
def test_whole_action_logs_and_final_states_are_equal(journey: str, several: list[Log]) -> None:
    program = program_of(journey)
    assume(program is not None)
    assert program is not None
    module = load(source_of(program))
    for log in several:
        assert emitted(module, log) == interpreted(program, log)
