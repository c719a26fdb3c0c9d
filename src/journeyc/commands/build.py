"""Owns `journeyc build`: a journey's files for a target, what the target loses of it, and leave to lose it.
Must not know any platform, or how files are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.catalogue import left_open
from journeyc.commands.journeys import compiled, files_argument, let_option, show_findings
from journeyc.commands.packs import (
    bound_ids,
    loss_findings,
    pack_named,
    pack_options,
    problem_findings,
    target_option,
)
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, note, option, say
from journeyc.emit.build import Build, build
from journeyc.output import write_folder
from journeyc.reporting import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journeyc.catalogue import Catalogue
    from journeyc.emit.loss import Loss
    from journeyc.emit.pack import Pack

MOST_LINES = 8


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(several=False),
        target_option(texts),
        option(texts, "--out", key="out-folder", metavar="DIR"),
        option(texts, "--bindings", metavar="PATH"),
        option(texts, "--allow-loss", "allow", key="allow-loss", multiple=True, metavar="CODE"),
        let_option(texts),
        *pack_options(texts),
    ]
    return Command("build", texts, _build, params)


def _build(
    face: Face,
    file: str,
    lets: Mapping[str, str],
    target: str,
    out: str | None,
    bindings: str | None,
    allow: tuple[str, ...],
    packs: tuple[str, ...],
    trust: bool,
) -> int:
    pack = pack_named(target, packs, trust, face)
    ((result, program),) = compiled([file], lets, face)
    bound, wrong = bound_ids(bindings, pack, face)
    if wrong:
        show_findings(wrong, {}, face)
        return FOUND
    built = build(pack, program, bound, frozenset(allow))
    findings = loss_findings(built.refused, "error", result.files, pack, face.texts)
    findings += problem_findings(built.problems, result.files, pack)
    if findings:
        show_findings(findings, result.sources, face)
        if built.refused:
            note(face.texts("build.refused", count=len(built.refused), target=pack.name))
            note(*_by_name(built.refused, pack, face))
        return FOUND
    folder = out or Path("build", pack.name)
    written = write_folder(folder, built.files)
    _tell(written, built, pack, face)
    return CLEAN


def _tell(written: list[str], built: Build, pack: Pack, face: Face) -> None:
    texts = face.texts
    say(texts("build.written", count=len(written)), *(f"  {plain(path)}" for path in written))
    if built.losses:
        say(texts("build.accepted", count=len(built.losses), target=pack.name), *_by_name(built.losses, pack, face))
    if pack.schema is not None and not built.validated:
        say(texts("build.not_validated"))


def _by_name(found: Iterable[Loss], pack: Pack, face: Face) -> list[str]:
    """The losses by the name that lets them pass, each with the lines it stands in."""
    by_name: dict[str, list[Loss]] = {}
    for loss in found:
        by_name.setdefault(loss.name, []).append(loss)
    lines = []
    for name, losses in by_name.items():
        numbers = list(dict.fromkeys(str(loss.place.line) for loss in losses))
        shown = face.texts.listed(numbers[:MOST_LINES]) + (face.texts("more") if len(numbers) > MOST_LINES else "")
        text = left_open(pack.describe(losses[0], face.texts.language))
        lines.append(f"  {face.texts('build.loss', name=name, lines=shown)} {plain(text)}")
    return lines
