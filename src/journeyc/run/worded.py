"""Owns how a line of a story becomes a sentence, given the wording of a language as data.
Must not know the languages, nor where the wording is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from journeyc.run.story import StoryLine
from journeyc.run.text import literal
from journeyc.run.trace import Told

_VARIANTS = {"acted": "action", "held": "held", "closed": "what"}
_INSTANTS = ("due", "until")
_HOLE = re.compile(r"\{(\w+)\}")


def worded(line: StoryLine, wording: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The line in the words of `wording` (messages/story.*.yaml): the sentence of its kind, then each extra value that
    the sentence does not name. A KeyError means that the wording lacks a kind."""
    template = wording[line.key]
    if not isinstance(template, str):
        template = template[line.values[_VARIANTS.get(line.key, "why")]]
    named = set(_HOLE.findall(template))
    for name, extra in wording["extra"].items():
        if name not in named and line.values.get(name) not in (None, ()):
            template += extra
    return _HOLE.sub(lambda hole: _printed(hole[1], line.values.get(hole[1]), zone), template)


def _printed(name: str, value: Told, zone: ZoneInfo) -> str:
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return ", ".join(value)
    if name in _INSTANTS and isinstance(value, int):
        return datetime.fromtimestamp(value, zone).strftime("%Y-%m-%d %H:%M:%S")
    if name == "points" and isinstance(value, int):
        return f"{value:+d}"
    return literal(value)
