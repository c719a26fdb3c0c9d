"""Owns the mending of a text by the fixes its findings bring: which are taken, in which order, and when to stop.
Must not know any code, nor how a text is checked or where it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from journeyc.diagnostics import Diagnostic, Edit, Fix

Check = Callable[[str], Sequence[Diagnostic]]
"""Gives the findings of a text."""

MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its fixes: how many were taken, and what is found in it now."""

    text: str
    taken: int
    findings: tuple[Diagnostic, ...]


def mend(text: str, file: str, check: Check, *, unsafe: bool) -> Mended:
    """Take fixes until none is left. Whatever makes the text check worse in any way is not taken."""
    mended = Mended(text, 0, tuple(check(text)))
    for _ in range(MOST_ROUNDS):
        better = _round(mended, file, check, unsafe)
        if better is None:
            break
        mended = better
    return mended


def _round(before: Mended, file: str, check: Check, unsafe: bool) -> Mended | None:
    """The text after all fixes that do not touch each other; where that is worse, after the first that is not."""
    fixes = list(_fixes(before.findings, file, unsafe))
    for chosen in (fixes, *([fix] for fix in fixes)) if len(fixes) > 1 else [fixes]:
        apart = _apart(chosen)
        if not apart:
            continue
        text = edited(before.text, [edit for fix in apart for edit in fix.edits])
        findings = tuple(check(text))
        if text != before.text and not _is_worse(before.findings, findings):
            return Mended(text, before.taken + len(apart), findings)
    return None


def _fixes(findings: Iterable[Diagnostic], file: str, unsafe: bool) -> Iterator[Fix]:
    """The first fix of each finding that may be taken, where all of it is in this file."""
    for finding in findings:
        for fix in finding.fixes:
            if (fix.safe or unsafe) and all(edit.location.file == file for edit in fix.edits):
                yield fix
                break


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Those of the fixes, from the first on, whose edits do not overlap."""
    taken: list[Fix] = []
    spans: list[tuple[int, int]] = []
    for fix in fixes:
        own = [_span(edit) for edit in fix.edits]
        if not any(_overlap(one, other) for one in own for other in spans):
            taken.append(fix)
            spans += own
    return taken


def _span(edit: Edit) -> tuple[int, int]:
    assert edit.location.start is not None
    assert edit.location.end is not None
    return edit.location.start, edit.location.end


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, key=_span, reverse=True):
        start, end = _span(edit)
        text = text[:start] + edit.text + text[end:]
    return text


def _is_worse(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> bool:
    """Whether anything is found more often than before. Where errors of the language hid what lints find, that those
    are fewer is what counts."""
    old, new = Counter(_kind(f) for f in before), Counter(_kind(f) for f in after)
    hidden = any(not about for _, about in old)
    return any(new[kind] > old[kind] for kind in new if not (hidden and kind[1]))


def _kind(finding: Diagnostic) -> tuple[str, bool]:
    return finding.code, bool(finding.about)
