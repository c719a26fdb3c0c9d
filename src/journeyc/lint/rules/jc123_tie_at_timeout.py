"""Owns JC123: a wait whose time is over at the very instant at which the work it waits for is overdue.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import Do, EventPattern, Handoff, Scenario, Task, WaitLine, WaitUntil


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for scenario in facts.program.scenarios:
        for number, step in enumerate(scenario.body):
            if isinstance(step, WaitUntil):
                yield from _ties(facts, scenario, number, step)


def _ties(facts: Facts, scenario: Scenario, number: int, wait: WaitUntil) -> Iterator[Finding]:
    for do in _just_before(scenario, number):
        work = do.action
        if isinstance(work, Handoff | Task) and work.within == wait.timeout:
            name = work.team if isinstance(work, Handoff) else work.name
            if any(_is_overdue(line, name) for line in wait.lines):
                beside = (Beside(do.place, "work"),)
                values = {"name": name or "any"}
                yield Finding(wait.timeout_place, about(facts.program, scenario), values, beside=beside)


def _just_before(scenario: Scenario, number: int) -> Iterator[Do]:
    """The actions done at the instant at which the wait begins, the nearest first."""
    before = {step.next: (n, step) for n, step in enumerate(scenario.body) if isinstance(step, Do)}
    seen: set[int] = set()
    here = number
    while here in before and here not in seen:
        seen.add(here)
        here, step = before[here]
        yield step


def _is_overdue(line: WaitLine, name: str | None) -> bool:
    return any(
        isinstance(arm.pattern, EventPattern)
        and arm.pattern.verb == "overdue"
        and (arm.pattern.subjects is None or name in arm.pattern.subjects)
        for arm in line.when.arms
    )


RULE = Rule(
    code="JC123",
    name="tie-at-timeout",
    severity="warning",
    title=Both("時間切れと同時に起きる期限超過", "A timeout tied with a promise"),
    what=Both(
        "作業の期限と、その `overdue` を待つ `wait until` の `timeout` が同じ長さです。",
        "Work is due after the very time after which the wait for its `overdue` times out.",
    ),
    why=Both(
        "同じ瞬間には期限超過が時間切れより先に起きるので、時間切れの枝は決して通りません。",
        "At one instant what is overdue comes before what waits: the timeout is never taken.",
    ),
    wordings={
        "": Wording(
            Both(
                "この時間切れは `overdue({name})` と同じ瞬間で、`overdue` が先なので決して通りません",
                "this timeout comes at the instant of `overdue({name})`, which goes first: it is never taken",
            ),
            Both("timeout を期限より長くします", "let the timeout be longer than the promise"),
        ),
    },
    labels={"work": Both("作業の期限はここです", "the promise is made here")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討
scenario 架電 {
  enter when entered(検討)
  goal when accepted(営業)
  handoff 営業 within 1d
  wait until {
    rejected(営業) -> tag 差し戻し
    overdue(営業)  -> tag 未対応
    timeout 1d     -> tag 時間切れ
  }
}
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討
scenario 架電 {
  enter when entered(検討)
  goal when accepted(営業)
  handoff 営業 within 1d
  wait until {
    rejected(営業) -> tag 差し戻し
    overdue(営業)  -> tag 未対応
    timeout 3d     -> tag 時間切れ
  }
}
""",
    check=_check,
)
