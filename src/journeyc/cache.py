"""Owns the cache folder: JSON values kept between runs, and our own YAML files as they were last read.
Must not know what the values mean. It loads at every start, so it imports only what is cheap."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
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


class Entry:
    """What was made from the file at `path`: one entry of a kind for each file, of its last contents alone, so that
    the cache grows with the number of files and not with their changes."""

    def __init__(self, kind: str, path: str, *parts: bytes) -> None:
        name = f"{kind}-{sha256(os.path.abspath(path).encode(errors='surrogateescape')).hexdigest()[:24]}.json"
        self._place = file_in(name)
        digest = sha256(__version__.encode())
        for part in parts:
            digest.update(b"\n%d\n" % len(part))
            digest.update(part)
        self._made_from = digest.digest()

    def recall(self) -> Any:
        """The value that was made from the very same parts by this version; None where there is none, or where the
        file does not hold what was kept."""
        if self._place is None:
            return None
        try:
            with open(self._place, "rb") as file:
                seal, _, value = file.read().partition(b"\n")
            return json.loads(value) if seal == self._seal(value) else None
        except (OSError, ValueError):
            return None

    def keep(self, value: object) -> None:
        """Keep the value, if that can be done."""
        if self._place is None:
            return
        written = json.dumps(value, separators=(",", ":")).encode()
        with suppress(OutputError):
            write_file(self._place, self._seal(written) + b"\n" + written)

    def _seal(self, value: bytes) -> bytes:
        """What only these parts and this very value give."""
        return sha256(self._made_from + value).hexdigest().encode()


def file_in(name: str) -> str | None:
    """The path of a file of that name in the cache folder; None where there is no such folder."""
    place = folder()
    return None if place is None else os.path.join(place, name)


@cache
def yaml_data(path: str) -> Any:
    """What a YAML file that is shipped with journeyc holds. Raises OSError where it is missing."""
    with open(path, "rb") as file:
        text = file.read()
    entry = Entry("yaml", path, text)
    data = entry.recall()
    if data is None:
        data = _read_yaml(text)
        entry.keep(data)
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
