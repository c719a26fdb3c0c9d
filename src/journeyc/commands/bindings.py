"""Owns `journeyc bindings`: the file in which a tenant writes the ids that a journey needs on a target.
Must not know any platform, or which ids it has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.commands.journeys import compiled, files_argument, let_option, show_findings
from journeyc.commands.packs import bound_ids, pack_named, pack_options, target_option
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, option, say
from journeyc.emit.build import required_bindings, write_bindings_template
from journeyc.emit.loss import PackError
from journeyc.output import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeyc.catalogue import Catalogue


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(several=False),
        target_option(texts),
        option(texts, "--out", key="out-file", metavar="PATH"),
        let_option(texts),
        *pack_options(texts),
    ]
    return Command("bindings", texts, _bindings, params)


def _bindings(
    face: Face,
    file: str,
    lets: Mapping[str, str],
    target: str,
    out: str | None,
    packs: tuple[str, ...],
    trust: bool,
) -> int:
    pack = pack_named(target, packs, trust, face)
    ((_, program),) = compiled([file], lets, face)
    # What stands in the file already is kept, so the command can be given again after the journey has changed.
    bound, wrong = bound_ids(out if out is not None and Path(out).is_file() else None, pack, face)
    if wrong:
        show_findings(wrong, {}, face)
        return FOUND
    try:
        text = write_bindings_template(pack, program, bound, face.texts.language)
        needed = required_bindings(pack, program)
    except PackError as error:
        where = f"{error.pack}/{error.file}"
        raise Refused(face.texts("usage.bad_pack", where=where, reason=error.reason)) from error
    if out is None:
        sys.stdout.write(text)
        return CLEAN
    write_file(out, text)
    missing = sum(each.suggestion is None and (each.kind, each.name, each.key) not in bound for each in needed)
    say(face.texts("bindings.written", path=out, count=len(needed), missing=missing))
    return CLEAN
