"""Owns `journeyc build`: a journey's files for a target, what the target loses of it, and leave to lose it.
Must not know any platform, or how files are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.catalogue import left_open
from journeyc.commands.journeys import compiled, files_argument, fit_for_use, let_option, show_findings
from journeyc.commands.packs import (
    bound_ids,
    loss_findings,
    pack_named,
    pack_options,
    problem_findings,
    target_option,
)
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, note, option, say
from journeyc.emit.build import Build, build
from journeyc.filenames import file_name
from journeyc.output import write_folder
from journeyc.reporting import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.emit.bindings import Bound
    from journeyc.emit.loss import Loss
    from journeyc.emit.pack import Pack
    from journeyc.pipeline import Compiled
    from journeyc.program.schema import Program

    Ready = Sequence[tuple[Compiled, Program]]

MOST_LINES = 8


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(),
        target_option(texts),
        option(texts, "--together", is_flag=True),
        option(texts, "--out", key="out-folder", metavar="DIR"),
        option(texts, "--bindings", metavar="PATH"),
        option(texts, "--unchecked", is_flag=True),
        option(texts, "--allow-loss", "allow", key="allow-loss", multiple=True, metavar="CODE"),
        let_option(texts),
        *pack_options(texts),
    ]
    return Command("build", texts, _build, params)


def _build(
    face: Face,
    files: tuple[str, ...],
    lets: Mapping[str, str],
    target: str,
    together: bool,
    out: str | None,
    bindings: str | None,
    unchecked: bool,
    allow: tuple[str, ...],
    packs: tuple[str, ...],
    trust: bool,
) -> int:
    pack = pack_named(target, packs, trust, face)
    if together and not pack.declared.together:
        raise Refused(face.texts("usage.not_together", name=pack.name))
    take = compiled if unchecked else fit_for_use
    ready = take(files, lets, face, one_run=together)
    bound, wrong = bound_ids(bindings, pack, face)
    if wrong:
        show_findings(wrong, {}, face)
        return FOUND
    folder = Path(out or Path("build", pack.name))
    results = [
        _built(each, folder if len(ready) == 1 or together else folder / place, pack, bound, frozenset(allow), face)
        for place, each in zip(_places(ready), [ready] if together else [[one] for one in ready], strict=False)
    ]
    return max(results, default=CLEAN)


def _places(ready: Ready) -> list[str]:
    """For each of several journeys a folder of its own, by its name; a name that came before gets a number."""
    names = [file_name(program.journey) for _, program in ready]
    return [name if name not in names[:number] else f"{name}-{number + 1}" for number, name in enumerate(names)]


def _built(ready: Ready, folder: Path, pack: Pack, bound: Bound, allow: frozenset[str], face: Face) -> int:
    """Build one journey, or several as one, into a folder."""
    files = [file for result, _ in ready for file in result.files]
    sources = {name: source for result, _ in ready for name, source in result.sources.items()}
    first, *beside = (program for _, program in ready)
    built = build(pack, first, bound, allow, beside)
    findings = loss_findings(built.refused, "error", files, pack, face.texts)
    findings += problem_findings(built.problems, files, pack)
    if findings:
        show_findings(findings, sources, face)
        if built.refused:
            note(face.texts("build.refused", count=len(built.refused), target=pack.name))
            note(*_by_name(built.refused, pack, face))
        return FOUND
    _tell(write_folder(folder, built.files), built, pack, face)
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
