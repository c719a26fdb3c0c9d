"""Owns JC116: a line that an earlier one always beats, and a clause that the others imply.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from journeyc.lint.branches import Context, reached
from journeyc.lint.conditions import Stated, clauses_of, is_literal, parts_of, stated
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Both, Drop, Finding, Fix, Options, Remove, Rule
from journeyc.lint.telling import clauses_text, told_as, values, wordings
from journeyc.lint.walking import about, owners
from journeyc.program.schema import And, Arm, Branch, Condition, EventPattern, Or, Place, Scenario, WaitUntil, When
from journeyc.program.wording import name_text, when_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    yield from _personas(facts)
    contexts = {(step.owner.order, step.number): step.contexts for step in reached(facts.program)}
    for owner in owners(facts.program):
        name = about(facts.program, owner)
        for number, step in enumerate(owner.body):
            if isinstance(step, Branch) and step.source != "match":
                yield from _paths(facts, name, step, contexts.get((owner.order, number), ()))
            elif isinstance(step, WaitUntil):
                yield from _lines(facts, name, [(line.when, line.place) for line in step.lines])
        if isinstance(owner, Scenario):
            yield from _lines(facts, name, [(guard.when, guard.place) for guard in owner.exits])
    yield from _clauses(facts)


# --- lines that come too late -------------------------------------------------------------------------------------


def _personas(facts: Facts) -> Iterator[Finding]:
    earlier: list[Condition] = []
    for persona in facts.program.personas:
        if persona.condition is not None:
            if _is_covered(facts, Item(persona.condition), [Item(condition) for condition in earlier]):
                yield _shadowed(
                    facts, f"persona {name_text(persona.name)}", persona.place, "persona", Item(persona.condition)
                )
            earlier.append(persona.condition)


def _paths(facts: Facts, name: str, branch: Branch, contexts: Sequence[Context]) -> Iterator[Finding]:
    earlier: list[Condition] = []
    for path in branch.paths:
        if _is_covered(facts, Item(path.condition), [Item(condition) for condition in earlier]):
            found = _shadowed(facts, name, path.condition.place, "path", Item(path.condition), contexts)
            remove = Fix("remove", (Remove(path.place),), safe=True)
            yield replace(found, fixes=(remove,) if branch.source == "choose" else ())
        earlier.append(path.condition)
    if branch.otherwise_place is None or len(earlier) < 2 or any(is_literal(condition) for condition in earlier):
        return
    if facts.proofs.impossible(*(Item(condition, False) for condition in earlier)):
        yield _shadowed(facts, name, branch.otherwise_place, "else", Item(earlier[0]), contexts)


def _lines(facts: Facts, name: str, lines: Sequence[tuple[When, Place]]) -> Iterator[Finding]:
    earlier: list[Item] = []
    for when, place in lines:
        own = _items(when)
        if own and all(_is_covered(facts, item, earlier) for item in own):
            yield _shadowed(facts, name, place, "line", own[0], text=f"`{when_text(facts.program, when)}`")
        earlier += own


def _items(when: When) -> list[Item]:
    arms = [Item(arm) for arm in when.arms]
    return [Item(when.watch.condition)] if when.watch is not None else arms


def _is_covered(facts: Facts, item: Item, earlier: Sequence[Item]) -> bool:
    """Whether one of the earlier ones is always so where the item is; and the item can be so at all."""
    if isinstance(item.what, Arm):
        conditions = [each for each in earlier if not isinstance(each.what, Arm)]
        earlier = [*conditions, *(each for each in earlier if _may_meet(item.what, each))]
    else:
        earlier = [each for each in earlier if not isinstance(each.what, Arm)]
    if not earlier or not facts.proofs.impossible(item, *(each._replace(so=False) for each in earlier)):
        return False
    return not facts.proofs.impossible(item)


def _may_meet(arm: Arm, other: Item) -> bool:
    """Whether an occurrence may be of both triggers, as far as their verbs tell."""
    if not isinstance(other.what, Arm):
        return False
    one, two = arm.pattern, other.what.pattern
    return one.verb == two.verb if isinstance(one, EventPattern) and isinstance(two, EventPattern) else one == two


def _shadowed(
    facts: Facts, name: str, place: Place, variant: str, item: Item, contexts: Sequence[Context] = (), text: str = ""
) -> Finding:
    """The finding, with a lead that comes to the line and would fit it."""
    witness = next((found for c in contexts if (found := facts.proofs.show(*c, item)) is not None), None)
    witness = witness or facts.proofs.show(item)
    if not isinstance(item.what, Arm):
        text = text or clauses_text(facts.program, (item.what,))
    told = values(facts.program, witness, line=text)
    return Finding(place, name, told, told_as(variant, witness), witness=witness)


# --- clauses that say nothing -------------------------------------------------------------------------------------


def _clauses(facts: Facts) -> Iterator[Finding]:
    judged = {found.condition.place for found in facts.judged}
    seen: set[Place] = set()
    for each in stated(facts.program):
        for clause, others in _redundant(facts, each, each.condition, judged, each.given):
            if clause.place not in seen:
                seen.add(clause.place)
                witness = facts.proofs.show(Item(clause if each.pattern is None else Arm(each.pattern, clause)))
                told = values(
                    facts.program,
                    witness,
                    line=clauses_text(facts.program, (clause,)),
                    others=clauses_text(facts.program, others),
                )
                top = isinstance(each.condition, And) and clause in clauses_of(each.condition)
                fixes = (Fix("drop", (Drop(clause.place),), safe=True),) if top else ()
                yield Finding(clause.place, each.about, told, told_as("clause", witness), fixes=fixes, witness=witness)


def _redundant(
    facts: Facts, each: Stated, condition: Condition, judged: set[Place], given: int = 0
) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    """Parts of an `and` that the others imply, and parts of an `or` that imply one of the others."""
    if facts.proofs.is_open(condition, each.pattern) or condition.place in judged:
        return
    parts = parts_of(condition)
    if isinstance(condition, And | Or):
        clauses = clauses_of(condition)[given:] if isinstance(condition, And) else parts
        beside = [Item(Arm(each.pattern, None))] if each.pattern is not None else []
        holds = isinstance(condition, And)
        kept = list(clauses_of(condition) if holds else parts)
        for clause in reversed(clauses):
            others = [other for other in kept if other is not clause]
            asked = [*beside, *(Item(other, holds) for other in others), Item(clause, not holds)]
            if others and clause.place not in judged and not is_literal(clause) and facts.proofs.impossible(*asked):
                kept = others
                core = facts.proofs.core(asked)
                told = tuple(i.what for i in core if not isinstance(i.what, Arm) and i.what is not clause)
                if told:
                    yield clause, told
    for part in parts:
        yield from _redundant(facts, each, part, judged)


RULE = Rule(
    code="JC116",
    name="shadowed-or-redundant",
    severity="warning",
    title=Both("届かない行、なくても同じ条件", "A line never taken, a clause that says nothing"),
    what=Both(
        "`choose` や `if`、`wait until` の行、ペルソナは、最初に当てはまるものが選ばれます。"
        "その前の行がいつも先に当てはまるなら、この行は選ばれません。"
        "また、ほかの条件から必ず言えることを重ねて書いた条件は、なくても同じです。",
        "Of the lines of `choose`, `if` and `wait until`, and of personas, the first that fits is taken. Where an "
        "earlier one always fits first, this one never is. And a clause that follows from the others might as well not "
        "be there.",
    ),
    why=Both(
        "この行のために用意した対応が、誰にも届きません。",
        "What was prepared for this line reaches nobody.",
    ),
    wordings={
        **wordings(
            "path",
            Both(
                "{line} の行は選ばれません。前の行が先に当てはまります",
                "the line {line} is never taken: earlier lines fit first",
            ),
            Both("条件の狭い行を先に書きます", "put the narrower line first"),
        ),
        **wordings(
            "else",
            Both(
                "この else には誰も来ません。前の行が全員に当てはまります",
                "nobody comes to this else: the lines before fit everybody",
            ),
            Both("else を外すか、前の行の条件を狭めます", "take the else out, or make a line before it narrower"),
        ),
        **wordings(
            "line",
            Both(
                "{line} の行は選ばれません。前の行が先に当てはまります",
                "the line {line} is never taken: earlier lines fit first",
            ),
            Both("条件の狭い行を先に書きます", "put the narrower line first"),
        ),
        **wordings(
            "persona",
            Both(
                "このペルソナになるリードはいません。前のペルソナが先に当てはまります",
                "no lead is of this persona: an earlier one fits first",
            ),
            Both("条件の狭いペルソナを先に書きます", "put the narrower persona first"),
        ),
        **wordings(
            "clause",
            Both(
                "{line} はなくても同じです。{others} から言えます", "{line} says nothing more: it follows from {others}"
            ),
            Both("外すか、値を直します", "take it out, or mend the value"),
        ),
    },
    fixes={
        "drop": Both("この条件を消す", "take the clause out"),
        "remove": Both("届かない行を消す", "take out the line that is never taken"),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
choose 対応 when downloaded(ガイド) {
  関心度 >= 50 -> stage 検討, notify 営業 within 4h
  関心度 >= 80 -> task 営業 "すぐに電話する" within 4h
  else -> tag 様子見
}
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
choose 対応 when downloaded(ガイド) {
  関心度 >= 80 -> task 営業 "すぐに電話する" within 4h
  関心度 >= 50 -> stage 検討
  else -> tag 様子見
}
""",
    check=_check,
    needs=frozenset({"prover"}),
)
