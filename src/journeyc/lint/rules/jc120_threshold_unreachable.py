"""Owns JC120: a threshold that the lines of its score never add up to, or only after a great many occurrences.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import Stated, parts_of, stated
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.lint.thresholds import Threshold, is_past_range, shortest_way, threshold_of
from journeyc.program.schema import Condition, Place, Program, Score, ScoreLine, StandingLine
from journeyc.program.wording import condition_text, pattern_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    many = options["occurrences"]
    assert isinstance(many, int)
    seen: set[Place] = set()
    for each in stated(facts.program):
        for threshold in _thresholds(each.condition):
            if threshold.condition.place not in seen:
                seen.add(threshold.condition.place)
                yield from _findings(facts, each, threshold, many)


def _thresholds(condition: Condition) -> Iterator[Threshold]:
    found = threshold_of(condition)
    if found is not None:
        yield found
    for part in parts_of(condition):
        yield from _thresholds(part)


def _findings(facts: Facts, each: Stated, threshold: Threshold, many: int) -> Iterator[Finding]:
    score, place = facts.score(threshold.score), threshold.condition.place
    told = {"score": score.name, "points": str(threshold.points)}
    if is_past_range(threshold, score):
        yield Finding(place, each.about, {**told, "most": str(score.high)}, "range")
        return
    most = facts.most_points[score.name]
    if most is not None and _is_out_of_reach(facts, threshold, score, most):
        yield Finding(place, each.about, {**told, "most": str(_with_standing(facts, score, most))}, "table")
        return
    yield from _far(facts, each, threshold, score, many, told)


def _is_out_of_reach(facts: Facts, threshold: Threshold, score: Score, most: int) -> bool:
    """Whether not even what stands beside the lines brings that many points."""
    if most >= threshold.points or most + sum(max(line.points, 0) for line in score.standing) < threshold.points:
        return most < threshold.points
    return facts.proofs.impossible(Item(threshold.condition), most={score.name: most})


def _with_standing(facts: Facts, score: Score, most: int) -> int:
    """The most points with what stands beside the lines: the best that can hold together, as far as that is found."""
    total = most + sum(line.points for line in _best_standing(facts, score))
    return total if score.high is None else min(total, score.high)


def _best_standing(facts: Facts, score: Score) -> list[StandingLine]:
    """Standing lines that bring points and can hold together, the most valuable first."""
    chosen: list[StandingLine] = []
    for line in sorted((line for line in score.standing if line.points > 0), key=lambda line: -line.points):
        if not facts.proofs.impossible(*(Item(other.condition) for other in (*chosen, line))):
            chosen.append(line)
    return chosen


def _far(
    facts: Facts, each: Stated, threshold: Threshold, score: Score, many: int, told: dict[str, str]
) -> Iterator[Finding]:
    standing = _best_standing(facts, score)
    way = shortest_way(score, threshold.points - sum(line.points for line in standing))
    times = sum(count for _, count in way) if way is not None else 0
    if way is not None and times > many:
        steps = ", ".join(
            [*(_standing_text(facts.program, s) for s in standing), *(_text(facts.program, *s) for s in way)]
        )
        yield Finding(
            threshold.condition.place,
            each.about,
            {**told, "times": str(times), "way": steps},
            "far",
            severity="warning",
        )


def _text(program: Program, line: ScoreLine, times: int) -> str:
    patterns = " or ".join(pattern_text(program, arm.pattern) for arm in line.arms)
    return f"{patterns} {line.points:+d}" + (f" × {times}" if times > 1 else "")


def _standing_text(program: Program, line: StandingLine) -> str:
    return f"while {condition_text(program, line.condition)} {line.points:+d}"


RULE = Rule(
    code="JC120",
    name="threshold-unreachable",
    severity="error",
    title=Both("届かないしきい値", "A threshold out of reach"),
    what=Both(
        "スコアの範囲、または加点の行(回数の上限と減衰を含む)では、このしきい値に届きません。"
        "届いても、とても多くの出来事が要るときは警告します。最短の道のりを示します。",
        "The range of the score, or what its lines bring with their limits and decay, never reaches this threshold. "
        "Where it takes a great many occurrences that is a warning, with the shortest way.",
    ),
    why=Both(
        "このしきい値を待つルールは動かず、見込み客は営業に渡りません。",
        "Rules that wait for it never fire, and no lead is handed to sales.",
    ),
    wordings={
        "range": Wording(
            Both(
                "`{score}` は {points} 点に届きません。範囲の上限が {most} です",
                "`{score}` never gets to {points}: its range ends at {most}",
            ),
            Both("しきい値を下げるか、範囲を広げます", "lower the threshold, or widen the range"),
        ),
        "table": Wording(
            Both(
                "`{score}` は {points} 点に届きません。加点を全部合わせても {most} 点です",
                "`{score}` never gets to {points}: its lines bring {most} at most",
            ),
            Both("しきい値を下げるか、加点を増やします", "lower the threshold, or add points"),
        ),
        "far": Wording(
            Both(
                "`{score}` が {points} 点になるには、少なくとも {times} 回の出来事が要ります",
                "it takes {times} occurrences at least to bring `{score}` to {points}",
            ),
            Both("最短の道のり: {way}", "the shortest way: {way}"),
        ),
    },
    options=(
        Option(
            "occurrences",
            30,
            Both(
                "これより多くの出来事が要るしきい値を警告する",
                "warn of thresholds that take more occurrences than this",
            ),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
when downloaded(ガイド) -> stage 検討
when 関心度 >= 120 -> notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
score 関心度 { range 0..100; downloaded(ガイド) -> +10 }
when downloaded(ガイド) -> stage 検討
when 関心度 >= 30 -> notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"prover"}),
)
