"""Owns JC201: advertising that can reach somebody who was never asked for consent.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.consent import WORDS, Consents
from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Option, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Content, Send

_COVERED_BY_LAW = ("email", "sms")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    words = options["words"]
    consents = Consents(facts.program, facts.sites, words if isinstance(words, tuple) else ())
    contents = {content.name: content for content in facts.program.contents}
    sent = {name for site in facts.sites if isinstance(site.action, Send) for name in site.action.contents}
    if any(contents[name].purpose == "ad" and contents[name].kind in _COVERED_BY_LAW for name in sent):
        for attribute in consents.assumed:
            yield Finding(attribute.place, "lead", {"name": attribute.name}, "assumed", severity="warning")
    for site in facts.sites:
        for content in (contents[name] for name in site.action.contents) if isinstance(site.action, Send) else ():
            if content.purpose != "ad" or content.kind not in _COVERED_BY_LAW:
                continue
            if not consents.is_asked_of_every_send(content) and not consents.at(site).ever:
                fixes = tuple(_fixes(facts, consents, content))
                yield Finding(site.place, about(facts.program, site.owner), {"name": content.name}, fixes=fixes)


def _fixes(facts: Facts, consents: Consents, content: Content) -> Iterator[Fix]:
    if len(consents.declared) == 1:
        text = f"consent {consents.declared[0]}"
        policy = facts.program.policy
        yield Fix(
            "consent", (AddTo(content.place if policy is None else policy.place, text),), values=(("text", text),)
        )


RULE = Rule(
    code="JC201",
    name="send-without-consent",
    severity="error",
    title=Both("同意を確かめない広告配信", "Advertising without consent"),
    what=Both(
        "広告のメールや SMS に、同意を一度も確かめずに届く道があります。`policy` や本文の `consent`、"
        "`suppress`、開始条件、途中の `if` のどれで確かめてもかまいません。既定値が true の同意も示します。",
        "There is a way to this advertising mail or SMS on which consent is never asked for: not by `consent` or "
        "`suppress` of a policy, nor by the content, nor by a trigger, nor by an `if` on the way. A consent that is "
        "true by default is told, too.",
    ),
    why=Both(
        "特定電子メール法 3 条は、広告メールに事前の同意を求めます。企業あてのメールと SMS も対象で、"
        "名刺をもらった相手などの例外は、属性やタグで区別します。(法的助言ではありません)",
        "Japan's Act on Regulation of Transmission of Specified Electronic Mail, Article 3, asks for consent before "
        "advertising; mail to companies and SMS are covered. Keep its exceptions, such as business cards, in an "
        "attribute or a tag. (This is no legal advice.)",
    ),
    wordings={
        "": Wording(
            Both(
                "広告 `{name}` が、同意を確かめていないリードにも届きます",
                "the advertising `{name}` reaches leads whose consent was not asked for",
            ),
            Both(
                "policy { consent メール許諾 } のように同意を求めます。取引の連絡なら purpose transactional です",
                "ask for an attribute that says so: policy { consent … }; for a message about a transaction, write "
                "purpose transactional",
            ),
        ),
        "assumed": Wording(
            Both(
                "同意 `{name}` の既定値が true なので、聞いていないリードも同意したことになります",
                "the consent `{name}` is true by default: leads who were never asked count as willing",
            ),
            Both("= false と書き、同意を得たときに true にします", "write = false, and set it when consent is given"),
        ),
    },
    fixes={"consent": Both("{text} を加える", "add {text}")},
    options=(
        Option("words", WORDS, Both("同意を表す名前に含まれる言葉", "words in a name that make it stand for consent")),
    ),
    bad="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when clicked(ご案内) and メール許諾 -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) and メール許諾 -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
