"""Owns worked timelines: a journey, records and the actions they lead to, side by side in a Markdown file.
Must not know how a journey is run; docs/meaning.md and the files in tests/run/cases are read the same way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journeyc.pipeline import compile_text
from journeyc.program.schema import Program
from journeyc.run.journey_tests import run_tests
from journeyc.run.log import ActionRecord, EventRecord, LeadRecord, Scalar
from journeyc.run.rehearsal import rehearse
from journeyc.run.story import StoryLine, tell
from journeyc.run.text import literal
from journeyc.run.trace import TraceEntry

HERE = Path(__file__).parent
TOKYO = ZoneInfo("Asia/Tokyo")
PRELUDE = """
journey 試験
team マーケ "マーケティング"
team IS "インサイドセールス" { members 担当1, 担当2 }
lead {
  会社名: text
  役職: 担当者 | 課長 | 部長
  従業員数: number
  許諾: bool = true
  契約更新日: date
}
stages 認知 -> { 情報収集, 興味関心 } -> 検討 -> 決裁
back 検討 -> 情報収集
download 資料
page 料金
form 問合せ { fields 会社名 }
email 案内
email 案内2
email 案内3
email 受付 { purpose transactional }
event 商談 { 金額: money }
"""

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RECORD = re.compile(r"(\d\d-\d\d \d\d:\d\d) (\w+)(?:\((.*?)\))?(.*)")


@dataclass(frozen=True)
class Timeline:
    """A journey with records and the actions they lead to, line by line; without them its tests are inside it."""

    name: str
    journey: str
    records: tuple[str, ...]
    expected: tuple[str, ...] | None

    def failures(self) -> list[tuple[object, ...]]:
        """What the journey's own tests did not find as expected."""
        results = run_tests(compiled(self.journey))
        return [(result.title, f.kind, f.expected, f.instead) for result in results for f in result.failures]

    def story(self) -> list[StoryLine]:
        """What the records lead to, told."""
        leads, events, until = read_records(self.records)
        entries: list[TraceEntry] = []
        program = compiled(self.journey)
        rehearse([program], leads, events, until, entries.append)
        return tell(program, entries)

    def actions(self) -> list[str]:
        """What the records lead to."""
        leads, events, until = read_records(self.records)
        return [written(action) for action in rehearse([compiled(self.journey)], leads, events, until).actions]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a timeline gets each one, of the documentation and of the files here."""
    if "timeline" in metafunc.fixturenames:
        files = [HERE.parents[1] / "docs" / "meaning.md", *sorted((HERE / "cases").glob("*.md"))]
        found = [pytest.param(t, id=f"{file.stem}: {t.name}") for file in files for t in timelines_in(file)]
        metafunc.parametrize("timeline", found)


@pytest.fixture(scope="session")
def journey() -> Callable[[str], Program]:
    """Compiles a journey; one that does not name itself stands after the prelude."""
    return compiled


def timelines_in(path: Path) -> Iterator[Timeline]:
    """The timelines of a file: under each heading a `journey` block and, if any, `records` and `actions`."""
    text = path.read_text(encoding="utf-8")
    sections = _HEADING.split(text)[1:]
    for name, body in zip(sections[::2], sections[1::2], strict=True):
        blocks = dict(_BLOCK.findall(body))
        if "journey" in blocks:
            actions = tuple(blocks["actions"].splitlines()) if "actions" in blocks else None
            yield Timeline(name, blocks["journey"], tuple(blocks.get("records", "").splitlines()), actions)


def compiled(journey: str) -> Program:
    """The Program of a journey; one that does not name itself stands after the prelude."""
    text = journey if journey.lstrip().startswith("journey") else PRELUDE + journey
    result = compile_text(text, "t.journey")
    assert result.program is not None, [(f.code, f.location.line, f.values) for f in result.findings]
    return result.program


def instant(text: str) -> int:
    """`04-01 10:00` of 2026 in Tokyo, as an instant."""
    return int(datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO).timestamp())


def read_records(lines: Sequence[str]) -> tuple[list[LeadRecord], list[EventRecord], int | None]:
    """`lead 役職=部長` describes the lead, `until 04-30 00:00` ends the run; each other line is a record."""
    leads: list[LeadRecord] = []
    events: list[EventRecord] = []
    until: int | None = None
    for line in lines:
        if line.startswith("until "):
            until = instant(line.removeprefix("until "))
        elif line.startswith("lead "):
            given = _pairs(line.removeprefix("lead "))
            stage, owner = (str(given.pop(key)) if key in given else None for key in ("stage", "owner"))
            leads.append(LeadRecord("L", given, stage, owner=owner))
        else:
            found = _RECORD.fullmatch(line)
            assert found is not None, line
            at, verb, subject, data = found.groups()
            events.append(EventRecord("L", instant(at), 0, verb, subject or None, _pairs(data)))
    return leads, events, until


def _pairs(text: str) -> dict[str, Scalar]:
    return {name: _scalar(value) for name, _, value in (pair.partition("=") for pair in text.split())}


def _scalar(text: str) -> Scalar:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.lstrip("-").isdigit() else text


def written(action: ActionRecord) -> str:
    """An action as the timelines write it."""
    parts = [_clock(action.at), action.action, action.target]
    parts += [f"from {action.from_}" if action.from_ else None]
    parts += [f"{action.points:+d}" if action.points is not None else None]
    parts += [f"= {literal(action.value)}" if action.value is not None else None, action.reason]
    parts += [f'"{text}"' if (text := action.title or action.text) else None]
    parts += [f"({action.member})" if action.member else None]
    parts += [f"due {_clock(action.due)}" if action.due is not None else None]
    parts += [f"held {action.held}" if action.held else None]
    parts += [f"until {_clock(action.until)}" if action.until is not None else None]
    return " ".join(part for part in parts if part)


def _clock(at: int) -> str:
    return datetime.fromtimestamp(at, TOKYO).strftime("%m-%d %H:%M")
