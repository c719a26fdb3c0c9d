"""Parts of a Program read as journey text, and that text means the same Program again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyc.program.schema import Program
from journeyc.program.wording import condition_text, when_text

Compile = Callable[[str], Program]
SCORE = """
score 点 { visited(料金) -> +1 }
segment 熱い when 点 >= 3
scenario 追客 { notify IS }
webhook 送り先
source 展示会 { tier 潜在層 }
"""

CONDITIONS = [
    "役職 >= 課長 and not 許諾 == true",
    "(役職 == 部長 or 従業員数 > 300) and known(会社名)",
    "not (役職 == 部長 and 点 < 5)",
    "stage < 検討",
    "stage >= 情報収集",
    "stage == 情報収集",
    "stage != 検討",
    "stage in [認知, 決裁]",
    "at least 2 of (熱い, tag 優先, accepted)",
    "count(visited(料金) within 7d) >= 3",
    "count(visited(any)) == 0",
    "since(opened(案内, 案内2)) > 14d",
    "ever downloaded(資料)",
    "visited(料金 where 秒数 >= 30) within 90m",
    "owner == IS",
    "owner.member == 佐藤",
    "契約更新日 <= today",
    "契約更新日 == 2026-06-10",
    "source == 展示会",
    'not 会社名 == "甲"',
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_reads_as_it_is_written(journey: Compile, text: str) -> None:
    program = journey(f"{SCORE}when {text} -> tag 甲")
    watch = program.rules[0].when.watch
    assert watch is not None
    assert condition_text(program, watch.condition) == text


WHENS = [
    "downloaded(資料)",
    "downloaded(資料) or visited(料金)",
    "(downloaded(資料) or visited(料金)) and stage < 検討",
    "became(熱い) and (tag 甲 or tag 乙)",
    "inactive(30d)",
    "3d before 契約更新日",
    "7d after 契約更新日",
    "created()",
    'done(any where outcome == "不在") and 点 > 3',
]


@pytest.mark.parametrize("text", WHENS)
def test_a_trigger_reads_as_it_is_written(journey: Compile, text: str) -> None:
    program = journey(f"{SCORE}when {text} -> tag 甲")
    assert when_text(program, program.rules[0].when) == text
