"""Owns JC302: leads handed over before the stage at which the journey says that they are.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Handoff, Segment


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    boundaries = [segment for segment in facts.program.segments if segment.boundary is not None]
    for site in facts.sites:
        stages = facts.ladder.at(site.owner, site.step) - {OFF}
        if not isinstance(site.action, Handoff) or not stages:
            continue
        asked = _of_team(boundaries, site.action.team)
        level = min((_level(facts, each) for each in asked), default=None)
        if level is not None and all(facts.ladder.level[stage] < level for stage in stages):
            first = min(asked, key=lambda each: _level(facts, each))
            assert first.boundary is not None
            in_order = ", ".join(stage.name for stage in facts.program.stages if stage.name in stages)
            values = {"stages": in_order, "from": first.boundary.stage, "name": first.name, "team": site.action.team}
            beside = (Beside(first.place, "boundary"),)
            yield Finding(site.place, about(facts.program, site.owner), values, beside=beside)


def _of_team(boundaries: list[Segment], team: str) -> list[Segment]:
    """The boundaries that name the team; where none does, those that name nobody."""
    own = [each for each in boundaries if each.boundary is not None and each.boundary.who == team]
    return own or [each for each in boundaries if each.boundary is not None and each.boundary.who is None]


def _level(facts: Facts, segment: Segment) -> int:
    assert segment.boundary is not None
    return facts.ladder.level[segment.boundary.stage]


RULE = Rule(
    code="JC302",
    name="handoff-outside-boundary",
    severity="warning",
    title=Both("境界より手前の送客", "Handed over before the boundary"),
    what=Both(
        "境界 (`boundary`) が始まる段階より手前にしかいないリードを、そのチームに送客しています。",
        "A `handoff` to a team stands where leads can only be on stages before the one at which that team's `boundary` "
        "begins.",
    ),
    why=Both(
        "境界は、どこから人が話すかの約束です。手前で渡すと、差し戻しが増え、約束した発生率も測れません。",
        "A boundary is a promise of where people start to talk. Handed over before it, leads come back, and the rate "
        "that was promised cannot be measured.",
    ),
    wordings={
        "": Wording(
            Both(
                "{stages} のリードを `{team}` に渡していますが、境界 `{name}` は {from} からです",
                "leads on {stages} are handed to `{team}`, but the boundary `{name}` begins at {from}",
            ),
            Both("段階を進めてから渡すか、境界を見直します", "move them on first, or look at the boundary again"),
        ),
    },
    labels={"boundary": Both("境界はここで決められています", "the boundary is said here")},
    bad="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
boundary 見込み客 as prospect from 情報収集 { who IS; how "電話"; expect 商談 8% within 90d }
dropout after 60d
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討
when stage == 課題認知 and submitted(商談申込) -> handoff IS within 1d
""",
    good="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
boundary 見込み客 as prospect from 情報収集 { who IS; how "電話"; expect 商談 8% within 90d }
dropout after 60d
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討
when stage == 情報収集 and submitted(商談申込) -> handoff IS within 1d
""",
    also=("JC304",),
    check=_check,
)
