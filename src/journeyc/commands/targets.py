"""Owns `journeyc targets`: which targets there are, and what each makes of the language's constructs.
Must not know any platform: a pack declares all that is told here."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import click

from journeyc.catalogue import left_open
from journeyc.commands.packs import all_packs, pack_named, pack_options
from journeyc.commands.shape import CLEAN, Command, Face, say
from journeyc.emit.loss import LOSSY, UNSUPPORTED, Loss
from journeyc.reporting import painted, plain
from journeyc.source import display_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeyc.catalogue import Catalogue
    from journeyc.emit.pack import Pack


def command(texts: Catalogue) -> click.Command:
    """The command."""
    name = click.Argument(["name"], required=False, metavar="[NAME]")
    return Command("targets", texts, _targets, [name, *pack_options(texts)])


def _targets(face: Face, name: str | None, packs: tuple[str, ...], trust: bool) -> int:
    if name is None:
        say(*_rows(all_packs(packs, trust, face), face))
    else:
        say(*_details(pack_named(name, packs, trust, face), face))
    return CLEAN


def _rows(packs: Mapping[str, Pack], face: Face) -> list[str]:
    width = max(map(display_width, packs), default=0)
    return [f"{name:<{width}}  {_title(pack, face)}" for name, pack in sorted(packs.items())]


def _title(pack: Pack, face: Face) -> str:
    declared, language = pack.declared, face.texts.language
    return plain(f"{declared.title.get(language, pack.name)}: {declared.emits.get(language, '')}")


def _details(pack: Pack, face: Face) -> list[str]:
    """What the target can do, what it does nearly and what it cannot, with the pack's own words for each."""
    capabilities = pack.declared.capabilities
    lines = [_title(pack, face)]
    for level in ("exact", "emulated"):
        constructs = getattr(capabilities, level)
        if constructs:
            names = wrap(", ".join(constructs), 98, break_long_words=False, break_on_hyphens=False)
            lines += [face.texts(f"targets.{level}"), *(f"  {line}" for line in names)]
    for level, code in (("lossy", LOSSY), ("none", UNSUPPORTED)):
        constructs = getattr(capabilities, level)
        if constructs:
            lines.append(face.texts(f"targets.{level}"))
        for construct in constructs:
            name = painted(f"{code}:{construct}", "dim", face.colours())
            text = left_open(pack.describe(Loss(code, construct), face.texts.language))
            lines.append(f"  {name}  {plain(text)}")
    return lines
