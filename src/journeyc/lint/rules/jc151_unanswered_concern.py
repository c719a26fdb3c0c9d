"""Owns JC151: a worry on the map that nothing answers.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    labels = options["labels"]
    assert isinstance(labels, tuple)
    for persona in facts.program.personas:
        for cell in persona.cells:
            for note in cell.notes:
                if note.label in labels and not note.answered_by:
                    values = {"text": note.text, "stage": cell.stage, "label": note.label}
                    texts = [f" answered by {name_text(content)}" for content in cell.contents]
                    fixes = tuple(
                        Fix("answer", (Insert(note.place, text),), values=(("text", text.strip()),)) for text in texts
                    )
                    yield Finding(note.place, f"persona {name_text(persona.name)}", values, fixes=fixes)


RULE = Rule(
    code="JC151",
    name="unanswered-concern",
    severity="info",
    title=Both("答えのない懸念", "A worry without an answer"),
    what=Both(
        "ペルソナの欄に懸念が書かれていますが、それに答えるコンテンツがありません。",
        "A persona's cell names a worry, and no content that answers it.",
    ),
    why=Both(
        "懸念に答えることが、次の段階へ進む理由になります。答えがなければ、そこで止まります。",
        "An answered worry is why people move on. Where there is no answer they stop.",
    ),
    wordings={
        "": Wording(
            Both(
                "段階 `{stage}` の懸念「{text}」に答えるコンテンツがありません",
                "no content answers the worry “{text}” on the stage `{stage}`",
            ),
            Both('{label} "…" answered by コンテンツ と書きます', 'write {label} "…" answered by CONTENT'),
        ),
    },
    fixes={"answer": Both("{text} を加える", "add {text}")},
    options=(
        Option("labels", ("懸念", "不安", "worry", "concern"), Both("懸念とみなす見出し", "labels that mean a worry")),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download 稟議書のひな型
lead { 役職: 担当者 | 部長 }
persona 部長 {
  when 役職 == 部長
  at 課題認知 { content ガイド }
  at 検討 { 懸念 "社内調整"; content 稟議書のひな型 }
}
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download 稟議書のひな型
lead { 役職: 担当者 | 部長 }
persona 部長 {
  when 役職 == 部長
  at 課題認知 { content ガイド }
  at 検討 { 懸念 "社内調整" answered by 稟議書のひな型 }
}
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    check=_check,
)
