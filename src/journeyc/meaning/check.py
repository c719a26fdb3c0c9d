"""Owns the rules of declarations and tests, and the order in which a Model is checked.
Must not know how expressions and steps are checked, nor what becomes of a checked Model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from journeyc.diagnostics import DiagnosticBag
from journeyc.meaning.calendars import Calendars, asks_for_calendar
from journeyc.meaning.expressions import Expressions
from journeyc.meaning.model import Model
from journeyc.meaning.report import Reporter
from journeyc.meaning.settings import Settings
from journeyc.meaning.steps import Steps, valid_clock
from journeyc.meaning.tests import Tests
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node, walk

# A hundred years, and what every platform's numbers can hold.
MAXIMUM_DAYS = 36_500
MAXIMUM_NUMBER = 2**53 - 1
_DAYS = {"m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "bh": 1 / 24, "bd": 1.0}
# What is looked at wherever it stands in a declaration.
_LOOKED_AT = (
    t.Calendar, t.DurationLiteral, t.Wait, t.WaitFor, t.Quiet, t.Action, t.Date, t.DateTime, t.Clock,
    t.Number, t.Signed, t.Money, t.Percent, t.TextLiteral,
)  # fmt: skip


def check(model: Model, vocabulary: Vocabulary, found: DiagnosticBag) -> Model:
    """Check every declaration; faults go to `found`. The model, now with its names' references, is the checked one."""
    checker = _Checker(model, vocabulary, Reporter(found))
    for declared in model.declarations:
        checker.report.source = declared.source
        checker.declaration(declared.node)
    checker.calendar_as_a_whole()
    return model


