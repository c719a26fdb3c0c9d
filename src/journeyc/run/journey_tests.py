"""Owns the tests that stand in a journey: a virtual clock, one lead, and what was expected of it (language.md §10).
Must not know how results are worded or printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from journeyc.program.calendar import BeyondCalendar, add
from journeyc.program.schema import (
    ExpectAction,
    ExpectCondition,
    JourneyTest,
    Moment,
    Place,
    Program,
)
from journeyc.program.wording import condition_text, duration_text, name_text
from journeyc.run.conditions import View, holds
from journeyc.run.coverage import Coverage, coverage_of
from journeyc.run.engine import EndlessReaction, Engine
from journeyc.run.log import ActionRecord, EventRecord, LeadRecord
from journeyc.run.reaction import CoverageKey
from journeyc.run.reasons import reasons
from journeyc.run.state import Lead
from journeyc.run.text import literal


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met. `expected` is journey text; `instead` what was done since the moment above, or,
    of a condition, the parts that do not hold with what was read. Where the calendar ends, `expected` is the day it
    does not know, and `instead` the line that would let it."""

    place: Place
    kind: Literal["missing action", "unwanted action", "false condition", "endless", "beyond calendar"]
    expected: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestResult:
    """What came of one test. `actions` is everything the lead's journey did in it."""

    __test__ = False

    title: str
    place: Place
    failures: tuple[Failure, ...]
    actions: tuple[ActionRecord, ...]
    covered: frozenset[CoverageKey]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.failures


def run_tests(program: Program, *others: Program) -> list[TestResult]:
    """Run every test of the journey, each with a lead of its own; it stands in the others once it has entered them."""
    return [_Run([program, *others], test).result() for test in program.tests]


def coverage_by_tests(program: Program, results: Iterable[TestResult]) -> Coverage:
    """What of the journey the tests came by."""
    return coverage_of(program, (key for result in results for key in result.covered))


class _Run:
    """One test under way. `since` is where the actions of the nearest moment begin."""

    def __init__(self, programs: Sequence[Program], test: JourneyTest) -> None:
        self.test = test
        self.engine = Engine(programs)
        self.plan = self.engine.plans[0]
        self.lead: Lead | None = None
        self.since = 0
        self.failures: list[Failure] = []

    def result(self) -> TestResult:
        place = self.test.place
        try:
            for step in self.test.steps:
                place = step.place
                self._take(step)
        except EndlessReaction as endless:
            self.failures.append(Failure(place, "endless", "", endless.by))
        except BeyondCalendar as beyond:
            years = f"{beyond.first}..{beyond.last}"
            instead = (beyond.line,) if beyond.line is not None else ()
            self.failures.append(Failure(place, "beyond calendar", f"{beyond.day} ({years})", instead))
        output = self.engine.output
        failures, actions = tuple(self.failures), tuple(output.actions)
        return TestResult(self.test.title, self.test.place, failures, actions, frozenset(output.covered))

    def _take(self, step: Moment | ExpectAction | ExpectCondition) -> None:
        match step:
            case Moment():
                self._move(step)
            case ExpectAction():
                self._expect_action(step)
            case ExpectCondition():
                self._expect_condition(step)

    def _move(self, moment: Moment) -> None:
        """Timers due before the moment, its event, then the timers due at it."""
        at = self._instant(moment)
        self.since = len(self.engine.output.actions)
        if self.lead is None:
            self.lead = _lead(self.engine, self.test, at)
        self.engine.advance(self.lead, at - 1)
        if moment.event is not None:
            event = moment.event
            self.engine.take(self.lead, EventRecord(self.lead.name, at, 0, event.verb, event.subject, dict(event.data)))
        self.engine.advance(self.lead, at)

    def _instant(self, moment: Moment) -> int:
        now = self.lead.clock if self.lead is not None else 0
        if moment.after is not None:
            return add(now, moment.after, self.plan.calendar, self.plan.zone)
        return now if moment.at is None else max(moment.at, now)

    # --- expectations --------------------------------------------------------------------------------------------

    def _expect_action(self, expected: ExpectAction) -> None:
        done = self.engine.output.actions[self.since :]
        found = any(_matches(expected, action) and self._promises(expected, action) for action in done)
        if found is expected.absent:
            kind: Literal["unwanted action", "missing action"] = "unwanted action" if found else "missing action"
            instead = tuple(action_line(action) + self._due(expected, action) for action in done)
            self.failures.append(Failure(expected.place, kind, _expected_text(expected), instead))

    def _promises(self, expected: ExpectAction, action: ActionRecord) -> bool:
        """Whether the action is due when a promise of the expected length would be."""
        within, plan = expected.within, self.plan
        return within is None or action.due == add(action.at, within, plan.calendar, plan.zone)

    def _due(self, expected: ExpectAction, action: ActionRecord) -> str:
        """When an action is due, where that is what is asked."""
        if expected.within is None or action.due is None:
            return ""
        return f" due {datetime.fromtimestamp(action.due, self.plan.zone):%Y-%m-%dT%H:%M}"

    def _expect_condition(self, expected: ExpectCondition) -> None:
        lead = self.lead or _lead(self.engine, self.test, 0)
        view = View(self.engine.plans, 0, lead, lead.clock)
        if not holds(expected.condition, view):
            text = condition_text(self.plan.program, expected.condition)
            why = reasons(expected.condition, view)
            self.failures.append(Failure(expected.place, "false condition", text, why))


