"""The emitted Python and the interpreter say the same of every journey and every log, byte for byte."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.properties.comparing import Both
from tests.properties.journeys import journeys
from tests.properties.logs import Log, logs

JOURNEYS, LOGS = 126, 4
"""504 cases of a journey and a log. `python -m tests.properties` tries as many more as one has time for."""


@settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(), st.lists(logs(), min_size=LOGS, max_size=LOGS))
def test_whole_action_logs_and_final_states_are_equal(journey: str, several: list[Log]) -> None:
    both = Both.of(journey)
    assume(both is not None)
    assert both is not None
    for log in several:
        assert both.difference(log) is None
