"""Owns JC149: something that waits for a step that shows itself to nobody.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about, owners, ways
from journeyc.program.schema import EventPattern, When


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    hidden = {s.name: s.place for s in facts.program.stages if s.hidden and s.name not in facts.ladder.reached}
    for owner in owners(facts.program):
        for when in ways(owner):
            needed = _needed(when, frozenset(hidden), facts)
            if needed:
                name = next(stage.name for stage in facts.program.stages if stage.name in needed)
                beside = (Beside(hidden[name], "hidden"),)
                yield Finding(when.place, about(facts.program, owner), {"stage": name}, beside=beside)


def _needed(when: When, hidden: frozenset[str], facts: Facts) -> frozenset[str]:
    """The hidden stages without which this never fits; none where it may fit on another stage."""
    if when.watch is not None:
        conditions = [when.watch.condition]
    else:
        patterns = [arm.pattern for arm in when.arms]
        named = [p.subjects for p in patterns if isinstance(p, EventPattern) and p.verb in ("entered", "left")]
        if len(named) == len(patterns) and all(subjects and hidden.issuperset(subjects) for subjects in named):
            return frozenset(name for subjects in named for name in subjects or ())
        conditions = [arm.condition for arm in when.arms if arm.condition is not None]
        if len(conditions) < len(when.arms):
            return frozenset()
    stages = [facts.ladder.open_to(condition) for condition in conditions]
    return frozenset().union(*stages) if stages and all(each and each <= hidden for each in stages) else frozenset()


RULE = Rule(
    code="JC149",
    name="hidden-step-needed",
    severity="warning",
    title=Both("見えない段階を待つ条件", "Waiting for a step nobody sees"),
    what=Both(
        "`hidden` の段階にいることを条件にしていますが、その段階に進める行がないので、成り立ちません。",
        "This asks for a lead on a stage that is `hidden`, and nothing moves anyone there: it never fits.",
    ),
    why=Both(
        "社内合意のような段階は、顧客の中だけで進みます。それを待つ行は、いつまでも動きません。",
        "Steps such as an agreement inside the customer's company happen where nobody looks. What waits for them waits "
        "for ever.",
    ),
    wordings={
        "": Wording(
            Both(
                "段階 `{stage}` は見えないので、この条件は成り立ちません",
                "the stage `{stage}` is hidden: this never fits",
            ),
            Both(
                "手前の段階での経過時間や、見える行動を条件にします",
                "ask for time gone by on the stage before, or for something that can be seen",
            ),
        ),
    },
    labels={"hidden": Both("この段階は hidden です", "this stage is hidden")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 社内合意 -> 検討
stage 社内合意 { hidden }
download ガイド
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
when stage == 社内合意 and downloaded(ガイド) -> notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 社内合意 -> 検討
stage 社内合意 { hidden }
download ガイド
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
when stage < 検討 and downloaded(ガイド) -> notify 営業 within 4h
""",
    check=_check,
)
