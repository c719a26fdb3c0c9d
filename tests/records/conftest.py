"""Owns what the tests of records share: one small journey's names, and reading text put in a file.
Must not know what any test expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from journeyc.program.schema import (
    Content,
    Do,
    LeadAttribute,
    Program,
    Rule,
    Score,
    Source,
    Stage,
    Task,
    Team,
    Verb,
    When,
)
from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.mappings.reading import read_mapping
from journeyc.records.names import Names
from journeyc.records.problems import Problem, Tally
from journeyc.run.log import EventRecord, LeadRecord

VERBS = (
    Verb("downloaded", ("ダウンロード",), ("download",)),
    Verb("visited", ("閲覧",), ("page",)),
    Verb("happened", ("発生",), ("event",)),
    Verb("entered", ("段階到達",), ()),
    Verb("done", ("完了",), ()),
    Verb("accepted", ("受領",), ()),
    Verb("rejected", ("差し戻し", "差戻"), ()),
    Verb("created", ("新規登録",), ()),
    Verb("changed", ("変更",), ()),
)


def program(timezone: str = "Asia/Tokyo") -> Program:
    """A journey with an attribute of every type."""
    return Program(
        version="1",
        journey="育成",
        title=None,
        doc=None,
        files=("育成.journey",),
        timezone=timezone,
        calendar=None,
        teams=(_team("IS"), _team("マーケ")),
        attributes=(
            _attribute("会社名", "text"),
            _attribute("役職", "enum", ("担当者", "課長", "部長")),
            _attribute("従業員数", "number"),
            _attribute("メール許諾", "bool"),
            _attribute("契約更新日", "date"),
            _attribute("予算", "money"),
        ),
        personas=(),
        stages=(_stage("課題認知", 0), _stage("情報収集", 1), _stage("検討", 2)),
        backs=(),
        views=(),
        segments=(),
        contents=(
            _content("whitepaper", "download"),
            _content("料金", "page"),
            Content("利用開始", "event", None, "ad", None, (), (("席数", "number"),), None, None, (), None, None),
        ),
        scores=(Score("関心度", None, None, (), (), None, None, 0, None),),
        rules=(_rule_with_task("架電"),),
        scenarios=(),
        policy=None,
        goals=(),
        dropout=None,
        sources=(Source("展示会", None, None, None, None),),
        tests=(),
        histories=(),
        own_verbs=(),
        verbs=VERBS,
    )


def _team(name: str) -> Team:
    return Team(name, None, None, (), None, (), None)


def _attribute(name: str, type_: str, values: tuple[str, ...] = ()) -> LeadAttribute:
    return LeadAttribute(name, type_, values, None, None)  # type: ignore[arg-type]


def _stage(name: str, level: int) -> Stage:
    return Stage(name, level, None, False, None, None, None, (), (), None, None)


def _content(name: str, kind: str) -> Content:
    return Content(name, kind, None, "ad", None, (), (), None, None, (), None, None)


def _rule_with_task(name: str) -> Rule:
    return Rule("育成.journey:1", None, When((), None), (Do(Task("IS", (), None, name), None),), "rule", 1, None)


@dataclass
class Reading:
    """What came of reading: the records, and every problem as it was told."""

    leads: list[LeadRecord] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @property
    def causes(self) -> list[tuple[str, int]]:
        """Each problem's cause and line."""
        return [(str(problem.cause), problem.line) for problem in self.problems]

    def report(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.tally.add(problem)


Read = Callable[..., Reading]


def _put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.fixture
def leads(tmp_path: Path) -> Read:
    """Reads the text or bytes of one lead file."""

    def read(content: str | bytes, name: str = "leads.csv", timezone: str = "Asia/Tokyo") -> Reading:
        reading = Reading()
        names = Names.of(program(timezone))
        reading.leads.extend(read_leads([_put(tmp_path, name, content)], names, reading.report))
        return reading

    return read


@pytest.fixture
def events(tmp_path: Path) -> Read:
    """Reads the text or bytes of one event file."""

    def read(content: str | bytes, name: str = "events.jsonl", timezone: str = "Asia/Tokyo") -> Reading:
        reading = Reading()
        names = Names.of(program(timezone))
        reading.events.extend(read_events([_put(tmp_path, name, content)], names, reading.report))
        return reading

    return read


Mapped = Callable[..., Reading]


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    """Reads the text or bytes of one export by the YAML of one mapping, as leads and as events where it speaks of
    them."""

    def read(mapping: str, content: str | bytes, name: str = "export.csv") -> Reading:
        reading = Reading()
        names = Names.of(program())
        found = read_mapping(_put(tmp_path, "map.yaml", mapping), names)
        path = _put(tmp_path, name, content)
        if found.fits(name, "leads"):
            reading.leads.extend(read_leads([path], names, reading.report, [found]))
        if found.fits(name, "events"):
            reading.events.extend(read_events([path], names, reading.report, [found]))
        return reading

    return read
