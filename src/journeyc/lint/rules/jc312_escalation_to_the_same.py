"""Owns JC312: an overdue promise that is told to nobody but the team that did not keep it.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import Site, about
from journeyc.program.schema import Assign, EventPattern, Handoff, Notify, Task
from journeyc.program.schema import Rule as JourneyRule


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for rule in facts.program.rules:
        late = _late_teams(facts, rule)
        if len(late) != 1:
            continue
        told = [site for site in facts.sites if site.owner is rule and _is_of_a_team(site)]
        if told and all(_team(site) in late for site in told):
            team = next(iter(late))
            if not any(_goes_round(facts, site) for site in told):
                yield Finding(told[0].place, about(facts.program, rule), {"team": team})


def _late_teams(facts: Facts, rule: JourneyRule) -> frozenset[str]:
    """The teams whose being late makes the rule fire; none where something else does too."""
    teams = {team.name for team in facts.program.teams}
    found: set[str] = set()
    for arm in rule.when.arms:
        if not isinstance(arm.pattern, EventPattern) or arm.pattern.verb != "overdue" or arm.pattern.subjects is None:
            return frozenset()
        for name in arm.pattern.subjects:
            found |= {name} if name in teams else _teams_of_task(facts, name)
    return frozenset(found)


def _teams_of_task(facts: Facts, name: str) -> set[str]:
    return {s.action.team for s in facts.sites if isinstance(s.action, Task) and s.action.name == name}


def _is_of_a_team(site: Site) -> bool:
    return isinstance(site.action, Notify | Handoff | Task | Assign)


def _team(site: Site) -> str:
    assert isinstance(site.action, Notify | Handoff | Task | Assign)
    return site.action.team


def _goes_round(facts: Facts, site: Site) -> bool:
    """Whether the work goes to the next member of the team."""
    members = {team.name: team.members for team in facts.program.teams}
    return isinstance(site.action, Handoff | Task) and len(members[site.action.team]) > 1


RULE = Rule(
    code="JC312",
    name="escalation-to-the-same",
    severity="warning",
    title=Both("同じ人への格上げ", "An escalation to the same people"),
    what=Both(
        "期限を過ぎたことを、過ぎさせた当のチームにだけ知らせています。",
        "That a promise is overdue is told only to the team that did not keep it.",
    ),
    why=Both(
        "動けなかったチームにもう一度知らせても、リードは待たされ続けます。格上げは別の人に届いて初めて効きます。",
        "Telling the team that could not act once more leaves the lead waiting. An escalation works when it reaches "
        "somebody else.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{team}` の期限超過を `{team}` にしか知らせていません",
                "that `{team}` is late is told to `{team}` alone",
            ),
            Both("責任者など、別のチームにも知らせます", "tell another team too, such as whoever leads that one"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業 within 1d
when overdue(営業) -> notify 営業 "まだ受領されていません"
""",
    good="""journey 例
team 営業 "営業"
team 営業責任者 "営業責任者"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業 within 1d
when overdue(営業) -> notify 営業責任者 "まだ受領されていません"
""",
    check=_check,
)
