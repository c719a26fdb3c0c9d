"""Laws of the formatter, on journeys and layouts made at random: it changes how a file looks and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.journeys import journeys
from tests.properties.layouts import layouts
from tests.properties.unchanged import comments, formatted, meaning, parsed

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "60"))
# A journey that breaks a law is shown as it was drawn: making it smaller takes minutes.
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
LOOSE = settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck), phases=DRAWN)
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```journey\n(.*?)```", PAGE, re.DOTALL)
"""The samples of the language's page have every construct there is."""

texts = journeys() | st.sampled_from(SAMPLES)


@LOOSE
@given(texts.flatmap(layouts))
def test_a_file_says_the_same_after_formatting(typed: str) -> None:
    laid_out = formatted(typed)
    assert formatted(laid_out) == laid_out
    assert parsed(laid_out) == parsed(typed)
    assert comments(laid_out) == comments(typed)


@LOOSE
@given(st.sampled_from(SAMPLES).flatmap(layouts), st.sampled_from(["ja", "en"]))
def test_a_file_keeps_its_words_in_the_other_language(typed: str, language: str) -> None:
    other = {"ja": "en", "en": "ja"}[language]
    spelled = formatted(typed, language)
    assert formatted(spelled, language) == spelled
    assert formatted(formatted(spelled, other), language) == spelled
    assert [comment[:2] for comment in comments(spelled)] == [comment[:2] for comment in comments(typed)]


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
