"""Owns what every test may ask for: the checkout's root, a child Python, and the requirements of this machine.
Must not know what any test tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# For the processes that tests start: an open() without an encoding is an error there too, and texts are UTF-8.
os.environ["PYTHONWARNDEFAULTENCODING"] = "1"
os.environ["PYTHONIOENCODING"] = "utf-8"

Require = Callable[[str, bool, str], None]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def require() -> Require:
    """`require(name, present, why)`: where what a test needs is absent, skip and say why; fail instead where
    JOURNEYC_REQUIRE (names with commas between) promises that it is there."""
    promised = os.environ.get("JOURNEYC_REQUIRE", "").split(",")

    def check(name: str, present: bool, why: str) -> None:
        if present:
            return
        if name in promised:
            pytest.fail(f"{name} is required here but absent: {why}")
        pytest.skip(f"{name}: {why}")

    return check


@pytest.fixture(scope="session")
def python(root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`python("-m", "journeyc", …)`: what this Python does with these arguments, from the top of the checkout."""

    def run(*arguments: str, stdin: str = "", cwd: Path = root) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], input=stdin, cwd=cwd, capture_output=True, encoding="utf-8", check=False
        )

    return run
