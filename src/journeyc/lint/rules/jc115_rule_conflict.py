"""Owns JC115: two rules that one occurrence makes fire, and that want different stages or owners.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.moves import Effect, Meeting, Meetings, effects
from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.witness import Witness
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.lint.walking import about
from journeyc.program.schema import OneOf, Standing
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    meetings = Meetings(effects(facts.program, facts.ladder))
    told: set[tuple[int, str]] = set()
    for meeting in meetings:
        key = (meeting.later.rule.order, meeting.later.kind)
        if key not in told:
            witness = _shown(facts, meeting)
            if witness is not None:
                told.add(key)
                yield _finding(facts, meeting, witness)
    facts.proofs.leave_out(meetings.left_out)


def _shown(facts: Facts, meeting: Meeting) -> Witness | None:
    items = [*meeting.earlier.context, *meeting.later.context]
    if meeting.later.kind == "stage":
        items.append(Item(OneOf(Standing("stage"), tuple(sorted(meeting.stages - {OFF})))))
    return None if facts.proofs.impossible(*items) else facts.proofs.show(*items)


def _finding(facts: Facts, meeting: Meeting, witness: Witness) -> Finding:
    earlier, later = meeting.earlier, meeting.later
    told = values(
        facts.program,
        witness,
        first=_wanted(earlier),
        second=_wanted(later),
        rule=f"`{about(facts.program, earlier.rule)}`",
    )
    beside = (Beside(earlier.place, "other"),)
    return Finding(later.place, about(facts.program, later.rule), told, later.kind, beside, witness=witness)


def _wanted(effect: Effect) -> str:
    return "leave" if effect.target == OFF else name_text(effect.target)


RULE = Rule(
    code="JC115",
    name="rule-conflict",
    severity="warning",
    title=Both("食い違うルール", "Rules that want different things"),
    what=Both(
        "1 つの出来事で 2 つのルールが同時に働き、段階または担当を別々のものにしようとします。"
        "段階は先に書いたルールが勝ち、担当は後に書いたルールが残ります。両方が働くリードを 1 人示します。",
        "One occurrence makes two rules fire that want different stages or owners. For stages the rule written first "
        "wins, of owners the one written last stays. A lead for whom both fire is shown.",
    ),
    why=Both(
        "どちらが残るかがルールの並び順で決まります。並べ替えただけで動きが変わります。",
        "Which of them stays depends on the order of the rules: moving a line changes what happens.",
    ),
    wordings={
        "stage": Wording(
            Both(
                "同じ出来事で段階 `{first}` と `{second}` の両方に進めようとします。先に書いた {rule} が勝ちます",
                "one event wants both the stage `{first}` and the stage `{second}`; {rule}, written first, wins",
            ),
            Both(
                "条件を分けて重ならないようにします。例: {witness}",
                "make the conditions exclude each other; for example: {witness}",
            ),
        ),
        "owner": Wording(
            Both(
                "同じ出来事で担当を `{first}` と `{second}` の両方にしようとします。{rule} の担当は残りません",
                "one event gives the lead to both `{first}` and `{second}`; the owner given by {rule} does not stay",
            ),
            Both(
                "条件を分けて重ならないようにします。例: {witness}",
                "make the conditions exclude each other; for example: {witness}",
            ),
        ),
    },
    labels={"other": Both("もう一方のルール", "the other rule")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
when downloaded(ガイド) -> stage 情報収集
when downloaded(any) and tag 商談中 -> stage 検討
when downloaded(ガイド) and stage == 検討 -> notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
when downloaded(ガイド) and not tag 商談中 -> stage 情報収集
when downloaded(any) and tag 商談中 -> stage 検討
when downloaded(ガイド) and stage == 検討 -> notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"prover"}),
)
