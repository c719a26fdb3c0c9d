"""Owns `journeyc explain`: what a finding's code means and how to mend it.
Must not know how findings come about; the catalogue holds every word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeyc.catalogue import left_open
from journeyc.commands.shape import CLEAN, Command, Face, Refused, nearest, say
from journeyc.reporting import painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journeyc.catalogue import Catalogue


def command(texts: Catalogue) -> click.Command:
    """The command."""
    return Command("explain", texts, _explain, [click.Argument(["code"], metavar="CODE")])


def _explain(face: Face, code: str) -> int:
    wanted = code.upper().split(":")[0]
    explained = face.texts.codes.get(wanted)
    if explained is None:
        raise Refused(face.texts("usage.no_code", name=code) + nearest(wanted, face.texts.codes, face.texts))
    say(f"{painted(wanted, 'error', face.colours())} {explained.get('title', '')}")
    say(*_wordings(explained, face), *_example(wanted, face))
    return CLEAN


def _wordings(explained: Mapping[str, Any], face: Face) -> Iterator[str]:
    """Each wording the code has, with its hint; what differs from case to case is left open."""
    for variant, wording in explained.items():
        if variant == "title":
            continue
        yield f"  - {left_open(wording['message'])}"
        if "hint" in wording:
            yield f"    {painted(face.texts('marks.hint'), 'dim', face.colours())}: {left_open(wording['hint'])}"


def _example(code: str, face: Face) -> Iterator[str]:
    """What gives the code, and what to write instead."""
    example = face.texts.examples.get(code, {})
    for name, text in example.get("files", {}).items():
        yield f"  {face.texts('explain.beside', file=name)}"
        yield from (f"    {line}" for line in text.splitlines())
    for side, colour in (("wrong", "error"), ("right", "good")):
        if side in example:
            yield f"  {painted(face.texts(f'explain.{side}'), colour, face.colours())}"
            yield from (f"    {line}" for line in example[side].splitlines())
