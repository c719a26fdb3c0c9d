"""Owns JC144: journeys that send a lead round between them for ever.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Records, Rule, Wording
from journeyc.lint.walking import Site, about, sites
from journeyc.program.schema import EnterJourney, Leave, Program
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    bridges = [site for site in facts.sites if _leads_out(site, facts.program)]
    if not bridges or not _is_left(facts.program):
        return
    others = {other.journey: other for other in facts.others}
    for site in bridges:
        assert isinstance(site.action, EnterJourney)
        way = _way_back(site.action.journey, facts.program.journey, others)
        if way:
            round_ = " → ".join(map(name_text, (facts.program.journey, *way)))
            yield Finding(site.place, about(facts.program, site.owner), {"journeys": round_})


def _leads_out(site: Site, program: Program) -> bool:
    return isinstance(site.action, EnterJourney) and site.action.journey != program.journey


def _is_left(program: Program) -> bool:
    """Whether leads leave the journey: only those who did can be brought back."""
    return any(isinstance(site.action, Leave) for site in sites(program))


def _way_back(start: str, goal: str, others: dict[str, Program]) -> list[str]:
    """The journeys that a lead enters one after the other from `start` until it is back, those that it never leaves not
    gone through; none where there is no way back."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop(0)
        program = others.get(way[-1])
        if program is None or not _is_left(program):
            continue
        for site in sites(program):
            if isinstance(site.action, EnterJourney):
                if site.action.journey == goal:
                    return [*way, goal]
                if site.action.journey not in seen:
                    seen.add(site.action.journey)
                    waiting.append([*way, site.action.journey])
    return []


RULE = Rule(
    code="JC144",
    name="journeys-in-a-circle",
    severity="warning",
    title=Both("行き来し続けるジャーニー", "Journeys in a circle"),
    what=Both(
        "互いに `enter` で送り合い、どちらにも `leave` があるジャーニーです。抜けたリードは何度でも呼び戻されます。",
        "Journeys let leads into each other by `enter`, and each has a `leave`: who has left is brought back again and "
        "again.",
    ),
    why=Both(
        "断った人が、別の商品を経由して同じ案内に戻されます。抜けた理由が何の役にも立ちません。",
        "Somebody who said no to one product is led back to it by way of another. That they left, and why, is lost.",
    ),
    wordings={
        "": Wording(
            Both(
                "リードは {journeys} と回り続けられます",
                "a lead can go round for ever: {journeys}",
            ),
            Both(
                "一度抜けたリードを除く条件を加えます: and not tag 対象外 など",
                "leave out those who have left: and not tag NAME",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
when inactive(60d) -> leave 停滞, enter 別商品
""",
    bad_records=Records(
        journey="""journey 別商品
team 営業 "営業"
stages 認知 -> 検討
form 資料請求
when submitted(資料請求) -> stage 検討, notify 営業
when inactive(90d) -> leave 停滞, enter 例
"""
    ),
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業
when inactive(60d) -> leave 停滞, enter 別商品
""",
    good_records=Records(
        journey="""journey 別商品
team 営業 "営業"
stages 認知 -> 検討
form 資料請求
when submitted(資料請求) -> stage 検討, notify 営業
when inactive(90d) -> leave 停滞
"""
    ),
    check=_check,
)
