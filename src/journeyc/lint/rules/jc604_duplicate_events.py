"""Owns JC604: events that are in the log more than once.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    for repeated in facts.log.repeated:
        values = {"file": repeated.file, "count": str(repeated.count)}
        variant = "id" if repeated.by_id else "same"
        about = f"journey {name_text(program.journey)}"
        yield Finding(program.place, about, values, variant, record=repeated.at)


RULE = Rule(
    code="JC604",
    name="duplicate-events",
    severity="warning",
    title=Both("重複した出来事", "Duplicate events"),
    what=Both(
        "同じリードの同じ `id` の出来事か、`id` がなくすべての項目が同じ出来事が、記録に二度以上あります。",
        "The log has an event more than once: with the same `id` of the same lead, or without an `id` and the same "
        "in every field.",
    ),
    why=Both(
        "`id` が同じなら二度目は無視されますが、`id` がなければ二度数えられ、得点も回数も倍になります。",
        "With an `id` the second one is ignored. Without one both count: points and counts double.",
    ),
    wordings={
        "id": Wording(
            Both(
                "{file} に、同じ `id` の出来事が {count} 件あります (二度目からは無視されます)",
                "events in {file} that repeat an `id` of their lead, and are ignored: {count}",
            ),
            Both("書き出しの期間が重なっていないか確かめます", "see whether the exports overlap"),
        ),
        "same": Wording(
            Both(
                "{file} に、すべての項目が前と同じ出来事が {count} 件あります (`id` がないので二度数えます)",
                "events in {file} that are the same as one before in every field, and count, since they have no `id`: "
                "{count}",
            ),
            Both(
                "出来事に `id` を付けて書き出すか、重複を取り除きます",
                "export events with an `id`, or take the second ones out",
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
        events="""\
{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
    good_records=Records(
        events="""\
{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド", "id": "1"}
{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド", "id": "2"}
""",
    ),
)
