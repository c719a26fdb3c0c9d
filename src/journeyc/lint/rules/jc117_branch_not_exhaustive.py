"""Owns JC117: a `choose` or an `if … else if …` without an else that some lead falls through.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.falling import Fall, falls
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.lint.walking import about


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for fall in falls(facts.program, facts.proofs):
        if not fall.missing:
            yield _finding(facts, fall, str(options["otherwise"]))


def _finding(facts: Facts, fall: Fall, otherwise: str) -> Finding:
    told = values(facts.program, fall.witness)
    name, fixes = about(facts.program, fall.owner), fall.fixes(otherwise)
    return Finding(fall.branch.place, name, told, fall.branch.source, fixes=fixes, witness=fall.witness)


_HINT = Both(
    "それ以外 (else) の行を足します。値が入っていないリードも忘れずに。例: {witness}",
    "add an `else`; leads whose value is unknown count, too; for example: {witness}",
)

RULE = Rule(
    code="JC117",
    name="branch-not-exhaustive",
    severity="warning",
    title=Both("場合分けの漏れ", "A match that is not exhaustive"),
    what=Both(
        "`choose` や `if … else if …` に `else` がなく、どの行にも当てはまらないリードがいます。"
        "値がまだ入っていないリードも含めて調べ、1 人示します。",
        "A `choose` or an `if … else if …` has no `else`, and some lead fits none of its lines. Leads whose values are "
        "unknown are looked at, too; one is shown.",
    ),
    why=Both(
        "そのリードには何も起こらず、誰も気づきません。",
        "Nothing happens to those leads, and nobody notices.",
    ),
    wordings={
        "choose": Wording(Both("どの行にも当てはまらないリードがいます", "some leads fit none of these lines"), _HINT),
        "if": Wording(
            Both("どの条件にも当てはまらないリードがいます", "some leads fit none of these conditions"), _HINT
        ),
    },
    fixes={"else": Both("else の行に {text} を加える", "add an else: {text}")},
    options=(Option("otherwise", "tag 要確認", Both("修正で加える行の動作", "what the line that a fix puts in does")),),
    bad="""journey 例
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
choose 対応 when downloaded(ガイド) {
  従業員数 >= 300 -> stage 検討
  従業員数 < 300 -> task 営業 "電話する" within 4h
}
""",
    good="""journey 例
team 営業 "営業"
lead { 従業員数: number }
stages 課題認知 -> 検討
download ガイド
choose 対応 when downloaded(ガイド) {
  従業員数 >= 300 -> stage 検討
  従業員数 < 300 -> task 営業 "電話する" within 4h
  else -> task 営業 "従業員数を聞く" within 4h
}
""",
    check=_check,
    needs=frozenset({"prover"}),
)
