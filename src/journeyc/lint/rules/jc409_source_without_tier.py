"""Owns JC409: a source of leads that does not say which layer of the market it brings.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    sources = facts.program.sources
    if not any(source.tier for source in sources):
        return  # this journey does not tell its sources apart by tier
    for source in sources:
        if not source.tier:
            yield Finding(source.place, f"source {name_text(source.name)}", {"name": source.name})


RULE = Rule(
    code="JC409",
    name="source-without-tier",
    severity="info",
    title=Both("層のない獲得経路", "A source without a tier"),
    what=Both(
        "ほかの獲得経路には `tier` があるのに、この経路にはありません。",
        "Other sources say which tier they bring; this one does not.",
    ),
    why=Both(
        "明確層と潜在層では受注までの長さも率も違います。層がない経路のリードは、層別の集計から漏れます。",
        "Leads who are ready and leads who are not differ in rates and in time to order. Leads of a source without a "
        "tier are missing from every figure by tier.",
    ),
    wordings={
        "": Wording(
            Both("獲得経路 `{name}` に層がありません", "the source `{name}` has no tier"),
            Both("tier 潜在層 などを書きます", "write one: tier 潜在層"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
source 検索広告 { leads 120 per month; tier 顕在層 }
source 共催セミナー { leads 80 per month }
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
segment 全員 as lead when stage >= 課題認知
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
source 検索広告 { leads 120 per month; tier 顕在層 }
source 共催セミナー { leads 80 per month; tier 潜在層 }
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
segment 全員 as lead when stage >= 課題認知
""",
    check=_check,
)
