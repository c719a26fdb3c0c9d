"""Owns how commands take in target packs and bindings, and how losses and problems of a build become findings.
Must not know any platform, or what a command does with a pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.commands.shape import Face, Refused, option
from journeyc.diagnostics import Diagnostic, Location, Severity
from journeyc.emit.bindings import LONGEST_FILE, read_bindings
from journeyc.emit.loss import BAD_BINDINGS, PackError, Problem
from journeyc.emit.pack import Pack, find_packs

if TYPE_CHECKING:
    from journeyc.catalogue import Catalogue
    from journeyc.emit.bindings import Bound
    from journeyc.emit.loss import Loss
    from journeyc.program.schema import Place


def pack_options(texts: Catalogue) -> list[click.Parameter]:
    """--packs and --trust-pack: targets beside those that are shipped."""
    return [
        option(texts, "--packs", multiple=True, metavar="DIR"),
        option(texts, "--trust-pack", "trust", key="trust-pack", is_flag=True),
    ]


def target_option(texts: Catalogue) -> click.Option:
    """--target NAME."""
    return option(texts, "--target", required=True, metavar="NAME")


def all_packs(folders: Sequence[str], trust: bool, face: Face) -> dict[str, Pack]:
    """Every pack by name; one that is faulty stops the command."""
    try:
        return find_packs([Path(folder) for folder in folders], trust=trust)
    except PackError as error:
        where = f"{error.pack}/{error.file}"
        raise Refused(face.texts("usage.bad_pack", where=where, reason=error.reason)) from error


def pack_named(name: str, folders: Sequence[str], trust: bool, face: Face) -> Pack:
    """The pack of that name; where there is none the nearest name is told."""
    from difflib import get_close_matches

    packs = all_packs(folders, trust, face)
    if name in packs:
        return packs[name]
    near = get_close_matches(name, packs, n=1)
    hint = face.texts("usage.near", name=near[0]) if near else face.texts("usage.known", names=face.texts.listed(packs))
    raise Refused(face.texts("usage.no_target", name=name) + hint)


def bound_ids(path: str | None, pack: Pack, face: Face) -> tuple[Bound, list[Diagnostic]]:
    """The ids that a bindings file gives, and what is wrong with it."""
    if path is None:
        return {}, []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read(LONGEST_FILE + 1)
    except UnicodeDecodeError:
        return {}, [_of_problem(Problem(BAD_BINDINGS, "unreadable", (("reason", "UTF-8"),)), path, pack)]
    except OSError as error:
        raise Refused(face.texts("usage.unreadable", path=path, reason=error.strerror)) from error
    bound, problems = read_bindings(text, pack.name, pack.kinds, pack.declared.secrets)
    return bound, [_of_problem(problem, path, pack) for problem in problems]


def _of_problem(problem: Problem, path: str, pack: Pack) -> Diagnostic:
    values = (*problem.values, ("target", pack.name))
    return Diagnostic(problem.code, "error", Location(path, 1, 1, 1, 1), problem.variant, values)


def problem_findings(problems: Iterable[Problem], paths: Sequence[str], pack: Pack) -> list[Diagnostic]:
    """Problems of a build as findings in the journey's files."""
    return [
        Diagnostic(
            problem.code,
            "error",
            _location(problem.place, paths),
            problem.variant,
            (*problem.values, ("target", pack.name)),
        )
        for problem in problems
    ]


def loss_findings(
    losses: Iterable[Loss], severity: Severity, paths: Sequence[str], pack: Pack, texts: Catalogue
) -> list[Diagnostic]:
    """Losses as findings, in the pack's own words."""
    return [
        Diagnostic(
            loss.code,
            severity,
            _location(loss.place, paths),
            "",
            (("target", pack.name), ("text", pack.describe(loss, texts.language)), ("name", loss.name)),
        )
        for loss in losses
    ]


def _location(place: Place, paths: Sequence[str]) -> Location:
    """A place of the Program, in the file as the user named it: the Program knows base names alone."""
    path = paths[place.file] if place.file < len(paths) else ""
    return Location(path, place.line, place.column, place.end_line, place.end_column)
