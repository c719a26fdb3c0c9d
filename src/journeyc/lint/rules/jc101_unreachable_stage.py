"""Owns JC101: a stage onto which nothing in the journey can bring anyone.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.program.schema import MoveBack, MoveTo, Restart
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    imported = options["imported"]
    assert isinstance(imported, tuple)
    named = set(_named(facts))
    for stage in facts.program.stages:
        if stage.name not in facts.ladder.reached and not stage.hidden and stage.name not in imported:
            variant = "blocked" if stage.name in named else ""
            yield Finding(stage.place, f"stage {name_text(stage.name)}", {"name": stage.name}, variant)


def _named(facts: Facts) -> Iterator[str]:
    """The stages that some action names, though no lead may ever come to it."""
    for site in facts.sites:
        if isinstance(site.action, MoveTo | MoveBack | Restart) and site.action.stage is not None:
            yield site.action.stage


RULE = Rule(
    code="JC101",
    name="unreachable-stage",
    severity="error",
    title=Both("誰も入れない段階", "A stage nobody gets to"),
    what=Both(
        "この段階に進めるルールもシナリオもないか、あっても、そこまで来られるリードがいません。"
        "ルールとシナリオを最初の段階からたどって調べます。`hidden` の段階は対象外です。",
        "No rule and no scenario moves anyone to this stage, or none whose leads can get that far. Rules and scenarios "
        "are followed from the first stage on. Stages marked `hidden` are left out.",
    ),
    why=Both(
        "ファネルではいつまでも 0 人になり、そこが詰まっているように見えます。",
        "The funnel shows 0 there for ever, and people take it for the bottleneck.",
    ),
    wordings={
        "": Wording(
            Both("段階 `{name}` に進める行がありません", "nothing moves anyone to the stage `{name}`"),
            Both(
                "もし … -> 段階 {name} を書くか、段階に hidden を付けます",
                "write a rule: when … -> stage {name}, or mark the stage hidden",
            ),
        ),
        "blocked": Wording(
            Both(
                "段階 `{name}` に進める行はありますが、そこまで来られるリードがいません",
                "no lead can ever get to where something moves it to the stage `{name}`",
            ),
            Both(
                "その行の条件が、手前の段階から届くか確かめます",
                "look whether its condition can hold on the stages before",
            ),
        ),
    },
    options=(
        Option(
            "imported",
            (),
            Both("リードの記録から直接入る段階の名前", "names of stages that lead records put people on"),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業
""",
    check=_check,
)
