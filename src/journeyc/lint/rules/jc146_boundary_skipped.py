"""Owns JC146: a boundary at a stage that leads can jump over.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF, Move
from journeyc.lint.rule import Beside, Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import below
from journeyc.program.schema import Assign, EventPattern, Handoff, InSegment, Notify, Task, Watch
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    level = facts.ladder.level
    for segment in facts.program.segments:
        if segment.boundary is None:
            continue
        if _is_watched(facts, segment.name):
            continue  # those who jump are met at the crossing too
        jump = _jump(facts, level[segment.boundary.stage])
        if jump is not None:
            values = {
                "name": segment.name,
                "stage": segment.boundary.stage,
                "source": jump.source,
                "target": jump.target,
            }
            beside = (Beside(jump.site.place, "jump"),)
            yield Finding(segment.place, f"boundary {name_text(segment.name)}", values, beside=beside)


def _is_watched(facts: Facts, boundary: str) -> bool:
    """Whether something is done about a lead at the instant it crosses the boundary."""
    for part in below((facts.program.rules, facts.program.scenarios)):
        if isinstance(part, EventPattern) and part.verb == "became" and boundary in (part.subjects or (boundary,)):
            return True
        if isinstance(part, Watch) and InSegment(boundary) in tuple(below(part.condition)):
            return True
    return False


def _jump(facts: Facts, level: int) -> Move | None:
    """A move from below a step of the ladder to above it, by what brings the lead to nobody."""
    levels = facts.ladder.level
    met = {site.owner.order for site in facts.sites if isinstance(site.action, Notify | Handoff | Task | Assign)}
    return next(
        (
            move
            for move in facts.ladder.moves
            if OFF not in (move.source, move.target)
            and levels[move.source] < level < levels[move.target]
            and move.site.owner.order not in met
        ),
        None,
    )


RULE = Rule(
    code="JC146",
    name="boundary-skipped",
    severity="info",
    title=Both("飛び越えられる境界の段階", "A boundary that can be jumped over"),
    what=Both(
        "境界の段階に立たず、誰にも知らされないまま、その先の段階に進む道があります。",
        "There is a way past the stage of the boundary on which leads never stand there and nobody is told of them.",
    ),
    why=Both(
        "飛び越えたリードも境界の先に数えられますが、境界の段階での会話は一度も行われません。",
        "Leads who jump count as being beyond the boundary, and the talk that belongs at its stage never takes place.",
    ),
    wordings={
        "": Wording(
            Both(
                "境界 `{name}` の段階 `{stage}` を飛ばして、`{source}` から `{target}` に進めます",
                "leads can go from `{source}` to `{target}` past `{stage}`, where the boundary `{name}` is",
            ),
            Both(
                "飛び越えたリードへの動作も用意するか、境界の段階を見直します",
                "see that something is done for those who jump, or set the boundary elsewhere",
            ),
        ),
    },
    labels={"jump": Both("ここで飛び越えます", "here they jump")},
    bad="""journey 例
team IS "インサイドセールス"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) and stage < 情報収集 -> stage 情報収集, handoff IS within 1d
when submitted(商談申込) -> stage 検討
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
when downloaded(ガイド) and stage < 情報収集 -> stage 情報収集
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
