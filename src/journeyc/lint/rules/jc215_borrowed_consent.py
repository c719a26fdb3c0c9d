"""Owns JC215: SMS or LINE sent on a consent that was given for mail.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.consent import Consents
from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Beside, Both, Finding, Fix, Option, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Send

_OTHER_KINDS = ("sms", "line")
_MAIL = ("メール", "mail")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    words = options["mail"]
    mail = Consents(program, facts.sites, words if isinstance(words, tuple) else ())
    asked = tuple(
        (condition, name)
        for condition in (program.policy.consents if program.policy is not None else ())
        for name in sorted(mail.granted(condition))
    )
    contents = {content.name: content for content in program.contents}
    told: set[str] = set()
    for site in facts.sites:
        for content in (contents[name] for name in site.action.contents) if isinstance(site.action, Send) else ():
            if content.kind not in _OTHER_KINDS or content.purpose != "ad" or content.name in told:
                continue
            if content.consent is None and asked:
                told.add(content.name)
                condition, name = asked[0]
                own = _own(facts, content.kind)
                fix = Fix("own", (AddTo(content.place, f"consent {own}"),), values=(("name", own),))
                yield Finding(
                    site.place,
                    about(program, site.owner),
                    {"name": content.name, "kind": content.kind, "consent": name},
                    beside=(Beside(condition.place, "consent"),),
                    fixes=(fix,) if own else (),
                )


def _own(facts: Facts, kind: str) -> str:
    """The attribute that looks like consent to messages of that kind."""
    named = (each.name for each in facts.program.attributes if each.type == "bool")
    return next((name for name in named if kind.casefold() in name.casefold()), "")


RULE = Rule(
    code="JC215",
    name="borrowed-consent",
    severity="warning",
    title=Both("メールの同意で送る SMS・LINE", "SMS or LINE on a consent to mail"),
    what=Both(
        "広告の SMS や LINE に自分の `consent` がなく、`policy` のメールの同意だけで送られます。"
        "同意の属性の名前に「メール」があるものを、メールの同意とみなします。",
        "Advertising by SMS or LINE has no `consent` of its own and goes out on the policy's consent to mail: one "
        "whose attribute has `mail` in its name.",
    ),
    why=Both(
        "電話番号や LINE に届く広告は、メールの同意の範囲ではありません。同意は手段ごとに受け、記録します。",
        "A message to a phone or to LINE is not what somebody agreed to who agreed to mail. Consent is asked for and "
        "kept by channel.",
    ),
    wordings={
        "": Wording(
            Both(
                "{kind} の `{name}` が、メールの同意 `{consent}` だけで送られます",
                "`{name}` goes out by {kind} on the consent to mail `{consent}`",
            ),
            Both(
                "{kind} の同意を属性にして、本文に consent で書きます",
                "keep consent to {kind} in an attribute, and name it in the content: consent …",
            ),
        ),
    },
    labels={"consent": Both("この同意で送られます", "this is the consent it goes out on")},
    fixes={"own": Both("consent {name} を加える", "add consent {name}")},
    options=(
        Option("mail", _MAIL, Both("メールの同意の名前に含まれる言葉", "words in the name of a consent to mail")),
    ),
    bad="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false; SMS許諾: bool = false }
stages 課題認知 -> 検討
form 予約
sms リマインド { text "明日の会の前に、新製品をご覧ください" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap sms 1 per 7d }
when submitted(予約) -> send リマインド
when clicked(リマインド) and SMS許諾 -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false; SMS許諾: bool = false }
stages 課題認知 -> 検討
form 予約
sms リマインド { text "明日の会の前に、新製品をご覧ください"; consent SMS許諾 }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap sms 1 per 7d }
when submitted(予約) -> send リマインド
when clicked(リマインド) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
