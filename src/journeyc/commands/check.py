"""Owns `journeyc check`: the findings of journeys, as text or JSON, and the exit code they come to.
Must not know how findings come about or are laid out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from journeyc import pipeline
from journeyc.commands.journeys import files_argument, found_files, let_option
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, format_option, option, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.diagnostics import Diagnostic
    from journeyc.pipeline import Checked

_FAILING = {"error": ("error",), "warning": ("error", "warning")}


def command(texts: Catalogue) -> click.Command:
    """The command."""
    fail_on = option(texts, "--fail-on", type=click.Choice(list(_FAILING)), default="error")
    return Command("check", texts, _check, [files_argument(), format_option(texts), fail_on, let_option(texts)])


def _check(face: Face, files: tuple[str, ...], format_: str, fail_on: str, lets: Mapping[str, str]) -> int:
    checked = [pipeline.check_file(path, lets) for path in found_files(files, face)]
    findings = [finding for each in checked for finding in each.findings]
    if format_ == "json":
        _write_json(findings, face)
    else:
        _write_text(checked, findings, face)
    return FOUND if any(finding.severity in _FAILING[fail_on] for finding in findings) else CLEAN


def _write_json(findings: Sequence[Diagnostic], face: Face) -> None:
    from journeyc.reporting import findings_json

    sys.stdout.write(findings_json(findings, face.texts))


def _write_text(checked: Sequence[Checked], findings: Sequence[Diagnostic], face: Face) -> None:
    files = face.texts("check.one_file" if len(checked) == 1 else "check.files", count=len(checked))
    if not findings:
        say(face.texts("check.clean", files=files))
        return
    from journeyc.reporting import counts_text, findings_text

    for each in checked:
        for text in findings_text(each.findings, each.sources, face.texts, face.colours()):
            sys.stdout.write(text + "\n")
    say(face.texts("check.found", files=files, counts=counts_text(findings, face.texts)))
