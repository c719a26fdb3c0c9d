"""Owns JC307: a handoff whose acceptance the journey follows, while a rejection leads nowhere.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.lint.walking import Site, about, below
from journeyc.program.schema import Accepted, EventPattern, Handoff, Program
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    answered = {pattern.verb: _teams(program, pattern.verb) for pattern in _patterns(program)}
    follows = any(isinstance(part, Accepted) for part in below((program.rules, program.scenarios, program.segments)))
    for site in _first_handoffs(facts):
        assert isinstance(site.action, Handoff)
        team = site.action.team
        accepted = follows or team in answered.get("accepted", ())
        if accepted and team not in answered.get("rejected", ()):
            text = f'when rejected({name_text(team)}) -> task {name_text(team)} "{options["title"]}" within 1d'
            fix = Fix("reject", (Insert(site.owner.place, text, line=True),), values=(("text", text),))
            yield Finding(site.place, about(program, site.owner), {"team": team}, fixes=(fix,))


def _first_handoffs(facts: Facts) -> Iterator[Site]:
    """The first handoff to each team: one finding a team is enough."""
    seen: set[str] = set()
    for site in facts.sites:
        if isinstance(site.action, Handoff) and site.action.team not in seen:
            seen.add(site.action.team)
            yield site


def _patterns(program: Program) -> Iterator[EventPattern]:
    for part in below((program.rules, program.scenarios, program.goals, program.scores, program.histories)):
        if isinstance(part, EventPattern) and part.verb in ("accepted", "rejected"):
            yield part


def _teams(program: Program, verb: str) -> frozenset[str]:
    """The teams of whose acceptance or rejection something is made."""
    everyone = [team.name for team in program.teams]
    patterns = [pattern for pattern in _patterns(program) if pattern.verb == verb]
    return frozenset(team for p in patterns for team in (p.subjects if p.subjects is not None else everyone))


RULE = Rule(
    code="JC307",
    name="accept-without-reject",
    severity="error",
    title=Both("差し戻しの行き先がない送客", "A handoff with no way back"),
    what=Both(
        "送客の受領 (`accepted`) には続きがあるのに、差し戻し (`rejected`) には何も書かれていません。",
        "Something follows when a handoff is accepted, and nothing when it is rejected.",
    ),
    why=Both(
        "差し戻されたリードは誰の手元にも残らず、育成にも戻りません。理由も集まらないので、送客の基準を直せません。",
        "A rejected lead is nobody's and goes back to no nurturing. Nor are the reasons collected by which the bar for "
        "handing over could be set right.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{team}` が受領したあとは書かれていますが、差し戻したときのことが書かれていません",
                "what follows when `{team}` accepts is written, what follows when it rejects is not",
            ),
            Both(
                "when rejected({team}) -> … で、理由ごとの行き先を書きます",
                "write when rejected({team}) -> … with a way on for each reason",
            ),
        ),
    },
    fixes={"reject": Both("{text} を加える", "add {text}")},
    options=(
        Option(
            "title",
            "差し戻しの理由を記録する",
            Both("修正で加えるタスクの題", "the title of the task that a fix puts in"),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討 -> 商談
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業 within 1d
when accepted(営業) -> stage 商談
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討 -> 商談
back 検討 -> 課題認知
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業 within 1d
when accepted(営業) -> stage 商談
when rejected(営業) -> back 課題認知, tag 再育成
""",
    check=_check,
)
