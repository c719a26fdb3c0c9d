"""Owns JC301: work given to people without saying by when.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Handoff, Task


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    promise = str(options["promise"])
    for site in facts.sites:
        if isinstance(site.action, Handoff | Task) and site.action.within is None:
            edit = Insert(site.place, f" within {promise}")
            fix = Fix("promise", (edit,), values=(("promise", promise),))
            variant = site.action.keyword
            values = {"team": site.action.team}
            yield Finding(site.place, about(facts.program, site.owner), values, variant, fixes=(fix,))


RULE = Rule(
    code="JC301",
    name="work-without-promise",
    severity="error",
    title=Both("期限のない送客・タスク", "Work without a time to do it by"),
    what=Both(
        "`handoff` や `task` に `within` がありません。",
        "A `handoff` or a `task` has no `within`.",
    ),
    why=Both(
        "期限がなければ `overdue` が起きず、放置されても誰も気づきません。期限内に受領された割合も測れません。",
        "Without a time there is no `overdue`: nobody notices what is left lying, and nobody can measure how much was "
        "taken up in time.",
    ),
    wordings={
        "handoff": Wording(
            Both("`{team}` への送客に期限がありません", "this handoff to `{team}` has no time to react by"),
            Both("最後に within 1d などを書きます", "write one at its end: within 1d"),
        ),
        "task": Wording(
            Both("`{team}` のタスクに期限がありません", "this task for `{team}` has no time to be done by"),
            Both("最後に within 1d などを書きます", "write one at its end: within 1d"),
        ),
    },
    fixes={"promise": Both("within {promise} を加える", "add within {promise}")},
    options=(Option("promise", "1d", Both("修正で加える期限", "the time a fix puts in")),),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff 営業 within 1d
""",
    check=_check,
)
