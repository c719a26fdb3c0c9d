"""The law that the language of a keyword says nothing: Japanese, English and any mix of both are one journey."""

from __future__ import annotations

import os
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.journeys import journeys
from tests.properties.unchanged import formatted, meaning

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "40"))
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
LOOSE = settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck), phases=DRAWN)


@LOOSE
@given(journeys(), st.randoms(use_true_random=False))
def test_a_journey_means_the_same_in_japanese_in_english_and_mixed(journey: str, chance: Random) -> None:
    japanese, english = (formatted(journey, language).splitlines(keepends=True) for language in ("ja", "en"))
    assert len(japanese) == len(english)
    assert japanese != english
    mixed = "".join(chance.choice(both) for both in zip(japanese, english, strict=True))
    assert meaning("".join(japanese)) == meaning("".join(english)) == meaning(mixed)
