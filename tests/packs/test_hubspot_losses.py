"""What HubSpot cannot do is named: each construct of the language with the losses it must find, and faulty flows."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from journeyc.emit.build import build, required_bindings
from journeyc.emit.pack import Pack, find_packs
from journeyc.pipeline import compile_text
from journeyc.program.schema import Program
from journeyc.shipped import folder

DECLARED = """journey 試験
team IS
lead { 従業員数: number; 役職: 担当者 | 課長 | 部長; 許諾: bool = false; 更新日: date; 会社名: text }
stages 認知 -> 収集 -> 検討
back 検討 -> 収集
download 資料
form 商談申込
page 料金
email お礼
email 次
sms 案内
webinar 講座
webhook 連携 { url "https://example.com/x" }
score 点 { visited(料金) -> +1 }
"""

RULES = [
    ("when downloaded(資料) -> leave 失注", []),
    ("when downloaded(資料) -> back 収集", []),
    ('when downloaded(資料) -> set 会社名 = "x", set 更新日 = today, set 許諾 = true', []),
    ("when downloaded(資料) -> tag a, untag b", []),
    ("when attended(講座) -> tag a", []),
    ("when created() -> tag a", []),
    ("when changed(役職) -> tag a", []),
    ("when entered(検討) -> tag a", []),
    ("when downloaded(資料) and count(visited(料金)) >= 3 -> tag a", []),
    ("when downloaded(資料) and visited(料金) within 7d -> tag a", []),
    ("when downloaded(資料) and ever entered(検討) -> tag a", []),
    ("when downloaded(資料) and not ever opened(お礼) -> tag a", []),
    ("when downloaded(資料) -> send 案内", ["JC501:action.send.kind"]),
    ("when downloaded(資料) -> send next of お礼, 次", ["JC501:action.send.next_of"]),
    ("when downloaded(資料) -> restart", ["JC501:action.restart"]),
    ("when downloaded(資料) -> post 連携", ["JC503:action.post"]),
    (
        'when downloaded(資料) -> notify IS "{会社名 else "不明"}様 {count(visited(料金))}回"',
        ["JC503:text.hole.otherwise", "JC503:text.hole.value"],
    ),
    ("when downloaded(資料) and accepted -> tag a", ["JC501:condition.accepted", "JC501:trigger.unsupported"]),
    (
        "when downloaded(資料) and count(visited(料金) within 7d) >= 3 -> tag a",
        ["JC501:trigger.unsupported"],
    ),
    ("when downloaded(資料) -> { if 更新日 < 2026-01-01 { tag a } }", ["JC501:condition.unsupported"]),
    (
        "when downloaded(資料) and at least 6 of ("
        + ", ".join(f"従業員数 == {number}" for number in range(12))
        + ") -> tag a",
        ["JC502:trigger.unsupported"],
    ),
    ("when 点 >= 3 -> tag a", ["JC503:trigger.condition.once"]),
    ("when overdue(IS) -> tag a", ["JC501:trigger.overdue"]),
    ("when rejected(IS) -> tag a", ["JC501:trigger.rejected"]),
    ("when done(any) -> tag a", ["JC501:trigger.done"]),
    ("when left(収集) -> tag a", ["JC501:trigger.left"]),
    ("when inactive(30d) -> tag a", ["JC501:trigger.inactive"]),
    ("when 3d before 更新日 -> tag a", ["JC501:trigger.date"]),
    ("when unsubscribed(お礼) -> tag a", ["JC501:trigger.unsubscribed"]),
    (
        "score 別 { visited(料金) -> +1 at most 3 per 7d; decay 10% per 30d; while 役職 >= 部長 -> +4 }",
        ["JC501:score.decay", "JC501:score.limit", "JC501:score.standing", "JC503:score.line"],
    ),
]
STEPS = [
    ("if opened(お礼) { tag a } else { tag b }", ["JC503:condition.happened_since_entry"]),
    ("send お礼; wait 1d; if opened(お礼) { tag a }", []),
    ("send お礼; wait 1d; if not opened(お礼) { tag a }", []),
    ("reenter always; send お礼; wait 1d; if opened(お礼) { tag a }", ["JC503:condition.happened_since_entry"]),
    ("reenter after 90d; send お礼", ["JC501:scenario.reenter_after"]),
    ("hold while owner == IS; send お礼", ["JC501:scenario.hold"]),
    ("exit when stage >= 検討; send お礼", []),
    ("exit when submitted(商談申込); send お礼", ["JC503:scenario.exit_ever"]),
    ("exit when accepted; send お礼", ["JC501:condition.accepted", "JC501:exit.unsupported"]),
    ("goal when submitted(商談申込); send お礼", ["JC503:scenario.goal"]),
    ("enter when submitted(商談申込) and 役職 == 部長; send お礼", ["JC503:scenario.several_entries"]),
    ("wait 1d at 09:00; send お礼", ["JC503:step.wait.at"]),
    ("wait until 3d before 更新日 if missed skip; send お礼", ["JC503:step.wait_date"]),
    ("wait 2bd; send お礼", ["JC503:duration.business"]),
    ("wait 2d on open days; send お礼", ["JC503:step.wait.on_open_days"]),
    ("wait until 2bh after entry; send お礼", ["JC503:duration.business"]),
    ("notify IS within 4bh", ["JC503:action.within", "JC503:duration.business"]),
    ("wait until 3d after entry; send お礼; wait until 7d after entry; send 次", []),
    ("wait until submitted(商談申込) timeout 3d; send お礼", []),
    ("wait until 点 >= 3 timeout 3d; send お礼", ["JC501:wait_until.unsupported"]),
    (
        "wait until submitted(商談申込) and 役職 == 部長 timeout 2d; send お礼",
        ["JC501:wait_until.unsupported"],
    ),
    ("repeat 3 times every 7d until submitted(商談申込) { send お礼 }", ["JC501:step.repeat"]),
    ("split { 70% 甲 { send お礼 }; 30% 乙 { send 次 } }", ["JC503:step.split"]),
    ("start 追客", ["JC503:action.start"]),
    ("pause", ["JC501:action.pause"]),
    ("send お礼; if opened(お礼) and not clicked(お礼) { tag a }", ["JC501:condition.unsupported"]),
]
JOURNEYS = [
    *RULES,
    *(("scenario 追客 { enter when downloaded(資料); " + steps + " }", losses) for steps, losses in STEPS),
    ("policy { quiet 祝 }", ["JC501:policy.quiet"]),
    (
        'policy { consent 許諾; suppress when 会社名 == "競合"; quiet 21:00-08:00; cap email 2 per 7d }',
        ["JC501:policy.cap", "JC501:policy.quiet"],
    ),
]
BOUND = {
    "property": "jc_property", "form_id": "00000000-0000", "url": "https://example.co.jp/", "event_type_id": "6-1",
    "filter_property": "hs_filter",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return find_packs()["hubspot"]


def program(text: str) -> Program:
    compiled = compile_text(DECLARED + text.replace("; ", "\n") + "\n", "test.journey")
    assert compiled.program is not None, compiled.findings
    return compiled.program


@pytest.mark.parametrize(("text", "expected"), JOURNEYS)
def test_losses_are_named_and_what_is_left_is_sound(pack: Pack, text: str, expected: list[str]) -> None:
    journey = program(text)
    own = [loss for loss in build(pack, journey, {}, frozenset()).losses if loss.place.line != DECLARED.count("\n")]
    assert sorted({loss.name for loss in own}) == expected
    bound = {
        (each.kind, each.name, each.key): each.suggestion or BOUND.get(each.key, "1")
        for each in required_bindings(pack, journey)
    }
    made = build(pack, journey, bound, {loss.name for loss in build(pack, journey, {}, frozenset()).losses})
    assert [dict(problem.values) for problem in made.problems] == []
    assert made.validated


def test_what_protects_people_passes_only_by_its_full_name(pack: Pack) -> None:
    journey = program("policy { cap email 2 per 7d }")
    refused = build(pack, journey, {}, {"JC501", "JC503"}).refused
    assert [loss.name for loss in refused] == ["JC501:policy.cap"]


def test_every_verb_and_action_of_the_language_is_declared(pack: Pack) -> None:
    vocabulary = yaml.safe_load((folder("grammar") / "vocabulary.yaml").read_text(encoding="utf-8"))
    capabilities = pack.declared.capabilities
    named = {*capabilities.exact, *capabilities.emulated, *capabilities.lossy, *capabilities.none}
    assert {f"action.{action}" for action in vocabulary["actions"]} <= named
    triggers = {verb for verb in vocabulary["verbs"] if verb not in ("inactive",)}
    assert {f"trigger.{verb}" for verb in triggers} <= named
    assert {f"history.{verb}" for verb in triggers - {"dropped"}} <= named
    texts = {*capabilities.lossy.values(), *capabilities.none.values()}
    assert texts <= set(pack.declared.losses)


# --- faulty flows ------------------------------------------------------------------------------------------------


def sound() -> dict[str, Any]:
    path = folder("targets") / "hubspot" / "tests" / "nurture" / "expected.json"
    flow: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))["flows/01-資料DL後フォロー.json"]
    return deepcopy(flow)


def dangle(flow: dict[str, Any]) -> None:
    flow["actions"][0]["connection"]["nextActionId"] = "99"


def orphan(flow: dict[str, Any]) -> None:
    flow["actions"].append({**flow["actions"][0], "actionId": "98"})


def repeat_id(flow: dict[str, Any]) -> None:
    flow["actions"].append(flow["actions"][0])


def no_default(flow: dict[str, Any]) -> None:
    del flow["actions"][2]["defaultBranch"]


def no_start(flow: dict[str, Any]) -> None:
    del flow["startActionId"]


def go_round(flow: dict[str, Any]) -> None:
    flow["actions"][7]["connection"]["nextActionId"] = "7"


def uneven(flow: dict[str, Any]) -> None:
    edge = flow["actions"][2]["defaultBranch"]
    arms = [{"percentage": 50, "connection": edge}, {"percentage": 40, "connection": edge}]
    flow["actions"][2] = {"actionId": "3", "type": "AB_TEST_BRANCH", "testBranches": arms}


FAULTS = [
    (dangle, "leads to 99, which is no action"),
    (orphan, "98: cannot be reached"),
    (repeat_id, "an actionId stands twice"),
    (no_default, "no defaultBranch"),
    (no_start, "startActionId None is no action"),
    (go_round, "a loop without a delay"),
    (uneven, "percentages do not add up to 100"),
]


@pytest.mark.parametrize(("spoil", "fault"), FAULTS)
def test_a_faulty_graph_is_seen(pack: Pack, spoil: Any, fault: str) -> None:
    flow = sound()
    assert pack.check_output({"flow": flow}) == []
    spoil(flow)
    assert any(fault in dict(problem.values)["reason"] for problem in pack.check_output({"flow": flow}))
