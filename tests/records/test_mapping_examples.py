"""The mappings that are shipped read the exports beside them, and tell the one value each has no word for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from journeyc.pipeline import compile_text
from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.mappings.reading import read_mapping
from journeyc.records.names import Names
from tests.records.conftest import Mapped, Reading

FOLDER = Path(__file__).parents[2] / "examples" / "mappings"
PAGE = Path(__file__).parents[2] / "docs" / "records.md"


@pytest.fixture(scope="module")
def names() -> Names:
    found = compile_text((FOLDER / "exports.journey").read_text("utf-8"), "exports.journey").program
    assert found is not None
    return Names.of(found)


def read(names: Names, mapping: str, *, leads: str = "", events: str = "") -> Reading:
    found, reading = read_mapping(FOLDER / mapping, names), Reading()
    if leads:
        reading.leads.extend(read_leads([FOLDER / leads], names, reading.report, [found]))
    if events:
        reading.events.extend(read_events([FOLDER / events], names, reading.report, [found]))
    return reading


def test_segment(names: Names) -> None:
    reading = read(names, "segment.yaml", events="segment.jsonl")
    assert {event.lead for event in reading.events} == {"u-1"}
    found = [(event.verb, event.subject, event.data, event.source) for event in reading.events]
    assert found[:-1] == [
        ("visited", "料金", {"秒数": 42}, None),
        ("downloaded", "導入ガイド", {}, "展示会"),
        ("changed", None, {"役職": "部長", "従業員数": 300}, None),
        ("changed", None, {"会社名": "みなと商会"}, None),
        ("submitted", "資料請求", {}, None),
    ]
    assert reading.causes == [
        ("dropped_row", 2),
        ("dropped_row", 6),
        ("duplicate_id", 8),
        ("dropped_row", 9),
        ("unmapped_event", 10),
    ]


def test_marketo(names: Names) -> None:
    reading = read(names, "marketo.yaml", events="marketo-activities.csv")
    found = [(event.verb, event.subject, event.data) for event in reading.events]
    assert found == [
        ("submitted", "資料請求", {}),
        ("sent", "お礼メール", {}),
        ("delivered", "お礼メール", {}),
        ("opened", "お礼メール", {}),
        ("clicked", "お礼メール", {"リンク": "https://www.example.co.jp/pricing"}),
        ("changed", None, {"役職": "部長"}),
    ]
    causes = ["dropped_row", "unmapped_row", "dropped_row", "unmapped_event"]
    assert [cause for cause, _ in reading.causes] == causes


def test_hubspot(names: Names) -> None:
    reading = read(names, "hubspot.yaml", leads="hubspot-contacts.csv", events="hubspot-contacts.csv")
    sato, suzuki = reading.leads
    assert (sato.lead, sato.stage, sato.attributes["役職"]) == ("sato@example.co.jp", "検討", "部長")
    assert (suzuki.attributes["会社名"], suzuki.attributes["契約更新日"]) == ("㈱髙島", "2027-03-31")
    assert [(event.lead, event.subject) for event in reading.events] == [("sato@example.co.jp", "商談化")]
    assert reading.causes == [("unknown_stage", 4)]
    reading = read(names, "hubspot-email.yaml", events="hubspot-email-events.jsonl")
    assert [event.verb for event in reading.events] == ["sent", "opened", "clicked", "changed", "changed"]
    assert reading.events[1].fraction == 123_000
    assert reading.causes == [("unmapped_event", 4)]


def test_a_japanese_csv(names: Names) -> None:
    reading = read(names, "japanese-csv.yaml", leads="action-log.csv", events="action-log.csv")
    sato = reading.leads[0]
    assert sato.attributes == {
        "会社名": "㈱みなと商会",
        "従業員数": 1200,
        "メール許諾": True,
        "契約更新日": "2027-03-31",
    }
    assert sato.created == 1775001900  # 2026-04-01T09:05+09:00
    assert reading.leads[1].attributes["メール許諾"] is False
    found = [(event.verb, event.source) for event in reading.events]
    assert found == [("downloaded", "展示会"), ("visited", None), ("submitted", "検索")]
    assert {cause for cause, _ in reading.causes} == {"duplicate_lead", "dropped_row", "total_row", "unmapped_event"}


def test_the_sample_on_the_page_can_be_used(names: Names, mapped: Mapped) -> None:
    (sample,) = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert set(yaml.safe_load(sample)) >= {"files", "layout", "times", "drop", "leads", "events"}
    sample = sample.replace("delimiter: tab", "delimiter: comma").replace(
        "submitted(資料請求)", "downloaded(whitepaper)"
    )
    content = (
        "一覧\n\n氏名,メールアドレス,会社名,配信可否,日付,時刻,アクション\n佐藤,A@x,A社,可,2026/4/1,9:05,フォーム登録\n"
    )
    reading = mapped(sample, content.encode("cp932"), "action-log.csv")
    assert (reading.leads[0].attributes, reading.events[0].lead) == ({"会社名": "A社", "メール許諾": True}, "a@x")
    assert reading.problems == []
