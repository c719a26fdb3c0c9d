"""Every sample on the page of the language parses, and what is wrong with it is only what its other half declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import compile_text, parser
from journeyc.source import Source


def _samples(root: Path) -> list[str]:
    page = (root / "docs" / "language.md").read_text(encoding="utf-8")
    return re.findall(r"```journey\n(.*?)```", page, re.DOTALL)


def test_samples_parse(root: Path) -> None:
    samples = _samples(root)
    assert len(samples) >= 8
    for sample in samples:
        found = DiagnosticBag()
        parser().parse(Source("language.md", sample), found)
        assert found.sorted() == ()


@pytest.mark.parametrize("code", ["JC055", "JC060", "JC063", "JC064", "JC066", "JC111", "JC112"])
def test_samples_break_no_rule_of_the_language(root: Path, code: str) -> None:
    whole = "".join(_samples(root)[1:])
    assert [f for f in compile_text(whole, "language.md").findings if f.code == code] == []


def test_the_smallest_file_is_whole(root: Path) -> None:
    compiled = compile_text(_samples(root)[0], "small.journey")
    assert compiled.findings == ()
    assert compiled.program is not None
