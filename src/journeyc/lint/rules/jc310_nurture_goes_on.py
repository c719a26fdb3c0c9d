"""Owns JC310: a series of advertising that goes on while a team works the lead.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.paths import ways_on
from journeyc.lint.rule import Beside, Both, Finding, Fix, Insert, Options, Rule, Wording
from journeyc.lint.standing import OWNER, Knowledge, Standings
from journeyc.lint.walking import Site, about, share_a_trigger, ways
from journeyc.program.schema import (
    NOWHERE,
    Accepted,
    Arm,
    Do,
    EventPattern,
    Handoff,
    Leave,
    MoveTo,
    Pause,
    Place,
    Restart,
    Scenario,
    Send,
    Step,
    StopScenario,
)
from journeyc.program.schema import Rule as JourneyRule
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    ads = {content.name for content in program.contents if content.purpose == "ad"}
    handoffs = [site for site in facts.sites if isinstance(site.action, Handoff)]
    for scenario in program.scenarios:
        series = _series(scenario, ads)
        teams = {_team(site) for site in handoffs} if series else set()
        free = {team for team in teams if not _is_kept_back(facts, scenario, team)}
        site = next((s for s in handoffs if _team(s) in free and _goes_on(facts, scenario, series, s)), None)
        if site is None:
            continue
        team, told = _team(site), scenario.body[series[0]]
        fix = Fix("hold", (_hold(scenario, f"hold while owner == {name_text(team)}"),), values=(("team", team),))
        values = {"name": scenario.name, "team": team}
        beside = (Beside(site.place, "handoff"),)
        yield Finding(told.place, about(program, scenario), values, "", beside, (fix,))


def _team(site: Site) -> str:
    assert isinstance(site.action, Handoff)
    return site.action.team


# --- series of advertising ----------------------------------------------------------------------------------------


def _series(scenario: Scenario, ads: set[str]) -> tuple[int, ...]:
    """The sends of advertising that come after a wait and another such send; or that may still come after a lead has
    been handed over by the scenario itself."""
    body = scenario.body
    sends = [n for n, step in enumerate(body) if _is_ad(step, ads)]
    after = {later for n in sends for later in _after(body, n)}
    return tuple(n for n in sends if n in after)


def _is_ad(step: Step, ads: set[str]) -> bool:
    return isinstance(step, Do) and isinstance(step.action, Send) and not ads.isdisjoint(step.action.contents)


def _after(body: tuple[Step, ...], start: int) -> frozenset[int]:
    """The steps that can be come to from there with a wait on the way."""
    seen: set[tuple[int, bool]] = set()
    waiting = [(start, False)]
    while waiting:
        at, waited = waiting.pop()
        for way in ways_on(body[at], body):
            onward = (way.to, waited or way.waits)
            if way.to is not None and (way.to, onward[1]) not in seen:
                seen.add((way.to, onward[1]))
                waiting.append((way.to, onward[1]))
    return frozenset(step for step, waited in seen if waited)


# --- what keeps them back -----------------------------------------------------------------------------------------


def _goes_on(facts: Facts, scenario: Scenario, series: tuple[int, ...], site: Site) -> bool:
    """Whether a lead that is handed over there may still be sent the series."""
    if site.owner is scenario:
        series = tuple(step for step in series if step in _after(scenario.body, site.step))
    elif _is_ended_by(site.owner, scenario.name) or share_a_trigger(
        (guard.when for guard in (*scenario.exits, *scenario.goals)), ways(site.owner)
    ):
        return False
    stages = _stages_after(facts, site)
    return any(facts.ladder.at(scenario, step) & stages for step in series)


def _is_kept_back(facts: Facts, scenario: Scenario, team: str) -> bool:
    """Whether the scenario or the policy keeps everything back while the team works the lead."""
    policy = facts.program.policy
    conditions = [
        *(hold.condition for hold in scenario.holds),
        *(guard.when.watch.condition for guard in (*scenario.exits, *scenario.goals) if guard.when.watch is not None),
        *(policy.suppresses if policy is not None else ()),
    ]
    known: Knowledge = {OWNER: team, Accepted(): True}
    standings = Standings(facts.program)
    return any(standings.truth(condition, known) is True for condition in conditions) or any(
        _is_of_work(arm, team) for guard in scenario.exits for arm in guard.when.arms
    )


def _is_of_work(arm: Arm, team: str) -> bool:
    pattern = arm.pattern
    accepted = isinstance(pattern, EventPattern) and pattern.verb == "accepted" and arm.condition is None
    return accepted and isinstance(pattern, EventPattern) and (pattern.subjects is None or team in pattern.subjects)


def _is_ended_by(owner: JourneyRule | Scenario, name: str) -> bool:
    """Whether what hands the lead over stops the scenario, or all of them."""
    actions = [step.action for step in owner.body if isinstance(step, Do)]
    return any(
        isinstance(action, Pause | Leave | Restart) or (isinstance(action, StopScenario) and action.scenario == name)
        for action in actions
    )


def _stages_after(facts: Facts, site: Site) -> frozenset[str]:
    """Where a lead can stand once it has been handed over."""
    stages = facts.ladder.at(site.owner, site.step)
    for step in site.owner.body:
        if isinstance(step, Do) and isinstance(step.action, MoveTo):
            action = step.action
            stages = frozenset(facts.ladder.target(action, stage) for stage in stages)
    return stages


def _hold(scenario: Scenario, text: str) -> Insert:
    """Below the last line of the scenario's head, or before its first step."""
    head = [guard.place for guard in (*scenario.enters, *scenario.exits, *scenario.goals)]
    places = [place for place in (*head, scenario.reenter_place) if place != NOWHERE]
    if places:
        return Insert(max(places, key=_at), text, "after", line=True)
    return Insert(min((_place(step) for step in scenario.body), key=_at), text, "before", line=True)


