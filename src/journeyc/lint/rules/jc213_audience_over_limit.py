"""Owns JC213: a journey or a segment that reaches more leads than was said to be allowed.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.observed import sent
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program, most = facts.program, options["max"]
    assert isinstance(most, int)
    if most <= 0:
        return
    audience, limit = facts.log.audience(), {"max": str(most)}
    if audience.leads > most and sent(program):
        about = f"journey {name_text(program.journey)}"
        yield Finding(program.place, about, {"name": program.journey, "count": str(audience.leads), **limit})
    for segment in program.segments:
        count = audience.segments[segment.name]
        if count > most and segment.name in facts.used("segment"):
            about = f"segment {name_text(segment.name)}"
            yield Finding(segment.place, about, {"name": segment.name, "count": str(count), **limit}, "segment")


RULE = Rule(
    code="JC213",
    name="audience-over-limit",
    severity="error",
    title=Both("対象が上限より多い", "An audience above the limit"),
    what=Both(
        "渡されたリードのうち、ジャーニーかセグメントの対象になる人数が、設定の上限 (`max`) を超えています。`max` が "
        "0 なら調べません。",
        "Of the leads given, more than `max` come into the journey or a segment. With `max` at 0 nothing is asked.",
    ),
    why=Both(
        "条件を一つ書き忘れるだけで、テストのつもりのメールが全員に届きます。人数の上限は、"
        "それに気づける最後の場所です。",
        "One condition left out, and a mail meant as a test goes to everybody. A limit on how many is the last place "
        "to notice.",
    ),
    wordings={
        "": Wording(
            Both(
                "ジャーニー `{name}` の対象は {count} 人で、上限の {max} 人を超えます",
                "the journey `{name}` reaches {count} leads; {max} are allowed",
            ),
            Both(
                "対象を絞るか、責任者の承認を得て設定の上限 (JC213 の `max`) を上げます",
                "narrow it down, or have the limit (`max` of JC213) raised by whoever answers for it",
            ),
        ),
        "segment": Wording(
            Both(
                "セグメント `{name}` には {count} 人が入り、上限の {max} 人を超えます",
                "{count} leads are in the segment `{name}`; {max} are allowed",
            ),
            Both(
                "条件を絞るか、責任者の承認を得て設定の上限 (JC213 の `max`) を上げます",
                "narrow its condition, or have the limit (`max` of JC213) raised by whoever answers for it",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 従業員数: number; 配信許諾: bool }
stages 課題認知 -> 検討
download ガイド
email 案内 { from "info@example.co.jp"; footer "配信停止: https://example.co.jp/stop" }
policy { consent 配信許諾; suppress when tag 取引先; cap email 2 per 7d else drop }
segment 大手 when 従業員数 >= 300
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
rule 大手案内: when became(大手) -> send 案内
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 従業員数: number; 配信許諾: bool }
stages 課題認知 -> 検討
download ガイド
email 案内 { from "info@example.co.jp"; footer "配信停止: https://example.co.jp/stop" }
policy { consent 配信許諾; suppress when tag 取引先; cap email 2 per 7d else drop }
segment 大手 when 従業員数 >= 450
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
rule 大手案内: when became(大手) -> send 案内
""",
    check=_check,
    needs=frozenset({"records"}),
    options=(
        Option(
            "max",
            0,
            Both("対象にしてよい人数の上限。0 なら上限なし", "how many leads may be reached; 0: no limit"),
        ),
    ),
    bad_records=Records(
        leads="""lead,従業員数
L1,500
L2,400
L3,20
""",
        options={"max": 1},
    ),
    good_records=Records(
        leads="""lead,従業員数
L1,500
L2,400
L3,20
""",
        options={"max": 3},
    ),
)
