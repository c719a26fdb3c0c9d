"""Owns JC404: a goal whose rate nobody can work out, since it says neither of whom nor within which time.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Severity, Wording
from journeyc.program.schema import Goal
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for goal in facts.program.goals:
        if goal.of is None or goal.within is None:
            variant = "both" if goal.of is None and goal.within is None else "of" if goal.of is None else "within"
            about = f"goal {name_text(goal.name)}"
            yield Finding(goal.place, about, {"name": goal.name}, variant, severity=_severity(goal))


def _severity(goal: Goal) -> Severity | None:
    """A goal that is only counted, so many per month, needs no basis yet; its rate is shown all the same."""
    return "warning" if goal.target is not None and goal.baseline is None else None


RULE = Rule(
    code="JC404",
    name="rate-without-basis",
    severity="error",
    title=Both("母数のない目標", "A goal without a basis"),
    what=Both(
        "目標に、誰のうちの割合か (`of`)、いつまでに数えるか (`within`) が書かれていません。"
        "件数の目標 (`target`) だけで基準値 (`baseline`) のない目標は、警告にとどめます。",
        "A goal does not say of whom (`of`), or within which time (`within`) it is counted. For a goal that has a "
        "number to reach (`target`) and no `baseline` it is a warning.",
    ),
    why=Both(
        "同じ実績でも、母数と期間の取り方で割合は倍も変わります。書かれていない割合は比べられません。",
        "The same facts give rates that differ by a factor of two, by what is divided and over which time. A rate that "
        "does not say so cannot be compared.",
    ),
    wordings={
        "of": Wording(
            Both(
                "目標 `{name}` は、誰のうちの割合か決まっていません",
                "the goal `{name}` does not say of whom it is a share",
            ),
            Both("goal {name} of セグメント within 60d … と書きます", "write goal {name} of SEGMENT within 60d …"),
        ),
        "within": Wording(
            Both(
                "目標 `{name}` は、いつまでに数えるか決まっていません",
                "the goal `{name}` does not say within which time it counts",
            ),
            Both("goal {name} of … within 60d … と書きます", "write goal {name} of … within 60d …"),
        ),
        "both": Wording(
            Both(
                "目標 `{name}` は、誰のうち、いつまでに数えるか決まっていません",
                "the goal `{name}` says neither of whom nor within which time it counts",
            ),
            Both("goal {name} of セグメント within 60d … と書きます", "write goal {name} of SEGMENT within 60d …"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
goal 商談化 when entered(検討) baseline 6%
dropout after 60d
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
segment 見込み客 as lead when stage >= 課題認知
when submitted(商談申込) -> stage 検討, notify 営業
goal 商談化 of 見込み客 within 90d when entered(検討) baseline 6%
dropout after 60d
""",
    check=_check,
)