def _place(step: Step) -> Place:
    return step.place


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


RULE = Rule(
    code="JC310",
    name="nurture-goes-on",
    severity="warning",
    title=Both("送客しても続く育成メール", "Nurture that goes on after a handoff"),
    what=Both(
        "待機をはさんで広告を続けて送るシナリオが、リードをチームに渡したあとも止まりません。"
        "`hold`、`exit`、`stop`、`pause`、`suppress`、同じ出来事での `goal`、段階の違いのどれかで"
        "止まっていれば対象外です。",
        "A scenario that sends a series of advertising goes on after the lead has been handed to a team. A `hold`, an "
        "`exit`, a `stop`, a `pause`, a `suppress`, a `goal` on the same occurrence, or stages that keep them apart "
        "make it silent.",
    ),
    why=Both(
        "担当が電話で話している最中に、自動のメールが別の話を始めます。相手には一つの会社に見えません。",
        "While somebody is on the phone with the lead, an automatic mail begins to talk about something else.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{team}` に渡したあとも、シナリオ `{name}` は広告を送り続けます",
                "the scenario `{name}` goes on sending advertising to leads that were handed to `{team}`",
            ),
            Both(
                "hold while owner == {team} で、話している間は止めます", "stop it meanwhile: hold while owner == {team}"
            ),
        ),
    },
    labels={"handoff": Both("ここで渡します", "they are handed over here")},
    fixes={"hold": Both("hold while owner == {team} を加える", "add hold while owner == {team}")},
    bad="""journey 例
team IS "インサイドセールス"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 相談
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
email 続き { subject "続きのご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 2 per 7d; quiet 21:00-08:00 }
when clicked(ご案内) -> stage 情報収集
when happened(面談) -> stage 検討
event 面談
scenario 育成 {
  enter when downloaded(ガイド)
  goal when happened(面談)
  send ご案内
  wait 7d
  send 続き
}
when submitted(相談) -> handoff IS within 4h
""",
    good="""journey 例
team IS "インサイドセールス"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 相談
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
email 続き { subject "続きのご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 2 per 7d; quiet 21:00-08:00 }
when clicked(ご案内) -> stage 情報収集
when happened(面談) -> stage 検討
event 面談
scenario 育成 {
  enter when downloaded(ガイド)
  goal when happened(面談)
  hold while owner == IS
  send ご案内
  wait 7d
  send 続き
}
when submitted(相談) -> handoff IS within 4h
""",
    check=_check,
)
