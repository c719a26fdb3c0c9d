"""Owns how the files of a journey become one: what a used file declares stands where its `use` stands.
Must not know where files come from, nor what their names mean; it is handed what opens a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeyc.diagnostics import DiagnosticBag, Fix, Label
from journeyc.meaning.model import Declared
from journeyc.meaning.report import Reporter, nearest
from journeyc.source import Source
from journeyc.syntax import tree as t

MOST_USES = 1000
MOST_FILES = 200
DEEPEST = 16
LARGEST = 16_000_000
"""The `use` lines and files of one journey, how deep files use each other, and their characters together."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened. Two files are one where their `key` is the same."""

    key: str
    source: Source
    tree: t.File


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a file cannot be taken in: a code with its variant, the path to write instead where one is near, and what
    the message tells beside the path. Without a code, what is wrong has been found in the file itself."""

    code: str = ""
    variant: str = ""
    near: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


Open = Callable[[Source, str], Opened | Closed]
"""What gives the file that a path, written in a source, leads to."""


@dataclass(slots=True)
class Joined:
    """The declarations of all files of a journey in the order in which they stand, and the files as they were met.
    `whole` says that nothing a `use` names is missing."""

    declarations: list[Declared]
    sources: list[Source]
    keys: list[str]
    whole: bool = True


def join(main: Opened, open_: Open, found: DiagnosticBag) -> Joined:
    """Take in what the journey's own file uses, and what that uses; a file used more than once stands where it is
    first used. What cannot be taken in is found at its `use`."""
    joining = _Joining(main, open_, Reporter(found))
    joining.take(main, [])
    return joining.joined


class _Joining:
    def __init__(self, main: Opened, open_: Open, report: Reporter) -> None:
        self.joined = Joined([], [main.source], [main.key])
        self._open = open_
        self._report = report
        self._size = len(main.source.text)
        self._uses = 0
        self._passed: set[str] = set()

    def take(self, file: Opened, above: list[Opened]) -> None:
        """Take in the file's declarations; `above` are the files whose uses led here."""
        way = [*above, file]
        for node in file.tree.declarations:
            self.joined.declarations.append(Declared(node, file.source))
            if isinstance(node, t.Use):
                self._report.source = file.source
                used = self._used(node, way)
                if used is not None:
                    self.take(used, way)

    def _used(self, node: t.Use, way: list[Opened]) -> Opened | None:
        """The file to be taken in here; None where there is none, or where it has been taken in before."""
        self._uses += 1
        if self._uses > MOST_USES:
            self._bound(node, "uses")
            return None
        opened = self._opened(node, way[-1].source)
        if isinstance(opened, Closed):
            self._refuse(node, opened)
            return None
        around = [file.key for file in way]
        if opened.key in around:
            circle = [*(file.source.name for file in way[around.index(opened.key) :]), opened.source.name]
            self._refuse(node, Closed("JC042", values={"circle": " -> ".join(circle)}), remove=True)
            return None
        if opened.key in self.joined.keys:
            return None
        return opened if self._may_come(node, opened, len(way)) else None

    def _opened(self, node: t.Use, holder: Source) -> Opened | Closed:
        path = node.path.plain
        if any(not isinstance(part, str) for part in node.path.parts):
            return Closed("JC041", "hole")
        if not path.strip():
            return Closed("JC041", "empty")
        if any(unicodedata.category(character) == "Cc" for character in path):
            return Closed("JC041", "control")
        if "\\" in path:
            return Closed("JC041", "backslash", path.replace("\\", "/"))
        return self._open(holder, path)

    def _may_come(self, node: t.Use, opened: Opened, depth: int) -> bool:
        """Whether the file is one to be shared, and the journey not too large with it."""
        journey = next((d for d in opened.tree.declarations if isinstance(d, t.Journey)), None)
        if journey is not None:
            label = Label(opened.source.location(journey.start, journey.end), "journey_here")
            self._refuse(node, Closed("JC043", values={"name": journey.name.text}), label)
            return False
        self._size += len(opened.source.text)
        bounds = (
            ("files", len(self.joined.keys) >= MOST_FILES),
            ("depth", depth >= DEEPEST),
            ("size", self._size > LARGEST),
        )
        passed = next((bound for bound, is_passed in bounds if is_passed), None)
        if passed is not None:
            self._bound(node, passed)
            return False
        self.joined.keys.append(opened.key)
        self.joined.sources.append(opened.source)
        return True

    def _bound(self, node: t.Use, which: str) -> None:
        """A bound is passed: that is said once."""
        self._refuse(node, Closed("JC044", which) if which not in self._passed else Closed())
        self._passed.add(which)

    def _refuse(self, node: t.Use, why: Closed, label: Label | None = None, remove: bool = False) -> None:
        self.joined.whole = False
        if not why.code:
            return
        fixes: tuple[Fix, ...] = ()
        if why.near:
            fixes = (self._report.replacement("nearest_name", node.path, f'"{why.near}"', name=why.near),)
        elif remove:
            fixes = (self._report.replacement("remove_use", node, ""),)
        values: dict[str, Any] = {"path": node.path.plain, "near": why.near, **why.values}
        labels = (label,) if label is not None else ()
        self._report.error(why.code, node.path, why.variant, fixes=fixes, labels=labels, **values)


def nearest_path(path: str, names: list[str]) -> str:
    """The path with its last part put right: by the name most like it that stands there, if any is."""
    folder, slash, name = path.rpartition("/")
    near = nearest(name, names)
    return f"{folder}{slash}{near}" if near else ""
