"""Owns `.venv`: makes it, fills it with the locked packages, and writes `.venv/.ready` last.
Must not know anything newer than Python 3.7 while it loads: an old Python gets a message, not a syntax error."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
READY = VENV / ".ready"
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST = (3, 11)
QUIETLY = ("install", "--quiet", "--disable-pip-version-check")


class SetUpFailed(Exception):
    """What went wrong and what the person can do about it, in one message."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make .venv with journeyc in it, from the locked packages.")
    parser.add_argument("--dev", action="store_true", help="also install what the tests and checks need")
    parser.add_argument("--bench", action="store_true", help="also install what the speed bars measure against")
    options = parser.parse_args()
    try:
        if sys.version_info < OLDEST:
            raise SetUpFailed(_too_old())
        set_up("dev" if options.dev or options.bench else "core")
        if options.bench:
            add_peers()
    except SetUpFailed as failure:
        print(f"set-up: {failure}", file=sys.stderr)
        return 1
    return 0


def set_up(level: str) -> None:
    """Leave a `.venv` that holds the packages of `level` and says so in `.ready`, or no `.venv` at all."""
    try:
        pip = _pip_of_present_venv() or _make_venv()
        READY.unlink(missing_ok=True)
        _install(pip, level)
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise
    READY.write_text(level + "\n", encoding="utf-8", newline="\n")


def add_peers() -> None:
    """Add the rule engines that the speed bars measure against; without them `.venv` stays as it is."""
    pip = _pip_of_present_venv()
    assert pip is not None
    _install_locked(pip, "bench")
    READY.write_text("dev bench\n", encoding="utf-8", newline="\n")


def _pip_of_present_venv() -> list[str] | None:
    """The pip that serves a `.venv` which an earlier set-up finished and which still runs."""
    if not READY.exists():
        return None
    for pip in _pips():
        if _runs([*pip, "--version"]):
            return pip
    return None


def _make_venv() -> list[str]:
    """Make an empty `.venv`. Without ensurepip (Debian keeps it in a package of its own) `venv` fails and leaves half
    a folder, so the second try clears it and lends it the pip of the Python that runs this."""
    own_pip, lent_pip = _pips()
    if _runs([sys.executable, "-m", "venv", "--clear", str(VENV)]) and _runs([*own_pip, "--version"]):
        return own_pip
    if _runs([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]) and _runs([*lent_pip, "--version"]):
        return lent_pip
    raise SetUpFailed(_no_venv())


def _pips() -> tuple[list[str], list[str]]:
    own = [str(VENV_PYTHON), "-m", "pip"]
    return own, [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]


def _install(pip: list[str], level: str) -> None:
    _install_locked(pip, level)
    # hatchling came with the lock: no isolated build, so nothing is fetched that is not locked.
    if not _succeeds([*pip, *QUIETLY, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
        raise SetUpFailed("journeyc itself could not be installed; the lines above say why.")


def _install_locked(pip: list[str], name: str) -> None:
    lock = ROOT / ".ci" / "lock" / (name + ".txt")
    print(f"set-up: installing the packages of {lock.relative_to(ROOT)}", flush=True)
    if not _succeeds([*pip, *QUIETLY, "--require-hashes", "-r", str(lock)]):
        raise SetUpFailed("the packages could not be installed; the lines above say why. Is the network there?")


def _runs(command: list[str]) -> bool:
    """Whether the command exists and succeeds; what it prints is of no interest."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False).returncode == 0


def _too_old() -> str:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return f"journeyc needs Python 3.11 or newer; {sys.executable} is {found}. Name a newer one: make PYTHON=python3.12"


def _no_venv() -> str:
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    return (
        f"{sys.executable} can make no virtual environment. On Debian or Ubuntu: apt install {package}"
        " (elsewhere: install pip for this Python), then try again."
    )


if __name__ == "__main__":
    sys.exit(main())
