"""Owns `journeyc explain`: what a finding's code means and how to mend it.
Must not know how findings come about; the catalogue holds every word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeyc.catalogue import left_open
from journeyc.commands.shape import CLEAN, Command, Face, Refused, nearest, say
from journeyc.formats import rule_page
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
    rule = face.texts.rules.get(wanted)
    say(f"{painted(wanted, 'error', face.colours())} {explained.get('title', '')}")
    if rule is not None:
        say(*_rule(rule, face))
    say(*_wordings(explained, face), *_example(wanted, face))
    if rule is not None:
        say(*_examples_of(rule, face), f"  {face.texts('explain.page', path=rule_page.path(wanted, face.texts))}")
    return CLEAN


def _rule(rule: Mapping[str, Any], face: Face) -> Iterator[str]:
    """What a rule looks for, why, and what can be set about it."""
    texts = face.texts
    yield f"  {rule_page.facts(rule, texts)}"
    yield from (f"  {text}" for text in (rule["what"], rule["why"]))
    for option in rule["options"]:
        yield f"  {texts('explain.option')} {rule_page.option(option)}: {option['about']}"


def _examples_of(rule: Mapping[str, Any], face: Face) -> Iterator[str]:
    """The rule's own examples, whole journeys."""
    for side, colour, heading in (("bad", "error", "explain.wrong"), ("good", "good", "explain.right")):
        yield f"  {painted(face.texts(heading), colour, face.colours())}"
        for text in (rule[side], *(f"{name}\n{text}" for name, text in rule[f"{side}_records"].items())):
            yield from (f"    {line}" for line in text.splitlines())


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
