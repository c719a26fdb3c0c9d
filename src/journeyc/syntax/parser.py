"""Owns text to tree: the one importer of the parsing library, its tables, and recovery from errors.
Must not know what names mean; wording of faults is the message catalogue's."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.lexer import LexerThread
from lark.parsers.lalr_interactive_parser import InteractiveParser
from lark.utils import TextSlice

from journeyc.diagnostics import Diagnostic, DiagnosticBag, Edit, Fix, Location
from journeyc.source import Source, fold, normal_name
from journeyc.syntax import tree as t
from journeyc.syntax.builder import TreeBuilder
from journeyc.syntax.layout import Fault, Layout, Statement, lay_out, statements
from journeyc.syntax.node import moved, replaced
from journeyc.syntax.pieces import Word
from journeyc.syntax.terminals import duration_units, grammar_with_words

MAXIMUM_FAULTS = 100
_CODES = {
    "too_long": "JC002",
    "line_too_long": "JC002",
    "too_deep": "JC003",
    "unclosed": "JC005",
    "unopened": "JC006",
    "open_text": "JC007",
    "open_name": "JC007",
    "quote": "JC008",
}
_HOLDS_ON = frozenset({"_ARROW", "_COMMA", "_AND", "_OR", "_PIPE", "LBRACE", "LPAREN", "_LBRACKET"})


class _LineEnds:
    """Drops the line ends that the token before takes, and those inside parentheses. Where a list is handed in as
    `kept`, the tokens of the next text go into it, those of its holes aside."""

    always_accept = ("_NL",)
    kept: list[Token] | None = None

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        kept, self.kept = self.kept, None
        tokens = self._without_taken(stream)
        return tokens if kept is None else _keeping(tokens, kept)

    def _without_taken(self, stream: Iterator[Token]) -> Iterator[Token]:
        depth = 0
        last = "LBRACE"
        for token in stream:
            kind = token.type
            if kind == "_NL":
                if depth or last in _HOLDS_ON:
                    continue
            elif kind in ("LPAREN", "_LBRACKET"):
                depth += 1
            elif kind in ("RPAREN", "RBRACKET"):
                depth -= 1
            last = kind
            yield token


def _keeping(tokens: Iterator[Token], kept: list[Token]) -> Iterator[Token]:
    for token in tokens:
        kept.append(token)
        yield token


class Parser:
    """Parses journey files. Building it costs a fifth of a second, or less where `tables`, a file kept between runs,
    holds what was built before from the same grammar."""

    def __init__(self, grammar: str, vocabulary: Mapping[str, Any], tables: str | None = None) -> None:
        words = _Words(vocabulary)
        self._words = words
        self._text = ""
        self._line_ends = _LineEnds()
        builder = TreeBuilder(duration_units(vocabulary), words.actions, self._parse_hole)
        self._lark = Lark(
            grammar_with_words(grammar, vocabulary),
            parser="lalr",
            lexer="contextual",
            start=["file", "hole"],
            maybe_placeholders=False,
            postlex=self._line_ends,
            transformer=builder,
            cache=tables or False,
        )

    def parse(self, source: Source, found: DiagnosticBag) -> t.File:
        """The tree of the file. Every fault goes to `found`, once; every statement without one is in the tree."""
        if not source.text.strip():
            found.add(Diagnostic("JC004", "error", source.location(0, 0)))
            return t.File(0, 0, ())
        layout = lay_out(source.text)
        hopeless = [fault for fault in layout.faults if fault.kind in ("too_long", "line_too_long", "too_deep")]
        for fault in hopeless or layout.faults:
            found.add(_layout_diagnostic(source, fault))
        if hopeless:
            return t.File(0, 0, ())
        self._text = layout.text
        with no_collection():
            declarations = self._declarations(source, layout, found)
        comments = tuple(t.Comment(start, end, fold(source.text[start:end])) for start, end in layout.comments)
        return t.File(0, len(source.text), _documented(declarations, comments, source), comments)

    def parse_with_words(self, source: Source, found: DiagnosticBag) -> tuple[t.File, list[Word]]:
        """The tree, and the words that it is made of; NL stands where a line end or `;` closes something. Of a file
        with faults the words say nothing."""
        kept: list[Token] = []
        self._line_ends.kept = kept
        tree = self.parse(source, found)
        self._line_ends.kept = None
        names = {name: name.lstrip("_") for name in {token.type for token in kept}}
        return tree, [Word(names[each.type], each.value, each.start_pos or 0, each.end_pos or 0) for each in kept]

    def _declarations(self, source: Source, layout: Layout, found: DiagnosticBag) -> tuple[t.Declaration, ...]:
        if not any(fault.kind != "quote" for fault in layout.faults):
            try:
                return self._parse(0, len(layout.text)).declarations
            except UnexpectedInput:
                pass
        return _Recovery(self, source, layout, found).declarations()

    def _parse(self, start: int, end: int) -> t.File:
        tree: Any = self._lark.parse(TextSlice(self._text, start, end), start="file")
        return tree  # type: ignore[no-any-return]  # the builder makes a File of the rule `file`

    def _parse_hole(self, start: int, end: int) -> t.Hole:
        """The hole's expression. A slice would count the lines before it, so only a faulty one is read as a slice, for
        the offsets of its fault."""
        try:
            tree: Any = self._lark.parse(self._text[start:end], start="hole")
        except UnexpectedInput:
            tree = self._lark.parse(TextSlice(self._text, start, end), start="hole")
            start = 0
        hole: t.Hole = moved(tree, start)
        return hole


class _Words:
    """What recovery needs of the vocabulary: the words that begin a declaration, and all spellings of keywords."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self.actions = frozenset(
            spelling for word, row in vocabulary["actions"].items() for spelling in (word, row["ja"])
        )
        self.kinds = frozenset(spelling for word, row in vocabulary["kinds"].items() for spelling in (word, row["ja"]))
        self.left_out = _by_word(vocabulary["left_out"])
        self.left_out_beginnings = self.left_out | _by_word(vocabulary["left_out_beginnings"])
        self.keywords = {key: tuple(spellings) for key, spellings in vocabulary["keywords"].items()}

    def glued(self, name: str) -> str | None:
        """The keyword that a name was run into, as かつ in `情報収集かつ`; Japanese writes no blanks."""
        endings = [word for key in ("AND", "OR", "IN", "WITHIN_LAST", "WHERE") for word in self.keywords[key][1:]]
        return next((word for word in endings if name.endswith(word) and len(name) > len(word)), None)

    def leading(self, name: str) -> str | None:
        """The keyword that runs into the name after it, as かつ in `かつ段階`."""
        joining = [word for key in ("AND", "OR") for word in self.keywords[key][1:]]
        return next((word for word in joining if name.startswith(word) and len(name) > len(word)), None)


