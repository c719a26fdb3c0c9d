"""Owns JC022: an ignore of what is not found any more.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Options, Remove, Rule, Wording


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for ignore in facts.ignores:
        if ignore.fault not in ("", "expired"):
            continue
        idle = tuple(code for code in ignore.unused if code in facts.asked)
        if idle:
            whole = len(idle) == len(ignore.codes)
            fixes = (Fix("remove", (Remove(ignore.place),), safe=True),) if whole else ()
            yield Finding(ignore.place, ignore.text, {"codes": ", ".join(idle)}, fixes=fixes)


RULE = Rule(
    code="JC022",
    name="unused-ignore",
    severity="warning",
    title=Both("使われていない無視コメント", "An ignore of nothing"),
    what=Both(
        "このコメントが無視する指摘は、もう出ていません。",
        "What the comment ignores is not found any more.",
    ),
    why=Both(
        "残しておくと、次に同じ間違いが起きたときに隠してしまいます。",
        "Left in place it would hide the same mistake when it is made again.",
    ),
    wordings={
        "": Wording(
            Both("{codes} はここでは見つかりません", "{codes} is not found here"),
            Both("コメントを消します", "take the comment out"),
        ),
    },
    fixes={"remove": Both("コメントを消す", "take the comment out")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 within 1d // journeyc: ignore JC301 "期限は営業と相談中"
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
when downloaded(ガイド) -> handoff 営業 within 1d
""",
    check=_check,
    last=True,
)
