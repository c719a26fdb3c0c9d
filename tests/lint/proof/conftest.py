"""Owns how a test of proofs gets its Program: from a few lines of a journey.
Must not know what is proved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyc.program.schema import Program
from tests.run.conftest import compiled


@pytest.fixture(scope="session")
def journey() -> Callable[[str], Program]:
    """Compiles what stands after the prelude of the worked cases."""
    return compiled
