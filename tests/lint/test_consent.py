"""Consent is asked for in many ways, and JC201 knows them; what only looks like asking is found."""

from __future__ import annotations

import pytest

from journeyc.pipeline import Asked, check_text

JOURNEY = """journey 例
lead {{ 許諾: bool = {default}; 同意日: date; 役職: 担当者 | 課長 }}
stages 課題認知 -> 検討
download ガイド
email ご案内 {{ subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }}
policy {{ suppress when ever unsubscribed(any) }}
segment 対象 when 許諾 and 役職 >= 課長
segment 未承諾 when not 許諾
{lines}
"""


def severities(lines: str, default: str = "false") -> list[str]:
    """How severe what JC201 finds is."""
    text = JOURNEY.format(lines=lines, default=default)
    return [found.severity for found in check_text(text, "a.journey", Asked("2026-06-01", ("JC201",))).findings]


@pytest.mark.parametrize(
    "trigger",
    [
        "downloaded(ガイド) and 許諾",
        "became(対象)",
        "ceased(未承諾)",
        "downloaded(ガイド) and known(同意日)",
        "downloaded(ガイド) and 同意日 >= 2026-04-01",
    ],
)
def test_a_trigger_asks(trigger: str) -> None:
    assert severities(f"when {trigger} -> send ご案内") == []


@pytest.mark.parametrize(
    "trigger",
    [
        "became(未承諾)",
        "ceased(対象)",
        "became(対象) or downloaded(ガイド)",
        "downloaded(ガイド) and not known(同意日)",
        "downloaded(ガイド) and known(許諾)",
    ],
)
def test_a_trigger_that_only_looks_like_it_does_not(trigger: str) -> None:
    assert severities(f"when {trigger} -> send ご案内") == ["error"]


def test_a_consent_that_is_there_without_being_asked_for_is_told() -> None:
    assert severities("when downloaded(ガイド) and 許諾 -> send ご案内", default="true") == ["warning"]
    assert severities("when downloaded(ガイド) and 許諾 -> tag 許諾済", default="true") == []
