"""Owns the promise that what is installed is what was written: the wheel, the lock, the shipped folders.
Must not know what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyc import shipped

EXAMPLE = "examples/nurture/nurture.journey"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)(?: ; (.+?))? \\$", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built the way a release is: the checkout makes the source archive, the archive makes the wheel."""
    place = tmp_path_factory.mktemp("dist")
    _succeed([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(place)], cwd=root)
    [archive] = place.glob("*.tar.gz")
    from_archive = ["wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "-w", str(place)]
    _succeed([sys.executable, "-m", "pip", *from_archive, str(archive)], cwd=place)
    [built] = place.glob("*.whl")
    return built


def _succeed(command: list[str], cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_the_wheel_holds_all_that_git_holds_of_the_package(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        held = {name for name in content.namelist() if name.startswith("journeyc/")}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src/journeyc", "grammar", "targets", "examples"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("git: this is no checkout")
    written = [name for name in listed.stdout.split("\0") if name and (root / name).exists()]
    wanted = {name.removeprefix("src/") if name.startswith("src/") else f"journeyc/{name}" for name in written}
    assert sorted(wanted - held) == []


def test_the_wheel_works_in_an_empty_environment(
    wheel: Path, root: Path, tmp_path: Path, require: Callable[[str, bool, str], None]
) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = str(tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    locked = [*install, "--require-hashes", "-r", str(root / ".ci" / "lock" / "core.txt")]
    reached = subprocess.run(locked, capture_output=True, encoding="utf-8", check=False)
    require("registry", reached.returncode == 0, f"the locked packages cannot be had: {reached.stderr[-500:]}")
    # No index: what the wheel asks for must be what the lock has brought.
    _succeed([*install, "--no-index", str(wheel)], cwd=tmp_path)
    pytest.importorskip("journeyc.cli", reason="there is no command line yet")
    out = tmp_path / "out"
    _succeed(
        [python, "-m", "journeyc", "build", str(root / EXAMPLE), "--target", "python", "--out", str(out)], cwd=tmp_path
    )
    assert [path.suffix for path in out.rglob("*.py")] != []


def test_the_shipped_folders_are_the_checkout_s_own(root: Path) -> None:
    assert shipped.folder("grammar") == root / "grammar"
    assert shipped.folder("targets") == root / "targets"
    assert shipped.folder("examples") == root / "examples"


def locked(root: Path, name: str) -> dict[str, str]:
    text = (root / ".ci" / "lock" / f"{name}.txt").read_text(encoding="utf-8")
    return {package.lower().replace("_", "-"): version for package, version, _ in PINNED.findall(text)}


def test_the_lock_has_a_version_for_each_package_that_the_project_names(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    core, dev = locked(root, "core"), locked(root, "dev")
    groups = project["dependency-groups"]
    assert _names(project["project"]["dependencies"] + groups["build"]) - core.keys() == set()
    assert _names([line for line in groups["dev"] if isinstance(line, str)]) - dev.keys() == set()
    assert core.items() - dev.items() == set()


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


def test_the_lock_names_no_place_to_fetch_from(root: Path) -> None:
    for path in (root / ".ci" / "lock").iterdir():
        assert "://" not in path.read_text(encoding="utf-8")
