"""Owns JC204: advertising that can still go out after a lead has said no.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.consent import WORDS, Consents
from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Option, Options, Rule, Wording
from journeyc.lint.walking import Site, about, ways
from journeyc.program.schema import (
    AddTag,
    Condition,
    Content,
    Do,
    EventPattern,
    Happened,
    Leave,
    Not,
    Or,
    Pause,
    Program,
    Scenario,
    Send,
    SetAttribute,
    StopScenario,
)
from journeyc.program.schema import Rule as JourneyRule

_KINDS = ("email", "sms", "line")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    words = options["words"]
    consents = Consents(facts.program, facts.sites, words if isinstance(words, tuple) else ())
    sends = tuple(_ads(facts))
    for site, content in sends:
        passed = consents.at(site)
        if passed.ever and not passed.now and not consents.is_asked_of_every_send(content):
            name = min(passed.ever)
            declared = name in consents.declared
            fix = Fix("consent", (AddTo(content.place, f"consent {name}"),), values=(("name", name),))
            values = {"name": content.name, "consent": name}
            yield Finding(site.place, about(facts.program, site.owner), values, "", fixes=(fix,) if declared else ())
    yield from _across_kinds(facts, sends)


def _ads(facts: Facts) -> Iterator[tuple[Site, Content]]:
    contents = {content.name: content for content in facts.program.contents}
    for site in facts.sites:
        for content in (contents[name] for name in site.action.contents) if isinstance(site.action, Send) else ():
            if content.purpose == "ad" and content.kind in _KINDS:
                yield site, content


# --- one kind is stopped, another goes on -------------------------------------------------------------------------


def _across_kinds(facts: Facts, sends: tuple[tuple[Site, Content], ...]) -> Iterator[Finding]:
    program = facts.program
    if not sends or any(_ends_it(rule) for rule in program.rules):
        return
    policy = program.policy
    everywhere = () if policy is None else (*policy.suppresses, *(Not(each) for each in policy.consents))
    if any(_holds_after_opt_out(program, condition) for condition in everywhere):
        return
    first = sends[0][1]
    for site, content in sends:
        if content.kind != first.kind and content.consent is None and not _leaves(program, site.owner):
            text = "suppress when ever unsubscribed(any)"
            fixes = () if policy is None else (Fix("suppress", (AddTo(policy.place, text),), values=(("text", text),)),)
            values = {"name": content.name, "kind": content.kind, "first": first.kind}
            yield Finding(site.place, about(program, site.owner), values, "kinds", fixes=fixes)
            return


def _holds_after_opt_out(program: Program, condition: Condition) -> bool:
    """Whether it holds of every lead that has unsubscribed from anything."""
    match condition:
        case Happened(history=history, within=None, since_entry=False):
            pattern = program.histories[history]
            return pattern.verb == "unsubscribed" and pattern.subjects is None
        case Or(items=items):
            return any(_holds_after_opt_out(program, item) for item in items)
        case Not(item=Not(item=item)):
            return _holds_after_opt_out(program, item)
        case _:
            return False


def _is_opt_out(pattern: object) -> bool:
    return isinstance(pattern, EventPattern) and pattern.verb == "unsubscribed" and pattern.subjects is None


def _ends_it(rule: JourneyRule) -> bool:
    """Whether the rule does something about everybody who unsubscribes."""
    heard = any(_is_opt_out(arm.pattern) and arm.condition is None for when in ways(rule) for arm in when.arms)
    ending = (SetAttribute, AddTag, Leave, Pause, StopScenario)
    return heard and any(isinstance(step, Do) and isinstance(step.action, ending) for step in rule.body)


def _leaves(program: Program, owner: JourneyRule | Scenario) -> bool:
    """Whether nobody who has unsubscribed goes on in it."""
    if isinstance(owner, JourneyRule):
        return False
    watched = [guard.when.watch.condition for guard in owner.exits if guard.when.watch is not None]
    return any(_holds_after_opt_out(program, condition) for condition in watched)


RULE = Rule(
    code="JC204",
    name="send-after-opt-out",
    severity="error",
    title=Both("断ったあとに届く広告", "Advertising after somebody has said no"),
    what=Both(
        "断ったあとでも広告が出ることがあります。同意を確かめたのが待機の前だけのときと、"
        "メールを配信停止しても SMS や LINE が続くとき (またはその逆) です。"
        "配信停止が止めるのは、同じ種類の広告だけです。",
        "Advertising may go out after a lead has said no: where consent is asked for only before a wait, and where "
        "leads who unsubscribe from mail still get SMS or LINE, or the other way round. An unsubscribe stops only "
        "advertising of its own kind.",
    ),
    why=Both(
        "特定電子メール法 3 条 3 項は、拒否のあとの送信を禁じます。待つあいだに気が変わる人は必ずいます。"
        "(法的助言ではありません)",
        "Article 3(3) of Japan's Act on Regulation of Transmission of Specified Electronic Mail forbids sending after "
        "a refusal, and some change their minds while you wait. (This is no legal advice.)",
    ),
    wordings={
        "": Wording(
            Both(
                "`{name}` の前に待機がありますが、`{consent}` は待つ前にしか確かめていません",
                "`{consent}` is asked for only before a wait, and `{name}` goes out after it",
            ),
            Both(
                "policy か本文に consent {consent} を書けば、送るたびに確かめます",
                "write consent {consent} in a policy or the content: then each send asks",
            ),
        ),
        "kinds": Wording(
            Both(
                "{first} を配信停止した人にも、{kind} の `{name}` が届きます",
                "leads who have unsubscribed from {first} still get `{name}` by {kind}",
            ),
            Both(
                "policy { suppress when ever unsubscribed(any) } を書くか、本文ごとに consent を書きます",
                "write policy { suppress when ever unsubscribed(any) }, or a consent of its own for each content",
            ),
        ),
    },
    fixes={
        "consent": Both("本文に consent {name} を加える", "add consent {name} to the content"),
        "suppress": Both("{text} を加える", "add {text}"),
    },
    options=(
        Option("words", WORDS, Both("同意を表す名前に含まれる言葉", "words in a name that make it stand for consent")),
    ),
    bad="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { suppress when 会社名 in ["競合A"]; cap email 2 per 7d; quiet 21:00-08:00 }
scenario 育成 {
  enter when downloaded(ガイド) and メール許諾
  goal when clicked(ご案内)
  wait 30d
  send ご案内
}
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { suppress when 会社名 in ["競合A"]; cap email 2 per 7d; quiet 21:00-08:00 }
scenario 育成 {
  enter when downloaded(ガイド) and メール許諾
  exit when not メール許諾
  goal when clicked(ご案内)
  wait 30d
  send ご案内
}
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
