"""What goes round but uses itself up is no loop without end; what gives back what it takes is one."""

from __future__ import annotations

import pytest

from journeyc.pipeline import Asked, check_text

JOURNEY = """journey 例
lead {{ 会社名: text }}
stages 課題認知 -> 検討
download ガイド
email ご案内
email お礼
score 関心度 {{ range 0..100; downloaded(ガイド) -> +20 }}
when downloaded(ガイド) -> tag 甲, send ご案内
{lines}
"""


def found(lines: str) -> list[str]:
    """How severe what JC119 finds is."""
    text = JOURNEY.format(lines=lines)
    return [each.severity for each in check_text(text, "a.journey", Asked("2026-06-01", ("JC119",))).findings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("when tag 甲 -> untag 甲, tag 乙\nwhen tag 乙 and 関心度 >= 50 -> untag 乙, tag 甲, score -10", []),
        (
            "when tag 甲 -> untag 甲, tag 乙, score +10\nwhen tag 乙 and 関心度 >= 50 -> untag 乙, tag 甲, score -10",
            ["error"],
        ),
        ("when tag 甲 -> untag 甲, tag 乙\nwhen tag 乙 -> untag 乙, tag 甲, score -10", ["error"]),
        ("when sent(ご案内) and count(sent(ご案内)) < 3 -> send ご案内", []),
        ("when sent(ご案内) and count(sent(お礼)) < 3 -> send ご案内", ["error"]),
        ("when sent(ご案内) and count(sent(ご案内) within 7d) < 3 -> send ご案内", []),
        ("when sent(ご案内) and not ever sent(お礼) -> send お礼\nwhen sent(お礼) -> send ご案内", []),
        ("when sent(ご案内) -> send お礼\nwhen sent(お礼) -> send ご案内", ["error"]),
    ],
)
def test_a_round_that_uses_itself_up_ends(lines: str, expected: list[str]) -> None:
    assert found(lines) == expected
