"""Owns the one layout of a journey file: indentation, blanks between words, line ends, columns.
Must not know what a word means, nor files: the parser and the vocabulary's data are handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from journeyc.diagnostics import DiagnosticBag
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.alignment import Column, Line, align_cells, align_remarks
from journeyc.syntax.keywords import Language, respelled
from journeyc.syntax.layout import MAXIMUM_LINE
from journeyc.syntax.parser import Parser, no_collection
from journeyc.syntax.pieces import Block, BlockKind, Break, Part, Remark, Statement, Word, statements

_LONGEST = MAXIMUM_LINE // 4
"""Characters up to which a block that was typed on one line stays there: in neither language may a line grow beyond
what can be read again."""

_INDENT = 2
_GOES_ON = 4
"""Columns by which the further lines of a statement stand further in: more than its block's lines do."""

_NONE_AFTER = frozenset({"LPAREN", "LBRACKET", "DOT", "DOTS", "MINUS", "SLASH", "SIGN"})
_NONE_BEFORE = frozenset({"RPAREN", "RBRACKET", "COMMA", "COLON", "DOT", "DOTS", "MINUS", "SLASH"})
_BRACE = Word("RBRACE", "}", 0, 0)


class Formatter:
    """Formats journey files. `vocabulary` is the data of `vocabulary.yaml`."""

    def __init__(self, parser: Parser, vocabulary: Mapping[str, Any]) -> None:
        self._parser = parser
        self._vocabulary = vocabulary
        rows = vocabulary["actions"].items()
        self._actions = frozenset(spelling for word, row in rows for spelling in (word, row["ja"]))

    def format(
        self,
        source: Source,
        found: DiagnosticBag,
        keywords: Language | None = None,
        used: Callable[[], Sequence[t.Declaration]] = tuple,
    ) -> str | None:
        """The file's text in its one layout, its keywords in a language if one is asked for; then `used` is asked for
        what the files that this one uses declare. None where the file has faults, which go to `found`: what cannot be
        read is left alone. Line ends are those of the file's first line."""
        with no_collection():
            tree, words = self._parser.parse_with_words(source, found)
            if found.has_errors:
                return None
            words = [word if word.text.isalnum() else _canonical(word) for word in words]
            if keywords is not None:
                others = used() if any(isinstance(node, t.Use) for node in tree.declarations) else ()
                words = respelled(tree, others, words, self._vocabulary, keywords)
            comments = [Word("", c.text.rstrip(), c.start, c.end) for c in tree.comments]
            lines: list[Line] = []
            _Layout(lines).block(statements(source.text, words, comments, self._actions), 0)
        line_end = "\r\n" if re.match(r"[^\n]*\r\n", source.text) else "\n"
        return line_end.join([*align_remarks(lines), ""])


def _canonical(word: Word) -> Word:
    """The word with one blank between the parts of a phrase, and an arrow in ASCII."""
    if word.kind == "ARROW":
        return word._replace(text="->")
    if word.kind not in ("TEXT", "NAME", "NL") and (" " in word.text or "\t" in word.text):
        return word._replace(text=" ".join(word.text.split()))
    return word


