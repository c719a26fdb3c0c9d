"""Owns JC103: a stage of which the journey does not say what it means.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    stages = facts.program.stages
    if not any(stage.title for stage in stages):
        return  # a ladder of names alone: nobody has begun to describe it
    for stage in stages:
        if not stage.title:
            yield Finding(stage.place, f"stage {name_text(stage.name)}", {"name": stage.name})


RULE = Rule(
    code="JC103",
    name="stage-without-definition",
    severity="info",
    title=Both("説明のない段階", "A stage without a definition"),
    what=Both(
        "ほかの段階には意味の説明があるのに、この段階にはありません。",
        "Other stages say in words what they mean; this one does not.",
    ),
    why=Both(
        "段階の意味を言葉にしておかないと、マーケとISと営業がそれぞれ別の意味で使い始めます。",
        "Where a stage is not defined in words, marketing, inside sales and sales each use it in a sense of their own.",
    ),
    wordings={
        "": Wording(
            Both("段階 `{name}` には意味の説明がありません", "the stage `{name}` does not say what it means"),
            Both(
                'stage {name} "顧客がどういう状態か" と書きます',
                'write stage {name} "how things stand with the customer"',
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
stage 課題認知 "困りごとに気づいた" { owner 営業; content ガイド }
stage 情報収集 { owner 営業; content ガイド }
stage 検討 "候補を比べている" { owner 営業 }
form 商談申込
download ガイド
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
stage 課題認知 "困りごとに気づいた" { owner 営業; content ガイド }
stage 情報収集 "選択肢を集めている" { owner 営業; content ガイド }
stage 検討 "候補を比べている" { owner 営業 }
form 商談申込
download ガイド
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
""",
    check=_check,
)
