"""`journeyc build`, `targets` and `bindings`: files made whole, losses refused by name, ids asked for by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]

TARGET = """
name: plain
version: "1"
title: {ja: 素朴, en: Plain}
emits: {ja: 一枚の紙, en: one page}
outputs: [{template: page.j2, path: "{{ program.journey | filename }}/page.txt", format: text}]
capabilities:
  exact: [action.notify, rule, trigger.downloaded, trigger.condition, condition.compare, value.points, score.line]
  lossy: {action.stage: stage}
losses:
  stage: {ja: 段階は紙に書かれるだけです, en: stages are only written down}
ids: {teams: {address: {about: {ja: 宛先, en: address}, pattern: "[a-z]+"}}}
"""
TEMPLATE = """{{ made_by.journeyc }}
{% for team in program.teams %}{{ team.name }} {{ ask("teams", team.name, "address", team.place) }}
{% endfor %}"""
LOSS = ["--allow-loss", "JC503"]


@pytest.fixture
def build(journeyc: Journeyc, small: Path, tmp_path: Path) -> Callable[..., Result]:
    """`build(…)` for a pack that writes one page and loses stages."""
    folder = tmp_path / "packs" / "plain"
    (folder / "templates").mkdir(parents=True)
    (folder / "target.yaml").write_text(TARGET, encoding="utf-8")
    (folder / "templates" / "page.j2").write_text(TEMPLATE, encoding="utf-8")

    def call(command: str, *arguments: str) -> Result:
        return journeyc(command, small, "--target", "plain", "--packs", "packs", *arguments)

    return call


def test_a_loss_is_refused_with_its_line(build: Callable[..., Result], small: Path) -> None:
    done = build("build")
    assert done.exit_code == 1
    assert f"{small}:8:32: error[JC503]: plain does this differently: stages are only written down" in done.stderr
    assert "--allow-loss JC503:action.stage" in done.stderr
    assert not Path("build").exists()


def test_ids_that_are_missing_are_listed(build: Callable[..., Result]) -> None:
    done = build("build", *LOSS)
    assert done.exit_code == 1
    assert "teams.IS.address  (small.journey:2)" in done.stderr
    assert not Path("build").exists()


def test_a_build_lists_what_it_wrote(build: Callable[..., Result]) -> None:
    assert build("bindings", "--out", "ids.yaml").stdout == "wrote ids.yaml; ids: 1, still empty: 1\n"
    Path("ids.yaml").write_text(Path("ids.yaml").read_text("utf-8").replace("address:", "address: is"), "utf-8")
    assert build("bindings", "--out", "ids.yaml").stdout == "wrote ids.yaml; ids: 1, still empty: 0\n"
    done = build("build", *LOSS, "--bindings", "ids.yaml", "--out", "out")
    assert done.exit_code == 0, done.stderr
    listed = [line.strip() for line in done.stdout.splitlines()[1:3]]
    assert sorted(Path(path).as_posix() for path in listed) == ["out/journeyc.manifest.json", "out/最小/page.txt"]
    assert Path("out/最小/page.txt").read_text("utf-8").endswith("IS is\n")
    assert "losses accepted for plain: 1" in done.stdout
    assert "JC503:action.stage (line 8): stages are only written down" in done.stdout


def test_bindings_that_are_wrong(build: Callable[..., Result]) -> None:
    Path("ids.yaml").write_text("teams: {IS: {address: IS!, adress: x}}\n", encoding="utf-8")
    done = build("build", *LOSS, "--bindings", "ids.yaml")
    assert done.exit_code == 1
    assert done.stderr.count("JC511") == 2
    assert build("build", *LOSS, "--bindings", "nowhere.yaml").exit_code == 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no file without end on this system")
def test_bindings_without_end_are_one_error(build: Callable[..., Result]) -> None:
    done = build("build", *LOSS, "--bindings", "/dev/zero")
    assert (done.exit_code, done.stderr.count("JC511")) == (1, 1)


def test_bindings_go_to_standard_output(build: Callable[..., Result]) -> None:
    done = build("bindings", "--lang", "ja")
    assert done.exit_code == 0
    assert "address:  # 宛先" in done.stdout


def test_a_target_nobody_has(journeyc: Journeyc, small: Path) -> None:
    done = journeyc("build", small, "--target", "hubspt")
    assert done.exit_code == 2
    assert "did you mean 'hubspot'?" in done.stderr
    assert journeyc("build", small).exit_code == 2


def test_packs_that_are_faulty(journeyc: Journeyc, small: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "target.yaml").write_text("name: [", encoding="utf-8")
    done = journeyc("targets", "--packs", tmp_path / "broken")
    assert done.exit_code == 2
    assert "broken/target.yaml" in done.stderr
    assert journeyc("targets", "--packs", tmp_path / "nowhere").exit_code == 2


def test_targets_are_listed_and_described(journeyc: Journeyc) -> None:
    listed = journeyc("targets")
    assert listed.exit_code == 0
    assert "hubspot" in listed.stdout
    described = journeyc("targets", "hubspot", "--lang", "ja")
    assert described.exit_code == 0
    assert "できないこと" in described.stdout
    assert "JC501:step.repeat" in described.stdout


TWO = {
    "a.journey": "journey 甲\nteam IS\nstages 認知\npage 料金\nwhen visited(料金) -> enter 乙\n",
    "b.journey": "journey 乙\nteam CS\nstages 提案\npage 料金\nwhen visited(料金) -> notify CS\n",
}


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Two journeys that know each other."""
    for name, text in TWO.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return list(TWO)


def test_several_journeys_become_one_module(journeyc: Journeyc, two: list[str], tmp_path: Path) -> None:
    assert journeyc("build", *two, "--target", "python", "--together", "--out", "out").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["journeyc.manifest.json", "甲.py"]
    assert "乙" in (tmp_path / "out" / "甲.py").read_text(encoding="utf-8")


def test_otherwise_each_has_a_folder_of_its_own(journeyc: Journeyc, two: list[str], tmp_path: Path) -> None:
    assert journeyc("build", *two, "--target", "python", "--out", "out").exit_code == 0
    made = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.py"))
    assert made == ["乙/乙.py", "甲/甲.py"]


def test_a_target_that_cannot_take_them_together_says_so(journeyc: Journeyc, two: list[str]) -> None:
    done = journeyc("build", *two, "--target", "hubspot", "--together")
    assert done.exit_code == 2
    assert "'hubspot' cannot take several journeys together" in done.stderr


UNFIT = """journey 甲
team IS
lead { 許諾: bool }
stages 認知
page 料金
email 案内
when visited(料金) -> send 案内
"""


def test_nothing_is_built_while_a_check_finds_an_error(journeyc: Journeyc, tmp_path: Path) -> None:
    call = ["build", "-", "--target", "python", "--out", "out"]
    refused = journeyc(*call, stdin=UNFIT)
    assert refused.exit_code == 1
    assert "error[JC201]" in refused.stderr
    assert "warning[" not in refused.stderr
    assert "build with --unchecked" in refused.stderr
    assert not (tmp_path / "out").exists()
    assert journeyc(*call, "--unchecked", stdin=UNFIT).exit_code == 0
    assert (tmp_path / "out" / "甲.py").exists()


def test_what_a_team_has_agreed_on_counts_in_a_build_too(journeyc: Journeyc, tmp_path: Path) -> None:
    (tmp_path / "a.journey").write_text(UNFIT, encoding="utf-8")
    (tmp_path / "journeyc.yaml").write_text("ignore: [JC2]\n", encoding="utf-8")
    assert journeyc("build", "a.journey", "--target", "python").exit_code == 0
