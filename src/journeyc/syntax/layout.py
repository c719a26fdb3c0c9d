"""Owns what can be said of a text before it is parsed: its quotes, comments, brackets and statements.
Must not know the grammar beyond how statements end, nor what any word means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from journeyc.source import TEXT_PATTERN, fold

MAXIMUM_LENGTH = 4_000_000
MAXIMUM_LINE = 20_000
MAXIMUM_DEPTH = 60

_PIECE = re.compile(
    rf"(?P<text>{TEXT_PATTERN})|(?P<comment>//[^\n]*)|(?P<name>`[^`\n]+`)|(?P<open_text>\"[^\n]*)|(?P<open_name>`[^\n]*)"
    r"|(?P<quote>「[^「」\n]*」|“[^“”\n]*[”“]|”[^”\n]*”)|(?P<bracket>[(){}\[\]])|(?P<line_end>\n)|(?P<semicolon>;)"
    r"|(?P<code>[^\"`「“”(){}\[\]\n;/]+|/|「)"
)
# Every alternative begins with a plain character, so that the search can skip what is none of them. The groups catch
# what is not closed on its line.
_MARK = re.compile(
    rf"{TEXT_PATTERN[:-1]}(?:\"|(?P<open>[^\n]*))"
    r"|//[^\n]*|`(?:[^`\n]+`|(?P<open_name>[^\n]*))|「[^「」\n]*」|“[^“”\n]*[”“]|”[^”\n]*”|\(|\)|\{|\}|\[|\]"
)
_BRACKETS = frozenset("(){}[]")
_HOLDS_ON = re.compile(r"(?:->|→|[,|{(\[]|(?<![\w・])(?:and|or|かつ|または))[ \t\r]*$")
_TAKES_BACK = re.compile(
    r"\s*(?:->|→|,|\||\)|\]|(?:and|or|かつ|または)(?![\w・])|(?:else|それ以外)[ \t\f\r]*(?:\{|(?:if|もし)(?![\w・])))"
)
_TAKEN_LINE_END = re.compile(
    r"[ \t\r]*\n\s*(?=->|→|,|\||\)|\]|(?:and|or|かつ|または)(?![\w・])"
    r"|(?:else|それ以外)[ \t\f\r]*(?:\{|(?:if|もし)(?![\w・])))"
)
_CLOSES = {")": "(", "]": "[", "}": "{"}

FaultKind = Literal["open_text", "open_name", "quote", "unclosed", "unopened", "too_deep", "too_long", "line_too_long"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the layout, between two offsets. What an unclosed bracket holds goes up to `reach`."""

    kind: FaultKind
    start: int
    end: int
    reach: int = 0


@dataclass(slots=True)
class Statement:
    """A stretch of text closed by a line end, a `;` or a brace, with the statements of its blocks."""

    start: int
    end: int
    children: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is parsed: `text` is folded, its comments and the line ends that go on are blank, and wrong quotes are
    right ones, so that parsing can go on. Its length is kept."""

    text: str
    comments: tuple[tuple[int, int], ...]
    faults: tuple[Fault, ...]


def lay_out(typed: str) -> Layout:
    """Fold the text and find its comments and the faults of its quotes and brackets."""
    fault = _too_long(typed)
    if fault is not None:
        return Layout("", (), (fault,))
    text = fold(typed)
    comments: list[tuple[int, int]] = []
    faults: list[Fault] = []
    brackets: list[tuple[str, int]] = []
    mended: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        start, end = match.span()
        mark = text[start]
        if mark in _BRACKETS:
            brackets.append((mark, start))
        elif mark == "/":
            comments.append((start, end))
        elif mark in "「“”":
            faults.append(Fault("quote", start, end))
            mended.append((start, end))
        elif match.lastindex:
            kind: FaultKind = "open_text" if mark == '"' else "open_name"
            faults.append(Fault(kind, start, start + len(match.group().rstrip())))
    faults.extend(_bracket_faults(text, brackets))
    parsed = _on_one_line(_without_comments(_with_right_quotes(text, mended), comments))
    return Layout(parsed, tuple(comments), tuple(faults))


def _without_comments(text: str, comments: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in comments:
        parts += (text[at:start], " " * (end - start))
        at = end
    return "".join((*parts, text[at:]))


def _on_one_line(text: str) -> str:
    """The text with blanks for the line ends that the word before or after takes. Where a bracket is open that is the
    lexer's business: it knows texts from code."""
    return _TAKEN_LINE_END.sub(lambda match: " " * len(match.group()), text)


def _too_long(text: str) -> Fault | None:
    if len(text) > MAXIMUM_LENGTH:
        return Fault("too_long", 0, 0)
    if len(text) <= MAXIMUM_LINE:
        return None
    long_line = re.search(rf"[^\n]{{{MAXIMUM_LINE + 1}}}", text)
    return Fault("line_too_long", long_line.start(), long_line.start() + 1) if long_line else None


