"""The reference page says what the code does: its samples are read without a fault, and every cause is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeyc.records.problems import Cause
from tests.records.conftest import Read

PAGE = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_cause_is_on_the_page_and_no_other() -> None:
    section = PAGE[PAGE.index("## What cannot be used") : PAGE.index("## Actions")]
    rows = "".join(line for line in section.splitlines(keepends=True) if line.startswith("|"))
    assert sorted(re.findall(r"`(\w+)`", rows)) == sorted(Cause)


@pytest.mark.parametrize(("ending", "number", "records"), [("csv", 0, 2), ("jsonl", 0, 1)])
def test_the_samples_of_leads(leads: Read, ending: str, number: int, records: int) -> None:
    reading = leads(_samples(ending)[number], f"leads.{ending}")
    assert (len(reading.leads), reading.problems) == (records, [])


@pytest.mark.parametrize(("ending", "number", "records"), [("csv", 1, 1), ("jsonl", 1, 5)])
def test_the_samples_of_events(events: Read, ending: str, number: int, records: int) -> None:
    reading = events(_samples(ending)[number], f"events.{ending}")
    assert (len(reading.events), reading.problems) == (records, [])


def _samples(ending: str) -> list[str]:
    return re.findall(rf"^```{ending}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
