"""Owns JC405: a goal with a number to reach on a ladder that does not say which share passes each step.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.schema import EventPattern, Goal, Stage
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    planned = [(level, goal.name) for goal in program.goals if (level := _level(facts, goal)) is not None]
    if not planned or not any(stage.pass_rate is not None for stage in program.stages):
        return  # nobody plans backward here
    furthest, goal = max(planned)
    for stage in program.stages:
        if stage.level < furthest and stage.pass_rate is None and not stage.hidden and _is_passed(facts, stage):
            yield Finding(stage.place, f"stage {name_text(stage.name)}", {"name": stage.name, "goal": goal})


def _level(facts: Facts, goal: Goal) -> int | None:
    """The step of the ladder to which a goal with a number to reach brings leads; None where it names none."""
    patterns = [arm.pattern for arm in goal.when.arms if isinstance(arm.pattern, EventPattern)]
    stages = [stage for p in patterns if p.verb == "entered" for stage in p.subjects or ()]
    return max((facts.ladder.level[stage] for stage in stages), default=None) if goal.target is not None else None


def _is_passed(facts: Facts, stage: Stage) -> bool:
    """Whether leads come to the stage and some move on from it."""
    return stage.name in facts.ladder.reached and any(
        move.source == stage.name and facts.ladder.level.get(move.target, -1) > stage.level
        for move in facts.ladder.moves
    )


RULE = Rule(
    code="JC405",
    name="target-without-rate",
    severity="info",
    title=Both("通過率のない段を含む計画", "A plan with a rate missing"),
    what=Both(
        "件数の目標と、段階ごとの通過率 (`pass`) がありますが、通過率のない段階が残っています。",
        "There is a goal with a number to reach, and stages promise a `pass`, but this one does not.",
    ),
    why=Both(
        "必要なリード数は、目標を各段の通過率で割り戻して求めます。一段でも欠けると計算できません。",
        "The leads that are needed are the target divided by the rate of each step. With one rate missing they cannot "
        "be worked out before there is a log.",
    ),
    wordings={
        "": Wording(
            Both(
                "段階 `{name}` に通過率がないので、目標 `{goal}` に必要なリード数を割り戻せません",
                "the stage `{name}` has no `pass`: the leads that the goal `{goal}` needs cannot be worked out",
            ),
            Both("pass 25% within 45d のように書きます", "write one: pass 25% within 45d"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
stage 課題認知 { owner 営業; pass 30% within 30d; content ガイド }
stage 情報収集 { owner 営業; content 事例集 }
stage 検討 { owner 営業 }
download ガイド
download 事例集
form 商談申込
when downloaded(ガイド, 事例集) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
segment 全員 as lead when stage >= 課題認知
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
stage 課題認知 { owner 営業; pass 30% within 30d; content ガイド }
stage 情報収集 { owner 営業; pass 20% within 45d; content 事例集 }
stage 検討 { owner 営業 }
download ガイド
download 事例集
form 商談申込
when downloaded(ガイド, 事例集) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
segment 全員 as lead when stage >= 課題認知
goal 商談化 of 全員 within 90d when entered(検討) target 10 per month
dropout after 60d
""",
    check=_check,
)
