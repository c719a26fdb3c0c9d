"""Owns JC143: one mail that the same occurrence sends a lead from two places.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.witness import Witness
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.lint.walking import about, owners, ways
from journeyc.program.schema import Arm, Do, EventPattern, Place, Program, Scenario, Send
from journeyc.program.schema import Rule as JourneyRule


@dataclass(frozen=True, slots=True)
class _Sending:
    """A content sent at once by what has this trigger."""

    owner: JourneyRule | Scenario
    arms: tuple[Arm, ...]
    place: Place


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    for name, sendings in _by_content(program).items():
        for first, second in combinations(sendings, 2):
            witness = _both(facts, first, second)
            if witness is not None:
                told = values(program, witness, name=name, other=about(program, first.owner))
                beside = (Beside(first.place, "first"),)
                yield Finding(second.place, about(program, second.owner), told, "", beside, witness=witness)
                break


def _by_content(program: Program) -> dict[str, list[_Sending]]:
    """The advertising contents that rules and scenarios send before anything can keep them from it."""
    ads = {content.name for content in program.contents if content.purpose == "ad"}
    found: dict[str, list[_Sending]] = {}
    for owner in owners(program):
        arms = tuple(arm for when in ways(owner) for arm in when.arms)
        at = 0 if owner.body else None
        while at is not None and isinstance(step := owner.body[at], Do):
            if isinstance(step.action, Send) and not step.action.next_of and step.action.contents[0] in ads:
                found.setdefault(step.action.contents[0], []).append(_Sending(owner, arms, step.place))
            at = step.next
    return found


def _both(facts: Facts, first: _Sending, second: _Sending) -> Witness | None:
    """A lead whom one occurrence sends both."""
    if first.owner is second.owner:
        return None
    for one in first.arms:
        for other in second.arms:
            if _meet(one, other) and not facts.proofs.impossible(Item(one), Item(other)):
                witness = facts.proofs.show(Item(one), Item(other))
                if witness is not None:
                    return witness
    return None


def _meet(one: Arm, other: Arm) -> bool:
    """Whether one occurrence may fit both triggers, as far as their words tell."""
    left, right = one.pattern, other.pattern
    if not isinstance(left, EventPattern) or not isinstance(right, EventPattern) or left.verb != right.verb:
        return False
    return left.subjects is None or right.subjects is None or not set(left.subjects).isdisjoint(right.subjects)


RULE = Rule(
    code="JC143",
    name="same-mail-twice",
    severity="warning",
    title=Both("二か所から届く同じメール", "The same mail from two places"),
    what=Both(
        "1 つの出来事で、別々のルールやシナリオが同じ広告メールを同時に送ります。両方から届くリードを 1 人示します。"
        "`send next of` は送り済みのものを送らないので対象外です。",
        "One occurrence makes two rules or scenarios send the same advertising content at once. A lead who gets both "
        "is shown. `send next of` sends nothing twice and is left out.",
    ),
    why=Both(
        "同じメールが二度届くと、相手は自動配信だと気づき、配信停止につながります。上限 (`cap`) も二通分使います。",
        "Somebody who gets the same mail twice sees that nobody has written it, and unsubscribes. It counts twice for "
        "a `cap` too.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{name}` は同じ出来事で `{other}` からも送られます",
                "the same occurrence sends `{name}` from `{other}` as well",
            ),
            Both(
                "片方をやめるか、条件を分けます。例: {witness}",
                "drop one of them, or make their conditions exclude each other; for example: {witness}",
            ),
        ),
    },
    labels={"first": Both("ここでも送ります", "it is sent here too")},
    needs=frozenset({"prover"}),
    bad="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
download 事例集
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when downloaded(any) and ever downloaded(事例集) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
download 事例集
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when downloaded(事例集) and ever downloaded(ガイド) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
