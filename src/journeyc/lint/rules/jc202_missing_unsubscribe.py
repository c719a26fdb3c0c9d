"""Owns JC202: an advertising mail that does not say who sends it and how to stop it.
Must not know how findings are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Option, Options, Rule, Wording
from journeyc.program.schema import Content, Send
from journeyc.program.wording import name_text

_STOP = re.compile(r"配信停止|配信解除|購読解除|unsubscribe|opt[ -]?out", re.IGNORECASE)


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    sent = {name for site in facts.sites if isinstance(site.action, Send) for name in site.action.contents}
    for content in facts.program.contents:
        if content.kind == "email" and content.purpose == "ad" and content.name in sent and not _tells(content):
            text = f'footer "{options["footer"]}"'
            fix = Fix("footer", (AddTo(content.place, text),), values=(("text", text),))
            yield Finding(content.place, f"email {name_text(content.name)}", {"name": content.name}, fixes=(fix,))


def _tells(content: Content) -> bool:
    """A mail that lies ready on a platform has its footer there."""
    settings = dict(content.settings)
    return content.asset is not None or "footer" in settings or bool(_STOP.search(str(settings.get("body", ""))))


RULE = Rule(
    code="JC202",
    name="missing-unsubscribe",
    severity="error",
    title=Both("配信停止の案内がない広告メール", "An advertising mail that cannot be stopped"),
    what=Both(
        "広告メール (`purpose ad`) に `footer` がなく、本文にも配信停止の案内がありません。"
        "配信先にある原稿 (`asset`) を使うものは、そちらにあるとみなします。",
        "An advertising mail (`purpose ad`) has no `footer`, and its body does not say how to stop it. Where it stands "
        "for one on a platform (`asset`), that is taken to have it.",
    ),
    why=Both(
        "特定電子メール法 4 条は、送信者の名称と受信拒否の連絡先の表示を求めます。企業あてのメールも対象です。"
        "(法的助言ではありません)",
        "Japan's Act on Regulation of Transmission of Specified Electronic Mail, Article 4, asks for the sender's name "
        "and where to refuse; mail to companies is covered. (This is no legal advice.)",
    ),
    wordings={
        "": Wording(
            Both(
                "広告メール `{name}` に、送信者と配信停止の案内がありません",
                "the advertising mail `{name}` says neither who sends it nor how to stop it",
            ),
            Both(
                'footer "…" に書きます。取引の連絡なら purpose transactional と書きます',
                'write it into footer "…"; for a message about a transaction, write purpose transactional',
            ),
        ),
    },
    fixes={"footer": Both("{text} を加える", "add {text}")},
    options=(
        Option(
            "footer",
            "送信者の名称と住所 / 配信停止: https://",
            Both("修正で加える footer の文", "the footer a fix puts in"),
        ),
    ),
    bad="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内" }
policy { consent メール許諾; suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "例株式会社 / 配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when ever unsubscribed(any); cap email 2 per 7d }
when downloaded(ガイド) -> send ご案内
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
