"""Owns JC105: a rule that does what an earlier one does, in the very same cases.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Beside, Both, Finding, Fix, Options, Remove, Rule
from journeyc.lint.telling import told_as, values, wordings
from journeyc.lint.walking import about
from journeyc.program import schema
from journeyc.program.schema import (
    AddTag,
    Assign,
    Branch,
    Do,
    EventPattern,
    MoveBack,
    MoveTo,
    RemoveTag,
    SetAttribute,
    Step,
    When,
)

_SETTLES = (MoveTo, MoveBack, AddTag, RemoveTag, SetAttribute, Assign)
"""Actions that change nothing the second time."""


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    same: dict[object, list[schema.Rule]] = {}
    for rule in facts.program.rules:
        verbs = frozenset(a.pattern.verb for a in rule.when.arms if isinstance(a.pattern, EventPattern))
        if rule.body and (verbs or rule.when.watch is not None):
            same.setdefault((rule.body, verbs, rule.when.watch is None), []).append(rule)
    for rules in same.values():
        yield from _twins(facts, rules)


def _twins(facts: Facts, rules: list[schema.Rule]) -> Iterator[Finding]:
    kept: list[schema.Rule] = []
    for rule in rules:
        twin = next((earlier for earlier in kept if _are_equal(facts, earlier.when, rule.when)), None)
        if twin is None:
            kept.append(rule)
            continue
        witness = facts.proofs.show(_items(rule.when)[0])
        told = values(facts.program, witness, rule=f"`{about(facts.program, twin)}`")
        fix = Fix("remove", (Remove(rule.place),), safe=all(_is_settled(step) for step in rule.body))
        beside = (Beside(twin.place, "earlier"),)
        name = about(facts.program, rule)
        yield Finding(rule.place, name, told, told_as("", witness), beside, (fix,), witness=witness)


def _are_equal(facts: Facts, one: When, other: When) -> bool:
    return _implies(facts, one, other) and _implies(facts, other, one)


def _implies(facts: Facts, one: When, other: When) -> bool:
    others = [item._replace(so=False) for item in _items(other)]
    return all(facts.proofs.impossible(item, *others) for item in _items(one))


def _items(when: When) -> list[Item]:
    return [Item(when.watch.condition)] if when.watch is not None else [Item(arm) for arm in when.arms]


def _is_settled(step: Step) -> bool:
    return isinstance(step, Branch) or (isinstance(step, Do) and isinstance(step.action, _SETTLES))


RULE = Rule(
    code="JC105",
    name="duplicate-rule",
    severity="warning",
    title=Both("同じルール", "The same rule twice"),
    what=Both(
        "前のルールと、働く場合もすることも同じルールです。書き方が違っても、同じだと証明できるものを示します。",
        "The rule fires in the very cases in which an earlier one does, and does the same. They may be written "
        "differently: that they are equal is proved.",
    ),
    why=Both(
        "通知やタスクが 2 重になります。片方だけ直すと、もう片方が残ります。",
        "Notices and tasks come twice, and when one of the rules is changed the other stays as it was.",
    ),
    wordings=wordings(
        "",
        Both("{rule} と同じルールです", "this is the same rule as {rule}"),
        Both("どちらかを外します", "take one of them out"),
    ),
    fixes={"remove": Both("このルールを外す", "take this rule out")},
    labels={"earlier": Both("同じルール", "the same rule")},
    bad="""journey 例
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) and 従業員数 >= 300 -> stage 検討
when downloaded(ガイド) and known(従業員数) and not (従業員数 < 300) -> stage 検討
""",
    good="""journey 例
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) and 従業員数 >= 300 -> stage 検討
when downloaded(ガイド) and not known(従業員数) -> notify 営業 "人数を確かめる" within 4h
""",
    check=_check,
    needs=frozenset({"prover"}),
)
