"""Owns layouts made at random: a journey's tokens, put down again with other blanks, line ends, comments and forms.
Must not know how the formatter lays anything out; it knows where the language lets a line end stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import parser
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.pieces import Word

BEFORE_LINE_END = frozenset({"ARROW", "COMMA", "AND", "OR", "PIPE", "LBRACE", "LPAREN", "LBRACKET"})
AFTER_LINE_END = frozenset({"ARROW", "COMMA", "AND", "OR", "PIPE", "RPAREN", "RBRACKET"})
CLINGING = frozenset({"COMMA", "COLON", "LPAREN", "RPAREN", "LBRACKET", "RBRACKET", "LBRACE", "RBRACE", "ARROW", "DOT"})
COMMENTS = (
    "// 一つ",
    "//two",
    "/// 説明",
    "//// 四本",
    "／／ 全角",
    "／／／ 全角の説明",
    '// "開いた { 文字列',
    "//",
    "// ; -> {",
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def parsed(text: str) -> tuple[t.File, list[Word]]:
    """The tree and the tokens of a text that has no fault."""
    found = DiagnosticBag()
    tree, tokens = parser().parse_with_words(Source("x", text), found)
    assert found.sorted() == (), text
    return tree, tokens


@st.composite
def layouts(draw: DrawFn, text: str) -> str:
    """The text in another layout."""
    _, tokens = parsed(text)
    wild = draw(st.integers(0, 3))
    choose = draw(st.randoms(use_true_random=False))

    def rarely() -> bool:
        return choose.randrange(12) < wild

    def blank() -> str:
        return choose.choice([" ", " ", "  ", "\t", "\u3000", "\r", "\f", "\ufeff"])

    def line_end() -> str:
        comment = choose.choice(COMMENTS) if rarely() else ""
        gap = choose.choice(["\n", "\n", "\n\n", "\n \n\n"]) if rarely() else "\n"
        more = line_end() if rarely() and rarely() else ""
        return blank() + comment + gap + more

    def closed() -> str:
        choices = ["\n", "\n", "\n", line_end(), ";", " ; ", ";\n", "\n;\n", " ;" + line_end()]
        return choose.choice(choices)

    def gap(before: Word, token: Word, depth: int) -> str:
        free = before[0] in BEFORE_LINE_END or token[0] in AFTER_LINE_END or depth > 0
        free = free or (before[0] == "RBRACE" and token[0] == "ELSE")
        if free and rarely():
            return line_end()
        if (before[0] in CLINGING or token[0] in CLINGING) and token[0] != "LPAREN":
            return choose.choice(["", " ", blank()])
        return blank()

    parts = [line_end() if rarely() else ""]
    for before, token, depth in walked(tokens):
        if token[0] == "NL":
            parts.append(closed())
            continue
        if before is not None and before[0] != "NL":
            parts.append(gap(before, token, depth))
        wide = rarely() and token[0] != "TEXT" and "`" not in token[1]
        parts.append(token[1].translate(FULL_WIDTH) if wide else token[1])
    parts.append(choose.choice(["", "\n", "\n\n", " // 終わり", "\n// 終わり\n"]))
    whole = "".join(parts)
    return whole.replace("\n", "\r\n") if choose.randrange(4) == 0 else whole


def walked(tokens: Sequence[Word]) -> Iterator[tuple[Word | None, Word, int]]:
    """Each token with the one before it and how many parentheses are open between them."""
    depth = 0
    before: Word | None = None
    for token in tokens:
        depth -= token[0] in ("RPAREN", "RBRACKET")
        yield before, token, depth + (token[0] in ("RPAREN", "RBRACKET"))
        depth += token[0] in ("LPAREN", "LBRACKET")
        before = token
