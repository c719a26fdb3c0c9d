"""The formatter's layout, case by case, and its laws on every journey there is in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeyc.diagnostics import DiagnosticBag
from journeyc.pipeline import compile_text, parser, vocabulary_data
from journeyc.source import Source
from journeyc.syntax.formatter import Formatter
from tests.properties.unchanged import comments, formatted, meaning, parsed

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).with_name("formatter_cases.md")

TOO_DEEP = ("tests/errors/text_long_chain.journey", "tests/errors/text_long_else_if.journey")
"""Trees that cannot even be compared with themselves."""


def _cases() -> list[tuple[str, str, str]]:
    """Title, what was typed, and its layout (the same text where it is laid out already)."""
    page = CASES.read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)\n+((?:(?!^## ).*\n)+)", page, re.MULTILINE)
    cases = []
    for title, body in sections:
        typed, *laid_out = re.findall(r"```journey\n(.*?)```", body, re.DOTALL)
        cases.append((title, typed, laid_out[0] if laid_out else typed))
    return cases


def _journeys() -> list[tuple[str, str]]:
    """Every text in the repository that parses."""
    found = [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8-sig"))
        for folder in ("examples", "src", "targets", "tests")
        for path in sorted((ROOT / folder).rglob("*.journey"))
    ]
    for page in ("docs/language.md", "README.md", "README.ja.md", *_golden_pages()):
        samples = re.findall(r"```journey\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
        found += [(f"{page} {number}", sample) for number, sample in enumerate(samples, start=1)]
    return [(name, text) for name, text in found if name not in TOO_DEEP and _has_no_fault(text)]


def _golden_pages() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests" / "golden").rglob("*.md"))]


def _has_no_fault(text: str) -> bool:
    found = DiagnosticBag()
    parser().parse(Source("x", text), found)
    return not found.has_errors


JOURNEYS = dict(_journeys())


@pytest.mark.parametrize(("title", "typed", "laid_out"), _cases(), ids=[title for title, _, _ in _cases()])
def test_layout(title: str, typed: str, laid_out: str) -> None:
    assert formatted(typed) == laid_out
    assert formatted(laid_out) == laid_out


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_file_says_the_same_after_formatting(name: str) -> None:
    typed = JOURNEYS[name]
    laid_out = formatted(typed)
    assert formatted(laid_out) == laid_out
    assert parsed(laid_out) == parsed(typed)
    assert comments(laid_out) == comments(typed)


@pytest.mark.parametrize("name", JOURNEYS)
def test_keywords_turn_into_the_other_language_and_back(name: str) -> None:
    english = formatted(JOURNEYS[name], "en")
    japanese = formatted(english, "ja")
    assert formatted(japanese, "en") == english
    assert formatted(formatted(japanese, "en"), "ja") == japanese
    if compile_text(JOURNEYS[name], "x.journey").program is not None:
        assert meaning(english) == meaning(japanese) == meaning(JOURNEYS[name])


@pytest.mark.parametrize("name", TOO_DEEP)
def test_a_file_that_no_pass_can_follow_is_laid_out_all_the_same(name: str) -> None:
    laid_out = formatted((ROOT / name).read_text(encoding="utf-8"))
    assert formatted(laid_out) == laid_out


def test_there_are_journeys_to_try_it_on() -> None:
    assert len(JOURNEYS) > 80
    assert "examples/nurture/nurture.journey" in JOURNEYS
    assert any(compile_text(text, "x.journey").program is not None for text in JOURNEYS.values())


def test_a_file_with_faults_is_left_alone() -> None:
    found = DiagnosticBag()
    assert Formatter(parser(), vocabulary_data()).format(Source("x", "journey A\nteam {\n"), found) is None
    assert found.has_errors


# --- keywords ----------------------------------------------------------------------------------------------------

HEAD = "journey 育成\nteam IS\nstages 認知 -> 検討\n"


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("when created() -> stage 検討\n", "もし 新規登録() -> 段階 検討\n"),
        ("let 基準 = true\n", "定数 基準 = はい\n"),
        ("segment MQL as mql when stage >= 検討\n", "セグメント MQL 別名 MQL 条件 段階 >= 検討\n"),
        ("segment 近 when entered(any) within 3d\n", "セグメント 近 条件 段階到達(いずれか) 直近 3日\n"),
        ("when created() -> notify IS within 4bh\n", "もし 新規登録() -> 通知 IS 期限 4営業時間\n"),
        (
            "segment 熱 when at least 2 of (accepted, owner == IS, not known(owner))\n",
            "セグメント 熱 条件 2個以上 (受領, 担当 == IS, 非 入力あり(担当))\n",
        ),
        (
            "segment 客 when 拡販.stage >= 提案 and 拡販.accepted or 拡販.終了\n",
            "セグメント 客 条件 拡販.段階 >= 提案 かつ 拡販.受領 または 拡販.終了\n",
        ),
        ("when 2h after 説明会.ends -> enter 拡販\n", "もし 2時間 経過後 説明会.終了 -> 参入 拡販\n"),
        ("team 営業 { capacity 8 per day }\n", "チーム 営業 { 処理能力 8 毎 日 }\n"),
        ("policy { quiet 21:00-08:00, sat, holiday }\n", "配信方針 { 配信休止 21:00-08:00, 土, 祝 }\n"),
        ("goal 商談 when entered(検討) target 20 per month\n", "目標 商談 条件 段階到達(検討) 目標値 20 毎 月\n"),
        ('email 案内 { purpose transactional; footer "" }\n', 'メール 案内 { 目的 取引; フッター "" }\n'),
        ("lead { 許諾: bool = false; 名: text }\n", "リード { 許諾: 真偽 = いいえ; 名: テキスト }\n"),
        (
            "scenario 追客 {\n  reenter never\n  wait 3d\n  if accepted { pause } else { tag 残 }\n}\n",
            "シナリオ 追客 {\n  再入場 なし\n  待機 3日\n  もし 受領 { 一時停止 } それ以外 { タグ 残 }\n}\n",
        ),
        (
            'test "x" {\n  given stage 認知, tag 残\n  at 2026-04-01T10:00 created\n  expect no handoff\n}\n',
            'テスト "x" {\n  前提 段階 認知, タグ 残\n  時点 2026-04-01T10:00 新規登録\n  想定 なし 送客\n}\n',
        ),
    ],
)
def test_keywords(english: str, japanese: str) -> None:
    assert formatted(HEAD + english, "ja").splitlines()[3:] == japanese.splitlines()
    assert formatted(HEAD + japanese, "en").splitlines()[3:] == english.splitlines()


@pytest.mark.parametrize(
    "line",
    [
        'persona 部長 { 件名 "日々のこと"; 目的 "止めない" }',
        "lead { 返事: はい | いいえ | today = はい }",
        "team 営業 { members 月, today }",
        "stages `stage` -> `段階`",
        'download 手引き "when {stage} かつ"',
        "source any { tier hot }",
    ],
)
def test_names_and_texts_are_nobodys_keywords(line: str) -> None:
    def names(text: str) -> list[str]:
        return re.findall(r"[^\W\d]\w*", text.partition(" ")[2])

    for language in ("ja", "en"):
        kept = names(formatted("journey 育成\n" + line, language).splitlines()[1])
        assert [name for name in names(line) if name not in kept and name not in ("members", "tier")] == []


def test_an_enums_own_values_go_before_words() -> None:
    text = "journey 育成\nlead { 返事: はい | いいえ }\nsegment 賛成 when 返事 == はい\n"
    assert "返事 == はい" in formatted(text, "en")


def test_the_fields_of_an_event_go_before_words() -> None:
    text = "journey 育成\nevent 契約 { today: bool }\nsegment 済 when ever happened(契約 where today == true)\n"
    assert "発生(契約 ただし today == はい)" in formatted(text, "ja")


def test_a_second_spelling_becomes_the_first() -> None:
    assert "差し戻し(IS)" in formatted(HEAD + "when 差戻(IS) -> pause\n", "ja")
    assert "差戻(IS)" in formatted(HEAD + "when 差戻(IS) -> pause\n")


def test_two_forms_of_at_least_become_the_one_of_the_language() -> None:
    two = HEAD + "segment 熱 when 2 or more of (accepted, owner == IS)\n"
    assert "when at least 2 of (accepted" in formatted(two, "en")
    assert "条件 2個以上 (受領" in formatted(two, "ja")
    assert "when 2 or more of (accepted" in formatted(two)


def test_a_comment_among_the_words_of_at_least_keeps_its_place() -> None:
    typed = HEAD + "segment 熱 when (at least // two\n2 of // these\n(accepted, owner == IS))\n"
    english = formatted(typed, "en")
    japanese = formatted(english, "ja")
    assert "(少なくとも  // two\n    2 のうち  // these\n    (受領, 担当 == IS))" in japanese
    assert formatted(japanese, "en") == english
