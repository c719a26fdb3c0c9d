"""Owns JC303: a boundary that does not say who talks, how, or what is expected of it.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for segment in facts.program.segments:
        boundary = segment.boundary
        if boundary is None:
            continue
        said = {"who": boundary.who, "how": boundary.how, "expect": boundary.expects}
        missing = ", ".join(word for word, value in said.items() if not value)
        if missing:
            values = {"name": segment.name, "missing": missing}
            yield Finding(segment.place, f"boundary {name_text(segment.name)}", values)


RULE = Rule(
    code="JC303",
    name="incomplete-boundary",
    severity="error",
    title=Both("決めきれていない境界", "A boundary half said"),
    what=Both(
        "境界に、誰が (`who`)、どのように (`how`)、どれだけを見込むか (`expect`) のどれかがありません。",
        "A boundary lacks who talks to the lead (`who`), how (`how`), or what is expected (`expect`).",
    ),
    why=Both(
        "境界は「顧客の状態」「誰がどう関わるか」「発生率と長さ」の三つで決まります。"
        "欠けたままでは、マーケティングと営業が別のものを見込み客と呼びます。",
        "Three things make a boundary: the customer's state, who acts and how, the rate and time expected. While one "
        "is missing marketing and sales mean different people by the same word.",
    ),
    wordings={
        "": Wording(
            Both("境界 `{name}` に {missing} がありません", "the boundary `{name}` lacks {missing}"),
            Both(
                'who チーム、how "…"、expect 商談化 8% within 90d のように書きます',
                'write who TEAM, how "…", expect NAME 8% within 90d',
            ),
        ),
    },
    bad="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 検討
download ガイド
boundary 見込み客 as prospect from 検討 { who IS }
when downloaded(ガイド) -> stage 検討, handoff IS within 1d
""",
    good="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 検討
download ガイド
boundary 見込み客 as prospect from 検討 { who IS; how "電話"; expect 商談 8% within 90d }
dropout after 60d
when downloaded(ガイド) -> stage 検討, handoff IS within 1d
""",
    also=("JC410",),
    check=_check,
)
