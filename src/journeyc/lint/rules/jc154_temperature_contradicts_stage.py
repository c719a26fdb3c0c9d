"""Owns JC154: temperatures that contradict each other, or the ladder.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.program.schema import Segment
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    hots = [segment for segment in facts.program.segments if segment.role == "hot"]
    colds = [segment for segment in facts.program.segments if segment.role == "cold"]
    for hot in hots:
        for cold in colds:
            yield from _compared(facts, hot, cold)


def _compared(facts: Facts, hot: Segment, cold: Segment) -> Iterator[Finding]:
    beside = (Beside(cold.place, "cold"),)
    name = f"segment {name_text(hot.name)}"
    told = {"hot": hot.name, "cold": cold.name}
    if _is_below(facts, hot, cold):
        yield Finding(hot.place, name, told, "ladder", beside)
        return
    items = (Item(hot.condition), Item(cold.condition))
    witness = None if facts.proofs.impossible(*items) else facts.proofs.show(*items)
    if witness is not None:
        yield Finding(hot.place, name, values(facts.program, witness, **told), "both", beside, witness=witness)


def _is_below(facts: Facts, hot: Segment, cold: Segment) -> bool:
    """Whether every hot lead stands before every cold one on the ladder."""
    level = facts.ladder.level
    of_hot = [level[stage] for stage in facts.ladder.open_to(hot.condition) - {OFF}]
    of_cold = [level[stage] for stage in facts.ladder.open_to(cold.condition) - {OFF}]
    return bool(of_hot and of_cold) and max(of_hot) < min(of_cold)


RULE = Rule(
    code="JC154",
    name="temperature-contradicts-stage",
    severity="warning",
    title=Both("温度感の食い違い", "Temperatures that contradict"),
    what=Both(
        "役割 `hot` のリードが同時に `cold` になりえるか、`hot` のリードがみな `cold` のリードより手前の段階にいます。",
        "A lead with the role `hot` can be `cold` at the same time, or every hot lead stands on an earlier stage than "
        "every cold one.",
    ),
    why=Both(
        "営業は同じ人について逆の合図を受け取り、どちらも信じなくなります。",
        "Sales get opposite signals about the same person, and stop believing either.",
    ),
    wordings={
        "both": Wording(
            Both("`{hot}` と `{cold}` に同時に入るリードがいます", "a lead can be `{hot}` and `{cold}` at once"),
            Both("条件が重ならないようにします。例: {witness}", "make them exclude each other; for example: {witness}"),
        ),
        "ladder": Wording(
            Both(
                "`{hot}` のリードは、みな `{cold}` のリードより手前の段階にいます",
                "every lead that is `{hot}` stands before those that are `{cold}` on the ladder",
            ),
            Both("段階の条件を見直します", "look at their conditions on the stage"),
        ),
    },
    labels={"cold": Both("冷めたリードの条件", "what makes a lead cold")},
    bad="""journey 例
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討
segment ホット as hot when visited(料金) within 30d
segment コールド as cold when since(visited(料金)) > 14d
""",
    good="""journey 例
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討
segment ホット as hot when visited(料金) within 14d
segment コールド as cold when since(visited(料金)) > 30d
""",
    check=_check,
    needs=frozenset({"prover"}),
)
