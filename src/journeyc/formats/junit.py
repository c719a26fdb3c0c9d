"""Owns findings as JUnit XML, which CI systems show as failed tests.
Must not know how findings come about, nor where the text goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from journeyc.catalogue import Catalogue
from journeyc.diagnostics import Diagnostic
from journeyc.reporting import plain


def junit(files: Iterable[tuple[str, Sequence[Diagnostic], Sequence[Diagnostic]]], texts: Catalogue) -> str:
    """A suite for each file, given with its findings and those of them that fail. A file without findings is one test
    that passes; what does not fail is noted beside a test that passes."""
    root = ElementTree.Element("testsuites", {"name": "journeyc check"})
    for file, findings, failing in files:
        counts = {"tests": str(max(1, len(findings))), "failures": str(len(failing))}
        suite = ElementTree.SubElement(root, "testsuite", {"name": plain(file), **counts})
        if not findings:
            ElementTree.SubElement(suite, "testcase", {"classname": plain(file), "name": "check"})
        for finding in findings:
            _case(suite, finding, finding in failing, texts)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, finding: Diagnostic, fails: bool, texts: Catalogue) -> None:
    message, hint = texts.finding(finding)
    at = finding.location
    name = f"{finding.code} {at.line}:{at.column}"
    attributes = {"classname": plain(at.file), "name": name, "file": plain(at.file), "line": str(at.line)}
    case = ElementTree.SubElement(suite, "testcase", attributes)
    severity = texts(f"severity.{finding.severity}")
    text = f"{at.file}:{at.line}:{at.column}: {severity}[{finding.code}]: {message}" + (f"\n{hint}" if hint else "")
    shown = "\n".join(plain(line) for line in text.split("\n"))
    if fails:
        failure = ElementTree.SubElement(case, "failure", {"message": plain(message), "type": finding.code})
        failure.text = shown
    else:
        ElementTree.SubElement(case, "system-out").text = shown
