"""Owns JC216: a mail that a form's own reply has sent already.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about, sites
from journeyc.program.schema import Content, Program, Send

_SETTING = "autoreply"


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    replies = _forms_by_reply(program)
    for site in sites(program):
        for name in site.action.contents if isinstance(site.action, Send) else ():
            if name in replies:
                form = replies[name]
                told = {"name": name, "form": form.name}
                yield Finding(site.place, about(program, site.owner), told, "", (Beside(form.place, "form"),))


def _forms_by_reply(program: Program) -> dict[str, Content]:
    """The first form that replies with each content."""
    found: dict[str, Content] = {}
    for content in program.contents:
        reply = dict(content.settings).get(_SETTING)
        if isinstance(reply, str):
            found.setdefault(reply, content)
    return found


RULE = Rule(
    code="JC216",
    name="autoreply-sent-again",
    severity="warning",
    title=Both("フォームの自動返信と同じメール", "The mail that a form has sent already"),
    what=Both(
        "フォームの自動返信 (`autoreply`) に書かれたメールを、ルールやシナリオからも送っています。",
        "A rule or a scenario sends the mail that a form sends by itself (`autoreply`).",
    ),
    why=Both(
        "フォームを送った人に、同じお礼が二通届きます。",
        "Whoever submits the form gets the same thanks twice.",
    ),
    wordings={
        "": Wording(
            Both(
                "`{name}` はフォーム `{form}` の自動返信が送っています",
                "the form `{form}` sends `{name}` by itself",
            ),
            Both(
                "ここでは送らないか、フォームの `autoreply` をやめます",
                "do not send it here, or take the form's `autoreply` away",
            ),
        ),
    },
    labels={"form": Both("このフォームの自動返信です", "this form replies with it")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 資料請求 { autoreply 資料のお届け }
email 資料のお届け { subject "ご請求の資料です"; purpose transactional }
when submitted(資料請求) -> stage 検討, send 資料のお届け, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 資料請求 { autoreply 資料のお届け }
email 資料のお届け { subject "ご請求の資料です"; purpose transactional }
when submitted(資料請求) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
