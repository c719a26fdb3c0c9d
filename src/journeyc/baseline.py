"""Owns baselines: the findings of an old estate that are known and need not be shown again.
Must not know where a baseline lies, nor how findings are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LARGEST = 16_000_000
"""Characters of a baseline that are read."""

_VERSION = 1


class BadBaseline(Exception):
    """A text that is no baseline, and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A known finding: how often it is known, and for people its code and its message."""

    fingerprint: str
    code: str
    message: str
    count: int


class Baseline:
    """Known findings, by fingerprint. Each is taken as often as it is known; what is left over has been mended."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._left: dict[str, int] = {}
        for entry in entries:
            self._entries[entry.fingerprint] = entry
            self._left[entry.fingerprint] = entry.count

    def take(self, fingerprint: str) -> bool:
        """Whether the finding is known; it is known once less then."""
        left = self._left.get(fingerprint, 0)
        if left:
            self._left[fingerprint] = left - 1
        return left > 0

    @property
    def known(self) -> int:
        """How many findings were taken."""
        return sum(entry.count for entry in self._entries.values()) - self.mended

    @property
    def mended(self) -> int:
        """How many known findings nobody has taken."""
        return sum(self._left.values())


def gathered(findings: Iterable[tuple[str, str, str]]) -> tuple[Entry, ...]:
    """Entries for findings, each given as fingerprint, code and message; equal ones together."""
    entries: dict[str, Entry] = {}
    for fingerprint, code, message in findings:
        count = entries[fingerprint].count if fingerprint in entries else 0
        entries[fingerprint] = Entry(fingerprint, code, message, count + 1)
    return tuple(entries.values())


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline: one finding a line, so that it can be read in a review."""
    in_order = sorted(entries, key=lambda entry: (entry.code, entry.message, entry.fingerprint))
    lines = ",\n".join(
        json.dumps(
            {"code": e.code, "message": e.message, "fingerprint": e.fingerprint, "count": e.count}, ensure_ascii=False
        )
        for e in in_order
    )
    return f'{{"version": {_VERSION}, "findings": [\n{lines}\n]}}\n'


def read(text: str) -> Baseline:
    """The baseline that a text holds. Raises BadBaseline."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadBaseline(str(error)) from error
    if not isinstance(data, Mapping) or data.get("version") != _VERSION or not isinstance(data.get("findings"), list):
        raise BadBaseline(f'no {{"version": {_VERSION}, "findings": […]}}')
    return Baseline(_entry(item) for item in data["findings"])


def _entry(item: object) -> Entry:
    fields = item if isinstance(item, Mapping) else {}
    fingerprint, code, message, count = (fields.get(name) for name in ("fingerprint", "code", "message", "count"))
    if not isinstance(fingerprint, str) or not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise BadBaseline(f"no finding: {json.dumps(item)[:80]}")
    return Entry(fingerprint, str(code), str(message), count)
