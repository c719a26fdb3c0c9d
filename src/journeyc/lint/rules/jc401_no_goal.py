"""Owns JC401: a journey that writes to people without saying what it is for.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Options, Rule, Wording
from journeyc.program.schema import Program
from journeyc.program.wording import name_text, when_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    if program.goals or not program.scenarios or any(scenario.goals for scenario in program.scenarios):
        return
    about = f"journey {name_text(program.journey)}"
    yield Finding(program.scenarios[0].place, about, {"name": program.journey}, fixes=tuple(_fixes(program)))


def _fixes(program: Program) -> Iterator[Fix]:
    """What ends a scenario's runs from outside is most likely what it is for."""
    scenario = program.scenarios[0]
    for guard in scenario.exits:
        text = f"goal when {when_text(program, guard.when)}"
        yield Fix("goal", (AddTo(scenario.place, text),), values=(("text", text),))


RULE = Rule(
    code="JC401",
    name="no-goal",
    severity="error",
    title=Both("目標のないジャーニー", "A journey without a goal"),
    what=Both(
        "シナリオがあるのに、`goal` の宣言も、シナリオの `goal when` もありません。",
        "There are scenarios, but no `goal` is declared and no scenario has a `goal when`.",
    ),
    why=Both(
        "目標がなければ、成果を比べることも、目標に届いた人への配信を止めることもできません。",
        "Without one nothing can be compared, and nobody stops writing to people who have got there.",
    ),
    wordings={
        "": Wording(
            Both("ジャーニー `{name}` には目標がありません", "the journey `{name}` has no goal"),
            Both(
                "goal 商談化 of セグメント within 60d when … を宣言するか、シナリオに goal when … を書きます",
                "declare one: goal NAME of SEGMENT within 60d when …, or give a scenario its goal when …",
            ),
        ),
    },
    fixes={"goal": Both("{text} を加える", "add {text}")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
form 商談申込
when submitted(商談申込) -> stage 検討
scenario 育成 {
  enter when downloaded(ガイド)
  exit when stage >= 検討
  wait 3d
  task 営業 "電話で様子を聞く" within 1d
}
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
form 商談申込
when submitted(商談申込) -> stage 検討
scenario 育成 {
  enter when downloaded(ガイド)
  exit when stage >= 検討
  goal when submitted(商談申込)
  wait 3d
  task 営業 "電話で様子を聞く" within 1d
}
""",
    check=_check,
)
