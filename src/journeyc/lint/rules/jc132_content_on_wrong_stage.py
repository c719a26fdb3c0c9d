"""Owns JC132: a content sent to people on a stage it was not made for.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import Site, about
from journeyc.program.schema import Send


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for site in facts.sites:
        stages = facts.ladder.at(site.owner, site.step) - {OFF}
        if isinstance(site.action, Send) and stages:
            yield from _misplaced(facts, site, site.action, stages)


def _misplaced(facts: Facts, site: Site, send: Send, stages: frozenset[str]) -> Iterator[Finding]:
    in_order = [stage.name for stage in facts.program.stages]
    for content in send.contents:
        meant = facts.stages_of_content.get(content, stages)
        if stages.isdisjoint(meant):
            values = {
                "name": content,
                "meant": ", ".join(name for name in in_order if name in meant),
                "stages": ", ".join(name for name in in_order if name in stages),
            }
            yield Finding(site.place, about(facts.program, site.owner), values)


RULE = Rule(
    code="JC132",
    name="content-on-wrong-stage",
    severity="warning",
    title=Both("段階に合わないコンテンツ", "Content on a stage it is not for"),
    what=Both(
        "段階やペルソナの欄に割り当てたコンテンツを、別の段階のリードにしか届かないところで送っています。",
        "A content that stages or personas' cells name is sent where only leads on other stages can be.",
    ),
    why=Both(
        "課題に気づいたばかりの人に価格表を送っても、読まれずに終わります。",
        "A price list sent to somebody who has just noticed a problem goes unread.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{name}` は {meant} のためのものですが、ここでは {stages} のリードに送られます",
                "`{name}` is meant for {meant}, but here it goes to leads on {stages}",
            ),
            Both(
                "その段階のコンテンツを送るか、割り当てを見直します",
                "send what is meant for that stage, or look again at what it is meant for",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; content ガイド }
stage 検討 { owner 営業; content 価格表メール }
download ガイド
email 価格表メール { purpose transactional }
when stage == 課題認知 and downloaded(ガイド) -> send 価格表メール
when stage == 課題認知 and downloaded(ガイド) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
stage 課題認知 { owner 営業; content ガイド }
stage 検討 { owner 営業; content 価格表メール }
download ガイド
email 価格表メール { purpose transactional }
when stage == 検討 and downloaded(ガイド) -> send 価格表メール
when stage == 課題認知 and downloaded(ガイド) -> stage 検討, notify 営業
""",
    check=_check,
)
