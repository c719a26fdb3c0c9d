"""Owns a source text: its lines, full-width folding, positions and how wide they are on a terminal.
Must not know the language's grammar, nor where texts come from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from journeyc.diagnostics import Location

TEXT_PATTERN = r'"(?:[^"\\{\n]|\\[^\n]|\{(?:[^{}"\n]|"[^"\n]*")*\})*"'

# U+FF01..FF5E stand 0xFEE0 after their ASCII twins; the ideographic blank and comma have twins of their own, and a
# byte order mark is a blank.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3001: 0x2C, 0xFEFF: 0x20}
_FOLDABLE = re.compile("[\uff01-\uff5e\u3000\u3001\ufeff]")
_KEPT = re.compile(
    r'(?P<text>["\uff02](?:[^"\uff02\\{\n]|\\[^\n]|\{(?:[^{}"\n]|"[^"\n]*")*\})*["\uff02])'
    r"|(?P<comment>(?://|\uff0f\uff0f)[^\n]*)|(?P<name>`[^`\n]*`)"
)


def fold(text: str) -> str:
    """The text with every full-width form replaced by its ASCII twin, except inside texts, quoted names and comments.
    One character for one, so that offsets into it are offsets into the original."""
    if not _FOLDABLE.search(text):
        return text
    parts: list[str] = []
    at = 0
    for match in _KEPT.finditer(text):
        parts.append(text[at : match.start()].translate(_FOLD))
        parts.append(_fold_edges(match))
        at = match.end()
    parts.append(text[at:].translate(_FOLD))
    return "".join(parts)


def _fold_edges(match: re.Match[str]) -> str:
    """What opens and closes a text or opens a comment means its twin; what is inside stays as typed."""
    kept = match.group()
    if match.lastgroup == "text":
        return '"' + kept[1:-1] + '"'
    if match.lastgroup == "comment":
        return "//" + kept[2:]
    return kept


def normal_name(text: str) -> str:
    """The form by which names are compared: NFKC."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def display_width(text: str) -> int:
    """How many terminal columns the text takes: two for wide and full-width characters, none for marks."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


class Source:
    """A journey file's text as typed, under the name the user gave it, with its line index."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line_of(self, offset: int) -> int:
        """The line, from 1, in which the offset stands."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, columns in characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, the inverse of `position`."""
        return self._starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty where there is no such line."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def location(self, start: int, end: int) -> Location:
        """The stretch from offset `start` up to `end`."""
        line, column = self.position(start)
        end_line, end_column = self.position(max(start, end))
        return Location(self.name, line, column, end_line, end_column, start, end)
