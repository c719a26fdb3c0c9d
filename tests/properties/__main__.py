"""Owns the long run of the differential tests: `python -m tests.properties --cases 20000 --seed 1`.
Must not know what is compared."""

from __future__ import annotations

import argparse
import sys
from time import monotonic

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from tests.properties.comparing import Both, shown
from tests.properties.journeys import journeys, several
from tests.properties.logs import Log, logs

LOGS = 4
ROUND = 250
"""Cases between two lines of progress, each round with a seed of its own."""


class Differs(AssertionError):
    """The engines say different things; the text is all that is needed to see it."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare both engines on many journeys and logs made at random.")
    parser.add_argument("--cases", type=int, default=20_000, help="pairs of a journey and a log")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other cases")
    options = parser.parse_args()
    begin, done, number = monotonic(), 0, options.seed * 1_000_003
    while done < options.cases:
        cases = min(ROUND, options.cases - done)
        try:
            compare(number, -(-cases // LOGS))
        except Differs as differs:
            print(differs, f"seed {options.seed}, round {number}", sep="\n")
            return 1
        done, number = done + cases, number + 1
        print(f"{done} of {options.cases} cases alike, {monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return 0


def compare(number: int, count: int) -> None:
    """Compare journeys of one round, in every fifth of them several together. Raises Differs, with the smallest case
    found."""
    either = several() if number % 5 == 0 else journeys().map(lambda text: [text])

    @seed(number)
    @settings(
        max_examples=count,
        verbosity=Verbosity.quiet,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    @given(either, st.lists(logs(), min_size=LOGS, max_size=LOGS))
    def each(texts: list[str], of_it: list[Log]) -> None:
        both = Both.of(*texts)
        if both is None:
            return
        for log in of_it:
            found = both.difference(log)
            if found is not None:
                raise Differs(f"{chr(10).join(texts)}\n{shown(log)}\n\n{found}\n")

    each()


if __name__ == "__main__":
    sys.exit(main())
