"""What the language leaves out on purpose is said to be not supported, with the nearest thing that is."""

from __future__ import annotations

import pytest

from journeyc.catalogue import Catalogue
from journeyc.pipeline import compile_text

JOURNEY = """journey 見本
team IS "インサイドセールス"
lead { 役職: 担当者 | 部長; 許諾: bool }
stages 認知 -> 検討
download 資料
email A
email B
"""
TRIED = [
    ("account", "account 取引先 { }"),
    ("account", "アカウント 取引先 { 業種: text }"),
    ("account", "segment 大口 when account.stage >= 検討"),
    ("consent", "policy { consent 許諾 since 2026-04-01 }"),
    ("consent", "policy { 同意 許諾 2026-04-01 以降 }"),
    ("consent", "consent メール { granted: date }"),
    ("opportunity", "opportunity 大型 { amount: money }"),
    ("opportunity", "deal 大型"),
    ("opportunity", "案件 大型 { 金額: money }"),
    ("month", "when downloaded(資料) and downloaded(資料) within 3mo -> notify IS"),
    ("month", "dropout after 3ヶ月"),
    ("month", "scenario 待つ { wait 2 months }"),
    ("every", "when every Monday -> notify IS"),
    ("every", "when 毎週 月 9:00 -> notify IS"),
    ("every", "when daily at 9:00 -> notify IS"),
    ("every", "when monthly -> notify IS"),
    ("every", "毎月 { notify IS }"),
    ("path", "path 理想 { 認知 -> 検討 }"),
    ("path", "desired path 認知 -> 検討"),
    ("path", "理想経路 認知 -> 検討"),
    ("list", "template 連続(A, B) { send A }"),
    ("list", "ひな形 連続 { }"),
    ("list", "scenario 送る { for each m in [A, B] { send m } }"),
    ("list", "scenario 送る { send each A }"),
    ("list", "scenario 送る { foreach A }"),
]
NEAREST = {
    "account": "attribute",
    "consent": "policy",
    "opportunity": "event",
    "month": "30d",
    "every": "wait until next",
    "path": "stages",
    "list": "next of",
}


@pytest.mark.parametrize(("variant", "line"), TRIED)
def test_what_is_left_out_is_said_with_what_is_nearest(variant: str, line: str) -> None:
    [finding] = compile_text(f"{JOURNEY}{line}\n", "a.journey").findings
    assert (finding.code, finding.variant, finding.location.line) == ("JC091", variant, 8)
    message, hint = Catalogue("en").finding(finding)
    assert "not supported" in message
    assert NEAREST[variant] in hint
    message, hint = Catalogue("ja").finding(finding)
    assert "使えません" in message
    assert hint.startswith("近いのは")


def test_all_of_them_are_names_like_any_other_elsewhere() -> None:
    names = "event 商談 { 金額: money }\npage 経路\ndownload template\n"
    rules = 'when happened(商談) or visited(経路) or downloaded(template) -> notify IS "案件"\n'
    assert compile_text(JOURNEY + names + rules, "a.journey").findings == ()
