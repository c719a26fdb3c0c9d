"""Owns how findings are shown: as text with the place pointed at, and as JSON.
Must not know how findings come about, or where the text goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from journeyc.source import Source, display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.diagnostics import Diagnostic, Location

MOST_COLUMNS = 110
"""A line longer than this is shown around the place alone."""

_BEFORE = 40
_TAB = "    "
_BLANKS = "\u3000\u00a0"
_COLOURS = {"error": "31;1", "warning": "33;1", "info": "36;1", "dim": "34", "good": "32"}


def painted(text: str, colour: str, colours: bool) -> str:
    """The text in a colour, where there are colours."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if colours and text else text


def plain(text: str) -> str:
    """Text from outside as it can be shown on a terminal: nothing in it can move the cursor or hide."""
    return "".join(c if c.isprintable() or c in _BLANKS else _TAB if c == "\t" else "\ufffd" for c in text)


def _lines(text: str) -> str:
    """Plain text of several lines."""
    return "\n".join(plain(line) for line in text.split("\n"))


# --- text --------------------------------------------------------------------------------------------------------


def findings_text(
    findings: Iterable[Diagnostic], sources: Mapping[str, Source], texts: Catalogue, colours: bool
) -> Iterator[str]:
    """Each finding in lines of its own: what is wrong, the line with the place marked, hints and fixes."""
    for finding in findings:
        yield "\n".join(_finding(finding, sources, texts, colours)) + "\n"


def _finding(finding: Diagnostic, sources: Mapping[str, Source], texts: Catalogue, colours: bool) -> Iterator[str]:
    message, hint = texts.finding(finding)
    at = finding.location
    severity = painted(f"{texts('severity.' + finding.severity)}[{finding.code}]", finding.severity, colours)
    yield f"{plain(at.file)}:{at.line}:{at.column}: {severity}: {_lines(message)}"
    yield from _excerpt(at, sources, finding.severity, colours)
    if hint:
        yield f"  {painted(texts('marks.hint'), 'dim', colours)}: {plain(hint)}"
    for fix in finding.fixes:
        yield f"  {painted(texts('marks.fix'), 'dim', colours)}: {plain(texts.fix(fix.title, dict(fix.values)))}"
    for label in finding.labels:
        place = label.location
        note = painted(texts("marks.note"), "dim", colours)
        yield f"  {note}: {texts.label(label.text)} ({plain(place.file)}:{place.line}:{place.column})"
        yield from _excerpt(place, sources, "dim", colours)


def _excerpt(at: Location, sources: Mapping[str, Source], colour: str, colours: bool) -> Iterator[str]:
    """The line with a caret under each column of the place; what goes over the line's end is marked up to there."""
    source = sources.get(at.file)
    line = source.line(at.line) if source is not None else ""
    if not line:
        return
    start = at.column - 1
    end = at.end_column - 1 if at.end_line == at.line else len(line)
    line, start, end = _window(line, start, max(end, start + 1))
    before, marked = plain(line[:start]), plain(line[start:end])
    number = str(at.line)
    carets = "^" * max(1, display_width(marked))
    margin = painted("|", "dim", colours)
    yield f"  {painted(number, 'dim', colours)} {margin} {before}{marked}{plain(line[end:])}"
    yield f"  {' ' * len(number)} {margin} {' ' * display_width(before)}{painted(carets, colour, colours)}"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line that shows the place, and the place in it."""
    if len(line) <= MOST_COLUMNS:
        return line, start, end
    first = max(0, min(start - _BEFORE, len(line) - MOST_COLUMNS))
    last = first + MOST_COLUMNS
    head, tail = "…" if first else "", "…" if last < len(line) else ""
    moved = len(head) - first
    return head + line[first:last] + tail, start + moved, min(end, last) + moved


def counts_text(findings: Iterable[Diagnostic], texts: Catalogue) -> str:
    """How many findings of each severity there are."""
    severities = [finding.severity for finding in findings]
    counted = [(each, severities.count(each)) for each in ("error", "warning", "info")]
    return texts.listed(texts(f"counts.{'one' if n == 1 else 'many'}.{each}", count=n) for each, n in counted if n)


# --- JSON --------------------------------------------------------------------------------------------------------


def findings_json(findings: Sequence[Diagnostic], sources: Mapping[str, Source], texts: Catalogue) -> str:
    """The findings as a JSON list."""
    from journeyc.fingerprints import fingerprints

    marks = fingerprints(findings, sources)
    entries = [_entry(finding, mark, texts) for finding, mark in zip(findings, marks, strict=True)]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _entry(finding: Diagnostic, mark: str, texts: Catalogue) -> dict[str, Any]:
    message, hint = texts.finding(finding)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": message,
        **_place(finding.location),
        "hint": hint or None,
        "fingerprint": mark,
        "labels": [{"text": texts.label(label.text), **_place(label.location)} for label in finding.labels],
        "fixes": [
            {
                "title": texts.fix(fix.title, dict(fix.values)),
                "safe": fix.safe,
                "edits": [{**_place(edit.location), "text": edit.text} for edit in fix.edits],
            }
            for fix in finding.fixes
        ],
    }


def _place(at: Location) -> dict[str, Any]:
    return {
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }
