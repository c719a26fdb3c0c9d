"""Owns JC412: a source of leads whose cost is missing among others that have one.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    sources = facts.program.sources
    if not any(source.cost for source in sources):
        return  # this journey does not count costs
    for source in sources:
        if source.cost is None:
            yield Finding(source.place, f"source {name_text(source.name)}", {"name": source.name})


RULE = Rule(
    code="JC412",
    name="cost-absent",
    severity="info",
    title=Both("費用のない獲得経路", "A source without a cost"),
    what=Both(
        "ほかの獲得経路には `cost` があるのに、この経路にはありません。",
        "Other sources say what they cost; this one does not.",
    ),
    why=Both(
        "一つでも費用が欠けると、商談1件あたりの費用が実際より安く見えます。無料の経路なら 0円 と書けます。",
        "With one cost missing, a deal looks cheaper than it is. A source that costs nothing can say 0円.",
    ),
    wordings={
        "": Wording(
            Both("獲得経路 `{name}` に費用がありません", "the source `{name}` has no cost"),
            Both("cost 300_000円 per month のように書きます", "write one: cost 300_000円 per month"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
source 検索広告 { leads 120 per month; cost 400_000円 per month }
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
source 検索広告 { leads 120 per month; cost 400_000円 per month }
source 共催セミナー { leads 80 per month; cost 0円 per month }
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
segment 全員 as lead when stage >= 課題認知
""",
    check=_check,
)
