"""Owns JC214: a step that matters, taken because a mail was opened and for nothing else.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.conditions import clauses_of, reads
from journeyc.lint.facts import Facts
from journeyc.lint.paths import ways_on
from journeyc.lint.rule import Both, Finding, Options, Rule, Wording
from journeyc.lint.walking import about
from journeyc.program.schema import (
    Action,
    Condition,
    Do,
    EventPattern,
    Handoff,
    Happened,
    MoveTo,
    Program,
    Scenario,
    Standing,
    Step,
    When,
)

_WEIGHTY = (Handoff, MoveTo)
_PLACES = ("stage", "owner", "member", "source")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    for rule in program.rules:
        if _is_opening(rule.when, program):
            for step in rule.body:
                if isinstance(step, Do) and isinstance(step.action, _WEIGHTY):
                    yield Finding(step.place, about(program, rule), _told(step.action), step.action.keyword)
    for scenario in program.scenarios:
        yield from _in_scenario(program, scenario)


def _in_scenario(program: Program, scenario: Scenario) -> Iterator[Finding]:
    found: set[int] = set()
    for step in scenario.body:
        for way in ways_on(step, scenario.body):
            opened = way.fits is not None and _is_opening(way.fits, program)
            if opened or (way.holds is not None and _has_opened(way.holds, program)):
                found |= set(_at_once(scenario.body, way.to))
    for number in sorted(found):
        do = scenario.body[number]
        if isinstance(do, Do) and isinstance(do.action, _WEIGHTY):
            yield Finding(do.place, about(program, scenario), _told(do.action), do.action.keyword)


def _at_once(body: tuple[Step, ...], to: int | None) -> Iterator[int]:
    """The actions that follow with nothing asked or awaited between."""
    seen: set[int] = set()
    while to is not None and to not in seen:
        seen.add(to)
        step = body[to]
        if not isinstance(step, Do):
            return
        yield to
        to = step.next


def _is_opening(when: When, program: Program) -> bool:
    """Whether an opened mail alone makes this fit: where the lead stands is nothing that it did."""
    return bool(when.arms) and all(
        isinstance(arm.pattern, EventPattern)
        and arm.pattern.verb == "opened"
        and all(_is_standing(clause, program) for clause in clauses_of(arm.condition))
        for arm in when.arms
    )


def _has_opened(condition: Condition, program: Program) -> bool:
    opened = [clause for clause in clauses_of(condition) if _is_opened(clause, program)]
    return bool(opened) and all(clause in opened or _is_standing(clause, program) for clause in clauses_of(condition))


def _is_opened(condition: Condition, program: Program) -> bool:
    return isinstance(condition, Happened) and program.histories[condition.history].verb == "opened"


def _is_standing(condition: Condition, program: Program) -> bool:
    """Whether this looks at no more than where the lead stands, and whose it is."""
    found = reads(program, condition)
    return bool(found) and all(isinstance(read, Standing) and read.what in _PLACES for read in found)


def _told(action: Action) -> dict[str, str]:
    return {"name": action.stage if isinstance(action, MoveTo) else action.team if isinstance(action, Handoff) else ""}


RULE = Rule(
    code="JC214",
    name="open-as-intent",
    severity="warning",
    title=Both("開封だけを根拠にした判断", "An open taken for intent"),
    what=Both(
        "メールの開封だけを理由に、段階を進めたり、送客したりしています。いまの段階や担当を条件に加えても同じです。",
        "A lead is moved on, or handed over, only because it opened a mail. A condition on its stage or owner beside "
        "that is nothing it did.",
    ),
    why=Both(
        "メールソフトのプライバシー保護や迷惑メール検査が、人より先にメールを開きます。開封は関心の証拠になりません。",
        "Privacy protection in mail programs and scanners open mails before people do. An open is no sign of interest.",
    ),
    wordings={
        "stage": Wording(
            Both("開封だけで段階 `{name}` に進みます", "an opened mail is all it takes to get to the stage `{name}`"),
            Both(
                "clicked や submitted など、はっきりした行動を待ちます",
                "wait for something plainer: clicked, submitted",
            ),
        ),
        "handoff": Wording(
            Both("開封だけで `{name}` に送客します", "an opened mail is all it takes to be handed to `{name}`"),
            Both(
                "clicked や submitted など、はっきりした行動を待ちます",
                "wait for something plainer: clicked, submitted",
            ),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email お礼 { purpose transactional }
when downloaded(ガイド) -> send お礼
when opened(お礼) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
email お礼 { purpose transactional }
when downloaded(ガイド) -> send お礼
when clicked(お礼) -> stage 検討, notify 営業
""",
    check=_check,
)
