"""Laws of the formatter, on journeys and layouts made at random: it changes how a file looks and nothing else."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.journeys import journeys
from tests.properties.layouts import layouts
from tests.properties.unchanged import comments, formatted, meaning, parsed

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "60"))
# A journey that breaks a law is shown as it was drawn: making it smaller takes minutes.
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
LOOSE = settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck), phases=DRAWN)


@LOOSE
@given(journeys().flatmap(layouts))
def test_a_file_says_the_same_after_formatting(typed: str) -> None:
    laid_out = formatted(typed)
    assert formatted(laid_out) == laid_out
    assert parsed(laid_out) == parsed(typed)
    assert comments(laid_out) == comments(typed)


@LOOSE
@given(journeys().flatmap(layouts), st.sampled_from(["ja", "en"]))
def test_a_file_means_the_same_in_the_other_language(typed: str, language: str) -> None:
    other = {"ja": "en", "en": "ja"}[language]
    spelled = formatted(typed, language)
    translated = formatted(spelled, other)
    assert meaning(spelled) == meaning(typed)
    assert meaning(translated) == meaning(typed)
    assert formatted(translated, language) == spelled
    assert [comment[:2] for comment in comments(spelled)] == [comment[:2] for comment in comments(typed)]
