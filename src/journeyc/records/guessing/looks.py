"""Owns what texts look like: times and in which form, clock times, e-mail addresses, counts.
Must not know columns' names or what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from journeyc.records.mappings.times import ISO, TimeForm
from journeyc.records.problems import Unusable

_MOST_LOOKED_AT = 300
_NEARLY_ALL = 0.9
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|(午前|午後)\s*\d{1,2}:\d{2}|\d{1,2}:\d{2}\s*(AM|PM)", re.IGNORECASE)
_OFFSET = re.compile(r"\d(Z|[+-]\d{2}:?\d{2})$")
_DATES = (
    *("yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyy年M月d日", "yyyy年M月d日(E)", "Gy年M月d日", "Gy.M.d", "Gy/M/d"),
    *("M/d/yyyy", "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy", "MMM d, yyyy", "d MMM yyyy", "d-MMM-yyyy"),
    *("yy/M/d", "M/d/yy", "d/M/yy"),
)
_CLOCKS = ("", " H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a", " a h:mm", " H時m分", " H時m分s秒")
_COMPACT = ("yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd")
_EPOCHS = {10: "epoch-s", 13: "epoch-ms", 16: "epoch-us"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of time that fits, others that would fit as well and mean something else, and whether the texts say their
    offset. `format` None: as records may say them anyway."""

    format: str | None
    others: tuple[str, ...] = ()
    offset: bool = False


def form_of(texts: Sequence[str]) -> Form | None:
    """The form in which the texts say times; None where they do not."""
    looked_at = list(dict.fromkeys(texts))[:_MOST_LOOKED_AT]
    if not looked_at:
        return None
    if all(re.fullmatch(r"\d+(\.\d+)?", text) for text in looked_at):
        return _numeric(looked_at)
    if _fits(ISO, looked_at):
        return Form(None, offset=all(_OFFSET.search(text) for text in looked_at))
    found = [form for form in _patterns() if _fits(form, looked_at)]
    return Form(found[0], tuple(found[1:])) if found else None


def _numeric(texts: Sequence[str]) -> Form | None:
    lengths = {len(text.partition(".")[0]) for text in texts}
    if len(lengths) > 1:
        return None
    if (epoch := _EPOCHS.get(length := lengths.pop())) and all(text[0] in "12" for text in texts):
        return Form(epoch)
    compact = [form for form in _COMPACT if len(form) == length and _fits(form, texts)]
    if compact:
        return Form(compact[0])
    return Form("excel") if length == 5 and all("3" <= text[0] <= "5" for text in texts) else None


def _patterns() -> Iterator[str]:
    yield from (f"{day}{clock}" for day in _DATES for clock in _CLOCKS)


def _fits(form: str, texts: Sequence[str]) -> bool:
    reads, failed = TimeForm.of((form,), None), 0
    for text in texts:
        try:
            reads.instant(text, UTC)
        except Unusable:
            failed += 1
            if failed > len(texts) * (1 - _NEARLY_ALL):
                return False
    return True


def are_mails(texts: Sequence[str]) -> bool:
    """Whether nearly all are e-mail addresses."""
    return _share(_MAIL, texts) >= _NEARLY_ALL


def are_clocks(texts: Sequence[str]) -> bool:
    """Whether nearly all are times of a day without the day."""
    return _share(_CLOCK, texts) >= _NEARLY_ALL


def have_clocks(texts: Sequence[str]) -> bool:
    """Whether most say a time of the day somewhere."""
    return sum(":" in text or "時" in text for text in texts) * 2 > len(texts)


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in texts) / len(texts) if texts else 0.0
