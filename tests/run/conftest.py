"""Owns how a test that looks into a run gets its Program: from a few lines of a journey.
Must not know what is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyc.pipeline import compile_text
from journeyc.program.schema import Program
from tests.golden.cases import PRELUDE


@pytest.fixture(scope="session")
def journey() -> Callable[[str], Program]:
    """Compiles what stands after the prelude of the worked cases."""
    return compiled


def compiled(journey: str) -> Program:
    """The Program of what stands after the prelude of the worked cases."""
    result = compile_text(PRELUDE + journey, "t.journey")
    assert result.program is not None, [(f.code, f.location.line, f.values) for f in result.findings]
    return result.program
