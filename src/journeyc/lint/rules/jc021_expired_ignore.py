"""Owns JC021: an ignore whose day has passed.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Options, Remove, Rule, Wording


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for ignore in facts.ignores:
        if ignore.fault == "expired":
            values = {"until": ignore.until or "", "codes": ", ".join(ignore.codes)}
            fix = Fix("remove", (Remove(ignore.place),), safe=True)
            yield Finding(ignore.place, ignore.text, values, fixes=(fix,))


RULE = Rule(
    code="JC021",
    name="expired-ignore",
    severity="warning",
    title=Both("期限の過ぎた無視コメント", "An ignore that has run out"),
    what=Both(
        "`until` に書かれた日を過ぎたので、このコメントはもう効きません。",
        "The day after `until` has passed, so the comment has no effect any more.",
    ),
    why=Both(
        "期限を書いたのは、その日に見直すためです。",
        "A day was written so that somebody would look again by then.",
    ),
    wordings={
        "": Wording(
            Both("{codes} の無視は {until} までで、もう効きません", "ignoring {codes} ended on {until}"),
            Both("指摘を直すか、期限を延ばします", "mend what was found, or put a later day"),
        ),
    },
    fixes={"remove": Both("コメントを消す", "take the comment out")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 // journeyc: ignore JC301 until 2020-03-31 "展示会期間"
""",
    also=("JC301",),
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 // journeyc: ignore JC301 until 2999-03-31 "展示会期間"
""",
    check=_check,
    last=True,
)
