"""What rules say that follow a lead through the whole journey: loops, runs without a wait, hours, sums of messages."""

from __future__ import annotations

import pytest

from journeyc.pipeline import Asked, check_text

HEAD = """journey 例
team 営業 "営業"
team 管理 "管理"
lead { メール許諾: bool = false; 区分: 甲 | 乙 }
stages 認知 -> 検討 -> 購買
back 検討 -> 認知
page 料金
email 取引 { purpose transactional }
email 広告 { footer "配信停止" }
"""
POLICY = "policy { consent メール許諾; suppress when ever unsubscribed(any) }\n"


def found(text: str, code: str, today: str = "2026-06-01") -> list[tuple[str, int]]:
    """The findings of a code, each with its severity and its line below the head."""
    findings = check_text(HEAD + text, "a.journey", Asked(today)).findings
    assert not [finding for finding in findings if finding.code < "JC100"], findings
    lines = HEAD.count("\n")
    return [(f.severity, f.location.line - lines) for f in findings if f.code == code]


LOOPS = {
    "sends itself": ("when sent(取引) -> send 取引", "error"),
    "up and down the ladder": ("when entered(検討) -> back 認知\nwhen entered(認知) -> stage 検討", "error"),
    "owners": ("when owner == 営業 -> assign 管理\nwhen owner == 管理 -> assign 営業", "error"),
    "attributes": (
        "when changed(区分) and 区分 == 甲 -> set 区分 = 乙\nwhen changed(区分) and 区分 == 乙 -> set 区分 = 甲",
        "error",
    ),
    "through a segment": ("segment 印 when tag t\nwhen became(印) -> untag t\nwhen ceased(印) -> tag t", "error"),
    "a promise not kept": ("when overdue(営業) -> handoff 営業 within 1d", "warning"),
    "time since the last send": ("when since(sent(取引)) > 14d -> send 取引", "warning"),
    "a window that empties": ("when not sent(取引) within 30d -> send 取引", "warning"),
    "scenarios that start each other": (
        "scenario A {\n reenter always\n wait 3d\n start B\n}\nscenario B {\n reenter always\n wait 3d\n start A\n}",
        "warning",
    ),
}
BOUNDED = {
    "the ladder only rises": "when entered(検討) -> stage 購買\nwhen entered(購買) -> stage 検討",
    "the same value again": "when changed(区分) -> set 区分 = 乙",
    "one tag for good": "when tag t -> tag u\nwhen tag u -> tag t",
    "a guard that it closes itself": "when sent(取引) and not tag t -> tag t, send 取引",
    "a scenario that runs still": "when tag t -> start S\nscenario S {\n reenter always\n tag t\n wait 3d\n untag t\n}",
    "a scenario that starts itself": "scenario S {\n enter when visited(料金)\n reenter always\n wait 3d\n start S\n}",
    "a scenario that is entered once": (
        "scenario A {\n wait 3d\n start B\n}\nscenario B {\n reenter always\n wait 3d\n start A\n}"
    ),
    "too few points for another round": "score p { sent(取引) -> +10 }\nwhen p >= 50 -> score p = 0, send 取引",
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_found_once(name: str) -> None:
    text, severity = LOOPS[name]
    assert [each for each, _ in found(text, "JC119")] == [severity]


@pytest.mark.parametrize("name", BOUNDED)
def test_what_cannot_go_round_again_is_no_loop(name: str) -> None:
    assert found(BOUNDED[name], "JC119") == []


@pytest.mark.parametrize(
    ("body", "again"),
    [
        ("enter when visited(料金)\n reenter always\n send 取引", True),
        ("enter when visited(料金)\n reenter always\n if tag t { wait 1d }\n send 取引", True),
        ("enter when visited(料金)\n reenter always\n wait 1d\n send 取引", False),
        ("enter when visited(料金)\n reenter after 1d\n send 取引", False),
        ("enter when visited(料金) and not tag t\n reenter always\n tag t\n send 取引", False),
        ("enter when visited(料金) and stage == 認知\n reenter always\n stage 検討\n send 取引", False),
        ("enter when visited(料金)\n reenter always\n if not sent(取引) within 30d { send 取引 }", False),
        ("enter when created()\n reenter always\n send 取引", False),
    ],
)
def test_a_run_without_a_wait_is_done_again_at_each_trigger(body: str, again: bool) -> None:
    assert bool(found(f"scenario S {{\n {body}\n}}", "JC113")) is again


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        ("wait 3d", True),
        ("wait 3d at 22:00", True),
        ("wait 3d at 10:00", False),
        ("wait 2bd", False),
        ("wait until next 火 10:00", False),
        ("wait until clicked(広告) timeout 3d", True),
    ],
)
def test_advertising_after_a_wait_keeps_out_of_the_night(wait: str, told: bool) -> None:
    scenario = f"scenario S {{\n enter when visited(料金)\n {wait}\n send 広告\n}}"
    assert bool(found(POLICY + scenario, "JC210")) is told


def test_what_answers_the_lead_at_once_may_come_at_night() -> None:
    assert found(POLICY + "when visited(料金) -> send 広告", "JC210") == []


