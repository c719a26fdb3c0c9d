"""Owns what the Program's values and conditions mean, said in formulas of z3, each with the facts that it is about.
Must not know what is asked of the formulas. Anything without a formula is `unclear`: it may hold or not, at will.

How facts are said
------------------
* Names and texts are whole numbers from 0, one for each name; -1 is unknown, and any other number another text.
* Numbers and money are reals, with a flag that says whether they are known. A bool is 0 or 1.
* Dates are days since the year 1, 0 is unknown.
* A history is how often it happened in each window that some condition asks about, and how long ago it last did.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import z3

from journeyc.lint.proof.facts import NO_FACTS, Fact, Facts
from journeyc.program import schema
from journeyc.program.schema import Condition, EventPattern, Program, Scalar, Value

Formula = Any
"""A z3 expression: z3 ships no types."""

LAST_DAY = date.max.toordinal()
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Said(NamedTuple):
    """A condition as a formula. `size` is how many comparisons it comes to, segments, personas and standing points
    written out."""

    formula: Formula
    facts: Facts
    size: int = 1


class Term(NamedTuple):
    """A value: what it is where it is known."""

    sort: Literal["number", "name", "date", "payload", "unclear"]
    known: Formula
    value: Formula
    facts: Facts
    size: int = 1


class Encoding:
    """The formulas of one Program, each made once. They live in a context of their own, so that what is found does not
    depend on what was asked of other Programs before."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.context = z3.Context()
        self.attributes = {attribute.name: attribute for attribute in program.attributes}
        self.scores = {score.name: score for score in program.scores}
        self._segments = {segment.name: segment for segment in program.segments}
        self._names: dict[str, int] = {}
        self._said: dict[int, tuple[Condition, Said]] = {}
        self._points: dict[str, Term] = {}
        self._axioms: dict[Fact, list[Formula]] = {}
        self._persona: Term | None = None
        self._under_way: set[str] = set()
        self._unclear = 0
        self._variables: dict[str, Formula] = {}
        self.true = z3.BoolVal(True, self.context)
        self.false = z3.BoolVal(False, self.context)

    # --- variables

    def whole(self, name: str) -> Formula:
        """A variable that is a whole number."""
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = z3.Int(name, self.context)
        return found

    def real(self, name: str) -> Formula:
        """A variable that is any number."""
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = z3.Real(name, self.context)
        return found

    def truth(self, name: str) -> Formula:
        """A variable that is true or false."""
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = z3.Bool(name, self.context)
        return found

    def number(self, value: int | float) -> Formula:
        """A number, exactly."""
        if value == int(value):
            return z3.IntVal(int(value), self.context)
        return z3.RealVal(str(Fraction(value)), self.context)

    def name(self, text: str) -> int:
        """The number that stands for a name or text."""
        return self._names.setdefault(text, len(self._names))

    def text(self, number: int) -> str | None:
        """The name or text that a number stands for; None where it is any other."""
        return next((text for text, own in self._names.items() if own == number), None)

    def all_of(self, formulas: Sequence[Formula]) -> Formula:
        """All of them hold."""
        if len(formulas) == 1:
            return formulas[0]
        return z3.And(*formulas) if formulas else self.true

    def any_of(self, formulas: Sequence[Formula]) -> Formula:
        """One of them holds."""
        if len(formulas) == 1:
            return formulas[0]
        return z3.Or(*formulas) if formulas else self.false

    # --- conditions

    def condition(self, condition: Condition) -> Said:
        """What the condition says of the lead at the instant."""
        known = self._said.get(id(condition))
        if known is None:
            known = self._said[id(condition)] = (condition, self._say(condition))
        return known[1]

    def _say(self, condition: Condition) -> Said:
        match condition:
            case schema.Always(holds=holds):
                return Said(self.true if holds else self.false, NO_FACTS)
            case schema.Not(item=item):
                said = self.condition(item)
                return Said(z3.Not(said.formula), said.facts, said.size)
            case schema.And(items=items):
                parts = [self.condition(item) for item in items]
                return Said(self.all_of([part.formula for part in parts]), _together(parts), _size(parts))
            case schema.Or(items=items):
                parts = [self.condition(item) for item in items]
                return Said(self.any_of([part.formula for part in parts]), _together(parts), _size(parts))
            case schema.AtLeast(least=least, items=items):
                return self._at_least(least, [self.condition(item) for item in items])
            case schema.Compare():
                return self._compare(condition)
            case schema.OneOf(value=value, options=options):
                return self._one_of(self.value(value), options)
            case schema.Known(value=value):
                term = self.value(value)
                return Said(term.known, term.facts, term.size)
            case schema.Tagged(tag=tag):
                return Said(self.truth(f"tag {tag}"), frozenset((Fact("tag", tag),)))
            case schema.Accepted(journey=journey):
                if not self._is_ours(journey):
                    return self._anything()
                return Said(self.truth("accepted"), frozenset((Fact("accepted"),)))
            case schema.InSegment(name=name, journey=journey):
                return self._segment(name, journey)
            case schema.Happened():
                return self._happened(condition)

    def _is_ours(self, journey: str | None) -> bool:
        return journey is None or journey == self.program.journey

    def _anything(self) -> Said:
        """A condition that no formula says: it may hold or not."""
        self._unclear += 1
        name = f"unclear {self._unclear}"
        return Said(self.truth(name), frozenset((Fact("unclear", name),)))

    def _at_least(self, least: int, parts: list[Said]) -> Said:
        facts = _together(parts)
        if least <= 0:
            return Said(self.true, facts)
        if least > len(parts):
            return Said(self.false, facts)
        return Said(z3.PbGe([(part.formula, 1) for part in parts], least), facts, _size(parts))

    def _segment(self, name: str, journey: str | None) -> Said:
        key = f"segment {name}"
        if not self._is_ours(journey) or name not in self._segments or key in self._under_way:
            return self._anything()
        self._under_way.add(key)
        try:
            return self.condition(self._segments[name].condition)
        finally:
            self._under_way.discard(key)

    def _happened(self, condition: schema.Happened) -> Said:
        history, within = condition.history, condition.within
        facts = {Fact("count", "", history, within)}
        formula = self.count(history, within) >= 1
        if condition.since_entry:
            facts.add(Fact("after entry", "", history))
            formula = z3.And(formula, self.after_entry(history))
        return Said(formula, frozenset(facts))

    def _compare(self, condition: schema.Compare) -> Said:
        left, right = self.value(condition.left), self.value(condition.right)
        facts = left.facts | right.facts
        sorts = {left.sort, right.sort}
        if "unclear" in sorts:
            return self._anything()
        if "payload" in sorts:
            return self._compare_payload(condition)
        if len(sorts) > 1:
            # A text and a number never compare; a date beside a text does by its letters, which no formula says.
            return Said(self.false, facts) if "number" in sorts else self._anything()
        if left.sort == "name" and condition.operator not in ("==", "!="):
            return self._anything()
        compared = _SIGNS[condition.operator](left.value, right.value)
        return Said(self.all_of([*self._flags(left, right), compared]), facts, left.size + right.size)

    def _flags(self, *terms: Term) -> list[Formula]:
        """What must be known, where that is not certain."""
        return [term.known for term in terms if term.known is not self.true]

    def _one_of(self, term: Term, options: Sequence[Scalar]) -> Said:
        if term.sort == "unclear":
            return self._anything()
        if term.sort == "payload":
            return self._payload_one_of(term, options)
        equal = [self._equals(term, option) for option in options]
        return Said(z3.And(term.known, self.any_of(equal)) if equal else self.false, term.facts, term.size)

    def _equals(self, term: Term, option: Scalar) -> Formula:
        literal = self._literal(option, "date" if term.sort == "date" else "text")
        return term.value == literal.value if literal.sort == term.sort else self.false

    # --- what an event carries: a field may hold a text or a number, whatever it is compared with

    def _compare_payload(self, condition: schema.Compare) -> Said:
        left, right, sign = condition.left, condition.right, condition.operator
        if not isinstance(left, schema.Payload):
            left, right, sign = right, left, _MIRRORED[sign]
        if not isinstance(left, schema.Payload) or not isinstance(right, schema.Literally):
            return self._anything()
        field, literal = left.field, self._literal(right.value, right.type)
        known, is_text = self.truth(f"known field {field}"), self.truth(f"text field {field}")
        facts = frozenset((Fact("payload", field),))
        compares = _SIGNS[sign]
        if literal.sort == "number":
            formula = compares(self.real(f"number field {field}"), literal.value)
            return Said(z3.And(known, z3.Not(is_text), formula), facts)
        if literal.sort == "name" and sign in ("==", "!="):
            return Said(z3.And(known, is_text, compares(self.whole(f"name field {field}"), literal.value)), facts)
        return self._anything()

    def _payload_one_of(self, term: Term, options: Sequence[Scalar]) -> Said:
        if not all(isinstance(value, schema.Payload) for value in (term.value,)):
            return self._anything()
        parts = [
            self._compare_payload(schema.Compare("==", term.value, schema.Literally(option, _type_of(option))))
            for option in options
        ]
        return Said(self.any_of([part.formula for part in parts]), _together(parts) | term.facts)

    # --- values

    def value(self, value: Value) -> Term:
        """What the value is of the lead at the instant."""
        match value:
            case schema.Literally(value=literal, type=type_):
                return self._literal(literal, type_)
            case schema.Attribute(name=name):
                return self._attribute(name)
            case schema.Points(name=name, journey=journey):
                return self.points(name) if self._is_ours(journey) else self._unknown()
            case schema.Count(history=history, within=within):
                fact = Fact("count", "", history, within)
                return Term("number", self.true, self.count(history, within), frozenset((fact,)))
            case schema.Since(history=history):
                facts = frozenset((Fact("age", "", history), Fact("count", "", history)))
                return Term("number", self.count(history, None) >= 1, self.age(history), facts)
            case schema.Today():
                return Term("date", self.true, self.whole("today"), frozenset((Fact("today"),)))
            case schema.Payload(field=field):
                return Term("payload", self.truth(f"known field {field}"), value, frozenset((Fact("payload", field),)))
            case schema.Standing(what=what, journey=journey):
                if not self._is_ours(journey):
                    return self._unknown()
                return self._whose_persona() if what == "persona" else self._standing(what)

    def _unknown(self) -> Term:
        said = self._anything()
        return Term("unclear", said.formula, self.false, said.facts)

    def _literal(self, literal: Scalar, type_: schema.ValueType) -> Term:
        if isinstance(literal, str):
            if type_ != "date":
                return Term("name", self.true, z3.IntVal(self.name(literal), self.context), NO_FACTS)
            try:
                day = date.fromisoformat(literal).toordinal()
            except ValueError:
                return self._unknown()
            return Term("date", self.true, z3.IntVal(day, self.context), NO_FACTS)
        return Term("number", self.true, self.number(literal), NO_FACTS)

    def _attribute(self, name: str) -> Term:
        declared = self.attributes.get(name)
        if declared is None:
            return self._unknown()
        facts = frozenset((Fact("attribute", name),))
        certain = declared.default is not None
        match declared.type:
            case "text" | "enum":
                variable = self.whole(f"attribute {name}")
                return Term("name", self.true if certain else variable >= 0, variable, facts)
            case "date":
                variable = self.whole(f"attribute {name}")
                return Term("date", self.true if certain else variable >= 1, variable, facts)
            case "bool":
                variable = self.whole(f"attribute {name}")
                return Term("number", self.true if certain else variable >= 0, variable, facts)
            case _:
                known = self.true if certain else self.truth(f"known {name}")
                return Term("number", known, self.real(f"attribute {name}"), facts)

    def points(self, name: str) -> Term:
        """The points of a score, standing points included, within its range."""
        found = self._points.get(name)
        if found is not None:
            return found
        if name not in self.scores or f"score {name}" in self._under_way:
            return self._unknown()
        self._under_way.add(f"score {name}")
        score, total = self.scores[name], self.whole(f"points {name}")
        facts: Facts = frozenset((Fact("points", name),))
        size = 1
        if score.standing:
            for line in score.standing:
                said = self.condition(line.condition)
                total = total + z3.If(said.formula, self.number(line.points), self.number(0))
                facts |= said.facts
                size += said.size
            total = self._within_range(score, total)
        self._under_way.discard(f"score {name}")
        return self._points.setdefault(name, Term("number", self.true, total, facts, size))

    def _within_range(self, score: schema.Score, total: Formula) -> Formula:
        if score.high is not None:
            total = z3.If(total > score.high, self.number(score.high), total)
        if score.low is not None:
            total = z3.If(total < score.low, self.number(score.low), total)
        return total

    def _whose_persona(self) -> Term:
        """The first persona that holds."""
        if self._persona is not None:
            return self._persona
        if "persona" in self._under_way:
            return self._unknown()
        self._under_way.add("persona")
        value, facts, size = self.number(-1), NO_FACTS, 1
        for persona in reversed(self.program.personas):
            if persona.condition is not None:
                said = self.condition(persona.condition)
                value = z3.If(said.formula, self.number(self.name(persona.name)), value)
                facts |= said.facts
                size += said.size
        self._under_way.discard("persona")
        self._persona = Term("name", value >= 0, value, facts, size)
        return self._persona

    def _standing(self, what: Literal["stage", "owner", "member", "source"]) -> Term:
        variable = self.whole(what)
        facts = {Fact(what), Fact("owner")} if what == "member" else {Fact(what)}
        return Term("name", variable >= 0, variable, frozenset(facts))

    # --- histories

    def count(self, history: int, within: int | None) -> Formula:
        """How often the history happened in the window."""
        return self.whole(f"count {history} {within}")

    def age(self, history: int) -> Formula:
        """Seconds since the history last happened, where it did."""
        return self.whole(f"age {history}")

    def after_entry(self, history: int) -> Formula:
        """Whether the history last happened after the lead entered the scenario."""
        return self.truth(f"after entry {history}")

    # --- what holds of every lead

    def axioms(self, fact: Fact) -> list[Formula]:
        """What every lead there can be meets about a fact. What histories have to do with one another is not here."""
        found = self._axioms.get(fact)
        if found is None:
            found = self._axioms[fact] = list(self._bounds(fact))
        return found

    def _bounds(self, fact: Fact) -> list[Formula]:
        match fact.kind:
            case "attribute":
                return self._attribute_bounds(self.attributes[fact.name])
            case "points":
                score, points = self.scores[fact.name], self.whole(f"points {fact.name}")
                low = [points >= score.low] if score.low is not None else []
                return low + ([points <= score.high] if score.high is not None else [])
            case "stage":
                return [self._one_of_names("stage", [stage.name for stage in self.program.stages], certain=False)]
            case "owner":
                return [self._one_of_names("owner", [team.name for team in self.program.teams], certain=False)]
            case "member":
                return [self.whole("member") >= -1, z3.Or(self.whole("member") < 0, self.whole("owner") >= 0)]
            case "source":
                return [self.whole("source") >= -1]
            case "today":
                return [self.whole("today") >= 1, self.whole("today") <= LAST_DAY]
            case _:
                return []

    def _attribute_bounds(self, attribute: schema.LeadAttribute) -> list[Formula]:
        certain = attribute.default is not None
        least = 0 if certain else -1
        match attribute.type:
            case "enum":
                return [self._one_of_names(f"attribute {attribute.name}", attribute.values, certain=certain)]
            case "text":
                return [self.whole(f"attribute {attribute.name}") >= least]
            case "date":
                variable = self.whole(f"attribute {attribute.name}")
                return [variable >= least + 1, variable <= LAST_DAY]
            case "bool":
                variable = self.whole(f"attribute {attribute.name}")
                return [variable >= least, variable <= 1]
            case _:
                return []

    def _one_of_names(self, variable: str, names: Sequence[str], *, certain: bool) -> Formula:
        numbers = sorted([self.name(name) for name in names] + ([] if certain else [-1]))
        term = self.whole(variable)
        if numbers and numbers == list(range(numbers[0], numbers[-1] + 1)):
            return z3.And(term >= numbers[0], term <= numbers[-1])
        return self.any_of([term == number for number in numbers])


_MIRRORED: dict[str, schema.Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _size(parts: Sequence[Said]) -> int:
    return sum(part.size for part in parts)


def _together(parts: Sequence[Said]) -> Facts:
    return frozenset().union(*(part.facts for part in parts))


def _type_of(literal: Scalar) -> schema.ValueType:
    return "text" if isinstance(literal, str) else "bool" if isinstance(literal, bool) else "number"


def wheres_of(patterns: Sequence[EventPattern]) -> list[Condition]:
    """What the patterns ask of a payload, each once."""
    return list(dict.fromkeys(pattern.where for pattern in patterns if pattern.where is not None))
