"""Owns JC308: a stage for whose leads nobody answers.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Insert, Options, Rule, Wording
from journeyc.program.schema import Stage
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    some = any(stage.owner for stage in facts.program.stages)
    for stage in facts.program.stages if some else facts.described_stages:
        if stage.owner is None and not stage.hidden:
            name = name_text(stage.name)
            yield Finding(stage.place, f"stage {name}", {"name": stage.name}, fixes=tuple(_fixes(stage, facts)))


def _fixes(stage: Stage, facts: Facts) -> Iterator[Fix]:
    """The owner of the stage before, else the only team."""
    before = [each.owner for each in facts.program.stages if each.level < stage.level and each.owner is not None]
    teams = facts.program.teams
    owner = before[-1] if before else teams[0].name if len(teams) == 1 else None
    if owner is not None:
        text = f"owner {name_text(owner)}"
        described = stage in facts.described_stages
        block = f"stage {name_text(stage.name)} {{ {text} }}"
        edit = AddTo(stage.place, text) if described else Insert(stage.place, block, line=True)
        yield Fix("owner", (edit,), values=(("text", text),))


RULE = Rule(
    code="JC308",
    name="stage-without-owner",
    severity="warning",
    title=Both("担当のない段階", "A stage nobody answers for"),
    what=Both(
        "この段階のリードを受け持つチームが書かれていません。"
        "どの段階にも `owner` がないファイルでは、説明のある段階だけを見ます。",
        "No team answers for the leads on this stage. Where no stage has an `owner`, only stages that the file "
        "describes are looked at.",
    ),
    why=Both(
        "担当の決まっていない段階のリードは、マーケティングと営業の間で放置されます。",
        "Leads on a stage without an owner are left lying between marketing and sales.",
    ),
    wordings={
        "": Wording(
            Both("段階 `{name}` の担当が決まっていません", "nobody answers for the stage `{name}`"),
            Both("stage {name} { owner チーム } と書きます", "name a team: stage {name} { owner TEAM }"),
        ),
    },
    fixes={"owner": Both("{text} を加える", "add {text}")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; content ガイド }
stage 検討 { content 料金表 }
download ガイド
download 料金表
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; content ガイド }
stage 検討 { owner 営業; content 料金表 }
download ガイド
download 料金表
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    check=_check,
)
