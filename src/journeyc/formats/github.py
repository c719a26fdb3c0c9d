"""Owns findings as GitHub's workflow commands, which annotate the lines of a pull request.
Must not know how findings come about, nor where the text goes."""

from __future__ import annotations

from collections.abc import Iterable

from journeyc.catalogue import Catalogue
from journeyc.diagnostics import Diagnostic

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def workflow_commands(findings: Iterable[Diagnostic], texts: Catalogue) -> str:
    """One command a finding. What stands in journeys cannot end a command or begin another."""
    return "".join(_annotation(finding, texts) for finding in findings)


def _annotation(finding: Diagnostic, texts: Catalogue) -> str:
    message, hint = texts.finding(finding)
    at = finding.location
    fields = {"file": at.file, "line": at.line, "endLine": at.end_line, "col": at.column, "title": finding.code}
    if at.line == at.end_line:
        fields["endColumn"] = max(at.column, at.end_column - 1)
    text = f"{message}\n{hint}" if hint else message
    given = ",".join(f"{name}={_field(str(value))}" for name, value in fields.items())
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
