"""Owns how commands take journeys in: the files they are given, values set from outside, findings that stop them.
Must not know what a command does with a Program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from journeyc import pipeline
from journeyc.commands.shape import FOUND, Face, Refused, end, note, option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.diagnostics import Diagnostic
    from journeyc.pipeline import Compiled
    from journeyc.program.schema import Program
    from journeyc.source import Source


def files_argument(several: bool = True) -> click.Argument:
    """FILE…, journeys or folders of them."""
    if several:
        return click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    return click.Argument(["file"], required=True, metavar="FILE")


def let_option(texts: Catalogue) -> click.Option:
    """--let NAME=VALUE, as often as wanted."""
    return option(texts, "--let", "lets", key="let", multiple=True, metavar="NAME=VALUE", callback=_read_lets)


def _read_lets(ctx: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    lets = {}
    for value in values:
        name, sign, text = value.partition("=")
        if not sign or not name.strip():
            raise Refused(ctx.obj.texts("usage.let", given=value))
        lets[name.strip()] = text.strip()
    return lets


def found_files(files: Sequence[str], face: Face) -> list[str]:
    """The journey files that the paths name, folders looked through; none at all is wrong use."""
    found = list(dict.fromkeys(pipeline.journey_files(files)))
    if not found:
        raise Refused(face.texts("usage.no_journeys", folders=face.texts.listed(files)))
    return found


def compiled(
    files: Sequence[str], lets: Mapping[str, str], face: Face, one_run: bool = False
) -> list[tuple[Compiled, Program]]:
    """Each journey with its Program; what one of the files uses is taken in with it. Findings go to standard error;
    with any error among them the command ends here."""
    return _ready(pipeline.compile_files(files, lets, one_run), face)


def fit_for_use(
    files: Sequence[str], lets: Mapping[str, str], face: Face, one_run: bool = False
) -> list[tuple[Compiled, Program]]:
    """Each journey with its Program, as `compiled` gives them, if a check finds no error in any of them."""
    from datetime import date

    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    checked, results = pipeline.check_and_compile(files, pipeline.Asked(today), lets, one_run)
    ready = _ready(results, face)
    errors = list(dict.fromkeys(f for each in checked for f in each.findings if f.severity == "error"))
    if errors:
        show_findings(errors, {name: source for each in checked for name, source in each.sources.items()}, face)
        note(face.texts("build.unfit", count=len(errors)))
        end(FOUND)
    return ready


def _ready(results: Sequence[Compiled], face: Face) -> list[tuple[Compiled, Program]]:
    findings = list(dict.fromkeys(finding for result in results for finding in result.findings))
    sources = {name: source for result in results for name, source in result.sources.items()}
    show_findings(findings, sources, face)
    ready = [(result, result.program) for result in results if result.program is not None]
    if len(ready) < len(results):
        end(FOUND)
    return ready


def show_findings(findings: Sequence[Diagnostic], sources: Mapping[str, Source], face: Face) -> None:
    """Findings beside a command's result."""
    if findings:
        from journeyc.reporting import findings_text

        for text in findings_text(findings, sources, face.texts, face.colours(sys.stderr)):
            sys.stderr.write(text)
