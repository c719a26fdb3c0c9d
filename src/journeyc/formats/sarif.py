"""Owns findings as SARIF 2.1.0, the form in which code hosts and editors take them.
Must not know how findings come about, nor where the text goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from journeyc import __version__
from journeyc.catalogue import Catalogue
from journeyc.diagnostics import Diagnostic, Edit, Fix, Label, Location
from journeyc.fingerprints import fingerprints
from journeyc.source import Source

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(findings: Sequence[Diagnostic], sources: Mapping[str, Source], texts: Catalogue) -> str:
    """The findings as one SARIF log of one run, with the rules they are of. Columns count UTF-16 units, as there."""
    codes = sorted({finding.code for finding in findings})
    marks = fingerprints(findings, sources)
    run = {
        "tool": {
            "driver": {
                "name": "journeyc",
                "version": __version__,
                "rules": [_rule(code, texts) for code in codes],
            }
        },
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(finding, mark, codes, sources, texts) for finding, mark in zip(findings, marks, strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, texts: Catalogue) -> dict[str, Any]:
    explained = texts.codes.get(code, {})
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": explained.get("title", code)}}
    ruled = texts.rules.get(code)
    if ruled is not None:
        rule["name"] = ruled["name"]
        rule["fullDescription"] = {"text": ruled["what"]}
        rule["help"] = {"text": f"{ruled['what']}\n{ruled['why']}"}
        rule["defaultConfiguration"] = {"level": _LEVELS[ruled["severity"]]}
    return rule


def _result(
    finding: Diagnostic, mark: str, codes: Sequence[str], sources: Mapping[str, Source], texts: Catalogue
) -> dict[str, Any]:
    message, hint = texts.finding(finding)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message}\n{hint}" if hint else message},
        "locations": [{"physicalLocation": _physical(finding.location, sources)}],
        "partialFingerprints": {"journeyc/v1": mark},
    }
    if finding.labels:
        result["relatedLocations"] = [_related(n, label, sources, texts) for n, label in enumerate(finding.labels)]
    fixes = [fix for fix in finding.fixes if fix.edits]
    if fixes:
        result["fixes"] = [_fix(fix, sources, texts) for fix in fixes]
    return result


def _related(number: int, label: Label, sources: Mapping[str, Source], texts: Catalogue) -> dict[str, Any]:
    place = _physical(label.location, sources)
    return {"id": number, "physicalLocation": place, "message": {"text": texts.label(label.text)}}


def _fix(fix: Fix, sources: Mapping[str, Source], texts: Catalogue) -> dict[str, Any]:
    by_file: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_file.setdefault(edit.location.file, []).append(edit)
    return {
        "description": {"text": texts.fix(fix.title, dict(fix.values))},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(file)},
                "replacements": [
                    {"deletedRegion": _region(edit.location, sources), "insertedContent": {"text": edit.text}}
                    for edit in edits
                ],
            }
            for file, edits in by_file.items()
        ],
    }


def _physical(at: Location, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(at.file)}, "region": _region(at, sources)}


def _region(at: Location, sources: Mapping[str, Source]) -> dict[str, int]:
    source = sources.get(at.file)
    return {
        "startLine": at.line,
        "startColumn": _units(source, at.line, at.column),
        "endLine": at.end_line,
        "endColumn": _units(source, at.end_line, at.end_column),
    }


def _units(source: Source | None, line: int, column: int) -> int:
    """A column in UTF-16 units: characters beyond the basic plane take two."""
    before: Iterable[str] = source.line(line)[: column - 1] if source is not None else ""
    return column + sum(character > "\uffff" for character in before)


def _uri(file: str) -> str:
    """A path as a relative reference; of an absolute one, as a file URI."""
    path = file.replace("\\", "/")
    if path.startswith("/"):
        return "file://" + quote(path)
    if path[1:3] == ":/":
        return "file:///" + quote(path, safe="/:")
    return quote(path)