class _Layout:
    """Writes statements as lines."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    def block(self, block: Block, indent: int) -> None:
        """The lines of a block, those of one kind that follow one another aligned."""
        rows: list[Line] = []
        kind = ""
        for entry in block.entries:
            if entry.blank:
                align_cells(rows)
                rows = []
            if isinstance(entry, Remark):
                self._lines.append(Line(indent, entry.text, blank=entry.blank))
                continue
            row_kind, columns = _columns(entry, block.kind)
            line = _Writer(self, entry, block.kind, indent, columns).write()
            if line is None or row_kind != kind:
                align_cells(rows)
                rows = []
            kind = row_kind if line is not None else ""
            if line is not None and line.cells:
                rows.append(line)
        align_cells(rows)

    def add(self, line: Line) -> None:
        """One more line."""
        self._lines.append(line)


class _Writer:
    """Writes one statement."""

    def __init__(
        self, layout: _Layout, statement: Statement, around: BlockKind, indent: int, columns: Mapping[int, Column]
    ) -> None:
        self._layout = layout
        self._statement = statement
        self._around = around
        self._indent = indent
        self._columns = columns
        self._line = Line(indent, blank=statement.blank)
        self._cuts: list[tuple[Column, int]] = []
        self._one_line = True

    def write(self) -> Line | None:
        """Add the statement's lines; returns its line where it has but one."""
        before: Word | None = None
        blanks = _Blanks(self._statement, self._around)
        for at, part in enumerate(self._statement.parts):
            if isinstance(part, Word):
                parted = blanks.between(before, part, at)
                self._append(at, " " if parted and self._line.text else "", part.text)
                before = part
            elif isinstance(part, Block):
                self._block(at, part)
                before = _BRACE
            elif isinstance(part, Break):
                self._end_line()
            elif part.own:
                self._end_line()
                self._layout.add(Line(self._indent + _GOES_ON, part.text))
            else:
                self._line.remark = part.text
                self._end_line()
        self._line.remark = self._statement.remark
        self._add_line()
        if not self._one_line:
            return None
        self._line.cells = self._cells()
        return self._line

    def _append(self, at: int, gap: str, text: str) -> None:
        if at in self._columns and self._one_line:
            self._cuts.append((self._columns[at], len(self._line.text)))
        self._line.text += gap + text

    def _cells(self) -> list[tuple[Column, str]]:
        text = self._line.text
        starts: list[tuple[Column, int]] = [((0,), 0), *self._cuts]
        ends = [start for _, start in self._cuts] + [len(text)]
        cells = zip(starts, ends, strict=True)
        return [(column, text[start:end].strip()) for (column, start), end in cells] if self._cuts else []

    def _end_line(self) -> None:
        """Go on in a new line."""
        if not self._line.text:
            return
        self._one_line = False
        self._add_line()
        self._line = Line(self._indent + _GOES_ON)

    def _add_line(self) -> None:
        """A line that begins by closing a bracket goes back to where the statement began."""
        if self._line.text.startswith((")", "]")):
            self._line.indent = self._indent
        self._layout.add(self._line)

    def _block(self, at: int, block: Block) -> None:
        gap = " " if self._line.text else ""
        if not block.entries and not block.remark:
            self._append(at, gap, "{}")
            return
        if block.flat:
            text = _flat(block)
            if len(self._line.text) + len(text) <= _LONGEST:
                self._append(at, gap, text)
                self._cut_inside(at, block, len(text))
                return
        self._line.text += gap + "{"
        self._line.remark = block.remark
        self._layout.add(self._line)
        self._one_line = False
        self._layout.block(block, self._indent + _INDENT)
        self._line = Line(self._indent, "}")

    def _cut_inside(self, at: int, block: Block, length: int) -> None:
        """The lines of a declaration's block are columns too, as long as the labels before them are the same."""
        if not self._one_line or self._columns.get(at, (0,))[0] != _BLOCK:
            return
        offset = len(self._line.text) - length + 2
        labels: list[str] = []
        for entry in block.entries:
            assert isinstance(entry, Statement)
            if labels:
                self._cuts.append(((_BLOCK + len(labels), *labels), offset))
            labels.append(_label(entry))
            offset += len(_flat_statement(entry, block.kind)) + 2


def _flat(block: Block) -> str:
    """The block on one line."""
    inside = "; ".join(_flat_statement(entry, block.kind) for entry in block.entries if isinstance(entry, Statement))
    return f"{{ {inside} }}" if inside else "{}"


def _flat_statement(statement: Statement, around: BlockKind) -> str:
    text = ""
    before: Word | None = None
    blanks = _Blanks(statement, around)
    for at, part in enumerate(statement.parts):
        if isinstance(part, Word):
            text += (" " if blanks.between(before, part, at) else "") + part.text
            before = part
        elif isinstance(part, Block):
            text += (" " if text else "") + _flat(part)
            before = _BRACE
    return text


