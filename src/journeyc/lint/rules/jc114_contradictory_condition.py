"""Owns JC114: a condition that never holds, whatever the lead.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.proof.judging import Judged
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.telling import clauses_text
from journeyc.lint.thresholds import is_past_range, threshold_of
from journeyc.program.wording import pattern_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for found in facts.judged:
        if not found.holds and not _is_threshold(found, facts):
            yield _finding(found, facts)


def _is_threshold(found: Judged, facts: Facts) -> bool:
    """Whether all that is wrong is a threshold past the range of its score: JC120 says that."""
    threshold = threshold_of(found.clauses[0]) if len(found.clauses) == 1 else None
    return threshold is not None and is_past_range(threshold, facts.score(threshold.score))


def _finding(found: Judged, facts: Facts) -> Finding:
    values = {"clauses": clauses_text(facts.program, found.clauses)}
    variant = "" if len(found.clauses) > 1 else "single"
    pattern = found.stated.pattern
    if found.by_trigger and pattern is not None:
        variant, values["trigger"] = "trigger", f"`{pattern_text(facts.program, pattern)}`"
    several = len(found.clauses) > 1
    beside = tuple(Beside(clause.place, "clause") for clause in found.clauses if several)
    return Finding(found.condition.place, found.stated.about, values, variant, beside)


RULE = Rule(
    code="JC114",
    name="contradictory-condition",
    severity="error",
    title=Both("成り立つことのない条件", "A condition that never holds"),
    what=Both(
        "この条件は、どのリードについても、いつになっても成り立ちません。属性の値、スコアの範囲、段階、履歴の期間など、"
        "プログラムが実際に評価するとおりに証明しています。矛盾しあう最小の組み合わせを示します。",
        "This condition does not hold of any lead at any time. That is proved of the condition as it is run: values of "
        "attributes, ranges of scores, stages, windows of history. The smallest set of clauses that contradict each "
        "other is named.",
    ),
    why=Both(
        "この行は一度も動きません。書いた人は動いているつもりです。",
        "The line never does anything, and whoever wrote it thinks it does.",
    ),
    wordings={
        "": Wording(
            Both(
                "この条件は成り立ちません: {clauses} は両立しません",
                "this never holds: {clauses} contradict each other",
            ),
            Both("どちらかを外すか、または (or) でつなぎます", "take one of them out, or join them by `or`"),
        ),
        "single": Wording(
            Both("{clauses} は成り立つことがありません", "{clauses} never holds"),
            Both("値か比べ方を直します", "mend the value or the comparison"),
        ),
        "trigger": Wording(
            Both("{trigger} が起きるとき、{clauses} は成り立ちません", "when {trigger} happens, {clauses} never holds"),
            Both("履歴の期間はいま起きたことも数えます", "windows of history count what happens now, too"),
        ),
    },
    labels={"clause": Both("矛盾する条件", "one of the clauses that contradict each other")},
    bad="""journey 例
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) and 従業員数 < 10 and 従業員数 > 50 -> notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) and (従業員数 < 10 or 従業員数 > 50) -> notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"prover"}),
)
