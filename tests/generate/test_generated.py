"""Generated logs: the same from the same seed, fit for the journey, and holding the oddities that were asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journeyc.generate.chance import Chance
from journeyc.generate.facts import SENT_FIRST, Facts
from journeyc.generate.generated import Generated, generate
from journeyc.generate.wish import Wish
from journeyc.pipeline import compile_file, compile_text
from journeyc.program.schema import Program
from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import Tally
from journeyc.records.written import event_lines, lead_table
from journeyc.run.engine import Engine
from journeyc.run.log import LeadRecord
from journeyc.run.rehearsal import rehearse

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.journey"))
JOURNEY = """journey 見本
team IS "インサイドセールス"
lead { 会社名: text; 役職: 担当者 | 部長; 従業員数: number; メール許諾: bool; 契約更新日: date; 予算: money }
stages 課題認知 -> 情報収集 -> 検討
download 導入ガイド
page 料金
form 資料請求 { fields 役職, 従業員数 }
email お礼メール { purpose transactional }
webinar 入門会 { at 2026-05-20T15:00; ends 2026-05-20T16:00 }
event 利用 { 回数: number }
source 展示会 { leads 30 per month }
score 関心度 { visited(料金 where 秒数 >= 30) -> +10 at most 2 per 7d; inactive(20d) -> -5 }
when downloaded(導入ガイド) and 従業員数 >= 300 -> handoff IS within 4h
when submitted(資料請求) -> { stage 検討; task IS "電話" within 1d as 架電 }
when done(架電 where outcome == "不在") -> tag 不在
when count(visited(料金) within 7d) >= 3 -> notify IS
scenario 追客 {
  enter when downloaded(導入ガイド)
  reenter after 30d
  send お礼メール
  wait until { clicked(お礼メール) -> tag 反応; timeout 3d -> task IS "確認" }
}
"""


@pytest.fixture(scope="module")
def program() -> Program:
    compiled = compile_text(JOURNEY, "見本.journey")
    assert compiled.program is not None, compiled.findings
    return compiled.program


@pytest.fixture(scope="module")
def plain(program: Program) -> Generated:
    return generate([program], Wish(leads=60, seed=7))


def texts(program: Program, made: Generated) -> tuple[str, str]:
    zone = ZoneInfo(program.timezone)
    names = [attribute.name for attribute in program.attributes]
    return lead_table(made.leads, names, zone), "".join(event_lines(made.events, zone))


def test_chance_is_the_same_everywhere_for_ever() -> None:
    assert [Chance(seed).below(10**6) for seed in range(4)] == [219427, 629528, 411995, 675218]


def test_the_same_seed_gives_the_same_bytes_and_another_others(program: Program, plain: Generated) -> None:
    again = generate([program], Wish(leads=60, seed=7))
    assert texts(program, again) == texts(program, plain)
    assert texts(program, generate([program], Wish(leads=60, seed=8))) != texts(program, plain)


def test_more_leads_leave_the_first_as_they_were(program: Program, plain: Generated) -> None:
    more = generate([program], Wish(leads=80, seed=7))
    assert more.leads[:60] == plain.leads
    own = [replace(event, id=None) for event in plain.events]
    assert [replace(event, id=None) for event in more.events if event.lead <= "L0060"] == own


def test_every_record_can_be_read_and_says_the_same(program: Program, plain: Generated, tmp_path: Path) -> None:
    leads, events = texts(program, plain)
    (tmp_path / "leads.csv").write_text(leads, encoding="utf-8", newline="")
    (tmp_path / "events.jsonl").write_text(events, encoding="utf-8", newline="")
    tally, names = Tally(), Names.of(program)
    assert tuple(read_leads([tmp_path / "leads.csv"], names, tally.add)) == plain.leads
    assert tuple(read_events([tmp_path / "events.jsonl"], names, tally.add)) == plain.events
    assert not tally.counts


def test_leads_have_values_of_every_type_and_some_unknown(plain: Generated) -> None:
    held = Counter(name for lead in plain.leads for name in lead.attributes)
    assert len(held) == 6
    assert all(count > 40 for count in held.values())
    assert sum(held.values()) < 6 * 60
    assert {lead.attributes.get("従業員数") for lead in plain.leads} & {299, 300, 301}
    assert {lead.source for lead in plain.leads} == {"展示会", None}
    assert any(lead.created is None for lead in plain.leads)


def test_events_are_of_the_days_asked_for(program: Program) -> None:
    made = generate([program], Wish(leads=40, seed=3, first=date(2027, 2, 1), days=10))
    at = [event.at for event in made.events] + [lead.created for lead in made.leads if lead.created is not None]
    days = {datetime.fromtimestamp(each, ZoneInfo("Asia/Tokyo")).date() for each in at}
    assert date(2027, 2, 1) <= min(days)
    assert max(days) <= date(2027, 2, 10)


def test_answers_follow_what_the_journey_does(program: Program, plain: Generated) -> None:
    done = rehearse([program], plain.leads, plain.events, None).actions
    first: dict[tuple[str, str, str | None], int] = {}
    for action in done:
        if action.held is None:
            first.setdefault((action.lead, action.action, action.target), action.at)
    seen = Counter[str]()
    for event in plain.events:
        asked = {"accepted": "handoff", "rejected": "handoff", "done": "task"}.get(event.verb)
        if event.verb in SENT_FIRST:
            asked = "send"
        if asked is not None:
            target = "IS" if asked in ("handoff", "task") else event.subject
            assert first[event.lead, asked, target] < event.at
            seen[event.verb] += 1
    assert {"accepted", "rejected", "done", "opened", "clicked"} <= seen.keys()
    assert {event.data["outcome"] for event in plain.events if event.subject == "架電"} >= {"不在"}
    held = [event.at for event in plain.events if event.verb in ("attended", "missed")]
    assert held
    assert min(held) >= 1779256800  # 2026-05-20T15:00+09:00


def at_timers(program: Program, made: Generated) -> int:
    """Events that come at the very instant at which a timer is due."""
    engine, ties = Engine([program]), 0
    records = {lead.lead: lead for lead in made.leads}
    by_lead: dict[str, list[int]] = {}
    for number, event in enumerate(made.events):
        by_lead.setdefault(event.lead, []).append(number)
    for name, numbers in by_lead.items():
        events = sorted((made.events[number] for number in numbers), key=lambda event: event.at)
        lead = engine.see(replace(records.get(name) or LeadRecord(name), created=None), events[0].at)
        for event in events:
            engine.advance(lead, event.at - 1)
            due = lead.timers.first()
            ties += due is not None and due[0] == event.at
            engine.take(lead, event)
    return ties


def test_ties_meet_timers(program: Program, plain: Generated) -> None:
    tied = generate([program], Wish(leads=60, seed=7, ties=True))
    assert at_timers(program, plain) <= 5
    assert at_timers(program, tied) >= 30


def test_edges_meet_the_ends_of_windows(program: Program) -> None:
    def at_edges(made: Generated) -> int:
        windows = {7 * 86_400 + beside for beside in (-1, 0, 1)}
        times: dict[str, set[int]] = {}
        for event in made.events:
            times.setdefault(event.lead, set()).add(event.at)
        return sum(at + window in own for own in times.values() for at in own for window in windows)

    assert 7 * 86_400 in Facts.of([program]).windows
    assert at_edges(generate([program], Wish(leads=60, seed=7))) <= 3
    assert at_edges(generate([program], Wish(leads=60, seed=7, edges=True))) >= 15


def test_duplicates_and_lines_out_of_order(program: Program, plain: Generated) -> None:
    twice = generate([program], Wish(leads=60, seed=7, duplicates=True))
    ids = Counter(event.id for event in twice.events)
    assert max(ids.values()) >= 2
    assert len(ids) == len(plain.events)
    late = generate([program], Wish(leads=60, seed=7, late=True))
    assert sorted(late.events, key=lambda event: event.id or "") == list(plain.events)
    assert late.events != plain.events
    assert [event.at for event in plain.events] == sorted(event.at for event in plain.events)


def test_what_nobody_declared(program: Program, tmp_path: Path) -> None:
    made = generate([program], Wish(leads=60, seed=7, unknown=True))
    _, events = texts(program, made)
    (tmp_path / "events.jsonl").write_text(events, encoding="utf-8", newline="")
    tally = Tally()
    used = list(read_events([tmp_path / "events.jsonl"], Names.of(program), tally.add))
    assert {"unknown_event", "unknown_content"} <= {str(cause) for cause in tally.counts}
    assert {event.lead for event in used} - {lead.lead for lead in made.leads}


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_any_journey_can_be_generated_for(path: Path) -> None:
    program = compile_file(str(path)).program
    assert program is not None
    made = generate([program], Wish(15, 1, duplicates=True, late=True, ties=True, edges=True, unknown=True))
    assert made.events
    assert rehearse([program], made.leads, made.events, None).actions


def test_a_journey_without_anything_to_do(tmp_path: Path) -> None:
    program = compile_text("journey 空\nstages 課題認知\n", "a.journey").program
    assert program is not None
    assert generate([program], Wish(leads=3, seed=1)).events == ()


def test_several_journeys_together(program: Program) -> None:
    other = compile_text(
        "journey 別\nstages 前 -> 後\npage 別の頁\nwhen visited(別の頁) -> stage 後\n", "b.journey"
    ).program
    assert other is not None
    made = generate([program, other], Wish(leads=30, seed=1))
    assert {"料金", "別の頁"} <= {event.subject for event in made.events}
