"""Owns `journeyc check`: the findings of journeys, mended, known or new, in any form, and the exit code they come to.
Must not know how findings come about or are laid out."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from journeyc import pipeline
from journeyc.commands.journeys import files_argument, found_files, let_option
from journeyc.commands.logged import RecordFiles, record_options, surveyed
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, nearest, note, option, say
from journeyc.output import write_file
from journeyc.pipeline import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from journeyc.baseline import Baseline
    from journeyc.catalogue import Catalogue
    from journeyc.diagnostics import Diagnostic
    from journeyc.pipeline import Checked, Mending
    from journeyc.source import Source

FORMATS = ("text", "json", "sarif", "github", "junit")
_FAILING = {"error": ("error",), "warning": ("error", "warning")}


@dataclass(frozen=True, slots=True)
class Call:
    """How check was called: what of each file is asked, what becomes of it, and where it is shown in which form."""

    files: tuple[str, ...]
    asked: Asked
    lets: Mapping[str, str]
    records: RecordFiles
    format: str
    output: str | None
    fail_on: str | None
    baseline: str | None
    write_baseline: str | None
    fix: bool
    unsafe_fixes: bool
    diff: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown of a file, and what of that fails."""

    checked: Checked
    failing: tuple[Diagnostic, ...]


def command(texts: Catalogue) -> click.Command:
    """The command."""
    form = option(texts, "--format", "format_", key="check-format", type=click.Choice(FORMATS), default="text")
    params = [
        files_argument(),
        *_rule_options(texts),
        *record_options(texts),
        form,
        option(texts, "--output", key="check-output", metavar="FILE"),
        option(texts, "--fail-on", type=click.Choice(list(_FAILING))),
        option(texts, "--baseline", metavar="FILE"),
        option(texts, "--write-baseline", metavar="FILE"),
        option(texts, "--fix", is_flag=True),
        option(texts, "--unsafe-fixes", is_flag=True),
        option(texts, "--diff", is_flag=True),
        option(texts, "--watch", is_flag=True),
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
    watch: bool,
    lets: Mapping[str, str],
    leads: tuple[str, ...],
    events: tuple[str, ...],
    maps: tuple[str, ...],
    **given: Any,
) -> int:
    call = Call(files, Asked(today, select, ignore), lets, RecordFiles(leads, events, maps), format_, **given)
    if not watch:
        return _once(call, face)
    from journeyc.commands.watching import changes

    def used() -> list[str]:
        checked = pipeline.check_files(found_files(files, face), call.asked, call.lets)
        return [file for each in checked for file in each.used]

    for _ in changes(files, used, face.texts):
        _once(call, face)
        sys.stdout.flush()
    return CLEAN


def _once(call: Call, face: Face) -> int:
    """One check of all files."""
    paths = found_files(call.files, face)
    if call.records:
        programs = [each.program for each in pipeline.compile_files(paths, call.lets) if each.program is not None]
        if programs:
            call = replace(call, asked=replace(call.asked, log=surveyed(call.records, programs, face).of))
    elif call.records.maps:
        raise Refused(face.texts("usage.unused_map", path=call.records.maps[0]))
    if call.diff:
        return _show_fixes(paths, call, face)
    if call.fix or call.unsafe_fixes:
        _mend(paths, call, face)
    checked = _each_once(pipeline.check_files(paths, call.asked, call.lets))
    baseline = _read_baseline(call.baseline, face) if call.baseline is not None else None
    shown = [_new(each, baseline) for each in checked] if baseline is not None else checked
    if call.write_baseline is not None:
        return _write_baseline(call.write_baseline, checked, shown if baseline is not None else None, face)
    results = [_result(each, call.fail_on) for each in shown]
    _show(results, len(paths), baseline, call, face)
    return FOUND if any(result.failing for result in results) else CLEAN


def _each_once(checked: Sequence[Checked]) -> list[Checked]:
    """What is found in a file that several journeys use is told with the first of them."""
    told: dict[Diagnostic, str] = {}
    for each in checked:
        for finding in each.findings:
            told.setdefault(finding, each.path)
    return [replace(each, findings=tuple(f for f in each.findings if told[f] == each.path)) for each in checked]


def _result(checked: Checked, fail_on: str | None) -> Result:
    """What of a file fails: by what the call says, else by its settings, else its errors."""
    severities = _FAILING[fail_on or checked.fail_on or "error"]
    return Result(checked, tuple(each for each in checked.findings if each.severity in severities))


# --- fixes -------------------------------------------------------------------------------------------------------


def _mend(paths: Sequence[str], call: Call, face: Face) -> None:
    """Mend the files in place, each whole or not at all."""
    for path, mending in _mendings(paths, call, face):
        write_file(path, mending.data)
        note(face.texts("check.mended", path=path, count=mending.taken))


def _show_fixes(paths: Sequence[str], call: Call, face: Face) -> int:
    """Show what mending would change."""
    differences = [_difference(path, mending) for path, mending in _mendings(paths, call, face)]
    sys.stdout.write("".join(differences))
    return FOUND if differences else CLEAN


