"""Rehearsals as a whole: order, duplicates, what is counted, several journeys, loops, chance, stories."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from journeyc.program.schema import Action, Calendar, Do, Duration, EnterJourney, Notify, Program
from journeyc.run.engine import EndlessReaction, Engine
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.rehearsal import rehearse
from journeyc.run.story import tell
from journeyc.run.trace import TraceEntry

Compile = Callable[[str], Program]
NOON = 1_775_012_400  # 2026-04-01T12:00 in Tokyo
DAY = 86_400

SIMPLE = """
score 点 { downloaded(資料) -> +10; decay 10% per 30d }
when downloaded(資料) -> stage 情報収集
when visited(料金) and 役職 == 部長 -> notify IS
scenario 追客 { enter when downloaded(資料); send 案内; wait 1d; split { 50% 甲 { tag 甲 }; 50% 乙 { tag 乙 } } }
goal 商談化 when happened(商談) value 金額
"""


def event(lead: str, at: int, verb: str, subject: str | None = None, /, **data: str | int) -> EventRecord:
    return EventRecord(lead, at, 0, verb, subject, dict(data))


def first_acts(program: Program, action: Action) -> Program:
    """The Program with another action in its first rule, for what no text can say yet."""
    rule = replace(program.rules[0], body=(Do(action, None),))
    return replace(program, rules=(rule, *program.rules[1:]))


def test_the_log_is_in_its_one_order_whatever_order_records_come_in(journey: Compile) -> None:
    program = journey(SIMPLE)
    events = [event(f"L{i % 7}", NOON + i * 3600, "downloaded", "資料") for i in range(40)]
    shuffled = random.Random(1).sample(events, len(events))
    ordered = rehearse([program], [], events, NOON + 9 * DAY)
    assert rehearse([program], [], shuffled, NOON + 9 * DAY).actions == ordered.actions
    keys = [(action.at, action.lead, action.n) for action in ordered.actions]
    assert keys == sorted(keys)
    assert ordered.records == 40
    assert ordered.strangers == 7


def test_leads_do_not_touch_each_other(journey: Compile) -> None:
    program = journey(SIMPLE)
    events = [event(f"L{i % 3}", NOON + i * 3600, "downloaded", "資料") for i in range(9)]
    together = rehearse([program], [], events, NOON + 3 * DAY).actions
    for lead in ("L0", "L1", "L2"):
        alone = rehearse([program], [], [e for e in events if e.lead == lead], NOON + 3 * DAY).actions
        assert alone == [action for action in together if action.lead == lead]


def test_a_seen_id_is_ignored_and_counted_and_unseen_leads_are_named(journey: Compile) -> None:
    once = EventRecord("L", NOON, 0, "downloaded", "資料", {}, "e1")
    result = rehearse([journey(SIMPLE)], [LeadRecord("L"), LeadRecord("M")], [once, once], None)
    assert (result.records, result.duplicates, result.unseen, result.strangers) == (1, 1, 1, 0)
    assert result.leads_by_stage("育成") == {"情報収集": 1}
    assert result.actions_by_keyword() == {"stage": 1, "send": 1}


def test_a_record_older_than_the_clock_is_taken_at_the_clock(journey: Compile) -> None:
    engine = Engine([journey(SIMPLE)])
    lead = engine.see(LeadRecord("L", {"役職": "部長"}), NOON)
    engine.advance(lead, NOON + 60)
    assert engine.take(lead, event("L", NOON, "visited", "料金"))
    assert [(action.action, action.at) for action in engine.output.actions] == [("notify", NOON + 60)]


def test_created_is_raised_once_and_counts_the_fraction(journey: Compile) -> None:
    program = journey("when created() -> notify IS\nwhen visited(料金) and ever created() -> tag 後")
    lead = LeadRecord("L", created=NOON, created_fraction=5)
    early = EventRecord("L", NOON, 4, "visited", "料金")
    late = EventRecord("L", NOON, 5, "visited", "料金")
    again = event("L", NOON + 1, "created")
    log = rehearse([program], [lead], [late, again], None).actions
    assert [action.action for action in log] == ["notify", "tag"]
    log = rehearse([program], [lead], [early, again], None).actions
    assert [action.action for action in log] == ["notify"]


def test_a_goal_is_counted_with_its_value(journey: Compile) -> None:
    events = [event("L", NOON, "happened", "商談", 金額=500), event("L", NOON + 1, "happened", "商談", 金額=700)]
    result = rehearse([journey(SIMPLE)], [], events, None)
    assert [(goal.at, goal.value) for goal in result.goals] == [(NOON, 500), (NOON + 1, 700)]
    assert result.leads_by_goal("育成") == {"商談化": 1}


def test_a_loop_is_an_error_that_names_it(journey: Compile) -> None:
    program = journey("when visited(料金) -> tag 甲" + LOOP)
    with pytest.raises(EndlessReaction) as raised:
        rehearse([program], [], [event("L", NOON, "visited", "料金")], None)
    assert (raised.value.lead, raised.value.at) == ("L", NOON)
    assert set(raised.value.by) >= {"甲から乙", "乙から甲"}


LOOP = """
rule 甲から乙: when tag 甲 -> untag 甲, tag 乙
rule 乙から甲: when tag 乙 -> untag 乙, tag 甲
"""


# --- several journeys --------------------------------------------------------------------------------------------


def test_a_lead_enters_another_journey_and_is_first_seen_there(journey: Compile) -> None:
    first = first_acts(journey("when visited(料金) -> pause"), EnterJourney("乙", "検討"))
    second = replace(
        journey(
            "when visited(料金) -> notify IS\nwhen ever downloaded(資料) -> tag 古い\nwhen sent(案内) -> tag 送信\n"
            "when submitted(問合せ) -> send 案内\nwhen entered(検討) -> tag 到達"
        ),
        journey="乙",
    )
    events = [
        event("L", NOON, "downloaded", "資料"),
        event("L", NOON + 1, "visited", "料金"),
        event("L", NOON + 2, "visited", "料金"),
        event("L", NOON + 3, "submitted", "問合せ"),
    ]
    result = rehearse([first, second], [], events, None)
    log = [(action.at - NOON, action.action, action.target) for action in result.actions]
    assert log == [(1, "enter", "乙"), (2, "notify", "IS"), (3, "send", "案内"), (3, "tag", "送信")]
    assert {name: standing.stage for name, standing in result.final["L"].standings.items()} == {
        "育成": "認知",
        "乙": "検討",
    }


def test_an_enter_of_a_journey_outside_the_run_is_written_once(journey: Compile) -> None:
    program = first_acts(journey("when visited(料金) -> pause"), EnterJourney("外", None))
    events = [event("L", NOON, "visited", "料金"), event("L", NOON + 1, "visited", "料金")]
    assert [action.target for action in rehearse([program], [], events, None).actions] == ["外"]


def test_entering_the_own_journey_brings_back_who_left(journey: Compile) -> None:
    program = journey("when visited(料金) -> pause\nwhen submitted(問合せ) -> leave")
    program = first_acts(program, EnterJourney("育成", "検討"))
    verbs = ("visited", "submitted", "visited")
    events = [event("L", NOON + i, verb, "料金" if verb == "visited" else "問合せ") for i, verb in enumerate(verbs)]
    result = rehearse([program], [], events, None)
    assert [action.action for action in result.actions] == ["leave", "enter"]
    assert result.final["L"].standings["育成"].stage == "検討"


# --- chance and business time ------------------------------------------------------------------------------------


def test_chance_is_the_hash_every_engine_shares(journey: Compile) -> None:
    program = journey(SIMPLE)
    names = [f"L{i:03d}" for i in range(200)]
    events = [event(name, NOON, "downloaded", "資料") for name in names]
    tags = {
        action.lead: action.target
        for action in rehearse([program], [], events, NOON + DAY).actions
        if action.action == "tag"
    }
    expected = {}
    for name in names:
        digest = sha256(f"育成\n追客\n1\n{name}".encode()).hexdigest()
        expected[name] = "甲" if int(digest[:16], 16) < 2**63 else "乙"
    assert tags == expected
    assert 70 < list(tags.values()).count("甲") < 130


def test_promises_in_business_time_use_the_calendar(journey: Compile) -> None:
    program = first_acts(journey("when visited(料金) -> pause"), Notify("IS", None, Duration("bd", 3)))
    nine_to_six = ((9 * 3600, 18 * 3600),)
    calendar = Calendar((*[nine_to_six] * 5, (), ()), (), (), "2026-01-01", "2026-12-31")
    result = rehearse([replace(program, calendar=calendar)], [], [event("L", NOON, "visited", "料金")], None)
    assert result.actions[0].due == NOON + 5 * DAY


# --- stories ---------------------------------------------------------------------------------------------------------


def test_a_story_says_what_was_decided_and_why_not(journey: Compile) -> None:
    program = journey(SIMPLE)
    entries: list[TraceEntry] = []
    events = [event("L", NOON, "visited", "料金"), event("L", NOON + 1, "downloaded", "資料")]
    rehearse([program], [LeadRecord("L", {"役職": "課長"})], events, NOON + DAY + 1, entries.append)
    story = tell(program, entries)
    assert [(line.depth, line.key) for line in story] == [
        (0, "seen"),
        (0, "record"),
        (1, "refused"),
        (0, "record"),
        (1, "points"),
        (1, "score"),
        (1, "fired"),
        (1, "acted"),
        (1, "entered_scenario"),
        (1, "acted"),
        (1, "waits"),
        (0, "waited"),
        (1, "went_on"),
        (1, "split"),
        (1, "acted"),
        (1, "left_scenario"),
    ]
    refused = next(line for line in story if line.key == "refused")
    assert refused.values["conditions"] == ("役職 == 部長 (役職 = 課長)",)


def test_an_enum_is_set_to_another_attribute_of_its_type(journey: Compile) -> None:
    program = journey("lead { 前の役職: 担当者 | 課長 | 部長 }\nwhen downloaded(資料) -> set 前の役職 = 役職\n")
    lead = LeadRecord("L", {"役職": "部長"})
    actions = rehearse([program], [lead], [event("L", NOON, "downloaded", "資料")], NOON).actions
    assert [(action.action, action.target, action.value) for action in actions] == [("set", "前の役職", "部長")]
