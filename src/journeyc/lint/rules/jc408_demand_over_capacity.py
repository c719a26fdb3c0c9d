"""Owns JC408: a team that would get more leads a month than it says it can work on.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.lint.walking import Site
from journeyc.program.schema import Do, EventPattern, Handoff, MoveTo, Program, Task
from journeyc.program.schema import Rule as JourneyRule
from journeyc.program.wording import name_text

_PER_MONTH = {"week": 52 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    days = float(str(options["days"]))
    inflow = _inflow(program, days)
    for team in program.teams:
        if team.capacity is None or not inflow:
            continue
        capacity = team.capacity[0] * _months(team.capacity[1], days)
        demand = inflow * _share(facts, team.name)
        if demand > capacity:
            values = {"team": team.name, "demand": f"{demand:.0f}", "capacity": f"{capacity:.0f}"}
            yield Finding(team.place, f"team {name_text(team.name)}", values)


def _months(period: str, days: float) -> float:
    """How many of the period a month has; days are working days."""
    return days if period == "day" else _PER_MONTH[period]


def _inflow(program: Program, days: float) -> float:
    """Leads a month that all sources bring; a source that does not say brings none."""
    return sum(source.leads[0] * _months(source.leads[1], days) for source in program.sources if source.leads)


def _share(facts: Facts, team: str) -> float:
    """The share of new leads that are sure to be handed to the team, by the `pass` that stages promise: of the
    hand-overs that come with a stage, the one that most leads come to. A step without a promise lets nobody through, so
    that only what is promised is counted."""
    shares = [
        _passed(facts, facts.ladder.level[stage])
        for site in facts.sites
        if isinstance(site.action, Handoff | Task) and site.action.team == team
        for stage in _comes_with(site)
    ]
    return max(shares, default=0.0)


def _comes_with(site: Site) -> Iterator[str]:
    """The stages whose every newcomer is handed over here."""
    if isinstance(site.owner, JourneyRule):
        for arm in site.owner.when.arms:
            if isinstance(arm.pattern, EventPattern) and arm.pattern.verb == "entered":
                yield from arm.pattern.subjects or ()
        for step in site.owner.body:
            if isinstance(step, Do) and isinstance(step.action, MoveTo):
                yield step.action.stage


def _passed(facts: Facts, level: int) -> float:
    rates: dict[int, float] = {}
    for stage in facts.program.stages:
        if stage.level < level:
            rates[stage.level] = max(rates.get(stage.level, 0.0), stage.pass_rate or 0.0)
    return prod(rates.values())


RULE = Rule(
    code="JC408",
    name="demand-over-capacity",
    severity="warning",
    title=Both("処理能力を超える件数", "More work than a team can do"),
    what=Both(
        "獲得数と、段階ごとの通過率から見込まれる送客・タスクの件数が、チームの処理能力 (`capacity`) を超えます。",
        "The leads that sources bring, times the rates that stages promise, give a team more handoffs and tasks a "
        "month than its `capacity`.",
    ),
    why=Both(
        "計画どおりに進むほど期限超過が増えます。人を増やすか、渡す基準を上げるかを、始める前に決められます。",
        "The better the plan works, the more becomes overdue. Whether to add people or to raise the bar is better "
        "decided before the start.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{team}` には月に約 {demand} 件が渡りますが、処理能力は約 {capacity} 件です",
                "about {demand} a month come to `{team}`, whose capacity is about {capacity}",
            ),
            Both("渡す条件を絞るか、capacity を見直します", "hand over fewer, or look again at the capacity"),
        ),
    },
    options=(Option("days", 20, Both("1か月の営業日数", "working days in a month")),),
    bad="""journey 例
team 営業 "営業" { capacity 2 per day }
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; pass 30% within 30d; content ガイド }
stage 検討 { owner 営業 }
download ガイド
form 商談申込
source 検索広告 { leads 400 per month }
when submitted(商談申込) and stage < 検討 -> stage 検討
when entered(検討) -> handoff 営業 within 1d
dropout after 60d
""",
    good="""journey 例
team 営業 "営業" { capacity 8 per day }
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; pass 30% within 30d; content ガイド }
stage 検討 { owner 営業 }
download ガイド
form 商談申込
source 検索広告 { leads 400 per month }
when submitted(商談申込) and stage < 検討 -> stage 検討
when entered(検討) -> handoff 営業 within 1d
dropout after 60d
""",
    check=_check,
)
