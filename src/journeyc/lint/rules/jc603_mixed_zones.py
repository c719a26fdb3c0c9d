"""Owns JC603: times of one log that say their zone in more than one way.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Records, Rule, Wording
from journeyc.program.wording import name_text

if TYPE_CHECKING:
    from journeyc.lint.log import Clocks


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    about = f"journey {name_text(program.journey)}"
    by_file: dict[str, list[Clocks]] = {}
    for clocks in facts.log.clocks:
        by_file.setdefault(clocks.file, []).append(clocks)
    foreign = next((c.offset for c in facts.log.clocks if c.offset and not c.own), None)
    for file, found in by_file.items():
        if len({"own" if clocks.own else clocks.offset for clocks in found}) > 1:
            forms = ", ".join(f"{clocks.offset or '-'}: {clocks.count}" for clocks in found)
            rarest = min(found, key=lambda clocks: clocks.count)
            yield Finding(program.place, about, {"file": file, "forms": forms}, record=rarest.at)
        elif not found[0].offset and foreign is not None:
            values = {"file": file, "count": str(found[0].count), "offset": foreign}
            yield Finding(program.place, about, values, "none", record=found[0].at)


RULE = Rule(
    code="JC603",
    name="mixed-zones",
    severity="warning",
    title=Both("時差の混ざった日時", "Mixed time zones"),
    what=Both(
        "一つのファイルの日時に、違う時差が混ざっているか、時差のない日時が混ざっています。"
        "別のファイルが他の時差を書いているのに、時差をまったく書かないファイルも対象です。"
        "夏時間による違いは数えません。",
        "Times of one file say different offsets, or some say none; or a file says none while another writes an "
        "offset that is not the journey's. What daylight saving alone makes differ is not counted.",
    ),
    why=Both(
        "時差のない日時が実は UTC だったとき、すべての出来事が 9 時間ずれ、夜の配信や前後の入れ替わりになります。",
        "Where times without an offset were UTC after all, every event is nine hours off: mails go out at night, and "
        "what came first comes last.",
    ),
    wordings={
        "": Wording(
            Both(
                "{file} には時差の違う日時が混ざっています ({forms})", "times in {file} say different offsets ({forms})"
            ),
            Both("書き出しの設定をそろえます", "export them all in one way"),
        ),
        "none": Wording(
            Both(
                "{file} の日時 {count} 件には時差がなく、ほかのファイルは {offset} と書いています",
                "{count} times in {file} say no offset, while another file writes {offset}",
            ),
            Both(
                "どの時間帯の時刻かを確かめ、対応表 (`--map`) の times に `zone` を書きます",
                "find out which zone they are in, and say it in a mapping (`--map`): `zone` under times",
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
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-01T11:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-04-01T03:00:00Z", "event": "downloaded", "content": "ガイド"}
""",
    ),
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-01T11:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-04-01T12:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
