"""Owns JC102: a stage that people get to and never leave.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    ladder = facts.ladder
    left = {move.source for move in ladder.moves}
    for stage in facts.program.stages:
        if stage.name in ladder.reached - left - ladder.last:
            name = name_text(stage.name)
            text = f"when stage == {name} and {options['exit']}"
            fix = Fix("exit", (Insert(stage.place, text, line=True),), values=(("text", text),))
            yield Finding(stage.place, f"stage {name}", {"name": stage.name}, fixes=(fix,))


RULE = Rule(
    code="JC102",
    name="dead-end-stage",
    severity="error",
    title=Both("出口のない段階", "A stage without a way out"),
    what=Both(
        "この段階に入ったリードを、先へ進める行も、戻す行も、対象から外す行もありません。最後の段階は対象外です。",
        "Nothing moves a lead on from this stage, or back, or off the ladder. The last stage is left out.",
    ),
    why=Both(
        "リードがたまる一方になります。配信ツールでは「コンテンツを使い切った人」が何年も残る原因です。",
        "People pile up there. In marketing tools this is how contacts stay for years with nothing left to receive.",
    ),
    wordings={
        "": Wording(
            Both("段階 `{name}` から出る行がありません", "nothing moves anyone on from the stage `{name}`"),
            Both(
                "次の段階へ進める行か、inactive(90d) のような出口を書きます",
                "write what moves people on, or a way out such as when inactive(90d) -> leave",
            ),
        ),
    },
    fixes={"exit": Both("{text} を加える", "add {text}")},
    options=(
        Option("exit", "inactive(90d) -> leave 停滞", Both("修正で加える出口", "the way out that a fix puts in")),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
when stage == 課題認知 and downloaded(ガイド) -> stage 情報収集
when stage == 課題認知 and inactive(90d) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
""",
    check=_check,
)
