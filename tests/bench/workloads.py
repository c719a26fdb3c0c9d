"""Owns the texts that the benchmarks read: long journeys that look like what people write.
Must not know what is measured."""

from __future__ import annotations

_HEAD = """journey 大規模
timezone Asia/Tokyo
team IS "インサイドセールス" { contact "is@example.co.jp"; members 担当1, 担当2 }
team マーケ "マーケティング"
lead { 役職: 担当者 | 課長 | 部長 | 役員; 従業員数: number; メール許諾: bool = false; 会社名: text }
stages 課題未知 -> 課題認知 -> { 情報収集, 興味関心 } -> 検討 -> 決裁 -> 利用
score 関心度 { range 0..200; decay 10% per 30d }
form 初回; form 相談; form 見積; form 発注
when submitted(初回) and stage == 課題未知 -> stage 課題認知
when submitted(相談) and stage < 検討 -> stage 検討
when submitted(見積) and stage == 検討 -> stage 決裁
when submitted(発注) and stage == 決裁 -> stage 利用
"""

_UNIT = """
/// 資料{n}を読んだリードを追う
download 資料{n} "導入ガイド {n}" {{ url "https://example.com/{n}" }}
page ページ{n}
form フォーム{n} {{ fields 会社名, 従業員数 }}
email メール{n} "ご案内 {n}" {{
  subject "{{会社名 else "お客様"}}のみなさまへ"
  purpose transactional
}}

segment 関心{n} as warm when 関心度 >= {points} and count(visited(ページ{n}) within 7d) >= 2
// よく読むリードは早めに知らせる
rule 知らせる{n}: when became(関心{n}) and stage < 検討 -> notify IS "ページ{n}を見ています", tag 関心{n}
when downloaded(資料{n}) and stage < 情報収集 -> stage 情報収集
when submitted(フォーム{n}) -> {{
  if 従業員数 >= 300 and 役職 >= 課長 {{
    task IS "電話で話を聞く {n}" within 8h as 架電{n}
  }} else {{
    tag 小規模
  }}
}}

scenario 育成{n} "資料{n}のあと" {{
  enter when downloaded(資料{n}) and stage <= 情報収集
  reenter after 90d
  exit when stage >= 検討
  goal when submitted(フォーム{n})
  send メール{n}
  wait 3d
  if opened(メール{n}) {{
    score +10
  }} else {{
    notify マーケ
  }}
  wait until {{
    clicked(メール{n})    -> {{ score 関心度 +10; stage 興味関心 }}
    submitted(フォーム{n}) -> tag 反応あり
    timeout 7d          -> task IS "状況を聞く {n}" within 2d
  }}
}}

test "資料{n}で情報収集へ" {{
  given stage 課題認知, 関心度 40, 役職 部長
  at 2026-04-01T10:00  downloaded(資料{n})
  expect stage == 情報収集
  expect send メール{n}
  after 10d
  expect task IS
}}
"""


def long_journey(lines: int) -> str:
    """A journey of at least so many lines that checks clean."""
    per_unit = _UNIT.count("\n")
    units = -(-lines // per_unit)
    return _HEAD + "".join(_UNIT.format(n=n, points=20 + n % 80) for n in range(1, units + 1))
