"""Owns JC109: a `back` for leads whose stage has no such way back declared.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.rule import Both, Finding, Fix, Insert, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import MoveBack
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    backs = facts.program.backs
    declared = {(back.source, back.target) for back in backs}
    for site in facts.sites:
        if not isinstance(site.action, MoveBack):
            continue
        target = site.action.stage
        stages = facts.ladder.at(site.owner, site.step) - {OFF}
        if stages and not any((stage, target) in declared for stage in stages):
            above = [s.name for s in facts.program.stages if s.name in stages and _is_above(facts, s.name, target)]
            text = f"back {name_text(above[-1])} -> {name_text(target)}" if above else ""
            fix = Fix("declare", (Insert(backs[-1].place, text, line=True),), values=(("text", text),))
            in_order = ", ".join(stage.name for stage in facts.program.stages if stage.name in stages)
            values = {"target": target, "stages": in_order}
            yield Finding(site.place, about(facts.program, site.owner), values, "idle", fixes=(fix,) if above else ())


def _is_above(facts: Facts, stage: str, target: str) -> bool:
    return facts.ladder.level[stage] > facts.ladder.level[target]


RULE = Rule(
    code="JC109",
    name="idle-way-back",
    severity="warning",
    title=Both("宣言のない後戻り", "An undeclared way back"),
    what=Both(
        "`back` はありますが、ここに来るリードの段階からその段階への後戻りは宣言されていません。何も起きません。",
        "There is a `back`, but no such way back is declared from any stage on which a lead can be here. Nothing "
        "happens.",
    ),
    why=Both(
        "段階が知らないうちに下がると、プラットフォームと食い違います。HubSpot は既定で後戻りを受け付けません。"
        "だから後戻りは宣言したものだけが動きます。",
        "Stages that fall unnoticed drift away from the platform; HubSpot refuses to go back unless told otherwise. So "
        "only ways back that are declared are taken.",
    ),
    wordings={
        "idle": Wording(
            Both(
                "`back {target}` は働きません。{stages} からの後戻りが宣言されていません",
                "`back {target}` does nothing: no way back to it is declared from {stages}",
            ),
            Both("back 段階 -> {target} を宣言します", "declare one: back STAGE -> {target}"),
        ),
    },
    fixes={"declare": Both("{text} を宣言する", "declare {text}")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
back 情報収集 -> 課題認知
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
when stage == 情報収集 and inactive(60d) -> back 課題認知
when stage == 検討 and inactive(90d) -> back 課題認知
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
back 情報収集 -> 課題認知
back 検討 -> 課題認知
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
when stage == 情報収集 and inactive(60d) -> back 課題認知
when stage == 検討 and inactive(90d) -> back 課題認知
""",
    check=_check,
)
