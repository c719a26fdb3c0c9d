"""Owns `journeyc check`: the findings of journeys, as text or JSON, and the exit code they come to.
Must not know how findings come about or are laid out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from journeyc import pipeline
from journeyc.commands.journeys import files_argument, found_files, let_option
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, format_option, nearest, option, say
from journeyc.pipeline import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.diagnostics import Diagnostic
    from journeyc.pipeline import Checked

_FAILING = {"error": ("error",), "warning": ("error", "warning")}


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params = [
        files_argument(),
        *_rule_options(texts),
        format_option(texts),
        option(texts, "--fail-on", type=click.Choice(list(_FAILING))),
        let_option(texts),
    ]
    return Command("check", texts, _check, params)


def _rule_options(texts: Catalogue) -> list[click.Parameter]:
    """Which rules are asked, and as of which day."""
    codes: dict[str, Any] = {"multiple": True, "metavar": "CODE,...", "callback": _read_codes}
    today = option(texts, "--today", metavar="DATE", callback=_read_today)
    return [option(texts, "--select", **codes), option(texts, "--ignore", **codes), today]


def _read_codes(ctx: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    if codes:
        known = list(ctx.obj.texts.rules)
        for code in codes:
            if not any(each.startswith(code) for each in known):
                raise Refused(ctx.obj.texts("usage.no_rule", name=code) + nearest(code, known, ctx.obj.texts))
    return codes


def _read_today(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    from datetime import date

    if value is None:
        return date.today().isoformat()  # noqa: DTZ011 - the user's own day
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(ctx.obj.texts("usage.today", given=value)) from None


def _check(
    face: Face,
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    today: str,
    format_: str,
    fail_on: str | None,
    lets: Mapping[str, str],
) -> int:
    asked = Asked(today, select, ignore)
    paths = found_files(files, face)
    checked = pipeline.check_files(paths, asked, lets)
    findings = list(dict.fromkeys(finding for each in checked for finding in each.findings))
    if format_ == "json":
        _write_json(findings, face)
    else:
        _write_text(checked, findings, len(paths), face)
    return FOUND if any(_fails(each, fail_on) for each in checked) else CLEAN


def _fails(checked: Checked, fail_on: str | None) -> bool:
    """Whether a file's findings fail: by what the call says, else by its settings, else where one is an error."""
    failing = _FAILING[fail_on or checked.fail_on or "error"]
    return any(finding.severity in failing for finding in checked.findings)


def _write_json(findings: Sequence[Diagnostic], face: Face) -> None:
    from journeyc.reporting import findings_json

    sys.stdout.write(findings_json(findings, face.texts))


def _write_text(checked: Sequence[Checked], findings: Sequence[Diagnostic], count: int, face: Face) -> None:
    files = face.texts("check.one_file" if count == 1 else "check.files", count=count)
    if not findings:
        say(face.texts("check.clean", files=files))
        return
    from journeyc.reporting import counts_text, findings_text

    sources = {name: source for each in checked for name, source in each.sources.items()}
    for text in findings_text(findings, sources, face.texts, face.colours()):
        sys.stdout.write(text + "\n")
    say(face.texts("check.found", files=files, counts=counts_text(findings, face.texts)))
