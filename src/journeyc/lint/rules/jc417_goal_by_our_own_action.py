"""Owns JC417: a goal that we can reach by ourselves, whatever the lead does.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.evidence import is_ours, self_driven
from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.schema import EventPattern, Goal, MoveTo
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    moves = {site.action.stage for site in facts.sites if isinstance(site.action, MoveTo)}
    ours = {site.action.stage for site in self_driven(facts.sites) if isinstance(site.action, MoveTo)} & moves
    for goal in facts.program.goals:
        about = f"goal {name_text(goal.name)}"
        if is_ours(goal.when):
            yield Finding(goal.place, about, {"name": goal.name}, "sent")
            continue
        stage = next((stage for stage in _entered(goal) if stage in ours), None)
        if stage is not None:
            yield Finding(goal.place, about, {"name": goal.name, "stage": stage})


def _entered(goal: Goal) -> Iterator[str]:
    for arm in goal.when.arms:
        if isinstance(arm.pattern, EventPattern) and arm.pattern.verb == "entered":
            yield from arm.pattern.subjects or ()


RULE = Rule(
    code="JC417",
    name="goal-by-our-own-action",
    severity="warning",
    title=Both("自社の行動だけで届く目標", "A goal reached by our own doing"),
    what=Both(
        "リードが何もしなくても、配信などこちらの行動だけで目標に届きます。",
        "The goal can be reached by what we do alone, such as a send, without anything of the lead's own.",
    ),
    why=Both(
        "自分で達成できる目標は、顧客が前に進んだかどうかを教えてくれません。送る数を増やせば達成率が上がってしまいます。",
        "A goal we can reach by ourselves says nothing about customers: sending more is enough to raise it.",
    ),
    wordings={
        "": Wording(
            Both(
                "目標 `{name}` は段階 `{stage}` に入ることですが、そこへは配信しただけで進みます",
                "the goal `{name}` is to come to the stage `{stage}`, and being sent something is all that takes",
            ),
            Both(
                "段階 {stage} への移動を、clicked や submitted など顧客の行動を待って行います",
                "let {stage} wait for something the lead does, such as clicked or submitted",
            ),
        ),
        "sent": Wording(
            Both("目標 `{name}` は、配信しただけで達成になります", "the goal `{name}` is reached by a send"),
            Both(
                "顧客の行動 (submitted、happened など) を目標にします",
                "aim at something the lead does: submitted, happened",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email 案内 { purpose transactional }
segment 見込み客 as lead when stage >= 課題認知
when downloaded(ガイド) -> stage 検討, send 案内, notify 営業
goal 到達 of 見込み客 within 30d when delivered(案内) baseline 60%
dropout after 60d
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email 案内 { purpose transactional }
segment 見込み客 as lead when stage >= 課題認知
when downloaded(ガイド) -> stage 検討, send 案内, notify 営業
goal 反応 of 見込み客 within 30d when clicked(案内) baseline 10%
dropout after 60d
""",
    check=_check,
)
