"""Owns JC131: a stage for which the journey has nothing to offer.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    served = facts.contents_by_stage
    wanted = facts.program.stages if served else facts.described_stages
    for stage in wanted:
        if stage.name not in served and not stage.hidden and stage.name not in facts.ladder.last:
            yield Finding(stage.place, f"stage {name_text(stage.name)}", {"name": stage.name})


RULE = Rule(
    code="JC131",
    name="stage-without-content",
    severity="warning",
    title=Both("コンテンツのない段階", "A stage without content"),
    what=Both(
        "この段階の顧客に見せるコンテンツが、段階にもペルソナの欄にもありません。"
        "最後の段階は対象外です。コンテンツの割り当てが一つも書かれていないファイルでは、説明のある段階だけを見ます。",
        "No content is named for the people on this stage, neither with the stage nor in a persona's cell. Where a "
        "file assigns no content at all, only stages that it describes are looked at. The last stage is left out.",
    ),
    why=Both(
        "その段階の顧客の問いに答えるものがなければ、リードの質が低いのではなく、こちらの物語が途切れています。",
        "Where nothing answers what people ask on that stage, it is not the leads that are poor: the story breaks off.",
    ),
    wordings={
        "": Wording(
            Both("段階 `{name}` に使うコンテンツがありません", "no content is named for the stage `{name}`"),
            Both("stage {name} { content … } に書きます", "name it: stage {name} { content … }"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
stage 課題認知 { owner 営業 }
stage 検討 { owner 営業; content 料金表 }
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
