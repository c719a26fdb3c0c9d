"""Owns JC142: tiers that a lead can be in two of, or in none of though all that they ask about is known.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import parts_below
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.program.schema import Attribute, Known, Segment, Standing, Value
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    tiers = [segment for segment in facts.program.segments if segment.role == "tier"]
    overlapping = False
    for number, tier in enumerate(tiers):
        for earlier in tiers[:number]:
            for finding in _overlap(facts, earlier, tier):
                overlapping = True
                yield finding
    if len(tiers) > 1 and not overlapping:
        yield from _gap(facts, tiers)


def _overlap(facts: Facts, earlier: Segment, later: Segment) -> Iterator[Finding]:
    items = (Item(earlier.condition), Item(later.condition))
    witness = None if facts.proofs.impossible(*items) else facts.proofs.show(*items)
    if witness is not None:
        told = values(facts.program, witness, first=earlier.name, second=later.name)
        beside = (Beside(earlier.place, "other"),)
        yield Finding(later.place, f"segment {name_text(later.name)}", told, "overlap", beside, witness=witness)


def _gap(facts: Facts, tiers: list[Segment]) -> Iterator[Finding]:
    known = [Item(Known(value)) for value in dict.fromkeys(v for tier in tiers for v in _asked(facts, tier.condition))]
    items = (*known, *(Item(tier.condition, False) for tier in tiers))
    witness = None if facts.proofs.impossible(*items) else facts.proofs.show(*items)
    if witness is not None:
        names = ", ".join(f"`{tier.name}`" for tier in tiers)
        told = values(facts.program, witness, names=names)
        beside = tuple(Beside(tier.place, "other") for tier in tiers[:-1])
        last = tiers[-1]
        yield Finding(last.place, f"segment {name_text(last.name)}", told, "gap", beside, witness=witness)


def _asked(facts: Facts, condition: object) -> Iterator[Value]:
    """What the condition asks of a lead that may be unknown, through segments too."""
    for part in parts_below(facts.program, condition):
        if isinstance(part, Attribute | Standing):
            yield part


RULE = Rule(
    code="JC142",
    name="tiers-overlap-or-gap",
    severity="warning",
    title=Both("重なる層、すきまのある層", "Tiers that overlap or leave a gap"),
    what=Both(
        "役割 `tier` のセグメントは、リードを 1 つずつの層に分けるものです。"
        "2 つの層に入るリードと、値がそろっているのにどの層にも入らないリードを調べます。",
        "Segments with the role `tier` part the leads into layers. A lead in two of them, and one in none of them "
        "though everything they ask about is known, are looked for.",
    ),
    why=Both(
        "層ごとの人数を足しても合計になりません。境目のリードは 2 回数えられるか、抜けます。",
        "The tiers do not add up: leads on the border are counted twice, or not at all.",
    ),
    wordings={
        "overlap": Wording(
            Both(
                "`{first}` と `{second}` の両方に入るリードがいます", "a lead can be in both `{first}` and `{second}`"
            ),
            Both("境目の条件を分けます。例: {witness}", "part them at the border; for example: {witness}"),
        ),
        "gap": Wording(
            Both("{names} のどれにも入らないリードがいます", "a lead can be in none of {names}"),
            Both("すきまを埋めます。例: {witness}", "close the gap; for example: {witness}"),
        ),
    },
    labels={"other": Both("もう一方の層", "the other tier")},
    bad="""journey 例
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
segment 大企業 as tier when 従業員数 >= 300
segment 中小企業 as tier when 従業員数 <= 300
""",
    good="""journey 例
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
segment 大企業 as tier when 従業員数 >= 300
segment 中小企業 as tier when 従業員数 < 300
""",
    check=_check,
    needs=frozenset({"prover"}),
)
