"""Owns a journey of two hundred rules that has nothing wrong with it, and ten faults to plant in it.
Must not know how faults are found."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = 22
RULES = 9 * TOPICS + 4

_HEAD = """journey 全社育成 "商材ごとの育成と送客"
timezone Asia/Tokyo
team マーケ   "マーケティング" { capacity 60 per day }
team IS     "インサイドセールス" { members 担当1, 担当2, 担当3; capacity 60 per day }
team セールス "フィールドセールス" { capacity 20 per day }
team 責任者  "営業責任者"
lead { 役職: 担当者 | 課長 | 部長 | 役員; 従業員数: number; 失注理由: 予算 | 競合 | 時期 }
stages 課題未知 -> 課題認知 -> 情報収集 -> 検討 -> 受注
back 検討 -> 情報収集
event 発注 { 金額: money }

segment 見込み客 as lead when stage >= 課題認知
goal 商談化 of 見込み客 within 90d when entered(検討) baseline 6%
goal 受注 of 見込み客 within 365d when entered(受注) baseline 2%
dropout after 90d

rule 受注: when happened(発注) -> stage 受注
rule 引き取り: when accepted(IS) -> assign IS
rule 放置: when overdue(IS) -> notify 責任者 "未対応の送客" within 4h
rule 差し戻し: when rejected(IS) -> {
  match 失注理由 {
    予算, 時期 -> back 情報収集
    競合     -> leave 競合負け
    unknown -> task IS "理由を記録する" within 1d
  }
}
"""

_TOPIC = """
// --- 商材 {n}
download 入門{n} "はじめての{n}"
download 事例{n} "導入事例 {n}"
page     料金{n}
form     相談{n} {{ fields 役職, 従業員数 }}
webinar  説明会{n} {{ at 2026-09-01T15:00; ends 2026-09-01T16:00 }}
rule 認知{n}: when downloaded(入門{n}) and stage == 課題未知 -> stage 課題認知
rule 収集{n}: when downloaded(事例{n}) and stage < 情報収集 -> stage 情報収集
rule 料金{n}回: when visited(料金{n}) and count(visited(料金{n}) within 7d) >= 3 -> {{
  task IS "料金について電話する {n}" within 8h as 架電{n}
}}
rule 相談受付{n}: when submitted(相談{n}) and stage < 検討 -> stage 検討, handoff IS "相談 {n}" within 1d
rule 参加後{n}: when attended(説明会{n}) and 従業員数 >= {size} -> notify セールス "大手が参加 {n}" within 1d
rule 欠席後{n}: when missed(説明会{n}) -> task マーケ "録画を案内する {n}" within 2d
rule 通話{n}: when done(架電{n} where outcome == "つながった") -> tag 接触済{n}
rule 未架電{n}: when overdue(架電{n}) -> notify 責任者 "架電が遅れています {n}" within 4h
rule 予約{n}: when registered(説明会{n}) and stage == 課題未知 -> stage 課題認知, tag 参加予定{n}
"""


@dataclass(frozen=True)
class Planted:
    """A fault: the code it is found under; what it is put in place of, or after what."""

    code: str
    old: str
    new: str

    def into(self, text: str) -> str:
        assert text.count(self.old) == 1, self
        return text.replace(self.old, self.new)


FAULTS = (
    Planted("JC101", "検討 -> 受注", "検討 -> 社内合意 -> 受注"),
    Planted("JC404", "goal 受注 of 見込み客 within 365d when", "goal 受注 when"),
    Planted(
        "JC105",
        "// --- 商材 2\n",
        "when stage == 課題未知 and downloaded(入門1) -> stage 課題認知\n// --- 商材 2\n",
    ),
    Planted("JC122", "page     料金5\n", "page     料金5\npage     旧料金5\n"),
    Planted("JC114", "説明会7) and 従業員数 >= 270", "説明会7) and 従業員数 >= 270 and 従業員数 < 100"),
    Planted("JC301", 'handoff IS "相談 9" within 1d', 'handoff IS "相談 9"'),
    Planted(
        "JC115",
        "rule 参加後12:",
        "rule 急ぎ12: when downloaded(事例12) and 役職 >= 部長 -> stage 検討\nrule 参加後12:",
    ),
    Planted(
        "JC117",
        '-> task マーケ "録画を案内する 15" within 2d',
        "-> {\n  if 従業員数 >= 300 { notify セールス within 1d } else if 従業員数 < 100 { tag 小規模 }\n}",
    ),
    Planted("JC116", "事例18) and stage < 情報収集", "事例18) and stage < 情報収集 and stage >= 課題未知"),
    Planted("JC209", '"料金について電話する 20"', '"料金について 090-1234-5678 へ電話する 20"'),
)
"""Ten faults of different kinds."""


def large_journey(topics: int = TOPICS) -> str:
    """The journey, with nothing wrong; nine rules a topic."""
    return _HEAD + "".join(_TOPIC.format(n=n, size=200 + 10 * n) for n in range(1, topics + 1))


def with_faults() -> str:
    """The journey with all ten faults in it."""
    text = large_journey()
    for fault in FAULTS:
        text = fault.into(text)
    return text
