"""Owns what can be seen of a condition without z3: that it may hold or not, since its parts have nothing to do with one
another and each is open by itself. Most conditions are so, and are never asked about.
Must not know anything of a condition but that: where it is in doubt, z3 is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from journeyc.lint.proof.facts import Fact, Facts
from journeyc.program import schema
from journeyc.program.schema import Comparison, Condition, EventPattern, Pattern, Program, Scalar, Value

_MIRRORED: dict[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Plain:
    """Looks at the conditions of one Program, each once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._attributes = {attribute.name: attribute for attribute in program.attributes}
        self._scores = {score.name: score for score in program.scores}
        self._segments = {segment.name: segment for segment in program.segments}
        self._seen: dict[int, tuple[Condition, Facts | None]] = {}

    def free(self, condition: Condition) -> Facts | None:
        """What the condition is about, where it may hold or not and so may each of its parts whatever the others do;
        None where that is in doubt."""
        seen = self._seen.get(id(condition))
        if seen is None:
            self._seen[id(condition)] = (condition, None)
            seen = self._seen[id(condition)] = (condition, self._look(condition))
        return seen[1]

    def about(self, pattern: Pattern) -> Facts | None:
        """What the trigger is about, where it may come or not; None where that is in doubt."""
        if not isinstance(pattern, EventPattern):
            return frozenset()
        own = frozenset((Fact("count", pattern.verb),))
        return own if pattern.where is None or self.free(pattern.where) is not None else None

    def apart(self, facts: Iterable[Facts | None]) -> Facts | None:
        """All of the facts, where no two have one in common; else None."""
        found: set[Fact] = set()
        for each in facts:
            if each is None or not found.isdisjoint(each):
                return None
            found |= each
        return frozenset(found)

    def _look(self, condition: Condition) -> Facts | None:
        match condition:
            case schema.Not(item=item):
                return self.free(item)
            case schema.And(items=items) | schema.Or(items=items):
                return self.apart(self.free(item) for item in items) if items else None
            case schema.AtLeast(least=least, items=items):
                return self.apart(self.free(item) for item in items) if 1 <= least <= len(items) else None
            case schema.Compare(left=left, right=right, operator=sign):
                if isinstance(left, schema.Literally):
                    left, right, sign = right, left, _MIRRORED[sign]
                return self._compared(left, sign, right.value) if isinstance(right, schema.Literally) else None
            case schema.OneOf(value=value, options=options):
                return self._chosen(value, options)
            case schema.Known(value=value):
                return self._known(value)
            case schema.Tagged(tag=tag):
                return frozenset((Fact("tag", tag),))
            case schema.Accepted(journey=None):
                return frozenset((Fact("accepted"),))
            case schema.InSegment(name=name, journey=None):
                return self.free(self._segments[name].condition)
            case schema.Happened(history=history):
                return self._of_history(history)
            case _:
                return None

    def _of_history(self, history: int) -> Facts | None:
        return self.about(self._program.histories[history])

    def _compared(self, value: Value, sign: Comparison, literal: Scalar) -> Facts | None:
        match value:
            case schema.Attribute(name=name):
                declared = self._attributes[name]
                if declared.type == "bool" and sign not in ("==", "!="):
                    return None
                return frozenset((Fact("attribute", name),))
            case schema.Points(name=name, journey=None) if not isinstance(literal, str):
                return self._of_points(self._scores[name], sign, literal)
            case schema.Count(history=history) if isinstance(literal, int) and _is_between(0, sign, literal, None):
                return self._of_history(history)
            case schema.Since(history=history) if isinstance(literal, int) and literal > 0:
                return self._of_history(history)
            case schema.Today():
                return frozenset((Fact("today"),))
            case schema.Payload(field=field) if not isinstance(literal, bool):
                return frozenset((Fact("payload", field),))
            case _:
                return None

    def _of_points(self, score: schema.Score, sign: Comparison, literal: int | float) -> Facts | None:
        """Standing points move the range: what is between its ends wherever it is moved to is open."""
        low, high = score.low, score.high
        if low is not None:
            low += sum(max(line.points, 0) for line in score.standing)
        if high is not None:
            high += sum(min(line.points, 0) for line in score.standing)
        if (low is not None and high is not None and low > high) or not _is_between(low, sign, literal, high):
            return None
        facts: Facts = frozenset((Fact("points", score.name),))
        for line in score.standing:
            own = self.free(line.condition)
            if own is None:
                return None
            facts |= own
        return facts

    def _chosen(self, value: Value, options: Sequence[Scalar]) -> Facts | None:
        if not options:
            return None
        match value:
            case schema.Attribute(name=name):
                declared = self._attributes[name]
                if declared.default is not None and set(declared.values) <= set(options) and declared.values:
                    return None
                return frozenset((Fact("attribute", name),)) if declared.type != "bool" else None
            case schema.Standing(what="stage" | "owner" | "source" as what, journey=None):
                return frozenset((Fact(what),))
            case _:
                return None

    def _known(self, value: Value) -> Facts | None:
        match value:
            case schema.Attribute(name=name) if self._attributes[name].default is None:
                return frozenset((Fact("attribute", name),))
            case schema.Standing(what="stage" | "owner" | "source" as what, journey=None):
                return frozenset((Fact(what),))
            case schema.Since(history=history):
                return self._of_history(history)
            case _:
                return None


def _is_between(low: int | None, sign: Comparison, literal: int | float, high: int | None) -> bool:
    """Whether a whole number of the range may compare so, or not."""
    if low is not None and high is not None and low == high:
        return False
    match sign:
        case ">=" | "<":
            return (low is None or literal > low) and (high is None or literal <= high)
        case ">" | "<=":
            return (low is None or literal >= low) and (high is None or literal < high)
        case "==" | "!=":
            whole = literal == int(literal)
            return whole and (low is None or literal >= low) and (high is None or literal <= high)
