"""JC305 sees leads that fit none of the lines that tell of a hot one, those among them of whom something is unknown."""

from __future__ import annotations

from journeyc.pipeline import Asked, check_text

JOURNEY = """journey 例
team IS "IS"
lead {{ 会社名: text; 役職: 担当者 | 課長 | 部長; 規模: 小 | 大 = 小 }}
stages 課題認知 -> 検討
page 料金
segment ホット as hot when count(visited(料金) within 7d) >= 3{more}
{lines}
"""


def found(lines: str, more: str = "") -> list[tuple[str, str]]:
    """How severe what JC305 finds is, and what it says."""
    text = JOURNEY.format(lines=lines, more=more)
    findings = check_text(text, "a.journey", Asked("2026-06-01", ("JC305",))).findings
    return [(each.severity, dict(each.values).get("attributes", "")) for each in findings]


def test_a_lead_of_whom_it_is_not_known_is_nobodys() -> None:
    lines = "when became(ホット) and {0} -> notify IS within 4h\nwhen became(ホット) and {1} -> notify IS within 4h"
    assert found(lines.format("役職 >= 課長", "役職 < 課長")) == [("warning", "`役職`")]
    assert found(lines.format("役職 >= 課長", "not (役職 >= 課長)")) == []
    assert found(lines.format("規模 == 大", "規模 == 小")) == []
    assert found(lines.format("役職 == 部長", "役職 == 課長"), " and 役職 >= 課長") == []


def test_so_is_one_that_takes_no_branch() -> None:
    branch = 'if 役職 >= 課長 { notify IS "{会社名}" within 4h } else if 役職 < 課長 { notify IS within 4h }'
    assert found(f"when became(ホット) -> {{ {branch} }}") == [("error", "")]
    assert found(f"when became(ホット) -> {{ {branch} else {{ notify IS within 4h }} }}") == []
