"""Owns journey files on the disk: which files paths name, what of the disk a journey may see, and whether that changed.
Must not know what the files say. It loads at every start, so it imports only what is cheap."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"
"""The path that means standard input, and the name findings then give the file."""

JOURNEY_ENDING = ".journey"
LARGEST = 16_000_000
"""Bytes of a journey file that are read: more than the parser takes of any text."""
MOST_BESIDE = 200
"""Journey files of one folder that are looked through for a journey by its name."""

_MARKS = ("journeyc.yaml", "pyproject.toml", ".git")


def journey_files(paths: Iterable[str]) -> Iterator[str]:
    """The files that the paths name: of a folder, every journey below it, in the order of their names."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for place, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (os.path.join(place, name) for name in sorted(files) if name.endswith(JOURNEY_ENDING))


def bytes_of(path: str) -> bytes | OSError:
    """What the file holds, one byte more than LARGEST at most; or why it cannot be had."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        return error


def same_file(path: str) -> str:
    """What two paths have in common that lead to one file, links followed."""
    return path if path == STDIN else os.path.realpath(path)


def beside(path: str, *parts: str) -> str:
    """The path that leads from the folder of `path` on through the parts, named as `path` is."""
    return os.path.normpath(os.path.join(os.path.dirname(path), *parts))


def seen_from(path: str, other: str) -> str:
    """How `other` is reached from the folder of `path`; `beside` turns it back. A drive of its own stays as it is."""
    try:
        return os.path.relpath(other, os.path.dirname(path) or ".")
    except ValueError:
        return other


class Sight:
    """What the journey at `path` sees of the disk beside its own text. It notes each answer, so that it can be told
    later whether all would be the same."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._notes: dict[tuple[str, str], Any] = {}

    @property
    def notes(self) -> list[list[Any]]:
        """What was seen, as values that can be kept; paths in it are seen from the journey."""
        return [[kind, path, answer] for (kind, path), answer in self._notes.items()]

    def add(self, other: Sight) -> None:
        """This journey sees what another saw, too."""
        for (kind, path), answer in other._notes.items():
            self._notes[kind, seen_from(self._path, beside(other._path, path))] = answer

    def unchanged(self, notes: Iterable[Iterable[Any]], looks: dict[tuple[str, str], Any]) -> bool:
        """Whether all that was noted before would be seen again. `looks` is what was looked at in this command: nothing
        is looked at twice."""
        for kind, path, answer in notes:
            place = kind, os.path.abspath(beside(self._path, path))
            if place not in looks:
                looks[place] = _look(*place)
            if looks[place] != answer:
                return False
        return True

    def root(self) -> str:
        """The folder whose files the journey may use: the nearest one above it with journeyc.yaml, pyproject.toml or
        .git, else its own."""
        root: str = self._note("root", "")
        return root

    def file(self, path: str) -> bytes | OSError | None:
        """What a file holds, or why it cannot be read; None where there is no such file. A pipe or a device is none."""
        real = os.path.realpath(path)
        data = bytes_of(real) if os.path.isfile(real) else None
        self.note_file(path, data)
        return data

    def note_file(self, path: str, data: bytes | OSError | None) -> None:
        """The journey sees the file at the path, which holds that."""
        self._notes["file", seen_from(self._path, path)] = _answer(path, data)

    def journeys_beside(self) -> list[str]:
        """The journey files in the journey's own folder, MOST_BESIDE of them at most, in the order of their names. What
        leads out of the project, or is a pipe or a device, is none."""
        root = self.root()
        places = (beside(self._path, name) for name in self._note("folder", ""))
        return [place for place in places if is_within(place, root) and os.path.isfile(place)]

    def _note(self, kind: str, path: str) -> Any:
        answer = _look(kind, beside(self._path, path))
        self._notes[kind, path] = answer
        return answer


def _look(kind: str, path: str) -> Any:
    if kind == "root":
        return _root_above(os.path.realpath(path))
    if kind == "folder":
        return _journeys_in(path)
    return _answer(path, bytes_of(path) if os.path.isfile(path) else None)


def _root_above(folder: str) -> str:
    place = folder
    while True:
        if any(os.path.exists(os.path.join(place, mark)) for mark in _MARKS):
            return place
        above = os.path.dirname(place)
        if above == place:
            return folder
        place = above


def _journeys_in(folder: str) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(JOURNEY_ENDING))
    except OSError:
        return []
    return names[:MOST_BESIDE]


def _answer(path: str, data: bytes | OSError | None) -> list[str] | None:
    """What tells whether a file is as it was: where it is, links followed, and what it holds."""
    if data is None:
        return None
    return [os.path.realpath(path), "" if isinstance(data, OSError) else sha256(data).hexdigest()]


def file_names_beside(path: str) -> list[str]:
    """Every name in the folder of `path`: what a mistyped path may have meant."""
    try:
        return sorted(os.listdir(os.path.dirname(path) or "."))
    except OSError:
        return []


def is_within(path: str, root: str) -> bool:
    """Whether the path leads to something below `root`, links followed."""
    return os.path.realpath(path).startswith(os.path.join(root, ""))
