"""Owns JC140: a lead that moves on because we sent something, not because of anything it did.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.evidence import self_driven
from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import MoveTo
from journeyc.program.schema import Rule as JourneyRule


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for site in self_driven(facts.sites):
        assert isinstance(site.action, MoveTo)
        variant = "sent" if isinstance(site.owner, JourneyRule) else ""
        yield Finding(site.place, about(facts.program, site.owner), {"stage": site.action.stage}, variant)


RULE = Rule(
    code="JC140",
    name="self-driven-advance",
    severity="warning",
    title=Both("こちらの行動だけで進む段階", "Moved on by our own doing"),
    what=Both(
        "リードが何かをしたからではなく、こちらが配信したことだけを理由に、段階を進めています。",
        "A lead moves to a stage only because something was sent to it, not because of anything it did.",
    ),
    why=Both(
        "段階は顧客の状態です。送っただけで進めると、ファネルは顧客ではなく自社の作業量を数えます。",
        "Stages say where the customer is. Where sending moves people on, the funnel counts our work and not theirs.",
    ),
    wordings={
        "": Wording(
            Both(
                "送ったあと、リードの反応がないまま段階 `{stage}` に進みます",
                "after a send, this moves to the stage `{stage}` with no sign of the lead's own",
            ),
            Both(
                "wait until { clicked(…) -> stage {stage} … } のように、反応を待ちます",
                "wait for a sign: wait until { clicked(…) -> stage {stage} … }",
            ),
        ),
        "sent": Wording(
            Both("配信しただけで段階 `{stage}` に進みます", "being sent something is all it takes to get to `{stage}`"),
            Both(
                "clicked や downloaded など、リード自身の行動を条件にします",
                "ask for something the lead does, such as clicked or downloaded",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email お礼 { purpose transactional }
when downloaded(ガイド) -> send お礼, notify 営業
when sent(お礼) -> stage 検討
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email お礼 { purpose transactional }
when downloaded(ガイド) -> send お礼, notify 営業
when clicked(お礼) -> stage 検討
""",
    check=_check,
)
