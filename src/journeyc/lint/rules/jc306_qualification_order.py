"""Owns JC306: a lead that is of a later qualification without being of the one before it.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import parts_below
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.program.schema import Accepted, Happened, Segment
from journeyc.program.wording import name_text

_ROLES = ("mql", "sal", "sql")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    ordered = [segment for segment in facts.program.segments if segment.role in _ROLES]
    mqls = [segment for segment in ordered if segment.role == "mql"]
    rest = [segment for segment in ordered if segment.role != "mql"]
    for before, after in zip((*mqls[-1:], *rest), rest if mqls else rest[1:], strict=False):
        if before.role != after.role and not _is_handed_over(facts, after):
            yield from _finding(facts, before, after)


def _is_handed_over(facts: Facts, segment: Segment) -> bool:
    """Whether the segment asks for an accepted handoff, or for what the lead has been: then the order is kept by what
    happens on the way, which no single instant shows."""
    for part in parts_below(facts.program, segment.condition):
        if isinstance(part, Accepted):
            return True
        if isinstance(part, Happened) and facts.program.histories[part.history].verb == "became":
            return True
    return False


def _finding(facts: Facts, before: Segment, after: Segment) -> Iterator[Finding]:
    items = (Item(after.condition), Item(before.condition, False))
    if facts.proofs.impossible(*items):
        return
    witness = facts.proofs.show(*items)
    if witness is not None:
        told = values(facts.program, witness, first=before.name, second=after.name)
        beside = (Beside(before.place, "before"),)
        name = f"segment {name_text(after.name)}"
        yield Finding(after.place, name, told, beside=beside, witness=witness)


RULE = Rule(
    code="JC306",
    name="qualification-order",
    severity="error",
    title=Both("段階を飛ばした見極め", "A qualification that is skipped"),
    what=Both(
        "役割 `mql` `sal` `sql` のセグメントでは、"
        "後のものに入るリードが前のものにも入っているか、入ったことがある必要があります。"
        "`mql` が最初で、`sal` と `sql` の順は書いた順です(会社によって違うため)。"
        "前のものに一度も入らずに、後のものに入るリードを 1 人示します。"
        "送客の受領や `became` を条件にしたセグメントは、順序が途中の出来事で守られるので対象外です。",
        "A lead in a segment with the role `sal` or `sql` must be in the one before it, or have been. `mql` comes "
        "first; `sal` and `sql` come in the order in which they are written, since companies differ. A lead in the "
        "later one that never was in the other is shown. A segment that asks for an accepted handoff, or for `became`, "
        "keeps the order by what happens on the way, and is left out.",
    ),
    why=Both(
        "通過率が 100% を超え、どこで絞り込めているかが読めなくなります。",
        "Rates go over 100%, and nobody can tell which step picks out whom.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{second}` なのに `{first}` ではないリードがありえます",
                "a lead can be `{second}` without being `{first}`",
            ),
            Both(
                "`{second}` の条件に `{first}` か `過去に なった({first})` を加えます。例: {witness}",
                "add `{first}` or `ever became({first})` to the condition of `{second}`; for example: {witness}",
            ),
        ),
    },
    labels={"before": Both("前の見極め", "the qualification before it")},
    bad="""journey 例
stages 課題認知 -> 検討
download ガイド
form 面談予約
when downloaded(ガイド) -> stage 検討
segment MQL as mql when stage >= 検討
segment SQL as sql when ever submitted(面談予約)
""",
    good="""journey 例
stages 課題認知 -> 検討
download ガイド
form 面談予約
when downloaded(ガイド) -> stage 検討
segment MQL as mql when stage >= 検討
segment SQL as sql when MQL and ever submitted(面談予約)
""",
    check=_check,
    needs=frozenset({"prover"}),
)