def _by_word(rows: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: what for what, words in rows.items() for word in words}


class _Recovery:
    """Panic mode, one statement at a time: a statement that does not parse is reported and blanked out, and what is
    around it is parsed again, until nothing is left to report."""

    def __init__(self, parser: Parser, source: Source, layout: Layout, found: DiagnosticBag) -> None:
        self._parser = parser
        self._source = source
        self._found = found
        self._left = MAXIMUM_FAULTS
        self._text = layout.text
        self._faults = tuple(fault.start for fault in layout.faults if fault.kind != "quote")
        self._quotes = frozenset(fault.start for fault in layout.faults if fault.kind == "quote")
        self._mend(layout.faults)

    def _mend(self, faults: tuple[Fault, ...]) -> None:
        """Blank out what is reported already, so that the brackets balance and nothing is reported twice."""
        for fault in faults:
            line = self._text.rfind("\n", 0, fault.start) + 1
            if fault.kind == "unclosed" and self._text[fault.start] == "{":
                self._blank(line, fault.reach)
            elif fault.kind in ("unopened", "unclosed") or fault.kind in ("open_text", "open_name"):
                self._blank(fault.start, fault.end)

    def _blank(self, start: int, end: int) -> None:
        blanks = re.sub(r"[^\n]", " ", self._text[start:end])
        self._text = self._text[:start] + blanks + self._text[end:]

    def declarations(self) -> tuple[t.Declaration, ...]:
        """The declarations that parse; faults of the others go to the bag."""
        found: list[t.Declaration] = []
        for statement in statements(self._text, 0, len(self._text)):
            found.extend(self._declaration(statement))
        return tuple(found)

    def _declaration(self, statement: Statement) -> tuple[t.Declaration, ...]:
        while self._left > 0:
            self._parser._text = self._text
            try:
                return self._parser._parse(statement.start, statement.end).declarations
            except UnexpectedInput as error:
                self._left -= 1
                finding, at = self._finding(error, statement)
                inner = _innermost(statement, at)
                if not self._told_already(inner, finding):
                    self._found.add(finding)
                self._blank(inner.start, inner.end)
                if inner is statement:
                    return ()
        return ()

    def _told_already(self, statement: Statement, finding: Diagnostic) -> bool:
        """Whether the fault is only what a broken quote or bracket makes of its statement."""
        broken = any(statement.start <= fault <= statement.end + 1 for fault in self._faults)
        return broken or finding.location.start in self._quotes

    def _finding(self, error: UnexpectedInput, statement: Statement) -> tuple[Diagnostic, int]:
        """The finding, and the offset that the statement to blame holds."""
        unknown = self._unknown_declaration(statement)
        if unknown is not None:
            return unknown, statement.start
        start, end, token = self._place(error, statement)
        wanted = ("expected", "|".join(_expected(error)))
        if token is None or token.type in ("$END", "_NL", "RBRACE"):
            before = self._before(start, statement.start)
            place = self._source.location(before, before)
            variant = "end" if token is not None and token.type == "RBRACE" else "line"
            return Diagnostic("JC012", "error", place, variant, (wanted,)), max(statement.start, before - 1)
        return self._unexpected(error, start, end, wanted), start

    def _unexpected(self, error: UnexpectedInput, start: int, end: int, wanted: tuple[str, str]) -> Diagnostic:
        place = self._source.location(start, end)
        typed = self._source.text[start:end]
        absent = self._left_out(start, end)
        if absent is not None:
            return Diagnostic("JC091", "error", place, absent)
        glued = self._glued_fix(start)
        leading = () if glued else self._leading_fix(typed, start)
        fixes = glued or leading or self._comparison_fix(typed, place)
        code = "JC013" if glued or leading else "JC009" if isinstance(error, UnexpectedCharacters) else "JC010"
        return Diagnostic(code, "error", place, "leading" if leading else "", (("found", typed), wanted), fixes=fixes)

    def _place(self, error: UnexpectedInput, statement: Statement) -> tuple[int, int, Token | None]:
        token = getattr(error, "token", None)
        if isinstance(error, UnexpectedToken) and token is not None and token.type != "$END":
            return token.start_pos, token.end_pos, token
        if isinstance(error, UnexpectedCharacters):
            at = error.pos_in_stream or statement.start
            return at, at + 1, Token("?", self._text[at : at + 1], at)
        return statement.end, statement.end, token

    def _before(self, at: int, floor: int) -> int:
        """The end of the last thing written before an offset, comments and blanks passed over."""
        text = re.sub(r"//[^\n]*", lambda match: " " * len(match.group()), self._text[floor:at])
        return floor + len(text.rstrip().rstrip(";").rstrip())

    def _unknown_declaration(self, statement: Statement) -> Diagnostic | None:
        """A declaration that begins with a word that begins none: `scenaro 育成 {`."""
        text = self._text[statement.start : statement.end]
        match = re.match(r"[^\W\d][\w・]*", text)
        words = self._parser._words
        if match is None:
            return None
        word = normal_name(match.group())
        if word in words.left_out_beginnings:
            place = self._source.location(statement.start, statement.start + len(match.group()))
            return Diagnostic("JC091", "error", place, words.left_out_beginnings[word])
        begins = {w for key in _DECLARATIONS for phrase in words.keywords[key] for w in phrase.split()[:1]}
        if word in begins or word in words.kinds:
            return None
        place = self._source.location(statement.start, statement.start + len(match.group()))
        known = "|".join(sorted(begins | words.kinds))
        return Diagnostic("JC011", "error", place, "", (("name", match.group()), ("known", known)))

    def _left_out(self, start: int, end: int) -> str | None:
        """What the language leaves out and someone tries here, by the word in question or those beside it."""
        line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        before = re.findall(r"[^\W\d]+", line)[-1:]
        after = re.match(r"\s*([^\W\d]+)", self._text[end:])
        beside = [self._text[start:end], *before, *([after.group(1)] if after else [])]
        found = next((found for word in beside if (found := self._parser._words.left_out.get(word))), None)
        return found or self._left_out_step(line, start)

    def _left_out_step(self, line: str, start: int) -> str | None:
        """What is left out and tried by the word that begins the step: `for m in …`, `consent X since DATE`."""
        first = re.match(r"\s*([^\W\d]+)", re.split("[{;]", line)[-1])
        what = self._parser._words.left_out_beginnings.get(first.group(1)) if first else None
        rest = self._text[start:].split("\n", 1)[0]
        dated = what == "consent" and re.search(r"\d{4}-\d", rest) is not None
        return what if dated or what == "list" else None

    def _comparison_fix(self, typed: str, place: Location) -> tuple[Fix, ...]:
        """`=` for `==`, and the signs that keyboards have for `>=` and its like."""
        if typed == "=":
            return (Fix("two_equals", (Edit(place, "=="),)),)
        meant = {"≧": ">=", "≦": "<=", "≥": ">=", "≤": "<=", "≠": "!="}.get(typed)
        return (Fix("ascii_comparison", (Edit(place, meant),), values=(("name", meant),)),) if meant else ()

    def _glued_fix(self, at: int) -> tuple[Fix, ...]:
        before = re.search(r"[^\W\d][\w・]*\s*$", self._text[:at])
        word = before.group().rstrip() if before else ""
        keyword = self._parser._words.glued(word)
        if before is None or keyword is None:
            return ()
        split = before.start() + len(word) - len(keyword)
        return (Fix("part_keyword", (Edit(self._source.location(split, split), " "),), values=(("name", keyword),)),)

    def _leading_fix(self, typed: str, at: int) -> tuple[Fix, ...]:
        keyword = self._parser._words.leading(typed)
        if keyword is None:
            return ()
        split = self._source.location(at + len(keyword), at + len(keyword))
        return (Fix("part_keyword_after", (Edit(split, " "),), values=(("name", keyword),)),)