def _bracket_faults(text: str, brackets: list[tuple[str, int]]) -> list[Fault]:
    """Where a brace is never closed, the indentation tells which: the last that can be blamed is the outermost."""
    faults = list(_Balance(text, by_indentation=False).faults(brackets))
    if any(fault.kind == "unclosed" and text[fault.start] == "{" for fault in faults):
        faults = list(_Balance(text, by_indentation=True).faults(brackets))
    return faults


class _Balance:
    """Pairs brackets. A brace that closes takes with it the parentheses left open inside."""

    def __init__(self, text: str, by_indentation: bool) -> None:
        self._text = text
        self._by_indentation = by_indentation
        self._open: list[tuple[str, int]] = []

    def faults(self, brackets: list[tuple[str, int]]) -> Iterator[Fault]:
        """Every bracket without its other half, and the one that is too deep."""
        for bracket, at in brackets:
            if bracket in "([{":
                yield from self._opened(bracket, at)
            else:
                yield from self._closed(bracket, at)
        while self._open:
            yield self._unclosed(self._margin(self._open[-1][1]))

    def _opened(self, bracket: str, at: int) -> Iterator[Fault]:
        self._open.append((bracket, at))
        if len(self._open) == MAXIMUM_DEPTH + 1:
            yield Fault("too_deep", at, at + 1)

    def _closed(self, bracket: str, at: int) -> Iterator[Fault]:
        while bracket == "}" and self._open and (self._open[-1][0] != "{" or self._belongs_further_out(at)):
            yield self._unclosed(at)
        if self._open and self._open[-1][0] == _CLOSES[bracket]:
            self._open.pop()
        else:
            yield Fault("unopened", at, at + 1)

    def _belongs_further_out(self, at: int) -> bool:
        """Whether a `}` that begins its line stands further left than the line of the innermost open brace."""
        line = self._text.rfind("\n", 0, at) + 1
        begins_line = not self._text[line:at].strip()
        further_left = self._indentation(at) < self._indentation(self._open[-1][1])
        return self._by_indentation and begins_line and further_left and len(self._open) > 1

    def _indentation(self, at: int) -> int:
        line = self._text[self._text.rfind("\n", 0, at) + 1 : at + 1]
        return len(line) - len(line.lstrip())

    def _unclosed(self, reach: int) -> Fault:
        bracket, at = self._open.pop()
        line_end = self._text.find("\n", at)
        in_line = reach if line_end < 0 else min(reach, line_end)
        return Fault("unclosed", at, at + 1, reach if bracket == "{" else in_line)

    def _margin(self, at: int) -> int:
        """The end of the last line before one that begins at the margin, else of the text."""
        margin = re.compile(r"\n(?=[^\s}/])").search(self._text, at)
        return margin.start() if margin else len(self._text)


def _with_right_quotes(text: str, mended: list[tuple[int, int]]) -> str:
    for start, end in mended:
        text = text[:start] + '"' + text[start + 1 : end - 1].replace('"', "'") + '"' + text[end:]
    return text


def statements(text: str, start: int, end: int) -> list[Statement]:
    """The statements between two offsets, with those of their blocks inside them. The brackets must balance."""
    return _StatementReader(text, start, end).read()


class _StatementReader:
    """One walk over the pieces of the text; a stack of the blocks that are open."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._pieces = _PIECE.finditer(text, start, end)
        self._end = end
        self._blocks: list[list[Statement]] = [[]]
        self._open: list[Statement | None] = [None]
        self._parens = 0
        self._last = start

    def read(self) -> list[Statement]:
        for match in self._pieces:
            self._take(match.lastgroup or "", match)
        while len(self._blocks) > 1:
            self._leave(self._end)
        self._close(self._end)
        return self._blocks[0]

    def _take(self, kind: str, match: re.Match[str]) -> None:
        piece = match.group()
        if kind == "bracket" and piece == "{":
            self._touch(match)
            self._blocks.append([])
            self._open.append(None)
        elif kind == "bracket" and piece == "}":
            self._leave(match.end())
        elif kind == "line_end":
            if not self._parens and not self._holds_on(match.end()):
                self._close(match.start())
        elif kind == "semicolon":
            self._close(match.start())
        elif kind != "comment" and piece.strip():
            self._parens += (piece in "([") - (piece in ")]") if kind == "bracket" else 0
            self._touch(match)

    def _touch(self, match: re.Match[str]) -> None:
        if self._open[-1] is None:
            self._open[-1] = Statement(match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
        self._last = match.start() + len(match.group().rstrip())

    def _close(self, end: int) -> None:
        statement = self._open[-1]
        if statement is not None:
            statement.end = max(self._last, statement.start + 1)
            self._blocks[-1].append(statement)
        self._open[-1] = None

    def _leave(self, end: int) -> None:
        """A brace closes: what is open inside is done, and the statement around it goes on."""
        self._close(end)
        inside = self._blocks.pop() if len(self._blocks) > 1 else []
        self._open.pop() if len(self._open) > 1 else None
        around = self._open[-1]
        if around is not None:
            around.children.extend(inside)
        self._last = end

    def _holds_on(self, after: int) -> bool:
        return bool(
            _HOLDS_ON.search(self._text, max(0, self._last - 8), self._last) or _TAKES_BACK.match(self._text, after)
        )
