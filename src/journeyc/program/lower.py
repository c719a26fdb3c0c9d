"""Owns checked Model to Program: the last pass of the front end.
Must not report faults; it is asked only for journeys in which the checker found none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from journeyc.meaning.model import Model
from journeyc.meaning.types import Type
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.program import schema as p
from journeyc.program.lowering_calendar import lowered_calendar
from journeyc.program.lowering_expressions import LoweredExpressions
from journeyc.program.lowering_steps import LoweredSteps
from journeyc.program.lowering_tests import LoweredTests
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node


def lower(model: Model, vocabulary: Vocabulary, sources: Sequence[Source]) -> p.Program:
    """The Program of a checked Model. `sources` are the files it was read from, the journey's own first."""
    return _Lowering(model, vocabulary, sources).program()


class _Lowering:
    def __init__(self, model: Model, vocabulary: Vocabulary, sources: Sequence[Source]) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._files = tuple(_base_name(source.name) for source in sources)
        files = {id(source): i for i, source in enumerate(sources)}
        self._expressions = LoweredExpressions(model, vocabulary, files)
        self._steps = LoweredSteps(model, vocabulary, self._expressions)
        self._tests = LoweredTests(model, vocabulary, self._expressions, self._steps)
        self._details: dict[str, t.StageDetail] = {}
        self._made: dict[str, list[Any]] = {}
        self._policy: list[t.Consent | t.Quiet | t.Cap | t.Suppress] = []
        self._policy_place = self._calendar_place = p.NOWHERE

    def program(self) -> p.Program:
        for declared in self._model.declarations:
            self._expressions.source = declared.source
            self._declaration(declared.node)
        journey = self._model.journey
        dropout = self._of("dropout")
        return p.Program(
            version=p.PROGRAM_VERSION,
            journey=journey.name.text if journey else "",
            title=_plain(journey.title) if journey else None,
            doc=journey.doc if journey else None,
            files=self._files,
            timezone=self._model.timezone,
            calendar=lowered_calendar(self._model, self._vocabulary, self._calendar_place),
            teams=self._of("team"),
            attributes=self._of("attribute"),
            personas=self._of("persona"),
            stages=tuple(self._stages()),
            backs=self._of("back"),
            views=self._of("view"),
            segments=self._of("segment"),
            contents=self._of("content"),
            scores=self._of("score"),
            rules=self._of("rule"),
            scenarios=self._of("scenario"),
            policy=self._whole_policy(),
            goals=self._of("goal"),
            dropout=dropout[0] if dropout else None,
            sources=self._of("source"),
            tests=self._of("test"),
            histories=self._expressions.histories,
            own_verbs=tuple((name, kind.own) for name, kind in self._vocabulary.kinds.items() if name == kind.name),
            verbs=tuple(
                p.Verb(name, verb.spellings, self._vocabulary.kinds_of(name))
                for name, verb in self._vocabulary.verbs.items()
                if name == verb.name
            ),
            place=self._place(journey) if journey else p.NOWHERE,
            zoned=any(isinstance(declared.node, t.Timezone) for declared in self._model.declarations),
        )

    def _of(self, what: str) -> tuple[Any, ...]:
        return tuple(self._made.get(what, ()))

    def _add(self, what: str, made: object) -> None:
        self._made.setdefault(what, []).append(made)

    def _declaration(self, node: t.Declaration) -> None:
        match node:
            case t.Team():
                self._add("team", self._team(node))
            case t.Lead():
                for item in node.items:
                    if isinstance(item, t.Typed):
                        self._add("attribute", self._attribute(item))
            case t.Persona():
                self._add("persona", self._persona(node))
            case t.StageDetail():
                self._stage_detail(node)
            case t.Back():
                for target in node.targets:
                    self._add("back", p.BackMove(node.source.text, target.text, self._place(node)))
            case t.View():
                groups = tuple((group.name.text, tuple(s.text for s in group.stages)) for group in node.groups)
                self._add("view", p.View(node.name.text, groups, node.doc, self._place(node)))
            case t.Segment():
                self._add("segment", self._segment(node))
            case t.Boundary():
                self._add("segment", self._boundary(node))
            case t.Content():
                self._add("content", self._content(node))
            case t.Score():
                self._add("score", self._score(node))
            case t.Rule() | t.Choose():
                self._add("rule", self._rule(node))
            case t.Scenario():
                self._add("scenario", self._scenario(node))
            case t.Policy():
                self._policy.extend(node.lines)
                self._policy_place = self._place(node)
            case t.Calendar():
                self._calendar_place = self._place(node)
            case t.Goal():
                self._add("goal", self._goal(node))
            case t.Dropout():
                self._add("dropout", self._expressions.seconds(node.after))
            case t.SourceDeclaration():
                self._add("source", self._source(node))
            case t.Test():
                self._add("test", self._tests.test(node))
            case _:
                pass

    # --- who

    def _team(self, node: t.Team) -> p.Team:
        settings = dict(self._settings(node.items))
        capacity = self._per(node.items, "capacity")
        return p.Team(
            node.name.text,
            _plain(node.title),
            settings.pop("contact", None),
            self._model.members.get(node.name.text, ()),
            (int(capacity[0]), capacity[1]) if capacity else None,
            tuple((key, value) for key, value in settings.items() if key not in ("members", "capacity")),
            node.doc,
            self._place(node),
        )

    def _attribute(self, item: t.Typed) -> p.LeadAttribute:
        kind = self._model.attributes[item.name.text]
        default = self._expressions.fixed(item.default) if item.default is not None else None
        name: Any = kind.name
        return p.LeadAttribute(item.name.text, name, kind.values, default, None, self._place(item))

    def _persona(self, node: t.Persona) -> p.Persona:
        condition = next((item.condition for item in node.items if isinstance(item, t.WhenLine)), None)
        cells = tuple(
            p.MapCell(item.stage.text, self._notes(item.items), self._contents(item.items), self._place(item))
            for item in node.items
            if isinstance(item, t.Cell)
        )
        return p.Persona(
            node.name.text,
            _plain(node.title),
            self._expressions.condition(condition) if condition is not None else None,
            self._notes(node.items),
            cells,
            node.doc,
            self._place(node),
        )

    def _source(self, node: t.SourceDeclaration) -> p.Source:
        leads, cost = self._per(node.items, "leads"), self._per(node.items, "cost")
        tier = dict(self._settings(node.items)).get("tier")
        return p.Source(
            node.name.text,
            (int(leads[0]), leads[1]) if leads else None,
            cost,
            str(tier) if tier is not None else None,
            node.doc,
            self._place(node),
        )

    # --- where

    def _stage_detail(self, node: t.StageDetail) -> None:
        """A stage's own evidence is a rule that stands here."""
        self._details.setdefault(node.name.text, node)
        for item in node.items:
            if isinstance(item, t.WhenLine):
                when = self._expressions.when(item.condition)
                body = (p.Do(p.MoveTo(node.name.text), None, self._place(item)),)
                order = self._expressions.next_order()
                by = self._by(None, item)
                self._add("rule", p.Rule(by, None, when, body, "stage", order, None, self._place(item)))

    def _stages(self) -> Iterator[p.Stage]:
        symbols = self._model.names("stage")
        for level, names in enumerate(self._model.ladder):
            for name in names:
                self._expressions.source = symbols[name].source
                yield self._stage(name, level, self._details.get(name), symbols[name].at)

    def _stage(self, name: str, level: int, node: t.StageDetail | None, at: t.Name) -> p.Stage:
        items = node.items if node is not None else ()
        settings = dict(self._settings(items))
        rate = next((item for item in items if isinstance(item, t.Setting) and self._word(item) == "pass"), None)
        percent = (rate.rate or (rate.values[0] if rate.values else None)) if rate else None
        return p.Stage(
            name,
            level,
            _plain(node.title) if node else None,
            "hidden" in settings,
            settings.get("owner"),
            percent.value / 100 if isinstance(percent, t.Percent) else None,
            self._expressions.duration(rate.within) if rate is not None and rate.within is not None else None,
            self._contents(items),
            self._notes(items),
            settings.get("asset"),
            node.doc if node else None,
            self._place(node or at),
        )

    def _segment(self, node: t.Segment) -> p.Segment:
        return p.Segment(
            node.name.text,
            self._expressions.condition(node.condition),
            self._role(node.role),
            None,
            dict(self._settings(node.items)).get("asset"),
            self._expressions.next_order(),
            node.doc,
            self._place(node),
        )

    def _boundary(self, node: t.Boundary) -> p.Segment:
        """`stage >= S` and its own condition, if any."""
        level = self._model.level(node.stage.text)
        beyond = tuple(stage for i, names in enumerate(self._model.ladder) for stage in names if i >= level)
        condition: p.Condition = p.OneOf(p.Standing("stage"), beyond, self._place(node.stage))
        if node.condition is not None:
            condition = p.And((condition, self._expressions.condition(node.condition)), self._place(node))
        settings = dict(self._settings(node.items))
        boundary = p.Boundary(node.stage.text, settings.get("who"), settings.get("how"), self._expectations(node.items))
        return p.Segment(
            node.name.text,
            condition,
            self._role(node.role),
            boundary,
            settings.get("asset"),
            self._expressions.next_order(),
            node.doc,
            self._place(node),
        )

    def _role(self, role: t.Name | None) -> str | None:
        return self._vocabulary.roles[role.text] if role is not None else None

    def _expectations(self, items: Sequence[t.Item]) -> tuple[p.Expectation, ...]:
        return tuple(
            p.Expectation(
                item.values[0].text if item.values and isinstance(item.values[0], t.Name) else "",
                item.rate.value / 100 if item.rate is not None else None,
                self._expressions.duration(item.within) if item.within is not None else None,
                self._place(item),
            )
            for item in items
            if isinstance(item, t.Setting) and self._word(item) == "expect"
        )

    # --- with what

    def _content(self, node: t.Content) -> p.Content:
        settings = dict(self._settings(node.items))
        name = node.name.text
        kind = self._model.kinds[name]
        consent = next((i for i in node.items if isinstance(i, t.Setting) and self._word(i) == "consent"), None)
        own_fields = ("purpose", "consent", "fields", "asset", "at", "ends")
        return p.Content(
            name,
            kind,
            _plain(node.title),
            "transactional" if settings.get("purpose") == "transactional" else "ad",
            self._expressions.condition(consent.values[0]) if consent is not None else None,
            tuple(self._listed(node.items, "fields")),
            tuple((field, _scalar_type(of)) for field, of in self._model.payloads.get(name, {}).items()),
            self._expressions.content_instant(name, "at"),
            self._expressions.content_instant(name, "ends"),
            tuple((key, value) for key, value in settings.items() if key not in own_fields),
            settings.get("asset"),
            node.doc,
            self._place(node),
        )

    # --- what happens then

    def _score(self, node: t.Score) -> p.Score:
        bounds = next((line for line in node.lines if isinstance(line, t.ScoreRange)), None)
        decay = next((line for line in node.lines if isinstance(line, t.Decay)), None)
        settings = dict(self._settings([line for line in node.lines if isinstance(line, t.Setting)]))
        lines = tuple(self._score_line(line) for line in node.lines if isinstance(line, t.ScoreLine))
        standing = tuple(
            p.StandingLine(self._expressions.condition(line.condition), int(line.points.value), self._place(line))
            for line in node.lines
            if isinstance(line, t.StandingLine)
        )
        return p.Score(
            node.name.text,
            int(bounds.low.value) if bounds else None,
            int(bounds.high.value) if bounds else None,
            lines,
            standing,
            p.Decay(int(decay.percent.value), self._expressions.seconds(decay.every)) if decay else None,
            settings.get("asset"),
            self._expressions.next_order(),
            node.doc,
            self._place(node),
        )

    def _score_line(self, line: t.ScoreLine) -> p.ScoreLine:
        limit = (int(line.limit[0].value), self._expressions.seconds(line.limit[1])) if line.limit else None
        return p.ScoreLine(self._expressions.arms(line.when), int(line.points.value), limit, self._place(line))

    def _rule(self, node: t.Rule | t.Choose) -> p.Rule:
        order = self._expressions.next_order()
        when = self._expressions.when(node.when)
        is_choose = isinstance(node, t.Choose)
        body = self._steps.choose(node) if isinstance(node, t.Choose) else self._steps.body((node.body,))
        name = node.name.text if node.name is not None else None
        origin = "choose" if is_choose else "rule"
        return p.Rule(
            self._by(name, node), name, when, body, "choose" if origin == "choose" else "rule", order, node.doc,
            self._place(node),
        )  # fmt: skip

    def _by(self, name: str | None, node: Node) -> str:
        place = self._place(node)
        return name if name is not None else f"{self._files[place.file]}:{place.line}"

    def _scenario(self, node: t.Scenario) -> p.Scenario:
        order = self._expressions.next_order()
        guards: dict[str, list[p.Guard]] = {"enter": [], "exit": [], "goal": []}
        holds: list[p.Watch] = []
        reenter: t.Reenter | None = None
        steps: list[t.Step] = []
        for line in node.body:
            match line:
                case t.ScenarioLine(kind="hold"):
                    holds.append(self._expressions.watch(line.condition))
                case t.ScenarioLine():
                    guards[line.kind].append(p.Guard(self._expressions.when(line.condition), self._place(line)))
                case t.Reenter():
                    reenter = line
                case _:
                    steps.append(line)
        return p.Scenario(
            node.name.text,
            _plain(node.title),
            tuple(guards["enter"]),
            self._reenter(reenter),
            tuple(guards["exit"]),
            tuple(guards["goal"]),
            tuple(holds),
            self._steps.body(steps),
            order,
            node.doc,
            self._place(node),
            p.NOWHERE if reenter is None else self._place(reenter),
        )

    def _reenter(self, node: t.Reenter | None) -> p.Reentry:
        if node is None or (node.word is not None and self._vocabulary.words.get(node.word.text) == "never"):
            return None
        return self._expressions.seconds(node.after) if node.after is not None else "always"

    # --- policies and measures

    def _whole_policy(self) -> p.Policy | None:
        lines = self._policy
        if not lines:
            return None
        quiets = [line for line in lines if isinstance(line, t.Quiet)]
        return p.Policy(
            tuple(self._expressions.condition(line.condition) for line in lines if isinstance(line, t.Consent)),
            self._quiet(quiets) if quiets else None,
            tuple(self._cap(line) for line in lines if isinstance(line, t.Cap)),
            tuple(self._expressions.condition(line.condition) for line in lines if isinstance(line, t.Suppress)),
            self._policy_place,
        )

    def _quiet(self, lines: Sequence[t.Quiet]) -> p.Quiet:
        items = [item for line in lines for item in line.items]
        spans = tuple((_seconds(item[0]), _seconds(item[1])) for item in items if isinstance(item, tuple))
        names = [item.text for item in items if isinstance(item, t.Name)]
        weekdays = tuple(self._vocabulary.weekdays[name] for name in names if name in self._vocabulary.weekdays)
        holidays = any(name in self._vocabulary.days_off for name in names)
        return p.Quiet(spans, weekdays, holidays, self._place(lines[0]))

    def _cap(self, line: t.Cap) -> p.Cap:
        kind = self._vocabulary.kinds[line.kind.text].name
        delay = line.otherwise is not None and self._vocabulary.words.get(line.otherwise.text) == "delay"
        within = self._expressions.seconds(line.per)
        return p.Cap(kind, int(line.limit.value), within, "delay" if delay else "drop", self._place(line))

    def _goal(self, node: t.Goal) -> p.Goal:
        value = node.value.text if isinstance(node.value, t.Name) else node.value.value if node.value else None
        target = node.target
        return p.Goal(
            node.name.text,
            node.of.text if node.of is not None else None,
            self._expressions.duration(node.within) if node.within is not None else None,
            self._expressions.when(node.when),
            node.baseline.value / 100 if node.baseline is not None else None,
            (int(target[0].value), self._vocabulary.periods[target[1].text]) if target else None,
            value,
            self._expressions.next_order(),
            node.doc,
            self._place(node),
        )

    # --- parts of blocks

    def _place(self, node: Node) -> p.Place:
        return self._expressions.place(node)

    def _word(self, item: t.Setting) -> str | None:
        word = self._vocabulary.settings.get(item.word.text)
        return word.name if word is not None else None

    def _settings(self, items: Sequence[t.Item]) -> Iterator[tuple[str, Any]]:
        """English word and value of each setting; a list of names as one text, parted by commas."""
        for item in items:
            word = self._word(item) if isinstance(item, t.Setting) else None
            if isinstance(item, t.Setting) and word is not None:
                yield word, self._setting_value(item)

    def _setting_value(self, item: t.Setting) -> p.Scalar:
        values = item.values
        if values and all(isinstance(value, t.Name) for value in values):
            names = [value.text for value in values if isinstance(value, t.Name)]
            return ", ".join(self._vocabulary.purposes.get(name, name) for name in names)
        if len(values) == 1 and isinstance(values[0], t.Number | t.Money | t.TextLiteral):
            return self._expressions.literal(values[0]).value
        return self._expressions.written(item) if values else True

    def _per(self, items: Sequence[t.Item], word: str) -> tuple[int | float, str] | None:
        for item in items:
            if isinstance(item, t.Setting) and self._word(item) == word and item.per is not None:
                amount = item.values[0]
                value = amount.value if isinstance(amount, t.Number | t.Money) else 0
                return value, self._vocabulary.periods[item.per.text]
        return None

    def _listed(self, items: Sequence[t.Item], word: str) -> Iterator[str]:
        for item in items:
            if isinstance(item, t.Setting) and self._word(item) == word:
                yield from (value.text for value in item.values if isinstance(value, t.Name))

    def _contents(self, items: Sequence[t.Item]) -> tuple[str, ...]:
        return tuple(self._listed(items, "content"))

    def _notes(self, items: Sequence[t.Item]) -> tuple[p.Note, ...]:
        return tuple(
            p.Note(
                item.word.text,
                item.values[0].plain,
                tuple(content.text for content in item.answered_by),
                self._place(item),
            )
            for item in items
            if isinstance(item, t.Setting) and item.values and isinstance(item.values[0], t.TextLiteral)
            if self._word(item) is None
        )


def _plain(text: t.TextLiteral | None) -> str | None:
    return text.plain if text is not None else None


def _base_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _seconds(clock: t.Clock) -> int:
    hours, minutes = clock.value.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _scalar_type(kind: Type) -> p.ValueType:
    name: Any = kind.name if kind.name in ("text", "number", "bool", "date", "money", "enum") else "text"
    return name  # type: ignore[no-any-return]  # one of the names just asked for
