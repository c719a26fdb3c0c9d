"""Owns JC411: people who have gone away are to be counted, and nothing says after how long they have.
Must not know how findings are shown."""

from __future__ import annotations

import math
from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.program.schema import Place
from journeyc.program.wording import name_text

_DAY = 86_400
_ENOUGH = 30
"""Fewer pauses than these tell nothing of those to come."""


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    measured = next(_measured(facts), None)
    if facts.program.dropout is None and measured is not None:
        text = f"dropout after {_window(facts, options)}"
        fix = Fix("dropout", (Insert(measured, text, line=True),), values=(("text", text),))
        about = f"journey {name_text(facts.program.journey)}"
        yield Finding(measured, about, {"name": facts.program.journey}, fixes=(fix,))


def _window(facts: Facts, options: Options) -> object:
    """How long nothing has to happen: longer than nineteen of twenty pauses in the records, where there are enough."""
    gaps = facts.records.gaps if facts.records is not None else ()
    if len(gaps) < _ENOUGH:
        return options["window"]
    return f"{-(-gaps[math.ceil(0.95 * len(gaps)) - 1] // _DAY)}d"


def _measured(facts: Facts) -> Iterator[Place]:
    """Where the journey promises a measure that people drop out of."""
    yield from (goal.place for goal in facts.program.goals)
    yield from (stage.place for stage in facts.program.stages if stage.pass_rate is not None)
    yield from (s.place for s in facts.program.segments if s.boundary is not None and s.boundary.expects)


RULE = Rule(
    code="JC411",
    name="dropout-without-window",
    severity="error",
    title=Both("離脱とみなすまでの日数がない", "No time after which people count as gone"),
    what=Both(
        "目標、通過率、境界の見込みを測るのに、`dropout after` がありません。",
        "Goals, pass rates or expectations are measured, and there is no `dropout after`.",
    ),
    why=Both(
        "何日反応がなければ離脱とするかを決めないと、離脱数は出せず、通過率の分母にいつまでも残り続けます。",
        "Unless it is said how long nothing must happen, nobody ever drops out, and everybody stays in what rates are "
        "divided by.",
    ),
    wordings={
        "": Wording(
            Both(
                "何日反応がなければ離脱とするかが決まっていません", "nothing says after how long people count as gone"
            ),
            Both("dropout after 60d のように書きます", "say it: dropout after 60d"),
        ),
    },
    fixes={"dropout": Both("{text} を加える", "add {text}")},
    options=(
        Option(
            "window",
            "60d",
            Both(
                "修正で加える日数。記録に 30 回以上の間隔があれば、その 95% より長い日数",
                "the time that a fix puts in; where records have 30 pauses or more, one longer than 95% of them",
            ),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
segment 見込み客 as lead when stage >= 課題認知
when submitted(商談申込) -> stage 検討, notify 営業
goal 商談化 of 見込み客 within 90d when entered(検討) baseline 6%
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
