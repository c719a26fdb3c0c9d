"""JC212 adds up what one lead can be in: scenarios for different people are not added."""

from __future__ import annotations

import pytest

from journeyc.pipeline import Asked, check_text

JOURNEY = """journey 例
lead {{ 役職: 担当者 | 課長 | 部長; 会社名: text }}
persona 現場 {{ when 役職 == 担当者 }}
persona 責任者 {{ when 役職 >= 課長 }}
stages 課題認知 -> 検討
download ガイド
form 登録
email 甲
email 乙
policy {{ cap email 1 per 7d }}
scenario 一 {{ enter when downloaded(ガイド) and {one}; wait 1d; send 甲 }}
scenario 二 {{ enter when downloaded(ガイド) and {other}; wait 2d; send 乙 }}
{more}
"""


@pytest.mark.parametrize(
    ("one", "other", "more", "most"),
    [
        ("役職 >= 課長", "役職 < 課長", "", ""),
        ("役職 >= 課長", "not (役職 >= 課長)", "", ""),
        ("persona == 現場", "persona == 責任者", "", ""),
        ("役職 >= 課長", '会社名 == "甲社"', "", "2"),
        ("役職 >= 課長", "役職 <= 課長", "", "2"),
        ("tag 既読", "not tag 既読", "", "2"),
        ("役職 >= 課長", "役職 < 課長", "when submitted(登録) -> set 役職 = 部長", "2"),
        ("役職 >= 課長", "役職 < 課長", "when submitted(登録) -> start 二", "2"),
    ],
)
def test_scenarios_that_exclude_each_other_are_not_added(one: str, other: str, more: str, most: str) -> None:
    text = JOURNEY.format(one=one, other=other, more=more)
    findings = check_text(text, "a.journey", Asked("2026-06-01", ("JC212",))).findings
    assert [dict(each.values)["count"] for each in findings] == ([most] if most else [])
