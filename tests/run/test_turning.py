"""Between two instants that `next_turn` names, no condition changes its truth by time alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyc.program.schema import Program
from journeyc.run.conditions import View, holds
from journeyc.run.engine import Engine
from journeyc.run.log import EventRecord, LeadRecord
from journeyc.run.turning import next_turn

Compile = Callable[[str], Program]
START = 1_775_012_400
HOUR = 3_600

CONDITIONS = """
score 点 { visited(料金) -> +30; while opened(案内) within 30h -> +20; range 0..100; decay 20% per 20h }
persona 新規 "閲覧したばかり" { when visited(料金) within 10h }
segment 熱い when 点 >= 40 or count(visited(料金) within 2d) >= 3
when visited(料金) within 30h -> tag 甲
when not (visited(料金) within 1d) and not (opened(案内) within 2d) -> tag 甲
when count(visited(料金) within 2d) == 2 -> tag 甲
when count(visited(料金)) > count(opened(案内) within 40h) -> tag 甲
when since(visited(料金)) > 30h -> tag 甲
when since(opened(案内)) <= 20h or since(visited(料金)) >= 3d -> tag 甲
when 点 < 25 -> tag 甲
when at least 2 of (熱い, persona == 新規, 点 > 50, opened(案内) within 12h) -> tag 甲
when not 熱い and ever opened(案内) -> tag 甲
when 契約更新日 <= today -> tag 甲
when 契約更新日 == today or today > 2026-04-04 -> tag 甲
when known(persona) -> tag 甲
"""


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    compile_journey: Compile = request.getfixturevalue("journey")
    return Engine([compile_journey(CONDITIONS)])


@settings(max_examples=60, deadline=None)
@given(
    happened=st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["visited", "opened"])), max_size=8),
    renewal=st.sampled_from([None, "2026-04-01", "2026-04-03", "2026-04-05"]),
)
def test_no_turn_is_left_out(engine: Engine, happened: list[tuple[int, str]], renewal: str | None) -> None:
    lead = engine.see(LeadRecord("L", {} if renewal is None else {"契約更新日": renewal}), START)
    for hours, verb in sorted(happened):
        subject = "料金" if verb == "visited" else "案内"
        engine.take(lead, EventRecord("L", START + hours * HOUR, 0, verb, subject))
    now = lead.clock
    for sentinel in engine.plans[0].sentinels:
        truth = holds(sentinel.condition, View(engine.plans, 0, lead, now))
        turn = next_turn(sentinel.condition, View(engine.plans, 0, lead, now), now)
        end = now + 120 * HOUR if turn is None else turn
        moments = {*range(now, end, HOUR), end - 1} - {now - 1}
        assert all(holds(sentinel.condition, View(engine.plans, 0, lead, t)) == truth for t in moments)
        if turn is None:
            assert holds(sentinel.condition, View(engine.plans, 0, lead, now + 10_000 * HOUR)) == truth
        else:
            assert sentinel.by_time


@settings(max_examples=25, deadline=None)
@given(
    happened=st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["visited", "opened"])), min_size=1, max_size=12),
    stops=st.lists(st.integers(0, 200), max_size=10),
)
def test_the_clock_may_stop_anywhere_between_records(
    engine: Engine, happened: list[tuple[int, str]], stops: list[int]
) -> None:
    records = [
        EventRecord("L", START + hours * HOUR, 0, verb, "料金" if verb == "visited" else "案内")
        for hours, verb in sorted(happened)
    ]

    def actions(halts: list[int]) -> list[object]:
        engine.output.actions.clear()
        lead = engine.see(LeadRecord("L"), START)
        for record in records:
            for halt in sorted(h for h in halts if lead.clock < START + h * HOUR < record.at):
                engine.advance(lead, START + halt * HOUR)
            engine.take(lead, record)
        engine.advance(lead, START + 300 * HOUR)
        return list(engine.output.actions)

    assert actions(stops) == actions([])
