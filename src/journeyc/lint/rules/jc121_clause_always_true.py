"""Owns JC121: a condition, or a part of one, that always holds.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import clauses_of
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.judging import Judged
from journeyc.lint.rule import Both, Drop, Finding, Fix, Options, Rule
from journeyc.lint.telling import clauses_text, told_as, values, wordings
from journeyc.program.schema import And, Arm
from journeyc.program.wording import pattern_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for found in facts.judged:
        if found.holds:
            yield _finding(found, facts)


def _finding(found: Judged, facts: Facts) -> Finding:
    pattern = found.stated.pattern
    witness = facts.proofs.show(Item(Arm(pattern, found.condition) if pattern is not None else found.condition))
    told = {"clause": clauses_text(facts.program, (found.condition,))}
    variant = ""
    if found.by_trigger and pattern is not None:
        variant, told["trigger"] = "trigger", f"`{pattern_text(facts.program, pattern)}`"
    return Finding(
        found.condition.place,
        found.stated.about,
        values(facts.program, witness, **told),
        told_as(variant, witness),
        fixes=_fixes(found),
        witness=witness,
    )


def _fixes(found: Judged) -> tuple[Fix, ...]:
    """What always holds can go from where all have to."""
    whole = found.stated.condition
    beside_others = isinstance(whole, And) and len(clauses_of(whole)) > 1 and found.condition in clauses_of(whole)
    alone = found.condition is whole and found.stated.pattern is not None
    return (Fix("drop", (Drop(found.condition.place),), safe=True),) if beside_others or alone else ()


RULE = Rule(
    code="JC121",
    name="clause-always-true",
    severity="warning",
    title=Both("いつも成り立つ条件", "A clause that always holds"),
    what=Both(
        "この条件(またはその一部)は、どのリードでも、いつでも成り立ちます。書かれていないのと同じです。"
        "`true` と書いた条件と、値が true の定数は対象外です。",
        "This condition, or this part of one, holds of every lead at any time: it might as well not be there. `true` "
        "as written, and named values that are true, are left out.",
    ),
    why=Both(
        "絞り込んでいるつもりで、誰も絞り込んでいません。",
        "It is meant to pick some leads out, and picks everybody.",
    ),
    wordings={
        **wordings(
            "",
            Both("{clause} はいつも成り立ちます", "{clause} always holds"),
            Both("外すか、値を直します", "take it out, or mend the value"),
        ),
        **wordings(
            "trigger",
            Both(
                "{trigger} が起きたとき、{clause} はいつも成り立ちます", "when {trigger} happens, {clause} always holds"
            ),
            Both("履歴はいま起きたことも数えます", "history counts what happens now, too"),
        ),
    },
    fixes={"drop": Both("この条件を消す", "take the clause out")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
when downloaded(ガイド) -> stage 検討
when 関心度 >= 50 -> tag 関心あり
when downloaded(ガイド) and 関心度 >= 0 -> notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) and 関心度 >= 20 -> notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"prover"}),
)
