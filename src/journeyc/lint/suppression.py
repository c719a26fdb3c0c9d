"""Owns `// journeyc: ignore …` comments: what they say, and which findings they put away.
Must not know where comments come from, nor what day it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from journeyc.program.schema import Place

_ASKS = re.compile(r"/+\s*journeyc\s*:\s*(?P<word>\w*)(?P<rest>.*)", re.DOTALL)
_SAYS = re.compile(
    r"(?P<codes>(?:[\s,、]*JC\d{3})+)\s*(?:(?:until|まで)\s+(?P<until>\d{4}-\d\d-\d\d))?\s*(?:\"(?P<reason>[^\"]*)\")?\s*"
)

Fault = Literal["", "unread", "no_reason", "expired"]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the source, and the line it speaks of: its own, or where it stands alone the next that says
    something."""

    place: Place
    text: str
    line: int


@dataclass(slots=True)
class Ignore:
    """A comment that asks to put findings away. `until` is the last day on which it does. `used` are those of its codes
    that were found."""

    place: Place
    line: int
    codes: tuple[str, ...] = ()
    until: str | None = None
    fault: Fault = ""
    text: str = ""
    used: set[str] = field(default_factory=set)

    @property
    def unused(self) -> tuple[str, ...]:
        """Its codes that nothing was found of."""
        return tuple(code for code in self.codes if code not in self.used)


def read(comments: Iterable[Comment], today: str) -> tuple[Ignore, ...]:
    """What the comments ask to ignore on the day `today`."""
    asked = ((comment, _ASKS.match(unicodedata.normalize("NFKC", comment.text))) for comment in comments)
    return tuple(_ignore(comment, match, today) for comment, match in asked if match is not None)


def _ignore(comment: Comment, asked: re.Match[str], today: str) -> Ignore:
    said = _SAYS.fullmatch(asked["rest"]) if asked["word"] == "ignore" else None
    text = comment.text.lstrip("/／").strip()
    if said is None or not _is_day(said["until"]):
        return Ignore(comment.place, comment.line, fault="unread", text=text)
    codes = tuple(dict.fromkeys(re.findall(r"JC\d{3}", said["codes"])))
    until = said["until"]
    fault: Fault = ""
    if not (said["reason"] or "").strip():
        fault = "no_reason"
    elif until is not None and until < today:
        fault = "expired"
    return Ignore(comment.place, comment.line, codes, until, fault, text)


def _is_day(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def ignored(ignores: Iterable[Ignore], code: str, line: int, file: int) -> bool:
    """Whether a comment puts away the finding of that code on that line; it is noted there."""
    found = False
    for ignore in ignores:
        if ignore.line == line and ignore.place.file == file and code in ignore.codes:
            ignore.used.add(code)
            found = found or not ignore.fault
    return found
