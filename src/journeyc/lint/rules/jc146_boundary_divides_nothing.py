"""Owns JC146: a boundary beyond which every lead stands from the start.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    everyone = facts.ladder.everywhere - {OFF}
    for segment in facts.program.segments:
        if segment.boundary is not None and facts.ladder.certain_on(segment.condition) >= everyone:
            values = {"name": segment.name, "stage": segment.boundary.stage}
            yield Finding(segment.place, f"boundary {name_text(segment.name)}", values)


RULE = Rule(
    code="JC146",
    name="boundary-divides-nothing",
    severity="warning",
    title=Both("何も分けない境界", "A boundary that divides nothing"),
    what=Both(
        "境界が最初の段階から始まり、ほかの条件もないので、全員が初めから境界の先にいます。",
        "The boundary starts at the first stage and asks for nothing else, so everybody is beyond it from the start.",
    ),
    why=Both(
        "リードと見込み客を分けない境界では、商談発生率も受注までの長さも、境界の前後で比べられません。",
        "Where leads and prospects are the same people, neither the share that becomes a deal nor the time to order "
        "can be compared on its two sides.",
    ),
    wordings={
        "": Wording(
            Both(
                "境界 `{name}` は最初の段階 `{stage}` から始まるので、全員が初めから境界の先にいます",
                "the boundary `{name}` starts at the first stage, `{stage}`: everybody is beyond it from the start",
            ),
            Both(
                "後の段階から始めるか、when で条件を加えます",
                "start it at a later stage, or let it ask for more with when",
            ),
        ),
    },
    bad="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff IS within 1d
boundary 見込み客 as prospect from 課題認知 {
  who IS
  how "電話"
  expect 商談化 8% within 90d
  expect 受注 within 120d
}
dropout after 60d
""",
    good="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, handoff IS within 1d
boundary 見込み客 as prospect from 検討 {
  who IS
  how "電話"
  expect 商談化 8% within 90d
  expect 受注 within 120d
}
dropout after 60d
""",
    check=_check,
)
