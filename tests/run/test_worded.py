"""Every line a story can have is worded in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from journeyc import cli
from journeyc.program.calendar import zone_of
from journeyc.run.story import StoryLine
from journeyc.run.worded import worded
from tests.golden.cases import Case, each_case

MESSAGES = Path(__file__).parents[2] / "src" / "journeyc" / "messages"
TOKYO = zone_of("Asia/Tokyo")


def wording(language: str) -> Any:
    return yaml.safe_load((MESSAGES / f"story.{language}.yaml").read_text(encoding="utf-8"))


def keys(node: Any, path: str = "") -> set[str]:
    """Each text's path with the holes it has."""
    if isinstance(node, str):
        return {f"{path}: {sorted(set(re.findall(r'{(.+?)}', node)))}"}
    return {key for name, child in node.items() for key in keys(child, f"{path}.{name}")}


def test_both_languages_word_the_same_with_the_same_values() -> None:
    assert keys(wording("ja")) == keys(wording("en"))


@each_case()
def test_every_line_of_the_worked_cases_stories_is_worded(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one language: the other has the same texts with the same values."""
    records = case.written(tmp_path)
    for lead in case.leads if not case.texts("fails") else []:
        with pytest.raises(SystemExit) as end:
            cli.main(["run", *case.paths(tmp_path), *records, "--why", lead, "--lang", "ja"])
        assert end.value.code == 0
        story = capsys.readouterr().out
        assert lead in story
        assert not re.search(r"{\w+}", story)


def test_a_sentence_names_its_values_and_adds_the_others() -> None:
    values: dict[str, Any] = {
        "action": "handoff",
        "target": "IS",
        "member": "担当1",
        "due": 1_775_012_400,
        "by": "通知",
    }
    line = StoryLine(0, 1, "acted", values, None)
    assert worded(line, wording("ja"), TOKYO) == "送客 IS(担当1)、期限 2026-04-01 12:00:00"
    assert worded(line, wording("en"), TOKYO) == "handoff to IS (担当1), due 2026-04-01 12:00:00"
