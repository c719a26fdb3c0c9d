"""Owns JC203: advertising sent with nobody left out.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.program.schema import Send
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    if program.policy is not None and program.policy.suppresses:
        return
    ads = {content.name for content in program.contents if content.purpose == "ad"}
    for site in facts.sites:
        if isinstance(site.action, Send) and not ads.isdisjoint(site.action.contents):
            text = f"policy {{ suppress when {options['condition']} }}"
            fix = Fix("suppress", (Insert(site.owner.place, text, "before", line=True),), values=(("text", text),))
            about = f"journey {name_text(program.journey)}"
            yield Finding(site.place, about, {"name": program.journey}, fixes=(fix,))
            return


RULE = Rule(
    code="JC203",
    name="no-suppression",
    severity="error",
    title=Both("配信除外のない広告配信", "Advertising with nobody left out"),
    what=Both(
        "広告を送るのに、`policy` に `suppress` が一つもありません。最初の配信の場所に示します。",
        "Advertising is sent and no `policy` has a `suppress`. The first send is pointed at.",
    ),
    why=Both(
        "顧客、競合、失注した相手、社員にまで届きます。失注企業に「ご検討ありがとうございます」が届けば苦情になります。",
        "It reaches customers, competitors, lost deals and colleagues. Thank a company for considering you that has "
        "just turned you down, and it complains.",
    ),
    wordings={
        "": Wording(
            Both(
                "広告を送りますが、配信から除く相手が決められていません", "advertising is sent, and nobody is left out"
            ),
            Both(
                "policy { suppress when … } に、顧客や競合などの条件を書きます",
                "say whom: policy { suppress when … }, for customers, competitors and the like",
            ),
        ),
    },
    fixes={"suppress": Both("{text} を加える", "add {text}")},
    options=(
        Option(
            "condition",
            "ever unsubscribed(any)",
            Both("修正で加える除外の条件", "the condition of a suppression that a fix puts in"),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