class _Checker:
    def __init__(self, model: Model, vocabulary: Vocabulary, report: Reporter) -> None:
        self.report = report
        self._model = model
        self._vocabulary = vocabulary
        self._expressions = Expressions(model, vocabulary, report)
        self._steps = Steps(model, vocabulary, report, self._expressions)
        self._settings = Settings(model, vocabulary, report, self._expressions)
        self._tests = Tests(model, vocabulary, report, self._expressions, self._steps)
        self._calendars = Calendars(vocabulary, report, self._no_day)
        self._rules: Mapping[type[Node], Callable[..., None]] = {
            t.Timezone: self._timezone,
            t.Calendar: self._calendars.check,
            t.Let: self._let,
            t.Lead: self._lead,
            t.Team: self._team,
            t.Persona: self._persona,
            t.Back: self._back,
            t.StageDetail: self._stage,
            t.View: self._view,
            t.Segment: self._segment,
            t.Boundary: self._boundary,
            t.Content: self._content,
            t.Score: self._score,
            t.Rule: self._rule,
            t.Choose: self._choose,
            t.Scenario: self._scenario,
            t.Policy: self._policy,
            t.Goal: self._goal,
            t.Dropout: self._dropout,
            t.SourceDeclaration: self._source,
            t.Test: self._tests.test,
        }

    def declaration(self, node: t.Declaration) -> None:
        """Check one declaration and all in it."""
        rule = self._rules.get(type(node))
        if rule is not None:
            rule(node)
        for found in walk(node):
            if isinstance(found, _LOOKED_AT):
                self._look_at(found)

    def _look_at(self, node: Node) -> None:
        """Dates and times that no calendar has, and what asks for the journey's."""
        if asks_for_calendar(node, self._vocabulary):
            self._model.calendar_asked = True
        match node:
            case t.Date() if not _parses(date.fromisoformat, node.value):
                self.report.error("JC078", node, "date", found=node.value)
            case t.DateTime() if not _parses(datetime.fromisoformat, node.value):
                self.report.error("JC078", node, "datetime", found=node.value)
            case t.DurationLiteral() if node.amount * _DAYS[node.unit] > MAXIMUM_DAYS:
                self.report.error("JC079", node, "duration")
            case t.Number() | t.Signed() | t.Money() | t.Percent() if abs(node.value) > MAXIMUM_NUMBER:
                self.report.error("JC079", node, "number")
            case t.TextLiteral() if id(node) not in self._expressions.filled_in:
                self._expressions.plain_text(node)
            case t.Clock() if not valid_clock(node.value) and id(node) not in self._calendars.midnights:
                self.report.error("JC078", node, "clock", found=node.value)
            case _:
                pass

    # --- one rule a declaration

    def _timezone(self, node: t.Timezone) -> None:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(node.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.report.error("JC075", node, name=node.zone)

    def _let(self, node: t.Let) -> None:
        if self._expressions.literal_type(node.value).name == "any":
            self.report.error("JC072", node.value, "not_literal", name=node.name.text)

    def _lead(self, node: t.Lead) -> None:
        for item in node.items:
            if isinstance(item, t.Typed) and item.default is not None:
                wanted = self._model.attributes.get(item.name.text)
                if wanted is not None:
                    self._expressions.fixed_value(item.default, wanted)

    def _team(self, node: t.Team) -> None:
        self._settings.check(node.items, "team")

    def _persona(self, node: t.Persona) -> None:
        self._settings.check(node.items, "persona", notes=True, when="condition", cells=True)

    def _source(self, node: t.SourceDeclaration) -> None:
        self._settings.check(node.items, "source")

    def _back(self, node: t.Back) -> None:
        if not self._stage_name(node.source):
            return
        for target in node.targets:
            if self._stage_name(target) and self._model.level(target.text) >= self._model.level(node.source.text):
                self.report.error("JC108", target, source=node.source.text, target=target.text)

    def _stage_name(self, name: t.Name) -> bool:
        if name.text in self._model.stages:
            return True
        self.report.undefined(name, "stage", self._model.stages)
        return False

    def _stage(self, node: t.StageDetail) -> None:
        self._stage_name(node.name)
        self._settings.check(node.items, "stage", notes=True, when="trigger")

    def _view(self, node: t.View) -> None:
        """Every stage once, in order; stages that stand side by side may be parted."""
        named = [name for group in node.groups for name in group.stages]
        declared = [self._stage_name(name) for name in named]
        if not all(declared):
            return
        missing = [stage for stage in self._model.stages if stage not in {name.text for name in named}]
        if missing:
            self.report.error("JC107", node.name, "missing", missing=", ".join(missing))
        seen: set[str] = set()
        highest = 0
        for name in named:
            level = self._model.level(name.text)
            if name.text in seen:
                self.report.error("JC107", name, "twice", name=name.text)
            elif level < highest:
                self.report.error("JC107", name, "order", name=name.text)
            seen.add(name.text)
            highest = max(highest, level)

    def _segment(self, node: t.Segment) -> None:
        self._role(node.role)
        self._expressions.condition(node.condition)
        self._settings.check(node.items, "segment")

    def _boundary(self, node: t.Boundary) -> None:
        self._role(node.role)
        self._stage_name(node.stage)
        if node.condition is not None:
            self._expressions.condition(node.condition)
        self._settings.check(node.items, "boundary")

    def _role(self, role: t.Name | None) -> None:
        if role is not None and role.text not in self._vocabulary.roles:
            self.report.undefined(role, "role", self._vocabulary.roles)

    def _content(self, node: t.Content) -> None:
        kind = self._vocabulary.kinds.get(node.kind.text)
        if kind is not None:
            self._settings.check(node.items, kind.name, fields=kind.payload)

    def _score(self, node: t.Score) -> None:
        for line in node.lines:
            match line:
                case t.ScoreRange():
                    if line.low.value >= line.high.value:
                        self.report.error("JC079", line, "range")
                case t.ScoreLine():
                    self._expressions.trigger(line.when)
                    self._whole(line.points)
                    if line.limit is not None and line.limit[1].unit in ("bh", "bd"):
                        self.report.error("JC124", line.limit[1], "calendar_only")
                case t.StandingLine():
                    self._expressions.condition(line.condition)
                    self._whole(line.points)
                case t.Decay():
                    self._decay(line)
                case t.Setting():
                    self._settings.check((line,), "score")

    def _whole(self, points: t.Signed) -> None:
        if isinstance(points.value, float):
            self.report.error("JC070", points, "points", wanted="points")

    def _decay(self, line: t.Decay) -> None:
        if isinstance(line.percent.value, float) or not 0 < line.percent.value <= 100:
            self.report.error("JC079", line.percent, "decay")
        if line.every.unit in ("bh", "bd"):
            self.report.error("JC124", line.every, "calendar_only")
        elif line.every.amount == 0:
            self.report.error("JC079", line.every, "every")

    def _rule(self, node: t.Rule) -> None:
        self._expressions.when(node.when)
        self._steps.body(node.body, in_scenario=False)

    def _choose(self, node: t.Choose) -> None:
        self._expressions.trigger(node.when)
        for i, line in enumerate(node.lines):
            if line.condition is not None:
                self._expressions.condition(line.condition)
            elif i < len(node.lines) - 1:
                self.report.error("JC071", line, "else_last")
            self._steps.body(line.body, in_scenario=False)

    def _scenario(self, node: t.Scenario) -> None:
        steps: list[t.Step] = []
        for line in node.body:
            match line:
                case t.ScenarioLine(kind="hold"):
                    self._expressions.condition(line.condition)
                case t.ScenarioLine():
                    self._expressions.when(line.condition)
                case t.Reenter():
                    self._reenter(line)
                case _:
                    steps.append(line)
        self._steps.body(t.Block(node.start, node.end, tuple(steps)), in_scenario=True)

    def _reenter(self, node: t.Reenter) -> None:
        if node.word is not None and self._vocabulary.words.get(node.word.text) not in ("always", "never"):
            self.report.undefined(node.word, "reenter", ("always", "never"))
        if node.after is not None and node.after.unit in ("bh", "bd"):
            self.report.error("JC124", node.after, "calendar_only")

    def _policy(self, node: t.Policy) -> None:
        for line in node.lines:
            match line:
                case t.Consent() | t.Suppress():
                    self._expressions.condition(line.condition)
                case t.Cap():
                    self._cap(line)
                case t.Quiet():
                    for item in line.items:
                        known = {**self._vocabulary.weekdays, **self._vocabulary.days_off}
                        if isinstance(item, t.Name) and item.text not in known:
                            self._no_day(item, known)

    def _no_day(self, item: t.Name, known: Mapping[str, object]) -> None:
        """Days run together, as in 土日, are taken apart."""
        if all(day in known for day in item.text):
            apart = ", ".join(item.text)
            fix = self.report.replacement("part_days", item, apart, safe=True, name=apart)
            self.report.error("JC110", item, "weekday", fixes=(fix,), name=item.text, near=apart)
        else:
            self.report.undefined(item, "weekday", known)

    def _cap(self, node: t.Cap) -> None:
        kind = self._vocabulary.kinds.get(node.kind.text)
        if kind is None or not kind.sendable:
            sendable = [word for word, row in self._vocabulary.kinds.items() if row.sendable]
            self.report.undefined(node.kind, "sendable_kind", sendable)
        if node.per.unit in ("bh", "bd"):
            self.report.error("JC124", node.per, "calendar_only")
        if node.otherwise is not None and self._vocabulary.words.get(node.otherwise.text) not in ("drop", "delay"):
            self.report.undefined(node.otherwise, "cap_else", ("drop", "delay"))

    def _goal(self, node: t.Goal) -> None:
        if node.of is not None and node.of.text not in self._model.names("segment"):
            self.report.undefined(node.of, "segment", self._model.names("segment"))
        if node.within is not None and node.within.unit in ("bh", "bd"):
            self.report.error("JC124", node.within, "calendar_only")
        self._expressions.when(node.when)
        if node.target is not None and node.target[1].text not in self._vocabulary.periods:
            self.report.undefined(node.target[1], "period", self._vocabulary.periods)

    def _dropout(self, node: t.Dropout) -> None:
        if node.after.unit in ("bh", "bd"):
            self.report.error("JC124", node.after, "calendar_only")

    # --- over all declarations

    def calendar_as_a_whole(self) -> None:
        """What is wrong with a calendar only because something asks for it."""
        self._calendars.whole(self._model)


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
