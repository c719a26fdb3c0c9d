"""Owns logs made at random for the journeys of this folder: times that meet timers and each other, odd records too.
Must not know what a journey makes of them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from journeyc.run.log import EventRecord, LeadRecord, Scalar
from tests.properties.journeys import STAGES, TAGS, TEAMS

HOUR, DAY = 3_600, 86_400
BEGIN = int(datetime(2026, 4, 1, 10, tzinfo=ZoneInfo("Asia/Tokyo")).timestamp())
BEGINS = (BEGIN, BEGIN, BEGIN, *(BEGIN + days * DAY for days in (-61, -25, 29, 212, 271)))
"""The ends of months and of the year, holidays in a row, and the nights in which clocks change somewhere."""
STEPS = (
    0,
    0,
    1,
    1_800,
    HOUR,
    HOUR,
    8 * HOUR,
    11 * HOUR,
    12 * HOUR,
    23 * HOUR,
    DAY - 1,
    DAY,
    DAY,
    DAY,
    2 * DAY,
    2 * DAY + 1,
    3 * DAY,
    7 * DAY,
)
SUBJECTS = (
    ("downloaded", "資料"), ("downloaded", "資料"), ("downloaded", "事例"), ("visited", "料金"),
    ("visited", "料金"), ("visited", "料金"), ("submitted", "問合せ"), ("opened", "案内"), ("opened", "案内2"),
    ("clicked", "案内"), ("clicked", "案内2"), ("replied", "受付"), ("replied", "短信"), ("sent", "案内"),
    ("bounced", "案内"), ("unsubscribed", "案内"), ("unsubscribed", "短信"), ("attended", "説明会"),
    ("registered", "展示"), ("added", "公式"), ("blocked", "公式"), ("watched", "動画"),
    ("missed", "説明会"), ("happened", "商談"), ("happened", "商談"), ("changed", None), ("changed", None),
    ("created", None), ("done", "架電"), ("done", "手紙"), ("done", None), ("accepted", "IS"),
    ("accepted", "マーケ"), ("rejected", "IS"), ("rejected", "IS"), ("rejected", "マーケ"),
)  # fmt: skip
VALUES: dict[str, SearchStrategy[Scalar]] = {
    "会社名": st.sampled_from(["甲", "乙", ""]),
    "役職": st.sampled_from(["担当者", "課長", "部長"]),
    "従業員数": st.sampled_from([0, 5, 300, 10.5]),
    "許諾": st.booleans(),
    "注目": st.booleans(),
    "契約更新日": st.sampled_from(
        ["2026-04-02", "2026-04-05", "2026-04-09", "2026-05-01", "2025-01-01", "2026-05-06", "2026-12-31"]
    ),
    "予算": st.sampled_from([1, 500]),
}
PAYLOAD: dict[str, SearchStrategy[Scalar]] = {
    "秒数": st.sampled_from([5, 30, 30.5, "30", True]),
    "金額": st.sampled_from([100, 101, 500]),
    "種別": st.sampled_from(["新規", "継続"]),
    "outcome": st.sampled_from(["不在", "済"]),
}


@st.composite
def attributes(draw: DrawFn, most: int) -> dict[str, Scalar]:
    names = draw(st.lists(st.sampled_from(list(VALUES)), max_size=most, unique=True))
    return {name: draw(VALUES[name]) for name in names}


@st.composite
def lead_records(draw: DrawFn, name: str, begin: int) -> LeadRecord:
    created = draw(st.none() | st.sampled_from(STEPS).map(lambda step: begin + step))
    return LeadRecord(
        name,
        draw(attributes(4)),
        draw(st.none() | st.sampled_from(STAGES)),
        draw(st.sampled_from([{}, {}, {"関心": 45}, {"関心": -500, "適合": 12}])),
        draw(st.none() | st.sampled_from(TEAMS)),
        draw(st.sampled_from([(), (), ("優先",), TAGS])),
        draw(st.sampled_from([None, None, "展示会", "紹介"])),
        created,
        draw(st.sampled_from([0, 0, 500])),
    )


@st.composite
def event_records(draw: DrawFn, name: str, at: int) -> EventRecord:
    verb, subject = draw(st.sampled_from(SUBJECTS))
    data: dict[str, Scalar] = {}
    if verb in ("changed", "submitted", "created") or draw(st.integers(0, 4)) == 0:
        data |= draw(attributes(2))
    for field in PAYLOAD:
        if (verb, field) in {("visited", "秒数"), ("happened", "金額"), ("happened", "種別"), ("done", "outcome")}:
            data |= {field: draw(PAYLOAD[field])} if draw(st.booleans()) else {}
    fraction = draw(st.sampled_from([0, 0, 0, 250, 999_999]))
    id_ = draw(st.sampled_from([None, None, "a", "b", "c"]))
    return EventRecord(name, at, fraction, verb, subject, data, id_, draw(st.sampled_from([None, None, "展示会"])))


Log = tuple[list[LeadRecord], list[EventRecord], int | None]


@st.composite
def logs(draw: DrawFn) -> Log:
    """Leads, events in no order, and the end of the run."""
    leads: list[LeadRecord] = []
    events: list[EventRecord] = []
    begin = draw(st.sampled_from(BEGINS))
    names = ["L10", "L2", "あ"][: draw(st.sampled_from([1, 1, 1, 2, 3]))]
    for name in names:
        if draw(st.integers(0, 3)):
            leads.append(draw(lead_records(name, begin)))
        at = begin + draw(st.sampled_from([0, 0, 1, DAY]))
        for _ in range(draw(st.sampled_from([12, 8, 16, 4, 0]))):
            at += draw(st.sampled_from(STEPS))
            events.append(draw(event_records(name, at)))
    until = draw(st.none() | st.sampled_from([begin + 30 * DAY, begin + 60 * DAY, begin + 12 * DAY, begin + 2 * DAY]))
    return leads, draw(st.permutations(events)) if draw(st.booleans()) else events, until