_DECLARATIONS = (
    "JOURNEY", "TIMEZONE", "CALENDAR", "USE", "LET", "TEAM", "LEAD", "PERSONA", "STAGES", "STAGE", "BACK", "VIEW",
    "SEGMENT", "BOUNDARY", "SCORE", "RULE", "IF_RULE", "CHOOSE", "SCENARIO", "POLICY", "GOAL", "DROPOUT", "SOURCE",
    "TEST",
)  # fmt: skip


def _innermost(statement: Statement, at: int) -> Statement:
    """The deepest statement of a block that holds the offset; the block's own where the fault is in its head."""
    for child in statement.children:
        if child.start <= at <= child.end:
            return _innermost(child, at)
    return statement


def _expected(error: UnexpectedInput) -> list[str]:
    """The terminals that could have stood there, without the one the lexer ignores."""
    accepts: set[str] = set(getattr(error, "accepts", None) or ())
    state: Any = getattr(error, "state", None)
    if isinstance(error, UnexpectedCharacters) and state is not None:
        lexer: Any = None
        cursor: Any = InteractiveParser(None, state, LexerThread(lexer, None))
        accepts = cursor.accepts()
    return sorted(name.lstrip("_") for name in accepts if name != "BLANK")


def _layout_diagnostic(source: Source, fault: Fault) -> Diagnostic:
    place = source.location(fault.start, fault.end)
    values = (("found", source.text[fault.start : fault.end][:40]),)
    fixes: tuple[Fix, ...] = ()
    if fault.kind == "quote":
        first, last = source.location(fault.start, fault.start + 1), source.location(fault.end - 1, fault.end)
        fixes = (Fix("straight_quotes", (Edit(first, '"'), Edit(last, '"'))),)
    return Diagnostic(_CODES[fault.kind], "error", place, fault.kind, values, fixes=fixes)


