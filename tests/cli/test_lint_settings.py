"""Which rules are asked, how severe they are, and what their options are: by options, and by the nearest settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

# An unreachable stage (JC101, an error), an unused content (JC122, a warning), a hand-off without a time (JC301).
FLAWED = """journey 例
team 営業 "営業"
stages 課題認知 -> 情報収集 -> 検討
download ガイド
download 旧カタログ
when downloaded(ガイド) -> stage 検討, handoff 営業
"""


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    path = tmp_path / "a" / "b" / "flawed.journey"
    path.parent.mkdir(parents=True)
    path.write_text(FLAWED, encoding="utf-8")
    return path


def codes(result: Result) -> list[str]:
    return [finding["code"] for finding in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["JC101", "JC122", "JC301"]),
        (["--select", "JC1"], ["JC101", "JC122"]),
        (["--select", "JC1,jc301", "--ignore", "JC122"], ["JC101", "JC301"]),
        (["--ignore", "JC1", "--ignore", "JC301"], []),
        (["--ignore", "JC"], []),
        (["--select", "JC122", "--ignore", "JC1"], ["JC122"]),
        (["--select", "JC1", "--ignore", "JC1"], []),
    ],
)
def test_rules_are_selected_by_the_beginnings_of_their_codes(
    options: list[str], found: list[str], journeyc: Journeyc, flawed: Path
) -> None:
    for _ in range(2):
        assert codes(journeyc("check", flawed, "--format", "json", *options)) == found


def test_a_code_that_no_rule_has_is_wrong_use(journeyc: Journeyc, flawed: Path) -> None:
    done = journeyc("check", flawed, "--select", "JC1010")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "JC101" in done.stderr


TOML = """[project]
name = "x"

[tool.journeyc]
ignore = ["JC101"]

[tool.journeyc.severity]
JC122 = "error"
JC301 = "info"
"""
YAML = "ignore: [JC101]\nseverity: {JC122: error, JC301: info}\n"


@pytest.mark.parametrize(("name", "text"), [("pyproject.toml", TOML), ("journeyc.yaml", YAML)])
@pytest.mark.parametrize("folder", [".", "a", "a/b"])
def test_the_nearest_settings_above_a_journey_count(
    name: str, text: str, folder: str, journeyc: Journeyc, flawed: Path
) -> None:
    Path(folder, name).write_text(text, encoding="utf-8")
    done = journeyc("check", flawed, "--format", "json")
    assert [(f["code"], f["severity"]) for f in json.loads(done.stdout)] == [("JC122", "error"), ("JC301", "info")]
    assert done.exit_code == 1
    Path(folder, name).write_text("[tool.ruff]\n" if name.endswith("toml") else "", encoding="utf-8")
    assert codes(journeyc("check", flawed, "--format", "json")) == ["JC101", "JC122", "JC301"]


def test_settings_nearer_by_stand_in_place_of_others(journeyc: Journeyc, flawed: Path) -> None:
    Path("journeyc.yaml").write_text("ignore: [JC1]\n", encoding="utf-8")
    Path("a/pyproject.toml").write_text("[tool.journeyc]\nselect = ['JC101']\n", encoding="utf-8")
    assert codes(journeyc("check", flawed, "--format", "json")) == ["JC101"]


def test_an_option_of_a_rule_is_set(journeyc: Journeyc, flawed: Path) -> None:
    Path("journeyc.yaml").write_text("options: {JC101: {imported: [情報収集]}}\n", encoding="utf-8")
    assert codes(journeyc("check", flawed, "--format", "json")) == ["JC122", "JC301"]


def test_settings_say_what_fails(journeyc: Journeyc, flawed: Path) -> None:
    Path("journeyc.yaml").write_text("select: [JC122]\nfail-on: warning\n", encoding="utf-8")
    for _ in range(2):
        assert journeyc("check", flawed).exit_code == 1
    assert journeyc("check", flawed, "--fail-on", "error").exit_code == 0


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("ignore: [JC101]\nselekt: []\n", 2, "select"),
        ("select: [JC1O1]\n", 1, "JC101"),
        ("select: JC101\n", 1, "[\"JC101\""),
        ("\nseverity:\n  JC999: error\n", 3, "JC999"),
        ("severity: {JC101: fatal}\n", 1, "fatal"),
        ("severity: [JC101]\n", 1, "severity"),
        ("options:\n  JC101:\n    importet: []\n", 3, "imported"),
        ("options: {JC101: {imported: 3}}\n", 1, "imported"),
        ("options: {JC101: 3}\n", 1, "JC101"),
        ("fail-on: never\n", 1, "never"),
        ("ignore: [JC101\n", 1, "line 2"),
        ("a: &x [1]\nb: *x\n", 2, "alias"),
        ("- 1\n", 1, "table"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_settings_is_shown_where_it_stands(
    text: str, line: int, said: str, journeyc: Journeyc, flawed: Path
) -> None:
    Path("journeyc.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        done = journeyc("check", flawed)
        assert done.exit_code == 1
        shown = done.stdout[done.stdout.index("journeyc.yaml:") :]
        assert shown.startswith(f"journeyc.yaml:{line}:")
        assert "error[JC030]" in shown
        assert said in shown


def test_toml_that_cannot_be_read_is_shown_where_it_breaks_off(journeyc: Journeyc, flawed: Path) -> None:
    Path("pyproject.toml").write_text("[tool.journeyc]\nselect = [\n", encoding="utf-8")
    done = journeyc("check", flawed, "--lang", "ja")
    assert done.exit_code == 1
    assert "JC030" in done.stdout
