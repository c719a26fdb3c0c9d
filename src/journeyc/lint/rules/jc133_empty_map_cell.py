"""Owns JC133: a persona's row of the journey map with stages left blank.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Option, Options, Remove, Rule, Wording
from journeyc.program.schema import Persona
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for persona in facts.program.personas:
        about = f"persona {name_text(persona.name)}"
        for cell in persona.cells:
            if not cell.notes and not cell.contents:
                fix = Fix("remove", (Remove(cell.place),), safe=True)
                yield Finding(cell.place, about, {"stage": cell.stage}, "blank", fixes=(fix,))
        if persona.cells and options["whole"]:
            yield from _missing(persona, about, facts)


def _missing(persona: Persona, about: str, facts: Facts) -> Iterator[Finding]:
    drawn = {cell.stage for cell in persona.cells}
    wanted = [stage.name for stage in facts.program.stages if not stage.hidden and stage.name not in facts.ladder.last]
    missing = [name for name in wanted if name not in drawn]
    if missing:
        yield Finding(persona.place, about, {"name": persona.name, "stages": ", ".join(missing)})


RULE = Rule(
    code="JC133",
    name="empty-map-cell",
    severity="warning",
    title=Both("空白のあるジャーニーマップ", "Blank cells on the map"),
    what=Both(
        "ペルソナの欄に何も書かれていません。設定 `whole` を true にすると、欄のない段階も指摘します"
        "(最後の段階と `hidden` の段階は対象外です)。",
        "A cell of a persona has nothing in it. With the option `whole`, stages for which a persona has no cell are "
        "found too, but for the last stage and those marked `hidden`.",
    ),
    why=Both(
        "書かれていない段階では、その人が何を考え何に困るのか誰も考えていません。物語はそこで途切れます。",
        "Nobody has thought about what that persona wants there. The story has a gap.",
    ),
    wordings={
        "": Wording(
            Both("ペルソナ `{name}` には {stages} の欄がありません", "the persona `{name}` has no cell for {stages}"),
            Both("at 段階 { … } を書きます", "write it: at STAGE { … }"),
        ),
        "blank": Wording(
            Both("段階 `{stage}` の欄が空です", "the cell for the stage `{stage}` is empty"),
            Both("思考、懸念、コンテンツなどを書きます", "write thoughts, worries, contents into it"),
        ),
    },
    fixes={"remove": Both("空の欄を消す", "take the empty cell out")},
    options=(Option("whole", False, Both("欄のない段階も指摘する", "whether stages without a cell are found too")),),
    bad="""journey 例
team 営業 "営業"
lead { 役職: 担当者 | 部長 }
stages 課題認知 -> 情報収集 -> 検討
persona 部長 {
  when 役職 == 部長
  at 課題認知 { 思考 "何から始めるか"; content ガイド }
  at 情報収集 { }
}
stage 課題認知 { owner 営業 }
stage 情報収集 { owner 営業; content 事例集 }
stage 検討 { owner 営業 }
download ガイド
download 事例集
when downloaded(ガイド) -> stage 情報収集
when downloaded(事例集) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 役職: 担当者 | 部長 }
stages 課題認知 -> 情報収集 -> 検討
persona 部長 {
  when 役職 == 部長
  at 課題認知 { 思考 "何から始めるか"; content ガイド }
  at 情報収集 { 思考 "同業はどうしたか"; content 事例集 }
}
download ガイド
download 事例集
when downloaded(ガイド) -> stage 情報収集
when downloaded(事例集) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
