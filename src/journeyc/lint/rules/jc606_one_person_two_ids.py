"""Owns JC606: two leads of the records that are one person by all that is written of them.
Must not know how findings are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.program.wording import name_text

if TYPE_CHECKING:
    from journeyc.lint.log import KnownLead

_MAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_COMPANY = r"株式会社|有限会社|合同会社|\((?:株|有|同)\)|\b(?:inc|ltd|co|corp|k\.?k)\b\.?|[\s,.]+"


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    most = options["most"]
    assert isinstance(most, int)
    yield from islice(_found(facts, options), most)


def _found(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    first: dict[tuple[str, ...], str] = {}
    for lead in facts.log.leads:
        for variant, key in _marks(lead, options):
            other = first.setdefault(key, lead.lead)
            if other != lead.lead:
                about = f"journey {name_text(program.journey)}"
                values = {"lead": lead.lead, "other": other}
                yield Finding(program.place, about, values, variant, record=lead.record)
                break


def _marks(lead: KnownLead, options: Options) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What tells a person: an e-mail address, or a name with a company."""
    texts = {name: _folded(value) for name, value in lead.attributes.items() if isinstance(value, str)}
    yield from (("mail", ("mail", text)) for text in texts.values() if re.fullmatch(_MAIL, text))
    names, companies = options["names"], options["companies"]
    assert isinstance(names, tuple)
    assert isinstance(companies, tuple)
    name = next((texts[each] for each in names if texts.get(each)), None)
    company = next((texts[each] for each in companies if texts.get(each)), None)
    if name and company:
        yield "name", ("name", "".join(name.split()), re.sub(_COMPANY, "", company))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


RULE = Rule(
    code="JC606",
    name="one-person-two-ids",
    severity="warning",
    title=Both("同じ人に二つの ID", "One person with two ids"),
    what=Both(
        "メールアドレスが同じか、氏名と会社名の両方が同じリードが、別の ID で記録にあります。表記の揺れ (全角、空白、"
        "株式会社の有無) はそろえて比べます。",
        "Two leads have the same e-mail address, or the same name and company. Width, blanks and forms such as "
        "株式会社 are put aside before they are compared.",
    ),
    why=Both(
        "同じ人が二人に数えられ、同じメールが二通届き、得点は半分ずつになってどちらも基準に届きません。",
        "The same person counts twice, gets every mail twice, and has half the points on each id: neither reaches "
        "the threshold.",
    ),
    wordings={
        "mail": Wording(
            Both(
                "`{lead}` と `{other}` はメールアドレスが同じです",
                "`{lead}` and `{other}` have the same e-mail address",
            ),
            Both(
                "どちらかにまとめます。対応表 (`--map`) の same で一つにできます",
                "keep one of them; `same` in a mapping (`--map`) makes them one",
            ),
        ),
        "name": Wording(
            Both(
                "`{lead}` と `{other}` は氏名と会社名が同じです",
                "`{lead}` and `{other}` have the same name and company",
            ),
            Both(
                "どちらかにまとめます。対応表 (`--map`) の same で一つにできます",
                "keep one of them; `same` in a mapping (`--map`) makes them one",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 氏名: text; 会社名: text; メール: text }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) and known(会社名) and known(氏名) and known(メール) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 氏名: text; 会社名: text; メール: text }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) and known(会社名) and known(氏名) and known(メール) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"records"}),
    options=(
        Option("names", ("氏名", "名前", "name"), Both("人の名前の項目", "attributes that hold a person's name")),
        Option("companies", ("会社名", "会社", "company"), Both("会社名の項目", "attributes that hold a company")),
        Option("most", 20, Both("一度に示す件数", "how many are shown")),
    ),
    bad_records=Records(
        leads="""lead,氏名,会社名,メール
L1,山田 花子,株式会社みなと,hanako@example.co.jp
L2,佐藤 太郎,港湾システム,taro@example.co.jp
L3,山田　花子,(株)みなと,h.yamada@example.co.jp
""",
    ),
    good_records=Records(
        leads="""lead,氏名,会社名,メール
L1,山田 花子,株式会社みなと,hanako@example.co.jp
L2,佐藤 太郎,港湾システム,taro@example.co.jp
""",
    ),
)
