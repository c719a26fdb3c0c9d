"""Watching: a journey is checked again when it changes, and only then."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result


def test_a_change_is_checked_at_once(small: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("watchfiles", reason="the extra `watch` is not installed")
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    watching = subprocess.Popen(
        [sys.executable, "-m", "journeyc", "check", str(small), "--watch"], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert watching.stdout is not None
        assert watching.stdout.readline() == "1 file checked, nothing found\n"
        assert watching.stdout.readline().startswith("rules not asked")
        small.write_text(small.read_text("utf-8") + "when visited(料金) -> notify IS\n", encoding="utf-8")
        assert "JC110" in watching.stdout.readline()
    finally:
        watching.terminate()
        watching.communicate(timeout=60)


def test_a_change_of_a_used_file_is_checked_too(
    small: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("watchfiles", reason="the extra `watch` is not installed")
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    shared = tmp_path / "shared" / "pages.journey"
    shared.parent.mkdir()
    shared.write_text("page 料金\n", encoding="utf-8")
    text = small.read_text("utf-8") + 'use "shared/pages.journey"\nwhen visited(料金) -> notify IS within 1d\n'
    small.write_text(text, encoding="utf-8")
    call = [sys.executable, "-m", "journeyc", "check", str(small), "--watch", "--select", "JC020"]
    watching = subprocess.Popen(call, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert watching.stdout is not None
        assert watching.stdout.readline() == "1 file checked, nothing found\n"
        shared.write_text("page 価格\n", encoding="utf-8")
        assert "JC110" in watching.stdout.readline()
    finally:
        watching.terminate()
        watching.communicate(timeout=60)


def test_standard_input_cannot_be_watched(journeyc: Callable[..., Result]) -> None:
    done = journeyc("check", "-", "--watch", stdin="journey a\n")
    assert (done.exit_code, done.stdout) == (2, "")


def test_without_the_extra_it_is_named(
    journeyc: Callable[..., Result], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = journeyc("check", small, "--watch")
    assert done.exit_code == 2
    assert "journeyc[watch]" in done.stderr
