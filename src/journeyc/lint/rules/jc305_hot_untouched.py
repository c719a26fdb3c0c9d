"""Owns JC305: leads that become hot while no one is told about it in time.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from journeyc.lint.conditions import clauses_of, reads
from journeyc.lint.facts import Facts
from journeyc.lint.ladder import OFF
from journeyc.lint.rule import Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.lint.standing import OWNER, STAGE, UNSET, Knowledge, Standings
from journeyc.lint.touching import DAY, Late, Touching, seconds_of, tells_people
from journeyc.lint.walking import owners, share_a_trigger, ways
from journeyc.program.schema import (
    AddTag,
    Attribute,
    Branch,
    Condition,
    EventPattern,
    InSegment,
    OneOf,
    Pattern,
    Scalar,
    Scenario,
    Segment,
    Tagged,
    When,
)
from journeyc.program.schema import Rule as JourneyRule
from journeyc.program.wording import name_text

_Reaction = tuple[JourneyRule | Scenario, Condition | None]


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    if not facts.program.teams:
        return
    promise = str(options["promise"])
    for segment in facts.program.segments:
        if segment.role == "hot" and not _is_made_by_people(facts, segment):
            yield from _of_segment(facts, segment, promise)


def _of_segment(facts: Facts, segment: Segment, promise: str) -> Iterator[Finding]:
    reactions = tuple(_reactions(facts, segment))
    name, values = f"segment {name_text(segment.name)}", {"name": segment.name, "promise": promise}
    touching, limit = Touching(facts.program), seconds_of(promise) or DAY
    standings = Standings(facts.program)
    for known in _cases(facts, segment, reactions):
        late: list[Late] = []
        for owner, condition in reactions:
            if standings.truth(condition, known) is not False:
                found = touching.too_late(owner, known, limit)
                if found is None:
                    break
                late.append(found)
        else:
            place = next((each.place for each in late if each.place is not None), None)
            if place is not None:
                yield Finding(place, name, values, "late")
            elif reactions and any(isinstance(each, Attribute) for each in known):
                yield Finding(segment.place, name, {**values, **_told(known)}, "unknown", severity="warning")
            elif reactions:
                yield Finding(segment.place, name, {**values, **_told(known)}, "some")
            else:
                yield Finding(segment.place, name, values, fixes=(_fix(facts, segment, promise),))
            return


def _cases(facts: Facts, segment: Segment, reactions: Sequence[_Reaction]) -> Iterator[Knowledge]:
    """The stages and owners of a lead that is hot and no customer yet; and the same where no attribute is known that
    the reactions look at."""
    standings = Standings(facts.program)
    customers = [each.condition for each in facts.program.segments if each.role == "customer"]
    teams = (UNSET, *(team.name for team in facts.program.teams))
    stages = [stage.name for stage in facts.program.stages if stage.name in facts.ladder.reached]
    unknown = _unknown(facts, reactions)
    for more, stage, team in product([{}, unknown] if unknown else [{}], stages, teams):
        known: Knowledge = {STAGE: stage, OWNER: team, **more}
        is_customer = any(standings.truth(condition, known) is True for condition in customers)
        if not is_customer and standings.truth(segment.condition, known) is not False:
            yield known


def _unknown(facts: Facts, reactions: Sequence[_Reaction]) -> dict[object, Scalar]:
    """The attributes that the reactions look at and that a lead may come without."""
    paths = (p.condition for owner, _ in reactions for s in owner.body if isinstance(s, Branch) for p in s.paths)
    looked = reads(facts.program, (*(condition for _, condition in reactions), *paths))
    return {
        Attribute(each.name): UNSET
        for each in facts.program.attributes
        if each.default is None and Attribute(each.name) in looked
    }


def _told(known: Knowledge) -> dict[str, str]:
    attributes = (each.name for each in known if isinstance(each, Attribute))
    return {
        "stage": str(known[STAGE]),
        "owner": str(known[OWNER]) or "-",
        "attributes": ", ".join(f"`{name}`" for name in attributes),
    }


# --- what becomes of it -------------------------------------------------------------------------------------------


def _reactions(facts: Facts, segment: Segment) -> Iterator[_Reaction]:
    """What is set off when a lead becomes hot, each with what it asks for besides."""
    clauses = clauses_of(segment.condition)
    names = {segment.name, *(each.name for each in clauses if isinstance(each, InSegment) and each.journey is None)}
    for owner in owners(facts.program):
        for when in ways(owner):
            for arm in when.arms:
                if _becomes(arm.pattern, names):
                    yield owner, arm.condition
            if when.watch is not None and _is_about(when.watch.condition, segment, names):
                yield owner, when.watch.condition


def _becomes(pattern: Pattern, names: set[str]) -> bool:
    heard = isinstance(pattern, EventPattern) and pattern.verb == "became"
    return heard and isinstance(pattern, EventPattern) and not names.isdisjoint(pattern.subjects or ())


def _is_about(condition: Condition, segment: Segment, names: set[str]) -> bool:
    parts = clauses_of(condition)
    if any(isinstance(part, InSegment) and part.name in names for part in parts):
        return True
    return set(clauses_of(segment.condition)) <= set(parts)


def _is_made_by_people(facts: Facts, segment: Segment) -> bool:
    """Whether a lead becomes hot only by what also tells people about it."""
    return any(_only_with_people(facts, clause) for clause in clauses_of(segment.condition))


def _only_with_people(facts: Facts, clause: Condition) -> bool:
    match clause:
        case Tagged(tag=tag):
            makers = [s.owner for s in facts.sites if isinstance(s.action, AddTag) and s.action.tag == tag]
        case OneOf(value=value, options=options) if value == STAGE and facts.ladder.first not in options:
            moves = [move for move in facts.ladder.moves if move.target in options and move.source not in options]
            makers = [move.site.owner for move in moves if move.source != OFF]
        case _:
            return False
    return bool(makers) and all(_tells(facts, maker) for maker in makers)


def _tells(facts: Facts, maker: JourneyRule | Scenario) -> bool:
    if tells_people(maker.body):
        return True
    begins: tuple[When, ...] = ways(maker)
    return isinstance(maker, JourneyRule) and any(
        tells_people(rule.body) and share_a_trigger(begins, ways(rule)) for rule in facts.program.rules
    )


def _fix(facts: Facts, segment: Segment, promise: str) -> Fix:
    owners_of_stages = [stage.owner for stage in facts.program.stages if stage.owner is not None]
    talking = [each.boundary.who for each in facts.program.segments if each.boundary is not None and each.boundary.who]
    team = next(iter((*talking, *reversed(owners_of_stages), facts.program.teams[0].name)))
    text = f"when became({name_text(segment.name)}) -> notify {name_text(team)} within {promise}"
    return Fix("notify", (Insert(segment.place, text, "after", line=True),), values=(("text", text),))


RULE = Rule(
    code="JC305",
    name="hot-untouched",
    severity="error",
    title=Both("人が触れないホット", "Hot, and nobody is told"),
    what=Both(
        "役割 `hot` のセグメントに入っても、約束の時間のうちに人 (`handoff`、`task`、`notify`) に届かない道があります。"
        "待機の長さと、その動作の `within` を足して比べます。営業日は 1 日と数えます。顧客は除きます。",
        "A lead can come into a segment with the role `hot` without people being told in time, by a `handoff`, a "
        "`task` or a `notify`. What is compared is the waits before it and its own `within`; a business day counts as "
        "a day. Customers are left out.",
    ),
    why=Both(
        "ホットは、今なら話を聞いてもらえる人です。タグが付くだけなら、冷めるまで誰も気づきません。",
        "Hot leads are those who would talk now. Where they only get a tag, nobody notices until they have cooled.",
    ),
    wordings={
        "": Wording(
            Both("`{name}` になっても、誰にも知らせません", "nobody is told when a lead becomes `{name}`"),
            Both(
                "when became({name}) -> notify チーム within {promise} のように知らせます",
                "tell somebody: when became({name}) -> notify TEAM within {promise}",
            ),
        ),
        "some": Wording(
            Both(
                "`{name}` になっても、誰にも届かない場合があります",
                "some leads become `{name}` and nobody is told",
            ),
            Both(
                "たとえば段階 {stage}、担当 {owner} のときです。else や別のルールで知らせます",
                "for example on stage {stage} with owner {owner}; tell somebody in an else, or by another rule",
            ),
        ),
        "unknown": Wording(
            Both(
                "{attributes} の分からないリードが `{name}` になっても、誰にも知らせません",
                "nobody is told when a lead becomes `{name}` of whom {attributes} is not known",
            ),
            Both(
                "分からないリードも else や別のルールで知らせます",
                "tell somebody of these leads too, in an else or by another rule",
            ),
        ),
        "late": Wording(
            Both("`{name}` のリードに {promise} のうちに届きません", "this is later than {promise} after `{name}`"),
            Both("待機か within を短くします", "shorten the waits before it, or its within"),
        ),
    },
    fixes={"notify": Both("{text} を加える", "add {text}")},
    options=(Option("promise", "1bd", Both("ホットから人に届くまで", "the time from hot to the first human touch")),),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
segment ホット as hot when count(visited(料金) within 7d) >= 3
when became(ホット) -> tag 優先
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4h
segment ホット as hot when count(visited(料金) within 7d) >= 3
when became(ホット) -> tag 優先, notify 営業 within 4h
""",
    check=_check,
)
