"""Owns JC105: a rule that does what an earlier one does, in the very same cases.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import reads
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

MOST_COMPARED = 16
"""Rules that do the same, fire on the same and look at the same, that one is compared with."""


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    alike: dict[object, list[schema.Rule]] = {}
    for rule in facts.program.rules:
        if rule.body:
            looked_at = reads(facts.program, rule.when)
            alike.setdefault((rule.body, frozenset(_occurrences(rule.when)), looked_at), []).append(rule)
    for rules in alike.values():
        yield from _twins(facts, rules)


def _occurrences(when: When) -> Iterator[object]:
    """What can make it fire: rules that are equal have the same."""
    for arm in when.arms:
        if isinstance(arm.pattern, EventPattern):
            yield from ((arm.pattern.verb, subject) for subject in arm.pattern.subjects or (None,))
        else:
            yield arm.pattern


def _twins(facts: Facts, rules: list[schema.Rule]) -> Iterator[Finding]:
    written: dict[object, schema.Rule] = {}
    kept: list[schema.Rule] = []
    for rule in rules:
        twin = written.get(_as_written(rule.when))
        if twin is None:
            compared = kept[-MOST_COMPARED:]
            facts.proofs.leave_out(len(kept) - len(compared))
            twin = next((earlier for earlier in compared if _are_equal(facts, earlier.when, rule.when)), None)
        if twin is not None:
            yield _finding(facts, rule, twin)
        else:
            kept.append(rule)
            written[_as_written(rule.when)] = rule


def _as_written(when: When) -> object:
    return when.arms, when.watch.condition if when.watch is not None else None


def _finding(facts: Facts, rule: schema.Rule, twin: schema.Rule) -> Finding:
    witness = facts.proofs.show(_items(rule.when)[0])
    told = values(facts.program, witness, rule=f"`{about(facts.program, twin)}`")
    fix = Fix("remove", (Remove(rule.place),), safe=all(_is_settled(step) for step in rule.body))
    beside = (Beside(twin.place, "earlier"),)
    return Finding(rule.place, about(facts.program, rule), told, told_as("", witness), beside, (fix,), witness=witness)


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