def _mendings(paths: Sequence[str], call: Call, face: Face) -> Iterator[tuple[str, Mending]]:
    if pipeline.STDIN in paths:
        raise Refused(face.texts("usage.fix_stdin"))
    for path in [each.path for each in pipeline.check_files(paths, call.asked, call.lets)]:
        mending = pipeline.mend_file(path, call.asked, call.lets, unsafe=call.unsafe_fixes)
        if mending is not None and mending.taken:
            yield path, mending


def _difference(path: str, mending: Mending) -> str:
    from difflib import unified_diff

    from journeyc.reporting import plain

    old, new = (text.splitlines(keepends=True) for text in (mending.before, mending.after))
    lines = (plain(line.rstrip("\r\n")) for line in unified_diff(old, new, path, path))
    return "".join(f"{line}\n" for line in lines)


# --- baselines ---------------------------------------------------------------------------------------------------


def _read_baseline(path: str, face: Face) -> Baseline:
    from journeyc import baseline

    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read(baseline.LARGEST + 1)
        if len(text) > baseline.LARGEST:
            raise baseline.BadBaseline("too long")
        return baseline.read(text)
    except OSError as error:
        raise Refused(face.texts("usage.unreadable", path=path, reason=error.strerror or "")) from error
    except (UnicodeDecodeError, baseline.BadBaseline) as error:
        raise Refused(face.texts("usage.unreadable", path=path, reason=str(error))) from error


def _marked(checked: Checked) -> Iterator[tuple[str, Diagnostic]]:
    """The findings of lints, each with its fingerprint: what is an error of the language is never put away."""
    from journeyc.fingerprints import fingerprints

    marks = fingerprints(checked.findings, checked.sources)
    yield from ((mark, each) for mark, each in zip(marks, checked.findings, strict=True) if each.about)


def _new(checked: Checked, baseline: Baseline) -> Checked:
    """What the baseline does not know."""
    known = [finding for mark, finding in _marked(checked) if baseline.take(mark)]
    return replace(checked, findings=tuple(each for each in checked.findings if each not in known))


def _write_baseline(
    path: str,
    checked: Sequence[Checked],
    new: Sequence[Checked] | None,
    face: Face,
) -> int:
    """Write what is found now as known. Beside a baseline that is read, only what that knew and is still found."""
    from journeyc.baseline import gathered, written

    unknown = [each.findings for each in new] if new is not None else [()] * len(checked)
    entries = gathered(
        (mark, finding.code, face.texts.finding(finding)[0])
        for each, fresh in zip(checked, unknown, strict=True)
        for mark, finding in _marked(each)
        if finding not in fresh
    )
    write_file(path, written(entries))
    say(face.texts("check.baseline", path=path, count=sum(entry.count for entry in entries)))
    errors = [finding for each in checked for finding in each.findings if not finding.about]
    return FOUND if any(finding.severity == "error" for finding in errors) else CLEAN


# --- showing -----------------------------------------------------------------------------------------------------


def _show(results: Sequence[Result], count: int, baseline: Baseline | None, call: Call, face: Face) -> None:
    if call.format == "text":
        text = _text(results, count, baseline, face, call.output is None)
    else:
        text = _form(results, call, face)
    if call.output is None:
        sys.stdout.write(text)
    else:
        write_file(call.output, text)


def _form(results: Sequence[Result], call: Call, face: Face) -> str:
    """The findings in a form for programs."""
    findings = [finding for result in results for finding in result.checked.findings]
    sources: dict[str, Source] = {}
    for result in results:
        sources |= result.checked.sources
    match call.format:
        case "json":
            from journeyc.reporting import findings_json

            return findings_json(findings, sources, face.texts)
        case "sarif":
            from journeyc.formats.sarif import sarif

            return sarif(findings, sources, face.texts)
        case "github":
            from journeyc.formats.github import workflow_commands

            return workflow_commands(findings, face.texts)
        case _:
            from journeyc.formats.junit import junit

            return junit(((each.checked.path, each.checked.findings, each.failing) for each in results), face.texts)


def _text(results: Sequence[Result], count: int, baseline: Baseline | None, face: Face, to_stdout: bool) -> str:
    texts = face.texts
    files = texts("check.one_file" if count == 1 else "check.files", count=count)
    findings = [finding for result in results for finding in result.checked.findings]
    lines: list[str] = []
    if findings:
        from journeyc.reporting import counts_text, findings_text

        colours = to_stdout and face.colours()
        for result in results:
            lines += findings_text(result.checked.findings, result.checked.sources, texts, colours)
        lines.append(texts("check.found", files=files, counts=counts_text(findings, texts)))
    else:
        lines.append(texts("check.clean", files=files))
    undecided = sum(result.checked.undecided for result in results)
    if undecided:
        lines.append(texts("check.undecided", count=undecided))
    unasked = max((result.checked.unasked for result in results), default=0)
    if unasked:
        lines.append(texts("check.unasked", count=unasked))
    if baseline is not None and baseline.known:
        lines.append(texts("check.known", count=baseline.known))
    if baseline is not None and baseline.mended:
        lines.append(texts("check.gone", count=baseline.mended))
    return "".join(f"{line}\n" for line in lines)
