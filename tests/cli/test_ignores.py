"""Comments put findings away, with a reason and for as long as they say; what they do not is itself found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

BEFORE = """journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討
"""
WORK = "when downloaded(ガイド) -> handoff 営業"


def found(journeyc: Journeyc, lines: str, *options: str) -> list[tuple[int, str]]:
    Path("a.journey").write_text(BEFORE + lines + "\n", encoding="utf-8")
    done = journeyc("check", "a.journey", "--format", "json", "--today", "2026-06-01", *options)
    return [(finding["line"], finding["code"]) for finding in json.loads(done.stdout)]


@pytest.mark.parametrize(
    "lines",
    [
        f'{WORK} // journeyc: ignore JC301 "理由"',
        f'// journeyc: ignore JC301 "理由"\n{WORK}',
        f'// journeyc: ignore JC301 "理由"\n// 別のコメント\n\n/// 説明\n{WORK}',
        f'{WORK} // journeyc: ignore JC301 until 2026-06-01 "理由"',
        f'{WORK}　／／ｊｏｕｒｎｅｙｃ：ｉｇｎｏｒｅ　ＪＣ３０１　"理由"'.replace("ｊｏｕｒｎｅｙｃ", "journeyc"),
    ],
)
def test_a_finding_is_put_away_from_its_line_or_the_one_above(lines: str, journeyc: Journeyc) -> None:
    assert found(journeyc, lines) == []


def test_several_codes_in_one_comment(journeyc: Journeyc) -> None:
    lines = 'download 旧カタログ; when downloaded(ガイド) -> handoff 営業 // journeyc: ignore JC122, JC301 "理由"'
    assert found(journeyc, lines) == []


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("// journeyc: ignore JC301", ["JC301", "JC020"]),
        ('// journeyc: ignore JC301 ""', ["JC301", "JC020"]),
        ('// journeyc: ignore "理由"', ["JC301", "JC020"]),
        ('// journeyc: ignor JC301 "理由"', ["JC301", "JC020"]),
        ('// journeyc: ignore JC301 until 来年 "理由"', ["JC301", "JC020"]),
        ('// journeyc: ignore JC301 until 2027-02-30 "理由"', ["JC301", "JC020"]),
        ('// journeyc: ignore JC301 until 2026-05-31 "理由"', ["JC301", "JC021"]),
        ('// journeyc: ignore JC301, JC122 "理由"', ["JC022"]),
        ('// journeyc: ignore JC122 "理由"', ["JC301", "JC022"]),
        ('// journeyc: ignore JC301, JC999 "理由"', ["JC020"]),
    ],
)
def test_what_a_comment_does_not_do_is_found(comment: str, codes: list[str], journeyc: Journeyc) -> None:
    assert found(journeyc, f"{WORK} {comment}") == [(6, code) for code in codes]


def test_a_comment_runs_out_though_the_file_is_the_same(journeyc: Journeyc) -> None:
    Path("a.journey").write_text(
        f'{BEFORE}{WORK} // journeyc: ignore JC301 until 2026-06-30 "展示会期間"\n', encoding="utf-8"
    )
    assert journeyc("check", "a.journey", "--today", "2026-06-30").exit_code == 0
    assert journeyc("check", "a.journey", "--today", "2026-07-01").exit_code == 1
    assert journeyc("check", "a.journey", "--today", "2026-06-30").exit_code == 0
    assert journeyc("check", "a.journey", "--today", "soon").exit_code == 2


def test_rules_that_were_not_asked_leave_their_comments_alone(journeyc: Journeyc) -> None:
    lines = f'{WORK} within 1d // journeyc: ignore JC301 "理由"'
    assert found(journeyc, lines, "--select", "JC1,JC022") == []
    assert found(journeyc, lines, "--select", "JC301,JC022") == [(6, "JC022")]


def test_an_error_of_the_language_cannot_be_put_away(journeyc: Journeyc) -> None:
    assert found(journeyc, 'when downloaded(ガイト) -> notify 営業 // journeyc: ignore JC110 "理由"') == [(6, "JC110")]


def test_what_is_not_meant_for_us_is_left_alone(journeyc: Journeyc) -> None:
    assert found(journeyc, "// journeyc で調べること\nwhen downloaded(ガイド) -> notify 営業") == []
