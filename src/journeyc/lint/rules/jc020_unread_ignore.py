"""Owns JC020: a comment that asks to ignore findings, but not so that it can be followed.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for ignore in facts.ignores:
        if ignore.fault in ("unread", "no_reason"):
            yield Finding(ignore.place, ignore.text, {"text": ignore.text}, ignore.fault)
        for code in ignore.codes:
            if code not in facts.known_codes:
                yield Finding(ignore.place, ignore.text, {"name": code}, "unknown")


RULE = Rule(
    code="JC020",
    name="unread-ignore",
    severity="warning",
    title=Both("読み取れない無視コメント", "An ignore that cannot be followed"),
    what=Both(
        "`// journeyc: ignore` の書き方が正しくないか、理由がありません。このコメントは効きません。",
        "A `// journeyc: ignore` is not written as it should be, or gives no reason. It has no effect.",
    ),
    why=Both(
        "理由のない無視は、半年後には誰にも説明できません。",
        "Half a year later nobody can explain an ignore that gave no reason.",
    ),
    wordings={
        "unread": Wording(
            Both("このコメントは読み取れません: {text}", "this comment cannot be followed: {text}"),
            Both(
                '// journeyc: ignore JC101 until 2027-03-31 "理由" のように書きます',
                'write // journeyc: ignore JC101 until 2027-03-31 "the reason"',
            ),
        ),
        "no_reason": Wording(
            Both("無視する理由がありません", "there is no reason for this ignore"),
            Both('最後に理由を "…" で書きます', 'write the reason at its end, in "…"'),
        ),
        "unknown": Wording(
            Both("コード `{name}` の規則はありません", "no rule has the code `{name}`"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 // journeyc: ignore JC301
""",
    also=("JC301",),
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 // journeyc: ignore JC301 "期限は営業と相談中"
""",
    check=_check,
    last=True,
)
