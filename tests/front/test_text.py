"""Widths, marks, continuation lines and both languages change how a journey looks, not what it says."""

from __future__ import annotations

import pytest

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import compile_text, parser
from journeyc.program.schema import Do, Program
from journeyc.source import Source, display_width, fold
from journeyc.syntax import tree as t

JOURNEY = """journey 育成
team IS "インサイドセールス"
lead { 役職: 担当者 | 課長 | 部長; 従業員数: number }
stages 課題認知 -> { 情報収集, 興味関心 } -> 検討
download whitepaper
email お礼メール
score 関心度 { range 0..200; downloaded(whitepaper) -> +10 at most 3 per 7d }
segment 温かい as warm when 関心度 >= 50 and not (従業員数 < 300)
when downloaded(whitepaper) and stage < 情報収集 -> stage 情報収集
when became(温かい) -> { notify IS "よく見ています"; tag 温かい }
scenario 追う {
  enter when downloaded(whitepaper)
  exit when stage >= 検討
  send お礼メール
  wait 3d
  if opened(お礼メール) { notify IS } else { tag 未開封 }
  wait until clicked(お礼メール) timeout 2w
}
"""

JAPANESE = """ジャーニー 育成
チーム IS "インサイドセールス"
リード { 役職: 担当者 | 課長 | 部長; 従業員数: 数値 }
段階順 課題認知 -> { 情報収集, 興味関心 } -> 検討
資料 whitepaper
メール お礼メール
スコア 関心度 { 範囲 0..200; ダウンロード(whitepaper) -> +10 最大 3 毎 7日 }
セグメント 温かい 別名 ウォーム 条件 関心度 >= 50 かつ 非 (従業員数 < 300)
もし ダウンロード(whitepaper) かつ 段階 < 情報収集 -> 段階 情報収集
もし なった(温かい) -> { 通知 IS "よく見ています"; タグ 温かい }
シナリオ 追う {
  開始条件 ダウンロード(whitepaper)
  終了条件 段階 >= 検討
  配信 お礼メール
  待機 3日
  もし 開封(お礼メール) { 通知 IS } それ以外 { タグ 未開封 }
  待機条件 クリック(お礼メール) 時間切れ 2週間
}
"""


def program(text: str) -> Program:
    compiled = compile_text(text, "a.journey")
    assert compiled.findings == ()
    assert compiled.program is not None
    return compiled.program


def parsed(text: str) -> t.File:
    found = DiagnosticBag()
    tree = parser().parse(Source("a.journey", text), found)
    assert len(found) == 0
    return tree


def test_japanese_and_english_give_equal_programs() -> None:
    assert program(JAPANESE) == program(JOURNEY)


def test_full_width_text_says_the_same() -> None:
    wide = JOURNEY.replace("(", "（").replace(")", "）").replace(">=", "＞＝").replace("->", "→").replace("50", "５０")
    assert parsed(wide).declarations == parsed(JOURNEY.replace(" 3 per", "  3 per")).declarations


def test_crlf_and_mark_say_the_same() -> None:
    assert parsed("\ufeff" + JOURNEY.replace("\n", "\r\n")) == parsed(JOURNEY)


def test_full_width_inside_a_text_stays() -> None:
    name = parsed('journey a "ＡＢＣ（１）"').declarations[0]
    assert isinstance(name, t.Journey)
    assert name.title is not None
    assert name.title.plain == "ＡＢＣ（１）"


def test_names_are_compared_after_nfkc() -> None:
    assert program(JOURNEY.replace("notify IS", "notify ＩＳ")) == program(JOURNEY)


@pytest.mark.parametrize(
    "text",
    [
        "journey a\nstages A\n  -> B\n  -> C",
        "journey a\nstages A ->\n  B -> // the middle, with a comma\n  C",
        "journey a\n\n\nstages A -> B -> C;;",
    ],
)
def test_lines_go_on(text: str) -> None:
    assert parsed(text) == parsed("journey a; stages A -> B -> C")


def test_a_keyword_may_be_a_name_where_no_keyword_can_stand() -> None:
    tree = parsed("journey a\nstages when -> value\nteam target\n")
    assert [type(d).__name__ for d in tree.declarations] == ["Journey", "Stages", "Team"]


def test_a_tag_may_be_called_as_a_clause_is() -> None:
    made = program(JOURNEY + "when opened(お礼メール) -> { tag 期限; tag within, notify IS within 3d }\n")
    assert [step.action.keyword for step in made.rules[-1].body if isinstance(step, Do)] == ["tag", "tag", "notify"]


def test_documentation_reaches_the_program() -> None:
    made = program(JOURNEY.replace("segment 温かい", "/// 電話してよい人\n/// 目安\nsegment 温かい"))
    assert made.segments[0].doc == "電話してよい人\n目安"


def test_folding_keeps_the_length() -> None:
    text = "when ｄｏｗｎ（資料）→ 通知 ＩＳ “ａ” // （コメント）\n「ｂ」 `（名前）`"
    assert len(fold(text)) == len(text)


def test_width_of_what_a_terminal_shows() -> None:
    assert [display_width(s) for s in ("abc", "資料", "ｱ", "が", "か\u3099")] == [3, 4, 1, 2, 2]


def test_what_is_around_an_error_is_kept() -> None:
    broken = JOURNEY.replace("wait 3d", "wait three days").replace('team IS "', 'team 営業 5\nteam IS "')
    found = DiagnosticBag()
    tree = parser().parse(Source("a.journey", broken), found)
    good = parsed(JOURNEY)
    assert len(found) == 2
    assert [type(d) for d in tree.declarations] == [type(d) for d in good.declarations]
    scenario = next(d for d in tree.declarations if isinstance(d, t.Scenario))
    assert [type(s) for s in scenario.body if not isinstance(s, t.Wait)] == [
        type(s) for d in good.declarations if isinstance(d, t.Scenario) for s in d.body if not isinstance(s, t.Wait)
    ]
