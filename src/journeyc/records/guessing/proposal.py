"""Owns a proposed mapping as lines of YAML with remarks, before anyone has worded them.
Must not know what is proposed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

_PLAIN = re.compile(r"[^\W\d_][\w・ー().]*( [\w・ー().]+)*")
_NOT_PLAIN = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"))
_LONGEST = 200

Words = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said of a line: the key of its wording, and values for it."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: YAML, a remark, or both. One that is `off` is proposed, but not said."""

    depth: int
    text: str = ""
    remark: Remark | None = None
    off: bool = False


@dataclass(slots=True)
class Proposal:
    """The lines of a proposed mapping."""

    lines: list[Line] = field(default_factory=list)

    def say(self, depth: int, text: str, remark: Remark | None = None, off: bool = False) -> None:
        """Add a line."""
        self.lines.append(Line(depth, text, remark, off))

    def remark(self, depth: int, key: str, **values: object) -> None:
        """Add a line that only remarks on what follows."""
        self.say(depth, "", remark_of(key, **values))

    def gap(self) -> None:
        """Add a blank line."""
        self.say(0, "")

    def ends_with(self, text: str) -> bool:
        """Whether nothing that counts follows the last line of that text."""
        said = [line.text for line in self.lines if line.text and not line.off]
        return said[-1:] == [text]

    def written(self, words: Words) -> Iterator[str]:
        """The lines of the file, with remarks in the words given."""
        for line in self.lines:
            said = None if line.remark is None else _one_line(words(line.remark.key, **dict(line.remark.values)))
            text = f"# {line.text}" if line.off else line.text
            pieces = [text] if text else []
            if said:
                pieces.append(f"# {said}")
            yield ("  " * line.depth + "  ".join(pieces)).rstrip() + "\n"


def remark_of(key: str, **values: object) -> Remark:
    """A remark with its values as texts."""
    return Remark(key, tuple((name, str(value)) for name, value in values.items()))


def quoted(text: str) -> str:
    """A text as YAML: bare where nothing can misread it, with every character that YAML may take for a line end, or
    that cannot be seen, by its number."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else _by_number(ord(each)) for each in written)


def _by_number(number: int) -> str:
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def listed(texts: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def _one_line(text: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
