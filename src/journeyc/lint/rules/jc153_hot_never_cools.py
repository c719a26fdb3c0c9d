"""Owns JC153: a lead that is hot once and stays so for ever, whatever it does or does not do.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.cooling import Cooling
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Both, Finding, Options, Rule
from journeyc.lint.telling import told_as, values, wordings
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    cooling = Cooling(facts.program)
    for segment in facts.program.segments:
        if segment.role == "hot" and cooling.stays(segment.condition):
            witness = facts.proofs.show(Item(segment.condition))
            told = values(facts.program, witness, name=segment.name)
            yield Finding(
                segment.place, f"segment {name_text(segment.name)}", told, told_as("", witness), witness=witness
            )


RULE = Rule(
    code="JC153",
    name="hot-never-cools",
    severity="warning",
    title=Both("冷めないホット", "Hot for ever"),
    what=Both(
        "役割 `hot` のセグメントに一度入ると、何もしなくなっても外れません。"
        "期間のない履歴や、減点も減衰もないスコアだけで決めているためです。属性の変更は数えません。",
        "Once in this segment with the role `hot`, a lead never leaves it, even when it does nothing any more: it "
        "rests on history without a window, or on scores that nothing lowers. Changes of attributes are not counted.",
    ),
    why=Both(
        "1 年前に一度見ただけの人が、今日もホットとして営業に並びます。",
        "Somebody who looked once a year ago is still on today's list for sales.",
    ),
    wordings=wordings(
        "",
        Both("`{name}` になったリードは、ずっとそのままです", "a lead that is `{name}` once stays so for ever"),
        Both(
            "直近 N 日 (within) を使うか、スコアに減衰 (decay) か減点を入れます",
            "use `within`, or let the score decay or lose points",
        ),
    ),
    bad="""journey 例
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討
segment ホット as hot when count(visited(料金)) >= 3
""",
    good="""journey 例
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討
segment ホット as hot when count(visited(料金) within 14d) >= 3
""",
    check=_check,
    needs=frozenset({"prover"}),
)
