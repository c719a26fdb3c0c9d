"""Owns JC410: a journey that counts its sources or draws a boundary but says nowhere what would be good.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.schema import Place, Program
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    place = _measured(program)
    if place is None or _has_target(program):
        return
    yield Finding(place, f"journey {name_text(program.journey)}", {"name": program.journey})


def _measured(program: Program) -> Place | None:
    """What shows that somebody means to measure this journey."""
    boundaries = [segment.place for segment in program.segments if segment.boundary is not None]
    return next(iter([*boundaries, *(source.place for source in program.sources)]), None)


def _has_target(program: Program) -> bool:
    return (
        any(stage.pass_rate is not None for stage in program.stages)
        or any(goal.target is not None or goal.baseline is not None for goal in program.goals)
        or any(segment.boundary is not None and segment.boundary.expects for segment in program.segments)
    )


RULE = Rule(
    code="JC410",
    name="no-target-anywhere",
    severity="info",
    title=Both("どこにも目標値がない", "No target anywhere"),
    what=Both(
        "獲得経路や境界を宣言しているのに、通過率 (`pass`)、目標値 (`target`)、基準 (`baseline`)、境界の `expect` の"
        "どれもありません。",
        "Sources or a boundary are declared, but there is no `pass`, `target`, `baseline` or `expect` anywhere.",
    ),
    why=Both(
        "期待する値がなければ、どの段がボトルネックかを決められません。",
        "Where nothing is expected, no step of the ladder can be called the bottleneck.",
    ),
    wordings={
        "": Wording(
            Both(
                "ジャーニー `{name}` には目標値がどこにもありません",
                "the journey `{name}` says nowhere what it expects",
            ),
            Both(
                "stage 情報収集 { pass 25% within 45d } や goal … target 5 per month を書きます",
                "write stage 情報収集 { pass 25% within 45d }, or goal … target 5 per month",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
source 検索広告 { leads 120 per month }
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
source 検索広告 { leads 120 per month }
segment 全員 as lead when stage >= 課題認知
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
""",
    check=_check,
)
