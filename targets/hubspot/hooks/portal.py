"""Owns the journey's names as the portal has them: values as properties, conditions as filters, patterns as events.
Must not know flows' nodes, HubSpot's JSON (the templates write it) nor any id (they are asked for)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from journeyc.emit.bindings import Ask
from journeyc.emit.loss import LOSSY, Loss
from journeyc.emit.pack import Pack
from journeyc.program.automation import Flow, flows
from journeyc.program.normal import Clause, Occurred, Requirement, TooManyClauses, any_of_all
from journeyc.program.schema import (
    Attribute,
    Compare,
    Comparison,
    Condition,
    Content,
    Do,
    EventPattern,
    Known,
    Literally,
    OneOf,
    Payload,
    Place,
    Points,
    Program,
    Scalar,
    Send,
    Standing,
    Tagged,
    Value,
)

Filter = dict[str, Any]
Filters = list[list[Filter]]
"""Any of the clauses, each all of its filters."""

OPPOSITE: dict[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
EMAIL_VERBS_AFTER_SENDING = ("opened", "clicked", "replied", "sent", "delivered", "bounced")


class Lost(Exception):
    """HubSpot has no word for this; `reason` is the key of the text that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Portal:
    """The journey's names as the portal has them: properties, options, events, filters. Collects the losses."""

    program: Program
    pack: Pack
    ask: Ask
    losses: list[Loss] = field(default_factory=list)

    def lose(self, code: str, what: str, place: Place, **values: str) -> None:
        self.losses.append(Loss(code, what, place, tuple(values.items())))

    def line(self, place: Place) -> str:
        return f"{self.program.files[place.file] if self.program.files else '?'}:{place.line}"

    def content(self, name: str) -> Content:
        return next(content for content in self.program.contents if content.name == name)

    def content_id(self, name: str, verb: str) -> str:
        """The portal's id of a content; a page's is its own address where the journey gives one."""
        kind, key = self.pack.tables["verbs"][verb]["id"]
        content = self.content(name)
        url = dict(content.settings).get("url")
        if kind == "pages" and isinstance(url, str) and url.startswith(("http://", "https://")):
            return url
        return self.ask(kind, name, key, content.place, content.asset)

    def limit(self, name: str) -> int:
        return self.pack.declared.limits[name]

    def open_weekdays(self) -> list[str]:
        """The weekdays on which the journey's calendar is ever open."""
        calendar = self.program.calendar
        names: list[str] = self.pack.tables["weekdays"]
        return (
            names[:5]
            if calendar is None
            else [name for name, hours in zip(names, calendar.hours, strict=True) if hours]
        )

    # --- properties --------------------------------------------------------------------------------------------

    def stage_property(self, place: Place) -> str:
        return self.ask("standing", "stage", "property", place)

    def stage_value(self, name: str) -> str:
        place = next((stage.place for stage in self.program.stages if stage.name == name), self.program.stages[0].place)
        return self.ask("stages", name, "value", place, name)

    @property
    def left_value(self) -> str:
        """The option of the stage property that says the lead is off the ladder."""
        return self.ask("stages", "leave", "value", self.program.stages[0].place, "leave")

    def team_value(self, name: str) -> str:
        place = next(team.place for team in self.program.teams if team.name == name)
        return self.ask("teams", name, "value", place, name)

    def option(self, attribute: str, name: str, place: Place) -> str:
        return self.ask("options", f"{attribute}.{name}", "value", place, name)

    def property_of(self, value: Value) -> tuple[str, str, Scalar | None]:
        """The property that holds a value, its type, and what the journey takes it to be where it is not set."""
        match value:
            case Attribute(name=name):
                found = next(attribute for attribute in self.program.attributes if attribute.name == name)
                return self.ask("attributes", name, "property", found.place), found.type, found.default
            case Points(name=name, journey=None):
                score = next(score for score in self.program.scores if score.name == name)
                unset = max(score.low or 0, 0) if score.high is None else min(max(score.low or 0, 0), score.high)
                return self.ask("scores", name, "property", score.place, score.asset), "number", unset
            case Standing(what="stage", journey=None):
                first = self.program.stages[0]
                return self.stage_property(first.place), "stage", first.name
            case Standing(what="owner", journey=None):
                return self.ask("standing", "owner", "property", self.program.teams[0].place), "team", None
            case Standing(what="source", journey=None):
                return self.ask("standing", "source", "property"), "text", None
            case _:
                raise Lost("reason.value")

    def written(self, value: Value, name: Scalar, place: Place) -> str:
        """A name of the journey (a stage, a team, an enum's value) as the portal's option; any other text as it is."""
        match value:
            case Standing(what="stage"):
                return self.stage_value(str(name))
            case Standing(what="owner"):
                return self.team_value(str(name))
            case Attribute(name=attribute) if self._is_enum(attribute):
                return self.option(attribute, str(name), place)
            case _:
                return str(name)

    def _is_enum(self, attribute: str) -> bool:
        return next(each.type == "enum" for each in self.program.attributes if each.name == attribute)

    # --- filters -----------------------------------------------------------------------------------------------

    def filters(self, condition: Condition, flow: Flow | None) -> Filters:
        """The condition as filters. Raises Lost: HubSpot has no word for a part of it."""
        try:
            clauses = any_of_all(self.program, condition)
        except TooManyClauses as error:
            raise Lost("reason.too_large") from error
        return [merged for clause in clauses for merged in self._clause(clause, flow)]

    def _clause(self, clause: Clause, flow: Flow | None) -> Filters:
        found: Filters = [[]]
        for requirement in clause:
            found = [[*one, *other] for one in found for other in self.requirement(requirement, flow)]
            if len(found) > self.limit("clauses"):
                raise Lost("reason.too_large")
        return found

    def requirement(self, requirement: Requirement, flow: Flow | None) -> Filters:
        """One atom, or its opposite, as filters. Unset values count as the journey counts unknown ones."""
        holds = requirement.holds
        match requirement.atom:
            case Compare() as compare:
                return [[self._comparison(compare, holds)]]
            case OneOf() as one_of:
                return [[self._one_of(one_of, holds)]]
            case Known() as known:
                return [[self._known(known, holds)]]
            case Tagged(tag=tag, place=place):
                return [[{"kind": "list", "id": self.ask("tags", tag, "list_id", place), "holds": holds}]]
            case Occurred() as occurred:
                return self._history(occurred, holds, flow)
            case other:
                raise Lost("reason.people" if other.op == "accepted" else "reason.journey")

    def _comparison(self, compare: Compare, holds: bool) -> Filter:
        literal = compare.right
        if not isinstance(literal, Literally):
            raise Lost("reason.two_values")
        name, kind, unset = self.property_of(compare.left)
        operator = compare.operator if holds else OPPOSITE[compare.operator]
        include = (unset is not None and _holds(unset, compare.operator, literal.value)) == holds
        if kind == "bool":
            value = bool(literal.value) == (operator == "==")
            return _property_filter(name, "BOOL", "IS_EQUAL_TO", include, value=value)
        if kind in ("number", "money"):
            return _property_filter(name, "NUMBER", self.pack.tables["numbers"][operator], include, value=literal.value)
        if kind == "text":
            word = self.pack.tables["numbers"][operator]
            return _property_filter(name, "STRING", word, include, value=str(literal.value))
        raise Lost("reason.date" if kind == "date" else "reason.value")

    def _one_of(self, one_of: OneOf, holds: bool) -> Filter:
        name, kind, unset = self.property_of(one_of.value)
        include = (unset in one_of.options) == holds
        values = [self.written(one_of.value, option, one_of.place) for option in one_of.options]
        if kind == "text":
            word = "IS_EQUAL_TO" if holds else "IS_NOT_EQUAL_TO"
            return _property_filter(name, "MULTISTRING", word, include, any_of=values)
        if kind in ("enum", "stage", "team"):
            word = "IS_ANY_OF" if holds else "IS_NONE_OF"
            return _property_filter(name, "ENUMERATION", word, include, any_of=values)
        raise Lost("reason.value")

    def _known(self, known: Known, holds: bool) -> Filter:
        name, kind, unset = self.property_of(known.value)
        if kind == "stage":
            word = "IS_NONE_OF" if holds else "IS_ANY_OF"
            return _property_filter(name, "ENUMERATION", word, holds, any_of=[self.left_value])
        word = "IS_KNOWN" if holds else "IS_UNKNOWN"
        return _property_filter(name, "ALL_PROPERTY", word, (unset is not None) == holds)

    def _history(self, occurred: Occurred, holds: bool, flow: Flow | None) -> Filters:
        pattern = occurred.pattern
        if pattern.verb == "entered":
            return [[self._ever_on(occurred, holds)]]
        row = self.pack.tables["verbs"].get(pattern.verb, {})
        if "history" not in row or pattern.where is not None:
            raise Lost("reason.history")
        if occurred.since_entry and not self._only_since_entry(occurred, flow):
            self.lose(LOSSY, "condition.happened_since_entry", occurred.place)
        names = self.subjects(pattern)
        if occurred.times > 1 and (len(names) > 1 or occurred.within or row["history"] == "email" or not holds):
            raise Lost("reason.count")
        if not holds and (occurred.within or row["history"] == "email"):
            raise Lost("reason.not_happened")
        filters = [self._past(row, pattern.verb, name, occurred, holds) for name in names]
        return [[each] for each in filters] if holds else [filters]

    def _past(self, row: Mapping[str, Any], verb: str, name: str, occurred: Occurred, holds: bool) -> Filter:
        made: Filter = {"kind": row["history"], "id": self.content_id(name, verb), "holds": holds}
        made |= {"times": occurred.times, "window": amount(occurred.within) if occurred.within else None}
        if row["history"] == "email":
            made["operator"] = row["operator"]
            made["app_id"] = self.ask("portal", "email", "email_app_id", occurred.place)
            made["level"] = self.ask("portal", "email", "email_level", occurred.place)
        return made

    def _ever_on(self, occurred: Occurred, holds: bool) -> Filter:
        if occurred.within or occurred.times > 1 or occurred.since_entry or occurred.pattern.subjects is None:
            raise Lost("reason.history")
        values = [self.stage_value(name) for name in occurred.pattern.subjects]
        word = "HAS_EVER_BEEN_ANY_OF" if holds else "HAS_NEVER_BEEN_ANY_OF"
        return _property_filter(self.stage_property(occurred.place), "ENUMERATION", word, not holds, any_of=values)

    def _only_since_entry(self, occurred: Occurred, flow: Flow | None) -> bool:
        """Nothing of the kind can have happened before: this flow alone sends the mail, and nobody re-enters it."""
        if flow is None or flow.again != "never" or occurred.pattern.verb not in EMAIL_VERBS_AFTER_SENDING:
            return False
        wanted = set(self.subjects(occurred.pattern))
        others = (sent for name, sent in self._senders.items() if name != flow.name)
        return wanted <= self._senders[flow.name] and not any(wanted & sent for sent in others)

    @cached_property
    def _senders(self) -> dict[str, set[str]]:
        """By flow, what it sends."""
        return {
            flow.name: {
                name
                for step in flow.nodes
                if isinstance(step, Do) and isinstance(step.action, Send)
                for name in step.action.contents
            }
            for flow in flows(self.program)
        }

    def ever(self, pattern: EventPattern) -> Filters:
        """The pattern as something that ever happened. Raises Lost."""
        return self.requirement(Requirement(Occurred(pattern, None, False, 1, pattern.place), True), None)

    def off_the_ladder(self, place: Place) -> Filter:
        """The lead has left the ladder."""
        return _property_filter(self.stage_property(place), "ENUMERATION", "IS_ANY_OF", False, any_of=[self.left_value])

    # --- events ------------------------------------------------------------------------------------------------

    def subjects(self, pattern: EventPattern) -> tuple[str, ...]:
        """The contents a pattern is about: those it names, or every one its verb fits."""
        if pattern.subjects is not None:
            return pattern.subjects
        kinds = self.pack.tables["verbs"][pattern.verb]["kinds"]
        return tuple(content.name for content in self.program.contents if content.kind in kinds)

    def events(self, pattern: object) -> list[dict[str, Any]]:
        """The event branches, any of which is the trigger. Raises Lost."""
        if not isinstance(pattern, EventPattern):
            raise Lost("reason.trigger")
        verb, place = pattern.verb, pattern.place
        if verb == "created":
            return [{"type": self.pack.tables["created"], "filters": []}]
        if verb == "changed" and pattern.subjects is not None:
            return [self._changed(self.property_of(Attribute(name))[0]) for name in pattern.subjects]
        if verb == "entered" and pattern.subjects is not None:
            values = [self.stage_value(name) for name in pattern.subjects]
            to = _property_filter("hs_value", "ENUMERATION", "IS_ANY_OF", False, any_of=values)
            return [self._changed(self.stage_property(place), to)]
        row = self.pack.tables["verbs"].get(verb, {})
        if "event" not in row or not self.subjects(pattern):
            raise Lost("reason.trigger")
        if row["event"] == "custom":
            return [each for name in self.subjects(pattern) for each in self._custom(pattern, name)]
        if pattern.where is not None:
            raise Lost("reason.where")
        by = row.get("by") or self.ask("events", verb, "filter_property", place)
        ids = [self.content_id(name, verb) for name in self.subjects(pattern)]
        if row["values"]:
            tests = [_property_filter(by, "ENUMERATION", "IS_ANY_OF", False, any_of=ids)]
        else:
            tests = [_property_filter(by, "STRING", "IS_EQUAL_TO", False, value=each) for each in ids]
        return [{"type": row["event"], "filters": [test]} for test in tests]

    def _changed(self, name: str, *to: Filter) -> dict[str, Any]:
        which = _property_filter("hs_name", "STRING", "IS_EQUAL_TO", False, value=name)
        return {"type": self.pack.tables["property_changed"], "filters": [which, *to]}

    def _custom(self, pattern: EventPattern, name: str) -> Iterator[dict[str, Any]]:
        content = self.content(name)
        title = name if pattern.verb == "happened" else f"{pattern.verb} {name}"
        event = self.ask("custom_events", title, "event_type_id", content.place, content.asset)
        clauses = any_of_all(self.program, pattern.where) if pattern.where is not None else ((),)
        for clause in clauses:
            yield {"type": event, "filters": [self._field(content, title, requirement) for requirement in clause]}

    def _field(self, content: Content, title: str, requirement: Requirement) -> Filter:
        """A condition on a field of the event; a field that is absent is unknown."""
        atom = requirement.atom
        value = atom.left if isinstance(atom, Compare) else atom.value if isinstance(atom, OneOf) else None
        if not isinstance(value, Payload):
            raise Lost("reason.where")
        kind = dict(content.payload).get(value.field, "text")
        name = self.ask("event_fields", f"{title}.{value.field}", "property", content.place)
        if isinstance(atom, OneOf):
            word = "IS_EQUAL_TO" if requirement.holds else "IS_NOT_EQUAL_TO"
            values = [str(option) for option in atom.options]
            return _property_filter(name, "MULTISTRING", word, not requirement.holds, any_of=values)
        if not isinstance(atom, Compare) or not isinstance(atom.right, Literally) or kind == "date":
            raise Lost("reason.where")
        operator = atom.operator if requirement.holds else OPPOSITE[atom.operator]
        if kind == "bool":
            value_ = bool(atom.right.value) == (operator == "==")
            return _property_filter(name, "BOOL", "IS_EQUAL_TO", not requirement.holds, value=value_)
        word = self.pack.tables["numbers"][operator]
        number = kind in ("number", "money")
        literal = atom.right.value if number else str(atom.right.value)
        return _property_filter(name, "NUMBER" if number else "STRING", word, not requirement.holds, value=literal)


def _property_filter(
    name: str, kind: str, operator: str, unset: bool, *, value: Scalar | None = None, any_of: list[str] | None = None
) -> Filter:
    return {
        "kind": "property", "property": name, "type": kind, "operator": operator, "unset": unset, "value": value,
        "any_of": any_of,
    }  # fmt: skip


def _holds(left: Scalar, operator: Comparison, right: Scalar) -> bool:
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def amount(seconds: int) -> dict[str, Any]:
    for unit, length in (("DAYS", 86400), ("HOURS", 3600)):
        if seconds % length == 0:
            return {"amount": seconds // length, "unit": unit}
    return {"amount": max(1, -(-seconds // 60)), "unit": "MINUTES"}
