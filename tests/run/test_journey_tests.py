"""The tests that stand in a journey: what they are given, what they find missing, what they came by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyc.program.schema import Program
from journeyc.run.journey_tests import coverage_by_tests, run_tests

Compile = Callable[[str], Program]

TESTED = """
rule 通知: when downloaded(資料) and stage < 検討 -> notify IS "急ぎ"
scenario 追客 {
  enter when downloaded(資料)
  wait until { opened(案内) -> tag 開封; timeout 1d -> tag 未開封 }
  if tag 開封 { notify マーケ }
}
test "通る" {
  at 2026-04-01T10:00 downloaded(資料)
  expect notify IS
  after 1d
  expect tag 未開封
  expect no notify
}
test "落ちる" {
  given 役職 課長
  at 2026-04-01T10:00 downloaded(資料)
  expect handoff IS
  expect no notify
  expect 役職 == 部長
}
"""


def test_a_failing_test_shows_what_happened_instead(journey: Compile) -> None:
    program = journey(TESTED)
    passed, failed = run_tests(program)
    assert passed.passed
    assert [(f.kind, f.expected, f.instead) for f in failed.failures] == [
        ("missing action", "handoff IS", ('notify IS "急ぎ"',)),
        ("unwanted action", "no notify", ('notify IS "急ぎ"',)),
        ("false condition", "役職 == 部長", ("役職 == 部長 (役職 = 課長)",)),
    ]


def test_coverage_names_what_no_test_came_by(journey: Compile) -> None:
    program = journey(TESTED)
    coverage = coverage_by_tests(program, run_tests(program))
    assert [(point.what, point.label) for point in coverage.missing] == [("line", ""), ("path", "tag 開封")]
    assert coverage.share == pytest.approx(4 / 6)


GIVEN = """
score 点 { range 0..12; visited(料金) -> +5 at most 2 per 1d }
score 適合 { range -50..100; while 役職 >= 部長 -> +40; while 会社名 == "競合" -> -200; visited(料金) -> +90 }
when 適合 >= 100 -> notify IS
when visited(料金) -> back 情報収集
when submitted(問合せ) -> stage 興味関心
when rejected(IS) -> leave 不適合
test "段階" {
  given stage 検討
  at 2026-04-01T10:00 visited(料金)
  expect back 情報収集
  expect stage == 情報収集
  after 1h visited(料金)
  expect no back
  after 1h submitted(問合せ)
  expect stage 興味関心
}
test "属性と得点" {
  given 役職 部長
  at 2026-04-01T10:00 visited(料金)
  expect 適合 == 100
  expect notify IS
  after 1h changed with 役職 = 課長
  expect 適合 == 90
  after 1h changed with 会社名 = "競合"
  expect 適合 < 0
}
test "得点の上限" {
  at 2026-04-01T10:00 visited(料金)
  after 1h visited(料金)
  after 1h visited(料金)
  expect 点 == 10
  after 22h visited(料金)
  expect 点 == 12
}
test "差し戻し" {
  given owner マーケ, handoff IS, tag 注目, 役職 部長
  at 2026-04-01T10:00
  expect owner == IS
  expect (not accepted)
  after 1h accepted(IS)
  expect (accepted and tag 注目)
  after 1h rejected(IS)
  expect leave 不適合
  expect owner == マーケ
  expect (not accepted)
}
"""


def test_what_is_given_holds_before_the_first_moment(journey: Compile) -> None:
    assert [(result.title, result.failures) for result in run_tests(journey(GIVEN))] == [
        ("段階", ()),
        ("属性と得点", ()),
        ("得点の上限", ()),
        ("差し戻し", ()),
    ]


NAMED = """
let 大手 = 300
let 送客基準 = 40
score 点 { visited(料金) -> +5 }
when visited(料金) -> set 従業員数 = 大手, score 点 = 送客基準, set 個別許諾 = true
when submitted(問合せ) -> restart at 検討
test "値の名前" {
  given 従業員数 大手, 点 送客基準
  at 2026-04-01T10:00
  expect 従業員数 == 300
  expect 点 == 40
  after 1h changed with 従業員数 = 送客基準
  expect 従業員数 == 40
  after 1h visited(料金)
  expect set 従業員数 = 大手
  expect score 点 = 送客基準
  expect no set 個別許諾 = false
  after 1h submitted(問合せ)
  expect restart at 検討
  expect no restart at 決裁
}
test "示される値" {
  at 2026-04-01T10:00 visited(料金)
  expect set 個別許諾 = false
}
"""


def test_a_test_names_values_by_a_let(journey: Compile) -> None:
    named, shown = run_tests(journey(NAMED))
    assert named.failures == ()
    (failure,) = shown.failures
    assert failure.expected == "set 個別許諾 = false"
    assert failure.instead == ("set 従業員数 = 300", "score 点 = 40", "set 個別許諾 = true")


def test_a_promise_is_expected_by_its_length(journey: Compile) -> None:
    test = """
when downloaded(資料) -> handoff IS within 4bh
test "通る" {
  at 2026-04-03T17:00 downloaded(資料)
  expect handoff IS within 4bh
  expect no handoff IS within 4h
}
test "落ちる" {
  at 2026-04-03T17:00 downloaded(資料)
  expect handoff IS within 1bd
}
"""
    passed, failed = run_tests(journey(test))
    assert passed.passed
    assert [(f.expected, f.instead) for f in failed.failures] == [
        ("handoff IS within 1bd", ("handoff IS (高橋) due 2026-04-06T12:00",))
    ]