@pytest.mark.parametrize(
    ("steps", "most"),
    [
        ("send 広告\n wait 2d\n send 広告\n wait 2d\n send 広告", 3),
        ("send 広告\n wait 7d\n send 広告", 1),
        ("send 広告\n wait until clicked(広告) timeout 7d\n send 広告", 2),
        ("repeat 9 times every 1d until visited(料金) { send 広告 }", 7),
        ("wait until next 火 10:00\n send 広告\n wait until next 火 10:00\n send 広告", 1),
        ("wait until 1d after entry\n send 広告\n wait until 9d after entry\n send 広告", 1),
        ("wait until visited(料金) timeout 9d\n if visited(料金) { send 広告 } else { send 広告\n send 広告 }", 2),
        ("send 広告\n wait 5bd\n send 広告", 2),
        ("if メール許諾 { send 広告 } else { wait 1d\n send 広告 }", 1),
    ],
)
def test_the_cap_is_held_against_the_worst_week(steps: str, most: int) -> None:
    scenario = f"scenario S {{\n enter when visited(料金)\n {steps}\n}}"
    for cap, told in ((most - 1, True), (most, False)):
        policy = POLICY.replace(" }", f"; cap email {max(cap, 1)} per 7d }}")
        if cap:
            assert bool(found(policy + scenario, "JC212")) is told, cap


def test_scenarios_on_different_stages_are_not_added_up() -> None:
    scenarios = (
        "when visited(料金) -> stage 検討\n"
        "scenario A {\n enter when visited(料金) and stage == 認知\n exit when stage >= 検討\n send 広告\n}\n"
        "scenario B {\n enter when visited(料金) and stage == 検討\n send 広告\n}\n"
    )
    policy = POLICY.replace(" }", "; cap email 1 per 7d }")
    assert found(policy + scenarios, "JC212") == []
    together = scenarios.replace(" and stage == 認知", "").replace(" exit when stage >= 検討\n", "")
    assert [severity for severity, _ in found(policy + together, "JC212")] == ["warning"]


@pytest.mark.parametrize(("today", "told"), [("2026-06-01", False), ("2029-06-01", True)])
def test_a_table_of_holidays_that_ends_is_found_a_year_before(today: str, told: bool) -> None:
    text = (
        "calendar { open 09:00-18:00 月-金; holidays jp 2020..2029; closed 12-29..01-03 }\n"
        "when visited(料金) -> notify 営業 within 4bh"
    )
    assert bool(found(text, "JC211", today)) is told


@pytest.mark.parametrize(
    ("reaction", "told"),
    [
        ("when became(熱) -> tag t", True),
        ("when became(熱) -> notify 営業", False),
        ("when became(熱) and owner == 営業 -> notify 営業", True),
        ("when became(熱) -> { if known(owner) { tag t } else { notify 営業 } }", True),
        ('when became(熱) -> { if tag t { notify 営業 } else { task 営業 "電話" within 4h } }', False),
        ('when became(熱) -> task 営業 "電話" within 3d', True),
        ("scenario S {\n enter when became(熱)\n wait 2d\n notify 営業\n}", True),
        ("when became(熱) -> start S\nscenario S {\n wait 2h\n notify 営業\n}", False),
    ],
)
def test_people_get_to_every_hot_lead_in_time(reaction: str, told: bool) -> None:
    hot = "segment 熱 as hot when count(visited(料金) within 7d) >= 3\n"
    assert bool(found(hot + reaction, "JC305")) is told


@pytest.mark.parametrize(
    ("head", "handing", "told"),
    [
        ("", "when clicked(広告) -> handoff 営業 within 1d", True),
        ("hold while owner == 営業", "when clicked(広告) -> handoff 営業 within 1d", False),
        ("hold while owner == 管理", "when clicked(広告) -> handoff 営業 within 1d", True),
        ("hold while owner == 営業 and accepted", "when clicked(広告) -> handoff 営業 within 1d", False),
        ("exit when accepted(営業)", "when clicked(広告) -> handoff 営業 within 1d", False),
        ("goal when clicked(広告)", "when clicked(広告) -> handoff 営業 within 1d", False),
        ("", "when clicked(広告) -> handoff 営業 within 1d, stop S", False),
        ("exit when stage >= 検討", "when clicked(広告) and stage == 検討 -> handoff 営業 within 1d", False),
        ("", 'when clicked(広告) -> task 営業 "電話" within 1d', False),
    ],
)
def test_a_series_stops_while_a_team_works_the_lead(head: str, handing: str, told: bool) -> None:
    series = f"scenario S {{\n enter when visited(料金)\n {head}\n send 広告\n wait 7d\n send 広告\n}}\n"
    assert bool(found(series + handing, "JC310")) is told


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("when visited(料金) -> send 広告", {"JC201"}),
        ("when visited(料金) and メール許諾 -> send 広告", set()),
        ("when visited(料金) and not メール許諾 -> send 広告", {"JC201"}),
        ("when visited(料金) and (メール許諾 or tag 既存顧客) -> send 広告", {"JC201"}),
        ("when visited(料金) -> { if メール許諾 { send 広告 } }", set()),
        ("when visited(料金) -> { if not メール許諾 { tag t } else { send 広告 } }", set()),
        ("when visited(料金) and メール許諾 -> start S\nscenario S {\n send 広告\n}", set()),
        ("when visited(料金) and メール許諾 -> start S\nscenario S {\n wait 1d\n send 広告\n}", {"JC204"}),
        ("when visited(料金) -> start S\nscenario S {\n wait 1d\n if メール許諾 { send 広告 }\n}", set()),
        ("scenario S {\n enter when visited(料金)\n exit when not メール許諾\n wait 1d\n send 広告\n}", set()),
        ("scenario S {\n enter when visited(料金) and メール許諾\n enter when tag t\n send 広告\n}", {"JC201"}),
        ("policy { suppress when not メール許諾 }\nwhen visited(料金) -> send 広告", set()),
        ("when visited(料金) -> send 取引", set()),
    ],
)
def test_consent_is_asked_for_on_every_way_and_after_every_wait(text: str, codes: set[str]) -> None:
    assert {code for code in ("JC201", "JC204") if found(text, code)} == codes