class _Blanks:
    """Where a blank stands between two words of a statement."""

    def __init__(self, statement: Statement, around: BlockKind) -> None:
        self._parts = statement.parts
        self._labelled = around in ("items", "prose")
        self._given = statement.first == "GIVEN"
        self._depth = 0

    def between(self, before: Word | None, word: Word, at: int) -> bool:
        """Whether a blank stands before the word, which is the statement's part number `at`."""
        kind = word.kind
        if before is None or kind in _NONE_BEFORE or before.kind in _NONE_AFTER:
            blank = False
        elif kind == "LPAREN":
            blank = before.kind != "NAME" or self._is_label(at - 1)
        else:
            blank = not (kind == "OR_MORE" and not word.text.isascii())
        self._depth += (kind in ("LPAREN", "LBRACKET")) - (kind in ("RPAREN", "RBRACKET"))
        return blank

    def _is_label(self, at: int) -> bool:
        """Whether a name before a parenthesis is not what is called, but the label of what stands in it."""
        if self._labelled and at == 0:
            return True
        earlier = self._parts[at - 1] if at else None
        return self._given and not self._depth and isinstance(earlier, Word) and earlier.kind in ("GIVEN", "COMMA")


# --- columns -----------------------------------------------------------------------------------------------------

_TITLED = frozenset({"TEAM", "SOURCE", "STAGE", "PERSONA"})
_BLOCK = 3
"""The column of a declaration's block; those of the lines in it come after."""

Columns = dict[int, Column]


def _columns(statement: Statement, around: BlockKind) -> tuple[str, Columns]:
    """The kind of row a statement is, and which of its parts begin a column: consecutive rows of one kind are
    aligned."""
    parts, first = statement.parts, statement.first
    if around == "file":
        return first, _declared(parts, first)
    if around == "items":
        typed = len(parts) > 2 and isinstance(parts[1], Word) and parts[1].kind == "COLON"
        return ("typed", {2: (1,)}) if typed else ("setting", {1: (1,)})
    if around == "prose":
        noted = len(parts) > 1 and isinstance(parts[1], Word) and parts[1].kind == "TEXT"
        return ("note", {1: (1,)}) if noted else ("", {})
    if around == "arrows":
        return "arrow", _first_of(parts, {"ARROW": 1})
    if around == "groups":
        return "group", _first_of(parts, {"EQUAL": 1})
    if around == "arms":
        return "arm", {at: (1 if isinstance(part, Word) else 2,) for at, part in enumerate(parts) if at}
    return "", {}


def _declared(parts: Sequence[Part], first: str) -> Columns:
    if first in _TITLED or first == "NAME":
        return {1: (1,), **_title_and_block(parts, first)}
    if first == "SEGMENT":
        return _first_of(parts, {"WHEN": 1})
    if first == "GOAL":
        found = _first_of(parts, {"OF": 2, "WITHIN": 2, "WHEN": 3})
        # A goal that says neither begins its condition where others say them.
        return {1: (1,), **(found if len(found) > 1 else dict.fromkeys(found, (2,)))}
    return {}


def _title_and_block(parts: Sequence[Part], first: str) -> Columns:
    """Contents of all kinds are one group, but what their blocks say differs: those that begin alike are aligned."""
    found: Columns = {}
    for at, part in enumerate(parts):
        if isinstance(part, Block):
            entry = part.entries[0] if part.entries and first == "NAME" else None
            found[at] = (_BLOCK, _label(entry)) if isinstance(entry, Statement) else (_BLOCK,)
        elif isinstance(part, Word) and part.kind == "TEXT":
            found[at] = (2,)
    return found


def _label(statement: Statement) -> str:
    """The word that begins a line; typed fields have no more in common than that they are fields."""
    parts = statement.parts
    first = parts[0]
    typed = len(parts) > 1 and isinstance(parts[1], Word) and parts[1].kind == "COLON"
    return first.text if isinstance(first, Word) and not typed else ""


def _first_of(parts: Sequence[Part], columns: Mapping[str, int]) -> Columns:
    """The first part of each column, in the order of the columns; each column is named by the words that begin it."""
    found: Columns = {}
    last = 0
    for at, part in enumerate(parts):
        column = columns.get(part.kind, 0) if isinstance(part, Word) else 0
        if column > last:
            found[at] = (column,)
            last = column
    return found
