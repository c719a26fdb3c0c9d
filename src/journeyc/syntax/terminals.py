"""Owns how the vocabulary's words become terminals of the grammar.
Must not know what a word means, nor the rules in which terminals stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from journeyc.source import TEXT_PATTERN

# Marks are part of a name (combining accents, voiced sound marks, vowel signs), but Python's \w leaves them out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u093c\u093e-\u094f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
)
NAME_PATTERN = rf"[^\W\d][\w・{_MARKS}]*"
_WORD_END = r"(?![\w・])"


def grammar_with_words(grammar: str, vocabulary: Mapping[str, Any]) -> str:
    """The grammar's text with the definition of every keyword and literal that the vocabulary spells."""
    lines = [
        f"NAME: /{NAME_PATTERN}|`[^`\\n]+`/",
        f"TEXT: /{TEXT_PATTERN}/",
        f"DURATION.6: /\\d[\\d_]*(?:{_alternatives(_units(vocabulary))}){_WORD_END}/",
        "MONEY.6: /\\d[\\d_]*(?:\\.\\d+)?円/",
    ]
    used = set(re.findall(r"\w+", grammar))
    for keyword, spellings in vocabulary["keywords"].items():
        # A phrase is tried before the word it begins with: `wait until` before `wait`.
        priority = 12 if any(" " in spelling for spelling in spellings) else 10
        words = _alternatives([spelling.replace(" ", r"[ \t]+") for spelling in spellings])
        for terminal in (keyword, "_" + keyword):
            if terminal in used:
                lines.append(f"{terminal}.{priority}: /(?:{words}){_WORD_END}/")
    return grammar + "\n" + "\n".join(lines) + "\n"


def duration_units(vocabulary: Mapping[str, Any]) -> dict[str, str]:
    """Every spelling of a duration's unit, with the unit's own name."""
    return {spelling: unit for unit, spellings in vocabulary["durations"].items() for spelling in spellings}


def _units(vocabulary: Mapping[str, Any]) -> list[str]:
    return list(duration_units(vocabulary))


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))
