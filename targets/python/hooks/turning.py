"""Owns at which instants a condition may turn by time alone, as Python expressions.
Must not know what follows from a turn. An instant named here may turn out to turn nothing; none is left out."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from journeyc.program import schema
from journeyc.program.schema import Condition, Value

from .expressions import Expressions
from .literals import literal, seconds


class Turning:
    """Writes the instants at which conditions may turn; nothing for those that time cannot turn."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._program = expressions.program
        self._segments: dict[str, bool] = {}

    def instants(self, condition: Condition) -> list[str]:
        """Expressions over `lead` and `after`, each an instant, or with a star several."""
        return list(dict.fromkeys(self._condition(condition)))

    def persona(self) -> list[str]:
        """When the lead's persona may become another."""
        conditions = [p.condition for p in self._program.personas if p.condition is not None]
        return list(dict.fromkeys(text for condition in conditions for text in self._condition(condition)))

    def segment(self, name: str) -> bool:
        """Whether a segment may turn by time alone."""
        if name not in self._segments:
            self._segments[name] = bool(self._condition(self._expressions.segment_conditions[name]))
        return self._segments[name]

    def score(self, name: str) -> list[str]:
        """When what readers of a score see may change."""
        score = self._expressions.scores[name]
        lines = [text for line in score.standing for text in self._condition(line.condition)]
        return list(dict.fromkeys(lines))

    def _condition(self, condition: Condition) -> list[str]:
        match condition:
            case schema.Not(item=item):
                return self._condition(item)
            case schema.And(items=items) | schema.Or(items=items) | schema.AtLeast(items=items):
                return [text for item in items for text in self._condition(item)]
            case schema.Compare(left=left, right=right):
                return [*self._value(left, [right]), *self._value(right, [left])]
            case schema.OneOf(value=value, options=options):
                return self._value(value, [schema.Literally(o, "text") for o in options])
            case schema.Known(value=schema.Standing() as value):
                return self._value(value, [])
            case schema.InSegment(name=name, journey=str() as journey) if self._expressions.is_other(journey):
                return self._elsewhere(journey, "segment", name)
            case schema.InSegment(name=name):
                return [f"turn_{self._expressions.segments[name]}(lead, after)"] if self.segment(name) else []
            case schema.Happened(history=history, within=int() as within):
                self._expressions.histories[history].last = True
                return [f"{self._last(history)} + {seconds(within)}"]
            case _:
                return []

    def _last(self, history: int) -> str:
        self._expressions.histories[history].last = True
        return f"lead.last_{self._expressions.histories[history].identifier}"

    def _value(self, value: Value, others: Sequence[Value]) -> list[str]:
        match value:
            case schema.Since(history=history):
                return [text for other in others for text in self._marks(self._last(history), other)]
            case schema.Count(history=history, within=int() as within):
                return [
                    f"leaving(lead.times_{self._expressions.histories[history].identifier}, {seconds(within)}, after)"
                ]
            case schema.Today():
                return [f"*midnights({self._expressions.optional(other)})" for other in others if _may_be_day(other)]
            case schema.Points(name=name, journey=str() as journey) if self._expressions.is_other(journey):
                return self._elsewhere(journey, "score", name)
            case schema.Standing(what="persona", journey=str() as journey) if self._expressions.is_other(journey):
                return self._elsewhere(journey, "persona", "")
            case schema.Points(name=name):
                moves = self._expressions.scores[name].decay is not None or bool(self.score(name))
                return [f"turn_{self._expressions.score_functions[name]}(lead, after)"] if moves else []
            case schema.Standing(what="persona"):
                return ["turn_persona(lead, after)"] if self.persona() else []
            case _:
                return []

    def _elsewhere(self, journey: str, what: str, name: str) -> list[str]:
        number = self._expressions.beside.numbers.get(journey)
        return [] if number is None else [f"turn_in(lead, {number}, {literal(what)}, {literal(name)}, after)"]

    def _marks(self, last: str, other: Value) -> list[str]:
        """The seconds at which the time since `last` reaches and passes a length."""
        if isinstance(other, schema.Literally):
            if isinstance(other.value, str):
                return []
            length = floor(other.value)
            return [f"{last} + {seconds(length)}", f"{last} + {length + 1}"]
        return [f"*marks({last}, {self._expressions.optional(other)})"]


def _may_be_day(value: Value) -> bool:
    return not isinstance(value, schema.Literally) or isinstance(value.value, str)
