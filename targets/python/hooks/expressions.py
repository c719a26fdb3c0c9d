"""Owns conditions and values as Python expressions, and what of a lead each of them reads.
Must not know where an expression stands or what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from journeyc.program import schema
from journeyc.program.schema import Condition, Program, Text, Value
from journeyc.program.wording import pattern_text

from .literals import literal, literals, seconds, several, wrapped
from .names import Identifiers

OR, AND, NOT, ATOM = range(4)
TYPES = {"text": "str", "enum": "str", "date": "str", "bool": "bool", "number": "int | float", "money": "int | float"}


class Term(NamedTuple):
    """A value as Python: its text, and the test that it is known where it may not be."""

    text: str
    known: str | None = None


@dataclass(slots=True)
class History:
    """What a lead keeps of one pattern's past: only what some condition asks for."""

    identifier: str
    last: bool = False
    seq: bool = False
    times: bool = False


@dataclass(slots=True)
class Beside:
    """What journeys of one module have in common: by name the number of each, and the slots of attributes."""

    numbers: Mapping[str, int]
    slots: dict[str, str] = field(default_factory=dict)


UNKNOWN = Term("None", "False")
"""What is asked of a journey that is not in the module."""


class Expressions:
    """Writes expressions for one Program; it remembers what the lead has to keep for them."""

    def __init__(self, program: Program, names: Identifiers, beside: Beside) -> None:
        self.program = program
        self.beside = beside
        self.attributes = {a.name: a for a in program.attributes}
        for attribute in program.attributes:
            if attribute.name not in beside.slots:
                beside.slots[attribute.name] = names.new("", attribute.name)
        self.slots = beside.slots
        self.scores = {s.name: s for s in program.scores}
        self.points = {s.name: names.new("", s.name) for s in program.scores}
        self.adders = {s.name: names.new("add_", s.name) for s in program.scores}
        self.since = {s.name: names.new("", f"{self.points[s.name]}_since") for s in program.scores if s.decay}
        self.score_functions = {s.name: names.new("score_", s.name) for s in program.scores}
        self.segments = {s.name: names.new("segment_", s.name) for s in program.segments}
        self.segment_conditions = {s.name: s.condition for s in program.segments}
        self.histories = [History(names.new("", _spoken(pattern))) for pattern in program.histories]
        self.compares_payload = False
        self.reads_persona = False

    # --- values

    def term(self, value: Value) -> Term:
        """A value as it is read of `lead`."""
        match value:
            case schema.Points(journey=str() as journey) | schema.Standing(journey=str() as journey) if self.is_other(
                journey
            ):
                return self._elsewhere(value, journey)
            case schema.Literally():
                return Term(literal(value.value))
            case schema.Attribute():
                text = f"lead.{self.slots[value.name]}"
                return Term(text, None if self.attributes[value.name].default is not None else f"{text} is not None")
            case schema.Points():
                return Term(self.score(value.name))
            case schema.Count():
                return Term(self._count(value))
            case schema.Since():
                last = self._last(value.history)
                return Term(f"lead.now - {last}", f"{last} != NEVER")
            case schema.Today():
                return Term("day_of(lead.now).isoformat()")
            case schema.Payload():
                text = f"lead.data.get({literal(value.field)})"
                return Term(text, f"{text} is not None")
            case schema.Standing():
                self.reads_persona = self.reads_persona or value.what == "persona"
                text = "persona(lead)" if value.what == "persona" else f"lead.{value.what}"
                return Term(text, f"{text} is not None")

    def is_other(self, journey: str | None) -> bool:
        """Whether the name is another journey's."""
        return journey is not None and journey != self.program.journey

    def _elsewhere(self, value: schema.Points | schema.Standing, journey: str) -> Term:
        if journey not in self.beside.numbers:
            return UNKNOWN
        asked = (
            f"points_in(lead, {self.beside.numbers[journey]}, {literal(value.name)})"
            if isinstance(value, schema.Points)
            else f"standing_in(lead, {self.beside.numbers[journey]}, {literal(value.what)})"
        )
        return Term(asked, f"{asked} is not None")

    def optional(self, value: Value) -> str:
        """A value as one expression, None where it is unknown."""
        term = self.term(value)
        if isinstance(value, schema.Since):
            return f"({term.text} if {term.known} else None)"
        return term.text

    def score(self, name: str) -> str:
        """What a reader of the score sees."""
        plain = not self.scores[name].standing and self.scores[name].decay is None
        return f"lead.{self.points[name]}" if plain else f"{self.score_functions[name]}(lead)"

    def _count(self, value: schema.Count) -> str:
        history = self.histories[value.history]
        history.times = True
        times = f"lead.times_{history.identifier}"
        return f"len({times})" if value.within is None else f"since({times}, lead.now - {seconds(value.within)})"

    def _last(self, number: int) -> str:
        self.histories[number].last = True
        return f"lead.last_{self.histories[number].identifier}"

    # --- conditions

    def condition(self, condition: Condition) -> str:
        """A condition as a Python expression."""
        return self._bound(condition)[0]

    def within(self, condition: Condition, binding: int) -> str:
        """The expression, in parentheses where it binds less tightly than its surroundings need."""
        text, own = self._bound(condition)
        return text if own >= binding or text.startswith("(\n") else f"({text})"

    def _bound(self, condition: Condition) -> tuple[str, int]:
        match condition:
            case schema.Always(holds=holds):
                return str(holds), ATOM
            case schema.Not(item=item):
                return f"not {self.within(item, ATOM)}", NOT
            case schema.And(items=items) | schema.Or(items=items):
                return self._joined(items, "and" if isinstance(condition, schema.And) else "or")
            case schema.AtLeast(least=least, items=items):
                return f"sum({several(self.condition(item) for item in items)}) >= {least}", ATOM
            case schema.Compare():
                return self._compare(condition)
            case schema.OneOf():
                return self._one_of(condition)
            case schema.Known(value=value):
                return self.term(value).known or "True", ATOM
            case schema.Tagged(tag=tag):
                return f"{literal(tag)} in lead.tags", ATOM
            case schema.Accepted(journey=str() as journey) if self.is_other(journey):
                number = self.beside.numbers.get(journey)
                return ("False" if number is None else f"accepted_in(lead, {number})"), ATOM
            case schema.InSegment(name=name, journey=str() as journey) if self.is_other(journey):
                number = self.beside.numbers.get(journey)
                return ("False" if number is None else f"is_in(lead, {number}, {literal(name)})"), ATOM
            case schema.Accepted():
                return "lead.accepted", ATOM
            case schema.InSegment(name=name):
                return f"{self.segments[name]}(lead)", ATOM
            case schema.Happened():
                return self._happened(condition), ATOM

    def _joined(self, items: tuple[Condition, ...], word: str) -> tuple[str, int]:
        if len(items) == 1:
            return self._bound(items[0])
        if not items:
            return str(word == "and"), ATOM
        binding = AND if word == "and" else OR
        text = wrapped([self.within(item, binding + 1) for item in items], word)
        return text, ATOM if text.startswith("(\n") else binding

    def _compare(self, condition: schema.Compare) -> tuple[str, int]:
        left, right, sign = self.term(condition.left), self.term(condition.right), condition.operator
        if UNKNOWN in (left, right):
            return "False", ATOM
        if self._is_given(condition.left) or self._is_given(condition.right):
            self.compares_payload = True
            sides = self.optional(condition.left), self.optional(condition.right)
            return f'compare({sides[0]}, "{sign}", {sides[1]})', ATOM
        if sign == "==" and condition.right == schema.Literally(True, "bool"):
            return (left.text if left.known is None else f"{left.text} is True"), ATOM
        known = [term.known for term in (left, right) if term.known is not None]
        since = isinstance(condition.left, schema.Since) or isinstance(condition.right, schema.Since)
        if sign == "==" and len(known) == 1 and not since:
            known = []  # None equals nothing that is known
        items = [*known, f"{left.text} {sign} {right.text}"]
        return " and ".join(items), ATOM if len(items) == 1 else AND

    def _is_given(self, value: Value) -> bool:
        """Whether a value is what some call gives, so that its type is known only when it is compared."""
        return isinstance(value, schema.Payload) or self.is_other(getattr(value, "journey", None))

    def _one_of(self, condition: schema.OneOf) -> tuple[str, int]:
        term, options = self.term(condition.value), condition.options
        if term == UNKNOWN:
            return "False", ATOM
        test = f"{term.text} == {literal(options[0])}" if len(options) == 1 else f"{term.text} in {literals(options)}"
        if not options:
            return "False", ATOM
        if isinstance(condition.value, schema.Since):
            return f"{term.known} and {test}", AND
        return test, ATOM

    def _happened(self, condition: schema.Happened) -> str:
        if condition.since_entry:
            history = self.histories[condition.history]
            history.seq = True
            return f"lead.seq_{history.identifier} > run.entered_seq"
        last = self._last(condition.history)
        return f"{last} != NEVER" if condition.within is None else f"{last} > lead.now - {seconds(condition.within)}"

    # --- texts

    def text(self, text: Text) -> str:
        """A text with its holes filled."""
        parts = [literal(part) if isinstance(part, str) else self._hole(part) for part in text if part != ""]
        return " + ".join(parts) if parts else '""'

    def _hole(self, hole: schema.Hole) -> str:
        otherwise = "" if hole.otherwise is None else f", {literal(hole.otherwise)}"
        value = self.optional(hole.value)
        if isinstance(hole.value, schema.Since):
            return f"spell(span({value}){otherwise})"
        declared = self.attributes.get(hole.value.name) if isinstance(hole.value, schema.Attribute) else None
        if declared is not None and declared.type == "money":
            otherwise = f"{otherwise or ', ' + literal('')}, {literal('円')}"
        return f"spell({value}{otherwise})"

    # --- what is read

    def facets(self, condition: Condition) -> set[str]:
        """What of a lead the condition reads, by the names of the module's bits."""
        found: set[str] = set()
        waiting: list[Any] = [condition]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            found.update(_FACETS.get(getattr(node, "op", ""), ()))
            waiting.extend(self._parts(node))
            if isinstance(node, schema.Standing) and node.what != "persona":
                found.add(_STANDING[node.what])
        return found

    def _parts(self, node: Any) -> list[Any]:
        if self.is_other(getattr(node, "journey", None)):
            return []
        match node:
            case schema.Not(item=item):
                return [item]
            case schema.And(items=items) | schema.Or(items=items) | schema.AtLeast(items=items):
                return list(items)
            case schema.Compare(left=left, right=right):
                return [left, right]
            case schema.OneOf(value=value) | schema.Known(value=value):
                return [value]
            case schema.InSegment(name=name):
                return [self.segment_conditions[name]]
            case schema.Points(name=name):
                return [line.condition for line in self.scores[name].standing]
            case schema.Standing(what="persona"):
                return [p.condition for p in self.program.personas if p.condition is not None]
            case _:
                return []


_FACETS = {
    "attribute": ("ATTRIBUTES",),
    "points": ("SCORES",),
    "count": ("HISTORY",),
    "since": ("HISTORY",),
    "happened": ("HISTORY",),
    "tagged": ("TAGS",),
    "accepted": ("WORK",),
}
_STANDING = {"stage": "STAGE", "owner": "WORK", "member": "WORK", "source": "SOURCE"}


def _spoken(pattern: schema.EventPattern) -> str:
    """A pattern as an identifier may say it: `opened_案内`."""
    subjects = pattern.subjects if pattern.subjects is not None else ("any",)
    return "_".join([pattern.verb, *subjects])


def pattern_comment(program: Program, number: int) -> str:
    """What a history is the past of, as the journey writes it."""
    return pattern_text(program, program.histories[number])
