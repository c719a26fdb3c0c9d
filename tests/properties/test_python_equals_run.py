"""The emitted Python and the interpreter say the same of every journey and every log, byte for byte."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.properties.comparing import Both
from tests.properties.journeys import journeys, several
from tests.properties.logs import Log, logs

JOURNEYS, LOGS = 126, 4
"""504 cases of a journey and a log. `python -m tests.properties` tries as many more as one has time for."""


@settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(), st.lists(logs(), min_size=LOGS, max_size=LOGS))
def test_whole_action_logs_and_final_states_are_equal(journey: str, of_it: list[Log]) -> None:
    both = Both.of(journey)
    assume(both is not None)
    assert both is not None
    for log in of_it:
        assert both.difference(log) is None


@settings(max_examples=JOURNEYS // 6, deadline=None, suppress_health_check=list(HealthCheck))
@given(several(), st.lists(logs(), min_size=LOGS, max_size=LOGS))
def test_journeys_together_are_taken_as_one_run_takes_them(journeys: list[str], of_them: list[Log]) -> None:
    both = Both.of(*journeys)
    assume(both is not None)
    assert both is not None
    for log in of_them:
        assert both.difference(log) is None
