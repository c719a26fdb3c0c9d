"""Owns JC415: a condition in the place of a trigger that existing leads satisfy already when it is switched on.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Place, Program, Scenario, Watch
from journeyc.program.schema import Rule as JourneyRule


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    most = options["max"]
    assert isinstance(most, int)
    watched = list(_watched(facts.program))
    audience = facts.log.audience() if watched else None
    for owner, watch, place in watched:
        count = audience.standing.get(watch.order, 0) if audience is not None else 0
        if count and audience is not None:
            by = about(facts.program, owner)
            values = {"by": by, "count": str(count), "leads": str(audience.leads)}
            yield Finding(place, by, values, severity="error" if count > most else None)


def _watched(program: Program) -> Iterator[tuple[JourneyRule | Scenario, Watch, Place]]:
    """Every condition in the place of a trigger of a rule or an `enter`."""
    for rule in program.rules:
        if rule.when.watch is not None:
            yield rule, rule.when.watch, rule.place
    for scenario in program.scenarios:
        for guard in scenario.enters:
            if guard.when.watch is not None:
                yield scenario, guard.when.watch, guard.place


RULE = Rule(
    code="JC415",
    name="activation-blast-radius",
    severity="warning",
    title=Both("公開した瞬間に当てはまる人", "Who qualifies at the moment of going live"),
    what=Both(
        "条件だけで始まるルールやシナリオに、公開の時点ですでに当てはまるリードがいます。人数が上限 (`max`) "
        "を超えればエラーです。",
        "Leads satisfy the condition of a rule or scenario that has no trigger already when it goes live. Above "
        "`max` leads it is an error.",
    ),
    why=Both(
        "journeyc では、初めから成り立っている条件は「成り立った」とは数えませんが、"
        "過去にさかのぼって適用する配信ツールでは、公開と同時に全員に動きます。",
        "In journeyc a condition that holds from the start has not become true. Tools that apply conditions to the "
        "past act on all of them at once.",
    ),
    wordings={
        "": Wording(
            Both(
                "公開の時点で {leads} 人中 {count} 人が `{by}` の条件に当てはまります",
                "of {leads} leads {count} satisfy the condition of `{by}` when it goes live",
            ),
            Both(
                "出来事をきっかけにするか、対象者を少しずつ入れます",
                "let an event trigger it, or bring these leads in a few at a time",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
rule 大手: when 従業員数 >= 300 -> notify 営業 within 4h
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
rule 大手: when downloaded(ガイド) and 従業員数 >= 300 -> notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"records"}),
    options=(Option("max", 500, Both("これを超えるとエラーになる人数", "above this many leads it is an error")),),
    bad_records=Records(
        leads="""lead,従業員数
L1,500
L2,400
L3,20
""",
    ),
    good_records=Records(
        leads="""lead,従業員数
L1,500
L2,400
L3,20
""",
    ),
)
