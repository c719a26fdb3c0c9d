"""What every command has in common: language, help, wrong use, explanations, the schema, faults of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from click.testing import Result

from journeyc import __version__
from journeyc.cli import COMMANDS
from journeyc.diagnostics import Severity
from journeyc.output import OutputReason
from journeyc.pipeline import compile_file, compile_text
from journeyc.program.json_form import UnreadableProgram, from_json, json_schema, to_json
from journeyc.records.problems import Cause
from journeyc.run.coverage import What

Journeyc = Callable[..., Result]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_command_has_help_with_examples(command: str, language: str, journeyc: Journeyc) -> None:
    done = journeyc(command, "--help", "--lang", language)
    assert done.exit_code == 0
    assert f"    journeyc {command}" in done.stdout
    assert not re.search(r"\b(commands|options|help)\.\w", done.stdout), "a text is missing"


def test_without_arguments_there_is_help(journeyc: Journeyc) -> None:
    done = journeyc()
    assert done.exit_code == 0
    assert all(re.search(rf"^  {command} ", done.stdout, re.MULTILINE) for command in COMMANDS if command != "schema")
    assert journeyc("--version").stdout == f"journeyc {__version__}\n"


@pytest.mark.parametrize(
    ("environment", "arguments", "spoken"),
    [
        ({}, [], "en"),
        ({"LANG": "ja_JP.UTF-8"}, [], "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP"}, [], "ja"),
        ({"LANG": "ja_JP.UTF-8"}, ["--lang", "en"], "en"),
        ({}, ["--lang=ja"], "ja"),
    ],
)
def test_the_language_is_chosen_or_the_locales(
    environment: dict[str, str],
    arguments: list[str],
    spoken: str,
    journeyc: Journeyc,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    said = {"ja": "1 ファイルを調べました。指摘はありません\n", "en": "1 file checked, nothing found\n"}[spoken]
    assert journeyc(*arguments, "check", small).stdout.startswith(said)
    assert journeyc("check", small, *arguments).stdout.startswith(said)


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek", "a.journey"],
        ["check"],
        ["check", "a.journey", "--formt", "json"],
        ["check", "a.journey", "--format", "xml"],
        ["check", "a.journey", "--format"],
        ["check", "a.journey", "--lang", "fr"],
        ["test", "a.journey", "--fail-under", "much"],
        ["explain"],
        ["explain", "JC999"],
        ["targets", "a", "b"],
    ],
)
def test_wrong_use_is_told_in_both_languages(arguments: list[str], journeyc: Journeyc) -> None:
    language = [] if "--lang" in arguments else ["--lang", "ja"]
    for more in (language, []):
        done = journeyc(*more, *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("journeyc: ")
        assert "usage." not in done.stderr
        assert len(done.stderr.splitlines()) <= 2


def test_every_text_the_code_asks_for_is_there(root: Path) -> None:
    package = root / "src" / "journeyc"
    sources = [package / "cli.py", package / "reporting.py", *(package / "commands").glob("*.py")]
    asked = {key for path in sources for key in re.findall(r'texts\(\s*"([\w.-]+)"', path.read_text("utf-8"))}
    assert asked
    for language in ("ja", "en"):
        texts = yaml.safe_load((package / "messages" / f"face.{language}.yaml").read_text("utf-8"))
        for key in asked:
            found = texts
            for part in key.split("."):
                found = found[part]
            assert isinstance(found, str), key


WORDED = {
    "causes": [str(cause) for cause in Cause],
    "output": get_args(OutputReason),
    "severity": get_args(Severity),
    "coverage": [what.replace(" ", "_") for what in get_args(What)],
    "options": ["lang", "color", "help", "version"],
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("section", WORDED)
def test_everything_that_can_be_told_has_its_words(section: str, language: str, root: Path) -> None:
    page = root / "src" / "journeyc" / "messages" / f"face.{language}.yaml"
    worded = yaml.safe_load(page.read_text("utf-8"))[section]
    assert set(WORDED[section]) <= set(worded)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_code_is_explained(language: str, journeyc: Journeyc, root: Path) -> None:
    wording = yaml.safe_load((root / "src" / "journeyc" / "messages" / f"{language}.yaml").read_text("utf-8"))
    for code, finding in wording["findings"].items():
        done = journeyc("explain", code.lower(), "--lang", language)
        assert done.exit_code == 0
        assert done.stdout.startswith(f"{code} {finding['title']}\n")
        assert not re.search(r"\{\w+\}", done.stdout)


NAMES = """journey 見本
team IS "インサイドセールス"
lead { 役職: 担当者 | 課長 | 部長; 従業員数: number; メール許諾: bool = false; 契約更新日: date }
stages 課題認知 -> 情報収集 -> 検討
download whitepaper
page 料金
form 資料請求
email お礼メール
score 関心度 { downloaded(whitepaper) -> +10 }
"""


def _examples(root: Path) -> dict[str, dict[str, Any]]:
    page = root / "src" / "journeyc" / "messages" / "examples.yaml"
    return dict(yaml.safe_load(page.read_text("utf-8")))


def test_examples_give_the_code_they_explain_and_no_other(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, example in _examples(root).items():
        folder = tmp_path / code
        for name, text in {"a.journey": "", **example.get("files", {})}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        monkeypatch.chdir(folder)
        before = "" if example.get("alone") else NAMES
        wrong = compile_text(before + example["wrong"] + "\n", "a.journey")
        assert {finding.code for finding in wrong.findings} == {code}, example["wrong"]
        right = compile_text(before + example["right"] + "\n", "a.journey")
        assert right.findings == (), example["right"]


def test_every_error_of_a_text_has_an_example(root: Path) -> None:
    wording = yaml.safe_load((root / "src" / "journeyc" / "messages" / "en.yaml").read_text("utf-8"))
    without = {"JC000", "JC001", "JC002", "JC004", "JC030", "JC044"}  # about files, not what stands in them
    assert {code for code in wording["findings"] if code < "JC500"} - without == set(_examples(root))


def test_the_program_as_json_fits_its_schema_and_comes_back(journeyc: Journeyc, small: Path, root: Path) -> None:
    schema = json.loads(journeyc("schema").stdout)
    printed = journeyc("schema", small).stdout
    jsonschema.validate(json.loads(printed), schema)
    for path in [small, *root.glob("examples/*/*.journey")]:
        program = compile_file(str(path)).program
        assert program is not None
        text = to_json(program)
        assert from_json(text) == program
        assert to_json(from_json(text)) == text
    assert json.loads(json_schema()) == schema


@pytest.mark.parametrize("change", [{"version": "0"}, {"teams": 1}, {"rules": [{}]}])
def test_what_is_no_program_is_told(change: dict[str, object], small: Path) -> None:
    program = compile_text(small.read_text("utf-8"), "a.journey").program
    assert program is not None
    with pytest.raises(UnreadableProgram, match=next(iter(change))):
        from_json(json.dumps(json.loads(to_json(program)) | change))


@pytest.fixture
def faulty(tmp_path: Path) -> list[str]:
    """Arguments for a build that fails inside: a pack's Python that raises what no pack should."""
    folder = tmp_path / "faulty"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "a.j2").write_text("", encoding="utf-8")
    (folder / "target.yaml").write_text(
        'name: faulty\nversion: "1"\ntitle: {en: x}\nemits: {en: x}\ncapabilities: {}\n'
        "outputs: [{template: a.j2, path: a.txt, format: text}]\n",
        encoding="utf-8",
    )
    (folder / "hooks.py").write_text("def prepare(program, pack, ask):\n    return 1 / 0\n", encoding="utf-8")
    return ["--target", "faulty", "--packs", str(folder), "--trust-pack"]


def test_a_fault_of_ours_is_one_paragraph(
    journeyc: Journeyc, small: Path, faulty: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = journeyc("build", small, *faulty)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "ZeroDivisionError" in done.stderr
    assert "JOURNEYC_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr
    monkeypatch.setenv("JOURNEYC_DEBUG", "1")
    assert "Traceback" in journeyc("build", small, *faulty).stderr
