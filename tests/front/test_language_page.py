"""Every sample on the page of the language is understood: together they are one journey, which is checked and run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from journeyc import pipeline
from journeyc.diagnostics import DiagnosticBag
from journeyc.emit.build import build
from journeyc.emit.pack import find_packs
from journeyc.pipeline import Compiled, compile_file, compile_text, parser
from journeyc.run.journey_tests import run_tests
from journeyc.source import Source

DECLARED_BESIDE = """// What the page's samples name and do not declare themselves.
lead { 業種: 製造 | 金融 | その他 }
download whitepaper
download 事例集
download 稟議テンプレ
page 料金
form 資料請求
form 商談申込
event 発注 { 金額: money }
email お礼メール { purpose transactional }
email お礼メール_再送 { purpose transactional }
email 事例メール
email ニュース1
email ニュース2
email 個別提案メール
email 更新のご案内
email 掘り起こしメール
scenario 再育成 { wait 30d }
"""
OTHER_JOURNEYS = {
    "product-a.journey": "journey 製品A\nstages 課題認知 -> 検討\n",
    "product-b.journey": "journey 製品B\nstages 課題認知 -> 情報収集\n",
    "b.journey": """journey B
stages 情報収集 -> 検討
score 関心度 { while 役職 >= 課長 -> +10 }
segment ホット when 関心度 >= 5
""",
}
# What stands in the text of the page, not in a sample of its own.
DECLARATIONS = ["もし 段階==情報収集 かつ ダウンロード(whitepaper) -> 通知 IS"]
CONDITIONS = [
    "not (従業員数 < 300)",
    "known(役職)",
    "count(visited(料金) within 7d) >= 3",
    "since(opened(any)) > 14d",
    "B.stage >= 検討",
    "B.関心度 >= 50",
    "B.ホット",
]
TRIGGERS = ["visited(料金 where 秒数 >= 30)"]
TEST_LINES = [
    "at 2026-04-02T09:00 visited(料金) with 秒数 = 45",
    "after 2h accepted(IS)",
    'after 1d done(架電) with outcome = "不在"',
    "after 1d changed with 契約更新日 = 2026-09-30",
    "expect held 事例メール",
    "expect (tag 優先)",
    "expect tag 優先",
    "expect stage 検討",
]


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "language.md").read_text(encoding="utf-8")


def _samples(page: str) -> list[str]:
    return re.findall(r"```journey\n(.*?)```", page, re.DOTALL)


Whole = Callable[..., Compiled]


@pytest.fixture
def whole(page: str, tmp_path: Path) -> Whole:
    """The samples but the first, which is a journey by itself, as one journey with what they name; and lines more."""

    def compiled(*more: str) -> Compiled:
        texts = {"main.journey": "\n".join([*_samples(page)[1:], *more, ""]), **OTHER_JOURNEYS}
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared" / "assets.journey").write_text(DECLARED_BESIDE, encoding="utf-8", newline="\n")
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
        return compile_file(str(tmp_path / "main.journey"))

    return compiled


def test_each_sample_parses(page: str) -> None:
    samples = _samples(page)
    assert len(samples) >= 8
    for sample in samples:
        found = DiagnosticBag()
        parser().parse(Source("language.md", sample), found)
        assert found.sorted() == ()


def test_together_they_are_one_journey_whose_test_passes(whole: Whole) -> None:
    compiled = whole()
    assert compiled.findings == ()
    assert compiled.program is not None
    [result] = run_tests(compiled.program)
    assert result.failures == ()


def _quoted(parts: Sequence[str], page: str) -> None:
    assert [part for part in parts if f"`{part}`" not in page] == []


def test_what_stands_in_the_text_is_understood_too(page: str, whole: Whole) -> None:
    _quoted([*DECLARATIONS, *CONDITIONS, *TRIGGERS, *TEST_LINES], page)
    lines = [f"segment 例{number} when {condition}" for number, condition in enumerate(CONDITIONS)]
    lines += [f"when {trigger} -> tag 例" for trigger in TRIGGERS]
    moments = [line for line in TEST_LINES if not line.startswith("expect")]
    expected = [line for line in TEST_LINES if line.startswith("expect")]
    lines.append("\n".join(['test "例" {', *moments, *expected, "}"]))
    assert whole(*DECLARATIONS, *lines).findings == ()


def test_the_smallest_file_is_whole_and_builds(page: str) -> None:
    compiled = compile_text(_samples(page)[0], "small.journey")
    assert compiled.findings == ()
    assert compiled.program is not None
    built = build(find_packs()["python"], compiled.program, {}, set())
    assert (built.refused, built.problems) == ((), ())


def test_nothing_waits_to_be_done(page: str, root: Path) -> None:
    assert "JC090" not in page
    assert "JC090" not in Path(pipeline.__file__).with_name("messages").joinpath("en.yaml").read_text(encoding="utf-8")
