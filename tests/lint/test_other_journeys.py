"""What other journeys do to this one is part of what is true of it."""

from __future__ import annotations

from pathlib import Path

from journeyc.pipeline import Asked, check_files

ENTERED = """journey 乙
team IS "インサイドセールス"
stages 認知 -> 検討
when inactive(30d) -> leave 停滞, notify IS
"""
ENTERING = """journey 甲
team IS "インサイドセールス"
stages 認知 -> 検討
form 問合せ
when submitted(問合せ) -> stage 検討, enter 乙 at 検討, notify IS
"""


def codes(path: Path) -> list[str]:
    (checked,) = check_files([str(path)], Asked("2026-06-01"))
    return [finding.code for finding in checked.findings]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_a_stage_that_another_journey_lets_leads_enter_is_reached(tmp_path: Path) -> None:
    entered = written(tmp_path, "b.journey", ENTERED)
    assert codes(entered) == ["JC101"]
    entering = written(tmp_path, "a.journey", ENTERING)
    assert codes(entered) == []
    written(tmp_path, "a.journey", ENTERING.replace(" at 検討", ""))
    assert codes(entered) == ["JC101"]
    entering.unlink()
    assert codes(entered) == ["JC101"]
