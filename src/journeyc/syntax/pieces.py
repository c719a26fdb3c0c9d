"""Owns a file's words and comments as nested statements, each with the line ends and comments that its author gave it.
Must not know how any of it is laid out, nor what a word means."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

BlockKind = Literal["file", "items", "prose", "groups", "arrows", "arms", "steps"]

_BLOCK_OF: dict[str, BlockKind] = {
    "PERSONA": "prose",
    "VIEW": "groups",
    "SCORE": "arrows",
    "CHOOSE": "arrows",
    "RULE": "steps",
    "IF_RULE": "steps",
    "SCENARIO": "steps",
    "TEST": "steps",
}
_JOINED = frozenset({"ELSE", "OF", "OR_MORE"})
"""Words that stand on the line of the word before, where no comment parts them."""

_CLOSERS = frozenset({"RPAREN", "RBRACKET", "RBRACE"})
_OPENERS = frozenset({"LPAREN", "LBRACKET", "LBRACE"})


class Word(NamedTuple):
    """A token: the name of its terminal (without the `_` of those that the tree leaves out), its folded text, and the
    offsets between which it was typed."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Remark:
    """A comment. `own` where it has a line to itself; `blank` where a blank line stands before it."""

    text: str
    own: bool
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A line end inside a statement."""


@dataclass(slots=True)
class Block:
    """What stands between braces. `flat` where it was typed on one line; `remark` is the comment after the brace."""

    kind: BlockKind
    flat: bool = False
    remark: str = ""
    entries: list[Statement | Remark] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A declaration, a line of a block or a step. `remark` is the comment after its end, on the same line."""

    blank: bool
    parts: list[Part] = field(default_factory=list)
    remark: str = ""
    depth: int = 0
    """How many brackets are open while it is read."""

    @property
    def first(self) -> str:
        """The kind of its first word."""
        part = self.parts[0] if self.parts else None
        return part.kind if isinstance(part, Word) else ""


Part = Word | Block | Remark | Break


def statements(typed: str, words: Sequence[Word], comments: Sequence[Word], actions: Set[str]) -> Block:
    """The file as one block of statements. `typed` is the text as it was typed, for its line ends; `actions` are the
    spellings of actions: a line that begins with one begins a step."""
    return _Reader(typed, comments, actions).read(words)


class _Reader:
    """One walk over the words; a stack of the blocks that are open, each with the statement that is open in it."""

    def __init__(self, typed: str, comments: Sequence[Word], actions: Set[str]) -> None:
        self._typed = typed
        self._comments = comments
        self._actions = actions
        self._next = 0
        self._blocks = [Block("file")]
        self._open: list[Statement | None] = [None]
        self._starts = [0]
        self._last: Word | None = None

    def read(self, words: Sequence[Word]) -> Block:
        ended = True
        for word in words:
            if word.kind == "NL":
                ended = True
                continue
            self._take(word, ended)
            self._last = word
            ended = False
        end = len(self._typed)
        self._between(self._comments_before(end), end)
        return self._blocks[0]

    def _take(self, word: Word, ended: bool) -> None:
        comments = self._comments_before(word.start)
        statement = self._open[-1]
        if word.kind == "RBRACE" and not (statement and statement.depth):
            self._between(comments, word.start)
            self._leave(word)
            return
        if statement is None or ended or self._begins_step(statement, word):
            blank = self._between(comments, word.start)
            statement = Statement(blank)
            self._blocks[-1].entries.append(statement)
            self._open[-1] = statement
        else:
            self._inside(statement, comments, word)
        self._add(statement, word)

    def _add(self, statement: Statement, word: Word) -> None:
        if word.kind == "LBRACE" and statement.first != "STAGES":
            block = Block(_kind_of(self._blocks[-1].kind, statement))
            statement.parts.append(block)
            self._blocks.append(block)
            self._open.append(None)
            self._starts.append(word.start)
            return
        if word.kind in _OPENERS:
            statement.depth += 1
        elif word.kind in _CLOSERS:
            statement.depth -= 1
        statement.parts.append(word)

    def _leave(self, word: Word) -> None:
        self._open.pop()
        block = self._blocks.pop()
        block.flat = "\n" not in self._typed[self._starts.pop() : word.end]

    def _begins_step(self, statement: Statement, word: Word) -> bool:
        """Whether a comma at a line's end has parted two steps, which could as well have stood without it."""
        if self._blocks[-1].kind != "steps" or statement.depth or self._last is None or self._last.kind != "COMMA":
            return False
        begins = word.kind != "NAME" or word.text in self._actions
        return begins and "\n" in self._typed[self._last.end : word.start] and statement.first != "GIVEN"

    def _inside(self, statement: Statement, comments: Sequence[tuple[int, Word]], word: Word) -> None:
        """What stands before a word that goes on with a statement."""
        for line_ends, comment in comments:
            statement.parts.append(Remark(comment.text, own=line_ends > 0))
        if comments or self._last is None:
            return
        last = self._last.kind
        joined = last == "AT_LEAST" or word.kind in _JOINED or (word.kind == "LBRACE" and last == "ARROW")
        if not joined and self._typed.find("\n", self._last.end, word.start) >= 0:
            statement.parts.append(Break())

    def _between(self, comments: Sequence[tuple[int, Word]], end: int) -> bool:
        """Settle the comments between two statements; whether a blank line stands before what comes next."""
        block = self._blocks[-1]
        at = self._last.end if self._last is not None else 0
        for line_ends, comment in comments:
            if line_ends == 0 and self._last is not None:
                self._follow(block, comment)
            else:
                block.entries.append(Remark(comment.text, own=True, blank=line_ends > 1 and bool(block.entries)))
            at = comment.end
        return bool(block.entries) and self._typed.count("\n", at, end) > 1

    def _follow(self, block: Block, comment: Word) -> None:
        """A comment on the line of what stands before it."""
        statement = self._open[-1]
        if statement is not None:
            statement.remark = comment.text
        else:
            block.remark = comment.text

    def _comments_before(self, end: int) -> Sequence[tuple[int, Word]]:
        """The comments from the last word up to an offset, each with the number of line ends before it."""
        if self._next == len(self._comments) or self._comments[self._next].start >= end:
            return ()
        found: list[tuple[int, Word]] = []
        at = self._last.end if self._last is not None else 0
        while self._next < len(self._comments) and self._comments[self._next].start < end:
            comment = self._comments[self._next]
            found.append((self._typed.count("\n", at, comment.start), comment))
            at = comment.end
            self._next += 1
        return found


def _kind_of(around: BlockKind, statement: Statement) -> BlockKind:
    """What the lines of a block are, by what stands before its brace."""
    if around == "file":
        return _BLOCK_OF.get(statement.first, "items")
    if around in ("items", "prose"):
        return around
    last = statement.parts[-1] if statement.parts else None
    if isinstance(last, Word) and last.kind == "WAIT_UNTIL":
        return "arrows"
    if isinstance(last, Word) and last.kind == "SPLIT":
        return "arms"
    for part in reversed(statement.parts):
        if isinstance(part, Block) or (isinstance(part, Word) and part.kind == "ARROW"):
            break
        if isinstance(part, Word) and part.kind == "MATCH":
            return "arrows"
    return "steps"
