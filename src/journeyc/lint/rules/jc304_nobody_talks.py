"""Owns JC304: a boundary that names who talks with people beyond it, while nothing ever hands them over.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.program.schema import Assign, Boundary, Handoff, Notify, Task
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for segment in facts.program.segments:
        boundary = segment.boundary
        if boundary is not None and boundary.who is not None and not _is_reached(facts, boundary, boundary.who):
            values = {"name": segment.name, "team": boundary.who}
            yield Finding(segment.place, f"boundary {name_text(segment.name)}", values)


def _is_reached(facts: Facts, boundary: Boundary, team: str) -> bool:
    """Whether some action brings leads beyond the boundary to the team."""
    level = facts.ladder.level[boundary.stage]
    beyond = {stage for stage, of in facts.ladder.level.items() if of >= level}
    return any(
        isinstance(site.action, Handoff | Task | Notify | Assign)
        and site.action.team == team
        and not beyond.isdisjoint(facts.ladder.at(site.owner, site.step))
        for site in facts.sites
    )


RULE = Rule(
    code="JC304",
    name="nobody-talks",
    severity="warning",
    title=Both("境界の先で誰も話さない", "Nobody talks beyond the boundary"),
    what=Both(
        "境界に担当 (`who`) が書かれていますが、その先のリードをそのチームに渡す動作がありません。",
        "A boundary says who talks with leads beyond it, but no action brings them to that team.",
    ),
    why=Both(
        "境界は、コンテンツから人との会話に切り替わる所です。渡す動作がなければ、切り替わりません。",
        "A boundary is where content gives way to talk. Where nothing hands a lead over, it never does.",
    ),
    wordings={
        "": Wording(
            Both(
                "境界 `{name}` の先のリードは、どこからも `{team}` に渡されません",
                "nothing brings leads beyond the boundary `{name}` to `{team}`",
            ),
            Both(
                "when became({name}) -> handoff {team} within 1d のように渡します",
                "hand them over: when became({name}) -> handoff {team} within 1d",
            ),
        ),
    },
    bad="""journey 例
team マーケ "マーケティング"
team IS "インサイドセールス"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討, notify マーケ
boundary プロスペクト as prospect from 情報収集 {
  who IS
  how "電話"
  expect 商談化 8% within 90d
  expect 受注 within 120d
}
dropout after 60d
""",
    good="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) -> stage 情報収集
when submitted(商談申込) -> stage 検討
when became(プロスペクト) -> handoff IS within 1d
boundary プロスペクト as prospect from 情報収集 {
  who IS
  how "電話"
  expect 商談化 8% within 90d
  expect 受注 within 120d
}
dropout after 60d
""",
    check=_check,
)
