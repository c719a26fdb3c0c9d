"""The real pre-commit takes this checkout's hooks, and a bad journey does not get into a repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

GOOD = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, handoff 営業 within 1d
"""
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "build", "tests", "docs")

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require: Callable[[str, bool, str], None]) -> Run:
    """Runs a command in the repository. What pip would fetch is taken from where this Python has it."""
    require("git", shutil.which("git") is not None, "it is not installed")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("JOURNEYC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", sysconfig.get_path("purelib"))
    for name in ("PIP_NO_INDEX", "PIP_NO_DEPS", "PIP_DISABLE_PIP_VERSION_CHECK"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "0")  # pip reads this one the other way round
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.com")

    def call(*command: str, cwd: Path) -> Ran:
        return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)

    return call


@pytest.fixture
def hooks(root: Path, tmp_path: Path, run: Run) -> Path:
    """A repository that holds this checkout as it is now, with what a release has of it."""
    place = tmp_path / "journeyc"
    shutil.copytree(root, place, ignore=NOT_COPIED)
    shutil.copy(root / ".pre-commit-hooks.yaml", place)
    shutil.copy(root / ".gitignore", place)
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all of it"]):
        done = run("git", *command, cwd=place)
        assert done.returncode == 0, done.stderr
    return place


def test_a_bad_journey_is_refused(hooks: Path, tmp_path: Path, run: Run) -> None:
    place = tmp_path / "journeys"
    place.mkdir()
    revision = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    settings = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": "journeyc"}]}]}
    (place / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (place / "good.journey").write_text(GOOD, encoding="utf-8")
    (place / "notes.txt").write_text("journey?\n", encoding="utf-8")
    assert run("git", "init", "--quiet", cwd=place).returncode == 0
    installed = run(sys.executable, "-m", "pre_commit", "install", "--install-hooks", cwd=place)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    assert run("git", "add", ".", cwd=place).returncode == 0
    good = run("git", "commit", "-m", "good", cwd=place)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout + good.stderr

    (place / "bad.journey").write_text(GOOD.replace("within 1d", ""), encoding="utf-8")
    assert run("git", "add", ".", cwd=place).returncode == 0
    bad = run("git", "commit", "-m", "bad", cwd=place)
    assert bad.returncode == 1
    assert "bad.journey:5:" in bad.stdout + bad.stderr
    assert "JC301" in bad.stdout + bad.stderr
    assert run("git", "log", "--oneline", cwd=place).stdout.count("\n") == 1

    (place / "bad.journey").unlink()
    assert run("git", "add", ".", cwd=place).returncode == 0
    nothing = run(sys.executable, "-m", "pre_commit", "run", "--files", "notes.txt", cwd=place)
    assert "Skipped" in nothing.stdout
