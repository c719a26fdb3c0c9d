"""Owns JC209: an address or mobile number of a person, written into the journey.
Must not know how findings are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.schema import Content, Place, Team

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})")
_MOBILE = re.compile(r"(?<!\d)0[789]0[-\s]?\d{4}[-\s]?\d{4}(?!\d)")
_RESERVED = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|net|org|jp|co\.jp|ne\.jp))?|test|invalid|localhost)$", re.IGNORECASE
)
"""Domains that belong to nobody, kept for examples (RFC 2606; example.jp likewise)."""
_OPEN = ("contact", "from", "footer", "body", "url")
"""Settings in which a company's own addresses belong."""


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    told = [getattr(program, name) for name in program.__slots__ if name not in ("files", "verbs", "own_verbs")]
    seen: set[tuple[Place, str]] = set()
    for text, place in _texts(tuple(told), None):
        for variant, found in _personal(text):
            if place is not None and (place, found) not in seen:
                seen.add((place, found))
                masked = found[0] + "…" + found[-3:]
                yield Finding(place, f"text {masked}", {"text": masked}, variant)


def _texts(part: Any, place: Place | None) -> Iterator[tuple[str, Place | None]]:
    """Every text of the Program in which a person could be named, with the place of what it stands in."""
    if isinstance(part, str):
        yield part, place
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item, place)
    elif is_dataclass(part) and not isinstance(part, Place | type):
        here = getattr(part, "place", None) or place
        for field in fields(part):
            yield from _texts(_closed(part, field.name), here)


def _closed(part: object, field: str) -> object:
    """A field of a part of the Program, less the settings in which addresses of one's own belong."""
    value = getattr(part, field)
    if isinstance(part, Content | Team) and field == "settings":
        return tuple(pair for pair in value if pair[0] not in _OPEN)
    return None if isinstance(part, Team) and field == "contact" else value


def _personal(text: str) -> Iterator[tuple[str, str]]:
    yield from (("address", m.group()) for m in _ADDRESS.finditer(text) if not _RESERVED.search(m.group(1)))
    yield from (("mobile", m.group()) for m in _MOBILE.finditer(text))


RULE = Rule(
    code="JC209",
    name="personal-data",
    severity="warning",
    title=Both("書き込まれた個人情報", "Personal data in the file"),
    what=Both(
        "条件、テスト、メモなどに、個人のメールアドレスや携帯電話番号が書かれています。チームの `contact` と、配信の"
        "差出人・本文・フッターは除きます。",
        "A person's e-mail address or mobile number stands in a condition, a test or a note. A team's `contact`, and "
        "the sender, body and footer of a message are left out.",
    ),
    why=Both(
        "ファイルは履歴に残り、多くの人が読みます。個人情報は、目的を示して集めた場所の外に置けません "
        "(個人情報保護法)。",
        "The file is read by many and its history keeps everything. Personal data must not be kept outside the place "
        "for which it was collected (Japan: Act on the Protection of Personal Information; EU: GDPR Art. 5).",
    ),
    wordings={
        "address": Wording(
            Both(
                "個人のメールアドレス `{text}` が書かれています", "the e-mail address `{text}` of a person stands here"
            ),
            Both("test@example.com のような架空のものにします", "write one that is nobody's, such as test@example.com"),
        ),
        "mobile": Wording(
            Both("携帯電話番号 `{text}` が書かれています", "the mobile number `{text}` stands here"),
            Both("番号を消すか、社内の番号にします", "leave it out"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
lead { アドレス: text }
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) and アドレス != "t.yamada@yamada-seisakusho.co.jp" -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業" { contact "sales@our-company.co.jp" }
lead { アドレス: text }
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) and アドレス != "test@example.co.jp" -> stage 検討, notify 営業
""",
    check=_check,
)