def _documented(
    declarations: tuple[t.Declaration, ...], comments: tuple[t.Comment, ...], source: Source
) -> tuple[t.Declaration, ...]:
    """The declarations, each with the `///` lines that stand right above its own."""
    texts = {
        source.line_of(c.start): c.text[3:].strip()
        for c in comments
        if c.text.startswith("///") and _begins_line(source, c.start)
    }
    if not texts:
        return declarations
    return tuple(_with_doc(declaration, texts, source) for declaration in declarations)


def _with_doc(declaration: t.Declaration, texts: dict[int, str], source: Source) -> t.Declaration:
    line = source.line_of(declaration.start) - 1
    lines: list[str] = []
    if line in texts and not _begins_line(source, declaration.start):
        return declaration
    while line in texts:
        lines.insert(0, texts[line])
        line -= 1
    if not lines or not hasattr(declaration, "doc"):
        return declaration
    return replaced(declaration, doc="\n".join(lines))


def _begins_line(source: Source, at: int) -> bool:
    """Whether nothing of the language stands before an offset on its line."""
    return not fold(source.text[source.text.rfind("\n", 0, at) + 1 : at]).strip(" \t\r\f;")


@contextmanager
def no_collection() -> Iterator[None]:
    """A parse makes many small objects and drops few: collecting while it runs halves its speed for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
