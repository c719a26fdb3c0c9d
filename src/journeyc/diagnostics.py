"""Owns the shape of a finding: code, severity, labelled places, values for its message, fixes; and their bag.
Must not know any wording (messages/ja.yaml, en.yaml hold it), any output format, or what any pass does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a file: `file` as the user named it; `start` and `end` are character offsets into its text, or None
    where the finding is about the file as a whole or about a line of a data file. Lines and columns count from 1;
    the end column is the one after the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `location` by `text`."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend the fault: `title` is a key of the message catalogue's `fixes`. A safe fix keeps the meaning."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A second place worth looking at; `text` is a key of the catalogue's `labels`."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is stable (JC…); `variant` picks among the wordings a code has; `values` fill the wording;
    `about` is the declaration it is in, for a finding of a lint."""

    code: str
    severity: Severity
    location: Location
    variant: str = ""
    values: tuple[tuple[str, str], ...] = ()
    labels: tuple[Label, ...] = ()
    fixes: tuple[Fix, ...] = ()
    about: str = ""


class DiagnosticBag:
    """Collects findings; gives them back in file and place order, each fault once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int, str, str], Diagnostic] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a finding; a second one with the same code, variant and place says nothing new."""
        at = diagnostic.location
        self._found.setdefault((at.file, at.line, at.column, diagnostic.code, diagnostic.variant), diagnostic)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self._found.values())

    def has_error_on(self, file: str, lines: range) -> bool:
        """Whether an error stands on one of the lines."""
        return any(
            d.severity == "error" and d.location.file == file and d.location.line in lines for d in self._found.values()
        )

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings, by file in the order first met, then by place."""
        files: dict[str, int] = {}
        for diagnostic in self._found.values():
            files.setdefault(diagnostic.location.file, len(files))
        return tuple(
            sorted(
                self._found.values(),
                key=lambda d: (files[d.location.file], d.location.line, d.location.column, d.code),
            )
        )
