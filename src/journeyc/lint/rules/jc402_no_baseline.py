"""Owns JC402: a goal without a baseline, where the log shows what the rate was so far.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    least = options["leads"]
    assert isinstance(least, int)
    missing = [goal for goal in facts.program.goals if goal.baseline is None]
    cohorts = facts.log.cohorts() if missing else {}
    for goal in missing:
        cohort = cohorts.get(goal.name)
        if cohort is None or cohort.mature < max(least, 1):
            continue
        rate = f"{round(100 * cohort.reached / cohort.mature, 1):g}%"
        values = {
            "name": goal.name,
            "reached": str(cohort.reached),
            "mature": str(cohort.mature),
            "young": str(cohort.entered - cohort.mature),
            "rate": rate,
        }
        fix = Fix("insert", (Insert(goal.when.place, f" baseline {rate}"),), safe=True, values=(("rate", rate),))
        yield Finding(goal.place, f"goal {name_text(goal.name)}", values, fixes=(fix,))


RULE = Rule(
    code="JC402",
    name="no-baseline",
    severity="warning",
    title=Both("基準値のない目標", "A goal without a baseline"),
    what=Both(
        "目標に `baseline` がなく、渡された記録から計算できます。母数は、`of` のセグメントに入り、記録の終わりまでに "
        "`within` の期間が過ぎたリードだけです。",
        "A goal has no `baseline`, and the records can give it. Counted are the leads that came into the segment of "
        "`of` early enough for the time of `within` to be over when the records end.",
    ),
    why=Both(
        "始める前の割合を書いておかなければ、始めたあとの数字が良くなったのか悪くなったのか、誰にも言えません。",
        "Unless it is written down what the rate was before, nobody can say afterwards whether it got better or worse.",
    ),
    wordings={
        "": Wording(
            Both(
                "目標 `{name}` に基準値がありません。記録では {reached}/{mature} ({rate}) でした",
                "the goal `{name}` has no baseline; in the log it was {reached} of {mature} ({rate})",
            ),
            Both(
                "期間がまだ過ぎていない {young} 人は数えていません",
                "{young} leads whose time is not over yet are not counted",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
segment 見込み客 as lead when stage >= 情報収集
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
goal 商談化 of 見込み客 within 30d when entered(検討)
dropout after 60d
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
segment 見込み客 as lead when stage >= 情報収集
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
goal 商談化 of 見込み客 within 30d when entered(検討) baseline 25%
dropout after 60d
""",
    check=_check,
    needs=frozenset({"records"}),
    fixes={"insert": Both("`baseline {rate}` を書き加える", "add `baseline {rate}`")},
    options=(
        Option(
            "leads",
            30,
            Both("これより少ない人数からは割合を出しません", "of fewer leads than these no rate is taken"),
        ),
    ),
    bad_records=Records(
        events="""{"lead": "L1", "at": "2026-01-05T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-01-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-01-12T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L4", "at": "2026-01-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-01-20T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L5", "at": "2026-02-18T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
        options={"leads": 4},
    ),
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-01-05T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-01-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-01-12T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L4", "at": "2026-01-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-01-20T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L5", "at": "2026-02-18T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
        options={"leads": 4},
    ),
)
