"""Owns JC607: leads to whom something happened before they are said to have been created.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    early = [lead for lead in facts.log.leads if lead.early is not None]
    if early:
        values = {"count": str(len(early)), "lead": early[0].lead}
        about = f"journey {name_text(program.journey)}"
        yield Finding(program.place, about, values, record=early[0].early)


RULE = Rule(
    code="JC607",
    name="before-first-contact",
    severity="warning",
    title=Both("登録より前の出来事", "Events before the first contact"),
    what=Both(
        "リードの作成日時 (`created`) より前の出来事が、記録にあります。",
        "The log has events of a lead from before the time at which its record says it was created.",
    ),
    why=Both(
        "受注までの日数がマイナスになり、平均も中央値も狂います。時差の取り違えや、登録し直したリードのしるしです。",
        "Times from first contact to order become negative, and every average with them. It is a sign of a zone "
        "taken for another, or of a lead that was entered again.",
    ),
    wordings={
        "": Wording(
            Both(
                "{count} 人のリードに、作成日時より前の出来事があります (最初は `{lead}`)",
                "leads with events from before they were created: {count} (the first is `{lead}`)",
            ),
            Both(
                "作成日時が最初の接点のものか、時差が合っているかを確かめます",
                "see whether `created` is the first contact, and whether its zone is right",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"records"}),
    bad_records=Records(
        leads="""lead,created
L1,2026-04-03 09:00
L2,2026-04-01 09:00
""",
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
    good_records=Records(
        leads="""lead,created
L1,2026-04-01 09:00
L2,2026-04-01 09:00
""",
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
