"""Owns the cache folder: JSON values kept between runs, and our own YAML files as they were last read.
Must not know what the values mean. It loads at every start, so it imports only what is cheap."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from journeyc import __version__
from journeyc.output import OutputError, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def folder() -> str | None:
    """The cache folder, made if need be: JOURNEYC_CACHE, else the place the platform has for such things. None where
    there can be none: nothing is kept then, and nothing is wrong."""
    place = os.environ.get("JOURNEYC_CACHE") or os.path.join(_platform_folder(), "journeyc")
    try:
        os.makedirs(place, exist_ok=True)
    except OSError:
        return None
    return place


def _platform_folder() -> str:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches")
    return os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")


def key(kind: str, *parts: bytes) -> str:
    """The name under which something made from `parts` by this version is kept."""
    digest = sha256(f"{__version__}\n{kind}".encode())
    for part in parts:
        digest.update(b"\n%d\n" % len(part))
        digest.update(part)
    return f"{kind}-{digest.hexdigest()[:32]}"


def recall(name: str) -> Any:
    """The value kept under a key; None where there is none, or none that can be read."""
    place = folder()
    if place is None:
        return None
    try:
        with open(os.path.join(place, f"{name}.json"), encoding="utf-8", newline="") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def keep(name: str, value: object) -> None:
    """Keep a value under a key, if that can be done."""
    place = folder()
    if place is None:
        return
    try:
        write_file(os.path.join(place, f"{name}.json"), json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    except OutputError:
        return


def file_in(name: str) -> str | None:
    """The path of a file of that name in the cache folder, for those who write it themselves."""
    place = folder()
    return None if place is None or not os.access(place, os.W_OK) else os.path.join(place, name)


@cache
def yaml_data(path: str) -> Any:
    """What a YAML file that is shipped with journeyc holds. Raises OSError where it is missing."""
    with open(path, "rb") as file:
        text = file.read()
    name = key("yaml", text)
    data = recall(name)
    if data is None:
        data = _read_yaml(text)
        keep(name, data)
    return data


def _read_yaml(text: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones


def stamp(folders: Iterable[str]) -> bytes:
    """What tells one state of the files in these folders from another: their names, sizes and times of change."""
    found: list[str] = []
    for place in folders:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_file():
                    status = entry.stat()
                    found.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(sorted(found)).encode()
