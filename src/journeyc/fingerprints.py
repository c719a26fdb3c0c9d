"""Owns what tells a finding from any other, wherever in its file it stands and whatever the file is called.
Must not know any code, nor who keeps fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from journeyc.diagnostics import Diagnostic
from journeyc.source import Source, fold, normal_name

_PASSING = frozenset({"count", "file", "leads", "line", "mature", "rate", "reached", "witness", "young"})
"""Values that change while the finding stays the same."""


def fingerprints(findings: Iterable[Diagnostic], sources: Mapping[str, Source]) -> list[str]:
    """A fingerprint for each finding. Of findings in one file that nothing else tells apart, the second has a number,
    and so on."""
    seen: dict[tuple[str, str], int] = {}
    made: list[str] = []
    for finding in findings:
        base = _base(finding, sources.get(finding.location.file))
        count = seen[finding.location.file, base] = seen.get((finding.location.file, base), 0) + 1
        made.append(base if count == 1 else f"{base}/{count}")
    return made


def _base(finding: Diagnostic, source: Source | None) -> str:
    """A lint says what it is about in normal text; for what is no Program yet, the line that it stands on does."""
    values = [f"{name}={value}" for name, value in finding.values if name not in _PASSING]
    parts = [finding.code, finding.variant, finding.about, *values]
    if not finding.about and source is not None:
        parts.append(" ".join(normal_name(fold(source.line(finding.location.line))).split()))
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
