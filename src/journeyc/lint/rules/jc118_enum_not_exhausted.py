"""Owns JC118: a `choose` or an `if … else if …` over the values of one attribute that leaves some of them out.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.falling import Fall, falls
from journeyc.lint.rule import Both, Finding, Option, Options, Rule, Wording
from journeyc.lint.telling import values
from journeyc.lint.walking import about
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for fall in falls(facts.program, facts.proofs):
        if fall.missing:
            yield _finding(facts, fall, str(options["otherwise"]))


def _finding(facts: Facts, fall: Fall, otherwise: str) -> Finding:
    missing = ", ".join(f"`{name_text(name)}`" for name in fall.missing)
    told = values(facts.program, fall.witness, name=fall.attribute, missing=missing)
    name, fixes = about(facts.program, fall.owner), fall.fixes(otherwise)
    return Finding(fall.branch.place, name, told, "line", fixes=fixes, witness=fall.witness)


RULE = Rule(
    code="JC118",
    name="enum-not-exhausted",
    severity="warning",
    title=Both("列挙の値の漏れ", "Values of an enum not covered"),
    what=Both(
        "1 つの属性の値で分ける `choose` や `if … else if …` に、行のない値があります(未入力 `unknown` も含みます)。"
        "`else` もないので、その値のリードには何も起こりません。",
        "A `choose` or an `if … else if …` over the values of one attribute has no line for some of them (`unknown` is "
        "one), and no `else`: nothing happens to leads with these values.",
    ),
    why=Both(
        "失注や差し戻しの理由を増やしたとき、その行き先が抜けます。",
        "A reason for losing or rejecting leads was added, and nobody said where it leads.",
    ),
    wordings={
        "line": Wording(
            Both("`{name}` の値のうち {missing} の行がありません", "there is no line for {missing} of `{name}`"),
            Both(
                "その値の行か、それ以外 (else) の行を足します。例: {witness}",
                "add lines for them, or an `else`; for example: {witness}",
            ),
        ),
    },
    fixes={"else": Both("else の行に {text} を加える", "add an else: {text}")},
    options=(Option("otherwise", "tag 要確認", Both("修正で加える行の動作", "what the line that a fix puts in does")),),
    bad="""journey 例
team 営業 "営業"
lead { 失注理由: 予算 | 時期 | 適合 = 予算 }
stages 課題認知 -> 検討
form 失注報告 { fields 失注理由 }
choose 再育成 when submitted(失注報告) {
  失注理由 == 予算 -> task 営業 "3 か月後に連絡する" within 2d
  失注理由 == 時期 -> stage 検討
}
""",
    good="""journey 例
team 営業 "営業"
lead { 失注理由: 予算 | 時期 | 適合 = 予算 }
stages 課題認知 -> 検討
form 失注報告 { fields 失注理由 }
choose 再育成 when submitted(失注報告) {
  失注理由 == 予算 -> task 営業 "3 か月後に連絡する" within 2d
  失注理由 == 時期 -> stage 検討
  失注理由 == 適合 -> tag 対象外
}
""",
    check=_check,
    needs=frozenset({"prover"}),
)