def _lead(engine: Engine, test: JourneyTest, at: int) -> Lead:
    """The lead as `given` sets it, first seen at the first moment. It is named after the test, so that several tests
    come by the several arms of a split."""
    given = test.given
    named = {g.what: g.name for g in given}
    record = LeadRecord(
        test.title,
        attributes={g.name: g.value for g in given if g.what == "attribute" and g.value is not None},
        stage=named.get("stage"),
        scores={g.name: int(g.value) for g in given if g.what == "score" and g.value is not None},
        owner=named.get("owner"),
        tags=tuple(g.name for g in given if g.what == "tag"),
        source=named.get("source"),
    )
    return engine.see(record, at, named.get("handoff"))


def _matches(expected: ExpectAction, action: ActionRecord) -> bool:
    """Whether the action is what was expected, in every field that is named."""
    if action.action != expected.action or (action.held is not None) is not expected.held:
        return False
    pairs = (
        (expected.target, action.target),
        (expected.points, action.points),
        (expected.value, action.value),
        (expected.reason, action.reason),
        (expected.text, action.title if action.action == "task" else action.text),
        (expected.member, action.member),
    )
    return all(wanted is None or wanted == done for wanted, done in pairs)


def _expected_text(expected: ExpectAction) -> str:
    keyword = "held" if expected.held else expected.action
    line = _line(
        keyword, expected.target, expected.points, expected.value, expected.reason, expected.text, expected.member
    )
    within = "" if expected.within is None else f" within {duration_text(expected.within)}"
    return ("no " if expected.absent else "") + line + within


def action_line(action: ActionRecord) -> str:
    """An action that was done, or a send that was held, in one short line."""
    keyword = f"held ({action.held})" if action.held else action.action
    text = action.title or action.text
    return _line(keyword, action.target, action.points, action.value, action.reason, text, action.member)


def _line(
    keyword: str,
    target: str | None,
    points: int | None,
    value: str | int | float | bool | None,
    reason: str | None,
    text: str | None,
    member: str | None,
) -> str:
    words = [keyword, None if target is None else name_text(target)]
    words += [None if points is None else f"{points:+d}", None if value is None else f"= {literal(value)}", reason]
    words += [None if text is None else f'"{text}"', None if member is None else f"({member})"]
    return " ".join(word for word in words if word)
