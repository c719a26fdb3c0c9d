"""Owns JC150: a ladder with too few steps to show where people stop.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    steps = len(set(facts.ladder.level.values()))
    least = options["least"]
    assert isinstance(least, int | float)
    program = facts.program
    if program.goals and any(persona.cells for persona in program.personas) and steps < least:
        values = {"steps": str(steps), "least": str(least)}
        yield Finding(program.stages[0].place, f"journey {name_text(program.journey)}", values)


RULE = Rule(
    code="JC150",
    name="ladder-too-coarse",
    severity="info",
    title=Both("粗すぎる段階", "A ladder too coarse"),
    what=Both(
        "目標とジャーニーマップのあるファイルで、段階が少なすぎます。見えない段階 (`hidden`) も数えます。",
        "A file with goals and a journey map has very few steps on its ladder. Steps marked `hidden` count.",
    ),
    why=Both(
        "二、三段では、どこで止まったのかが分かりません。社内合意のような見えない段階を抜かすと、"
        "そこにかかる時間も見えなくなります。",
        "With two or three steps nobody can tell where people stopped. Leave out steps nobody sees, such as an "
        "agreement inside their company, and the time they take is not seen either.",
    ),
    wordings={
        "": Wording(
            Both("段階が {steps} 段しかありません", "the ladder has only {steps} steps"),
            Both(
                "{least} 段以上に分け、view でまとめて見せます",
                "part it into {least} or more, and roll them up in a view where fewer are to be shown",
            ),
        ),
    },
    options=(Option("least", 4, Both("最低の段数", "the least number of steps")),),
    bad="""journey 例
team 営業 "営業"
lead { 役職: 担当者 | 部長 }
stages 課題認知 -> 検討
persona 部長 {
  when 役職 == 部長
  at 課題認知 { 思考 "何から始めるか"; content ガイド }
}
download ガイド
segment 見込み客 as lead when stage >= 課題認知
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
goal 検討入り of 見込み客 within 90d when entered(検討) baseline 6% target 20 per month
dropout after 60d
""",
    good="""journey 例
team 営業 "営業"
lead { 役職: 担当者 | 部長 }
stages 課題認知 -> 情報収集 -> 社内合意 -> 検討
stage 社内合意 { hidden }
persona 部長 {
  when 役職 == 部長
  at 課題認知 { 思考 "何から始めるか"; content ガイド }
  at 情報収集 { 思考 "同業はどうしたか"; content 事例集 }
}
stage 課題認知 { owner 営業; pass 30% within 45d }
stage 情報収集 { owner 営業; pass 20% within 90d }
stage 検討 { owner 営業 }
download ガイド
download 事例集
segment 見込み客 as lead when stage >= 課題認知
when downloaded(ガイド) -> stage 情報収集
when downloaded(事例集) -> stage 検討, notify 営業 within 4h
goal 検討入り of 見込み客 within 90d when entered(検討) baseline 6% target 20 per month
dropout after 60d
""",
    check=_check,
)
