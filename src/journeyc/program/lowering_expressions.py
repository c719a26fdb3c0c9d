"""Owns checked expressions to conditions, values, triggers and texts of the Program.
Must not know declarations or steps; expects that the checker found no fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from journeyc.meaning.model import Model, Reference
from journeyc.meaning.sorts import function_of, is_word, sort_of
from journeyc.meaning.types import Type
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.program import schema as p
from journeyc.source import Source
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node

_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
_MIRRORED: dict[p.Comparison, p.Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HOLDS: dict[p.Comparison, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class LoweredExpressions:
    """Lowers one expression after another of one journey. Keeps the table of histories that conditions ask for, and
    gives out the numbers of the source order."""

    def __init__(self, model: Model, vocabulary: Vocabulary, files: dict[int, int]) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._files = files
        self._histories: dict[p.EventPattern, int] = {}
        self._order = 0
        self._zone = ZoneInfo(model.timezone)
        self.source = Source("", "")

    @property
    def histories(self) -> tuple[p.EventPattern, ...]:
        return tuple(self._histories)

    def next_order(self) -> int:
        """The next number of the source order."""
        self._order += 1
        return self._order

    def place(self, node: Node) -> p.Place:
        """Where the node stands."""
        line, column = self.source.position(node.start)
        end_line, end_column = self.source.position(node.end)
        return p.Place(self._files[id(self.source)], line, column, end_line, end_column)

    def written(self, node: Node) -> str:
        """The node as the person wrote it, on one line."""
        return " ".join(self.source.text[node.start : node.end].split())

    # --- triggers

    def when(self, node: t.Expression) -> p.When:
        """What stands after `when`."""
        if sort_of(node, self._vocabulary) == "trigger":
            return p.When(self.arms(node), None, self.place(node))
        return p.When((), self.watch(node), self.place(node))

    def watch(self, node: t.Expression) -> p.Watch:
        """A condition whose truth is remembered."""
        return p.Watch(self.condition(node), self.next_order())

    def arms(self, node: t.Expression) -> tuple[p.Arm, ...]:
        """Every pattern of a trigger, each with the conditions that stand with it."""
        match node:
            case t.Parenthesized():
                return self.arms(node.item)
            case t.Or():
                return tuple(arm for item in node.items for arm in self.arms(item))
            case t.And():
                return self._arms_with_conditions(node)
            case _:
                return (p.Arm(self.pattern(node), None),)

    def _arms_with_conditions(self, node: t.And) -> tuple[p.Arm, ...]:
        trigger = next(item for item in node.items if sort_of(item, self._vocabulary) == "trigger")
        beside = tuple(self.condition(item) for item in node.items if item is not trigger)
        return tuple(
            p.Arm(arm.pattern, _all_of((*beside, *((arm.condition,) if arm.condition else ())), self.place(node)))
            for arm in self.arms(trigger)
        )

    def pattern(self, node: t.Expression) -> p.Pattern:
        """One thing that can happen."""
        if isinstance(node, t.Anchored):
            anchor = self.anchor(node.anchor)
            return p.DateReached(anchor, self.offset(node), self.next_order(), self.place(node))
        if not isinstance(node, t.Call):
            raise TypeError(type(node).__name__)
        verb = self._vocabulary.verbs[node.name.text]
        if verb.subject == "duration":
            idle = node.arguments[0]
            seconds = self.seconds(idle) if isinstance(idle, t.DurationLiteral) else 0
            return p.Inactive(seconds, self.next_order(), self.place(node))
        return self._event(node)

    def _event(self, node: t.Expression) -> p.EventPattern:
        if not isinstance(node, t.Call):
            raise TypeError(type(node).__name__)
        verb = self._vocabulary.verbs[node.name.text]
        names = tuple(name for name in node.arguments if isinstance(name, t.Name))
        everything = not names or is_word(names[0], "any", self._vocabulary)
        subjects = None if everything else tuple(name.text for name in names)
        where = self.condition(node.where) if node.where is not None else None
        return p.EventPattern(verb.name, subjects, where, self.place(node))

    def anchor(self, node: t.Expression) -> p.Anchor:
        """The date that a wait or trigger counts from."""
        if isinstance(node, t.Name) and is_word(node, "entry", self._vocabulary):
            return p.Anchor("entry", "")
        reference = self._model.references[id(node)]
        if reference.kind == "attribute":
            return p.Anchor("attribute", reference.name)
        which = reference.type.values[0]
        return p.Anchor("content", reference.name, self.content_instant(reference.name, which))

    def content_instant(self, name: str, which: str) -> int | None:
        """The start (`at`) or end (`ends`) of a webinar or booth; None where it has none."""
        node = self._model.names("content")[name].node
        for item in getattr(node, "items", ()):
            if isinstance(item, t.Setting) and item.values and isinstance(item.values[0], t.DateTime):
                word = self._vocabulary.settings.get(item.word.text)
                if word is not None and word.name == which:
                    return self.instant(item.values[0])
        return None

    def offset(self, node: t.Anchored) -> p.DateOffset:
        """The signed distance from the anchor."""
        sign = -1 if node.side == "before" else 1
        amount = node.duration.amount * sign
        if node.duration.unit in ("d", "w"):
            return p.DateOffset(amount * (7 if node.duration.unit == "w" else 1), 0)
        return p.DateOffset(0, amount * _SECONDS[node.duration.unit])

    def instant(self, node: t.DateTime) -> int:
        """Seconds since 1970 of a date-time in the journey's zone."""
        return int(datetime.fromisoformat(node.value).replace(tzinfo=self._zone).timestamp())

    def duration(self, node: t.DurationLiteral) -> p.Duration:
        """A length of time in the clock it was written in."""
        if node.unit == "bh":
            return p.Duration("bh", node.amount)
        if node.unit == "bd":
            return p.Duration("bd", node.amount)
        return p.Duration("s", self.seconds(node))

    def seconds(self, node: t.DurationLiteral) -> int:
        """Calendar seconds."""
        return node.amount * _SECONDS[node.unit]

    # --- conditions

    def condition(self, node: t.Expression) -> p.Condition:
        """What holds or does not."""
        place = self.place(node)
        match node:
            case t.And():
                return p.And(tuple(self.condition(item) for item in node.items), place)
            case t.Or():
                return p.Or(tuple(self.condition(item) for item in node.items), place)
            case t.Not():
                return p.Not(self.condition(node.item), place)
            case t.Parenthesized():
                return self.condition(node.item)
            case t.AtLeast():
                items = tuple(self.condition(item) for item in node.items)
                return p.AtLeast(int(node.least.value), items, place)
            case t.Comparison():
                return self._comparison(node)
            case t.Membership():
                return self._membership(node)
            case t.Ever():
                return p.Happened(self._history(node.item), place=place)
            case t.Within():
                return p.Happened(self._history(node.item), within=self.seconds(node.duration), place=place)
            case t.Tagged():
                return p.Tagged(node.tag.text, place)
            case t.Call():
                return self._call(node)
            case t.Name() | t.Dotted():
                return self._truth(node)
            case _:
                return p.Compare("==", self.value(node), p.Literally(True, "bool"), place)

    def _call(self, node: t.Call) -> p.Condition:
        if function_of(node, self._vocabulary) == "known":
            return self._known(node.arguments[0], self.place(node))
        return p.Happened(self._history(node), since_entry=True, place=self.place(node))

    def _known(self, node: t.Expression, place: p.Place) -> p.Condition:
        value = self.value(node)
        if isinstance(value, p.Points | p.Literally | p.Count | p.Today):
            return p.Always(True, place)
        return p.Known(value, place)

    def _truth(self, node: t.Name | t.Dotted) -> p.Condition:
        reference = self._model.references[id(node)]
        place = self.place(node)
        if reference.kind == "segment":
            return p.InSegment(reference.name, reference.journey, place)
        if reference.kind == "word" and reference.name == "accepted":
            return p.Accepted(reference.journey, place)
        value = self.value(node)
        if isinstance(value, p.Literally):
            return p.Always(value.value is True, place)
        return p.Compare("==", value, p.Literally(True, "bool"), place)

    def _comparison(self, node: t.Comparison) -> p.Condition:
        left, right = self._named(node.left), self._named(node.right)
        place = self.place(node)
        if right is not None:
            return self._against_name(node.left, node.operator, right, place)
        if left is not None:
            return self._against_name(node.right, _MIRRORED[node.operator], left, place)
        if self._is_condition(node.left) or self._is_condition(node.right):
            return self._same_truth(node)
        kind = self._type_of(node.left)
        if kind is not None and kind.named:
            return self._between_names(node, kind, place)
        return p.Compare(node.operator, self.value(node.left), self.value(node.right), place)

    def _named(self, node: t.Expression) -> Reference | None:
        """The value a bare name stands for, where it was read as one."""
        reference = self._model.references.get(id(node))
        return reference if reference is not None and reference.kind == "value" else None

    def _type_of(self, node: t.Expression) -> Type | None:
        reference = self._model.references.get(id(node))
        return reference.type if reference is not None else None

    def _against_name(
        self, node: t.Expression, operator: p.Comparison, value: Reference, place: p.Place
    ) -> p.Condition:
        return p.OneOf(self.value(node), self._options(value.type, operator, value.name), place)

    def _options(self, kind: Type, operator: p.Comparison, name: str) -> tuple[str, ...]:
        """The names for which `… operator name` holds."""
        if operator == "==":
            return (name,)
        if operator == "!=":
            return tuple(value for value in kind.values if value != name)
        there = self._model if kind.journey is None else self._model.others.models[kind.journey]
        rank = there.level if kind.name == "stage" else kind.values.index
        holds = _HOLDS[operator]
        return tuple(value for value in kind.values if holds(rank(value), rank(name)))

    def _between_names(self, node: t.Comparison, kind: Type, place: p.Place) -> p.Condition:
        """Two enums: for each value of the right one, the values of the left one that go with it."""
        left, right = self.value(node.left), self.value(node.right)
        pairs = tuple(
            p.And(
                (p.OneOf(right, (name,), place), p.OneOf(left, self._options(kind, node.operator, name), place)), place
            )
            for name in kind.values
        )
        return p.Or(pairs, place)

    def _is_condition(self, node: t.Expression) -> bool:
        reference = self._model.references.get(id(node))
        if reference is not None:
            return reference.kind == "segment" or (reference.kind == "word" and reference.name == "accepted")
        if isinstance(node, t.Parenthesized):
            return self._is_condition(node.item)
        known = isinstance(node, t.Call) and function_of(node, self._vocabulary) == "known"
        return known or isinstance(node, t.And | t.Or | t.Not | t.AtLeast | t.Comparison | t.Membership | t.Ever)

    def _same_truth(self, node: t.Comparison) -> p.Condition:
        left, right = self.condition(node.left), self.condition(node.right)
        place = self.place(node)
        both = p.And((left, right), place)
        neither = p.And((p.Not(left, place), p.Not(right, place)), place)
        same = p.Or((both, neither), place)
        return same if node.operator == "==" else p.Not(same, place)

    def _membership(self, node: t.Membership) -> p.Condition:
        value = self.value(node.item)
        place = self.place(node)
        names = [self._named(option) for option in node.options]
        if all(names):
            return p.OneOf(value, tuple(name.name for name in names if name), place)
        options = [self.value(option) for option in node.options]
        literals = tuple(option.value for option in options if isinstance(option, p.Literally))
        if len(literals) == len(options):
            return p.OneOf(value, literals, place)
        return p.Or(tuple(p.Compare("==", value, option, place) for option in options), place)

    def _history(self, node: t.Expression) -> int:
        pattern = self._event(node)
        return self._histories.setdefault(pattern, len(self._histories))

    # --- values

    def value(self, node: t.Expression) -> p.Value:
        """What an expression stands for."""
        match node:
            case t.Name() | t.Dotted():
                return self._reference(self._model.references[id(node)])
            case t.Parenthesized():
                return self.value(node.item)
            case t.Call():
                return self._measure(node)
            case _:
                return self.literal(node)

    def _reference(self, reference: Reference) -> p.Value:
        match reference.kind:
            case "attribute":
                return p.Attribute(reference.name)
            case "score":
                return p.Points(reference.name, reference.journey)
            case "payload":
                return p.Payload(reference.name)
            case "constant":
                return p.Literally(reference.name == "true", "bool")
            case "let":
                return self.literal(self._model.lets[reference.name])
            case "value":
                return p.Literally(reference.name, "enum")
            case _:
                if reference.name == "today":
                    return p.Today()
                return p.Standing(reference.name, reference.journey)  # type: ignore[arg-type]  # a word

    def fixed(self, node: t.Expression) -> p.Scalar:
        """What a literal, or a name for one, stands for."""
        value = self.value(node) if id(node) in self._model.references else self.literal(node)
        if not isinstance(value, p.Literally):
            raise TypeError("the checker lets only literals and names for them stand here")
        return value.value

    def literal(self, node: t.Expression) -> p.Literally:
        """A literal as a value; durations in seconds."""
        match node:
            case t.TextLiteral():
                return p.Literally(node.plain, "text")
            case t.Number() | t.Signed():
                return p.Literally(node.value, "number")
            case t.Money():
                return p.Literally(node.value, "money")
            case t.Date():
                return p.Literally(node.value, "date")
            case t.DurationLiteral():
                return p.Literally(self.seconds(node), "number")
            case t.Percent():
                return p.Literally(node.value, "number")
            case t.Name():
                word = self._vocabulary.words.get(node.text)
                if word in ("true", "false"):
                    return p.Literally(word == "true", "bool")
                return p.Literally(node.text, "enum")
            case _:
                return p.Literally(self.written(node), "text")

    def _measure(self, node: t.Call) -> p.Value:
        argument = node.arguments[0]
        within = None
        if isinstance(argument, t.Within):
            within = self.seconds(argument.duration)
        inner = argument.item if isinstance(argument, t.Within | t.Ever) else argument
        if function_of(node, self._vocabulary) == "since":
            return p.Since(self._history(inner))
        return p.Count(self._history(inner), within)

    def text(self, node: t.TextLiteral) -> p.Text:
        """A text with its holes."""
        return tuple(self._hole(part) if isinstance(part, t.Hole) else part for part in node.parts)

    def _hole(self, hole: t.Hole) -> p.Hole | str:
        printed = self._printed(hole.value)
        return printed or p.Hole(self.value(hole.value), hole.otherwise.plain if hole.otherwise else None)

    def _printed(self, node: t.Expression) -> str | None:
        """A literal, or a let that is one, whose unit the Program does not keep: it prints with that unit."""
        reference = self._model.references.get(id(node))
        match self._model.lets[reference.name] if reference is not None and reference.kind == "let" else node:
            case t.DurationLiteral(amount=amount, unit=unit):
                return f"{amount}{unit}"
            case t.Money(value=value):
                return f"{value}円"
            case t.Percent(value=value):
                return f"{value}%"
            case _:
                return None


def _all_of(conditions: tuple[p.Condition, ...], place: p.Place) -> p.Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else p.And(conditions, place)
