"""Owns the type rules of expressions: what is a condition, what a trigger, what can be compared with what.
Must not know declarations or steps; it is asked about one expression at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from journeyc.diagnostics import Fix
from journeyc.meaning.journeys import is_owner
from journeyc.meaning.model import Model, Reference, SymbolKind
from journeyc.meaning.report import Reporter
from journeyc.meaning.sorts import Sort, function_of, is_word, sort_of
from journeyc.meaning.types import ANY, BOOL, BUSINESS, DATE, DURATION, ELAPSED, MONEY, NUMBER, TEXT, Type, comparable
from journeyc.meaning.vocabulary import Verb, Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node

_SUBJECTS: Mapping[str, tuple[SymbolKind, ...]] = {
    "content": ("content",),
    "stage": ("stage",),
    "segment": ("segment",),
    "attribute": ("attribute",),
    "task": ("task",),
    "work": ("task", "team"),
    "team": ("team",),
}
_LITERALS: Mapping[type[Node], Type] = {
    t.Number: NUMBER,
    t.Signed: NUMBER,
    t.Percent: Type("percent"),
    t.Money: MONEY,
    t.TextLiteral: TEXT,
    t.Date: DATE,
    t.DateTime: Type("datetime"),
    t.Clock: Type("clock"),
}
_ASKED_OF_JOURNEYS = ("stage", "persona", "owner", "accepted")


class Expressions:
    """Checks expressions against a model, and notes in it what their names refer to."""

    def __init__(self, model: Model, vocabulary: Vocabulary, report: Reporter) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._report = report
        self._payload: Mapping[str, Type] | None = None
        self._open_payload = False
        self._since_entry = False
        self._told: set[str] = set()
        self.filled_in: set[int] = set()
        """The texts that may have holes, by the identity of their nodes."""

    # --- the positions in which an expression can stand

    def when(self, node: t.Expression) -> Sort:
        """A rule's `when` and its like: a trigger, or a condition that becomes true."""
        sort = self.sort(node)
        if sort == "trigger":
            self._trigger(node)
        else:
            self.condition(node)
        return sort

    def trigger(self, node: t.Expression) -> None:
        """A score line's: only a trigger says when points are given."""
        if self.sort(node) == "trigger":
            self._trigger(node)
        else:
            self._report.error("JC064", node)
            self.condition(node)

    def condition(self, node: t.Expression) -> None:
        """Where it is asked whether something holds."""
        match node:
            case t.And() | t.Or():
                for item in node.items:
                    self.condition(item)
            case t.Not() | t.Parenthesized():
                self.condition(node.item)
            case t.AtLeast():
                self._at_least(node)
            case t.Comparison():
                self._comparison(node)
            case t.Membership():
                self._membership(node)
            case t.Ever():
                self._history(node.item)
            case t.Within():
                self._history(node.item)
                self._calendar(node.duration)
            case t.Tagged():
                pass
            case t.Call() if function_of(node, self._vocabulary) is None:
                self._bare_pattern(node)
            case t.Anchored():
                self._report.error("JC063", node)
            case _:
                self._truth(node)

    @contextmanager
    def inside_scenario(self) -> Iterator[None]:
        """In an `if` of a scenario a bare pattern is a condition: it has happened since the lead entered."""
        before, self._since_entry = self._since_entry, True
        try:
            yield
        finally:
            self._since_entry = before

    def sort(self, node: t.Expression) -> Sort:
        """Whether the expression is something happening or something that holds."""
        return sort_of(node, self._vocabulary)

    # --- triggers

    def _trigger(self, node: t.Expression) -> None:
        match node:
            case t.Parenthesized():
                self._trigger(node.item)
            case t.Or():
                self._any_of(node)
            case t.And():
                self._together(node)
            case t.Not() | t.AtLeast():
                self._report.error("JC061", node)
            case t.Call():
                self.pattern(node)
            case t.Anchored():
                self._anchored(node)
            case _:
                self.condition(node)

    def _any_of(self, node: t.Or) -> None:
        for item in node.items:
            if self.sort(item) == "condition":
                self._report.error("JC062", item)
            else:
                self._trigger(item)

    def _together(self, node: t.And) -> None:
        triggers = [item for item in node.items if self.sort(item) == "trigger"]
        for item in node.items:
            if item in triggers:
                self._trigger(item)
            else:
                self.condition(item)
        if len(triggers) > 1:
            fix = self._report.insertion("make_ever", triggers[1].start, "ever ")
            fixes = (fix,) if isinstance(triggers[1], t.Call) else ()
            self._report.error("JC060", triggers[1], fixes=fixes)

    def _anchored(self, node: t.Anchored) -> None:
        self._calendar(node.duration)
        self.date_anchor(node.anchor)

    def date_anchor(self, node: t.Expression) -> None:
        """What `before` and `after` count from: a date attribute, a webinar or booth `W`, its end `W.ends`."""
        name = node.owner if isinstance(node, t.Dotted) else node
        if not isinstance(name, t.Name):
            self._report.error("JC066", node, "anchor")
            return
        attribute = self._model.attributes.get(name.text)
        kind = self._model.kinds.get(name.text)
        if isinstance(node, t.Name) and attribute is not None:
            self._note(node, Reference("attribute", name.text, attribute))
            if attribute.name not in ("date", "any"):
                self._report.error("JC066", node, "anchor")
        elif kind in ("webinar", "booth"):
            end = isinstance(node, t.Dotted) and self._vocabulary.words.get(node.member.text) == "ends"
            self._note(node, Reference("content_date", name.text, Type("datetime", ("ends" if end else "at",))))
            if isinstance(node, t.Dotted) and not end:
                self._report.undefined(node.member, "member", ["ends"])
        elif kind is not None:
            self._report.error("JC066", node, "anchor")
        else:
            dates = [n for n, type_ in self._model.attributes.items() if type_ == DATE]
            self._report.undefined(name, "date", [*dates, *self._model.names("content")])

    def pattern(self, node: t.Call) -> None:
        """`verb(subjects where …)`."""
        verb = self._vocabulary.verbs.get(node.name.text)
        if verb is None:
            known = [*self._vocabulary.verbs, *self._vocabulary.functions]
            self._report.undefined(node.name, "verb", known)
            return
        if verb.subject == "none":
            self._no_arguments(node)
        elif verb.subject == "duration":
            self._idle(node)
        else:
            self._subjects(node, verb)
        if node.where is not None:
            self._filter(node, node.where)

    def _no_arguments(self, node: t.Call) -> None:
        if node.arguments:
            self._report.error("JC057", node.arguments[0], "none", verb=node.name.text)

    def _idle(self, node: t.Call) -> None:
        if len(node.arguments) != 1 or not isinstance(node.arguments[0], t.DurationLiteral):
            self._report.error("JC057", node, "duration", verb=node.name.text)
        else:
            self._calendar(node.arguments[0])

    def _subjects(self, node: t.Call, verb: Verb) -> None:
        if not node.arguments:
            self._report.error("JC057", node, "missing", verb=node.name.text)
        known = self._model.names(*_SUBJECTS[verb.subject])
        for argument in node.arguments:
            if not isinstance(argument, t.Name):
                self._report.error("JC057", argument, "name", verb=node.name.text)
            elif is_word(argument, "any", self._vocabulary):
                if len(node.arguments) > 1:
                    self._report.error("JC057", argument, "any_alone", verb=node.name.text)
            elif argument.text not in known:
                self._report.undefined(argument, verb.subject, known)
            elif verb.subject == "content":
                self._verb_fits(node, verb, argument)

    def _verb_fits(self, node: t.Call, verb: Verb, argument: t.Name) -> None:
        kind = self._model.kinds.get(argument.text)
        if kind is None or verb.name in self._vocabulary.verbs_of(kind):
            return
        verbs = self._vocabulary.verbs_of(kind)
        japanese = node.name.text != verb.name
        right = [self._vocabulary.japanese[v] if japanese else v for v in verbs]
        fixes: tuple[Fix, ...] = ()
        if len(right) == 1:
            fixes = (self._report.replacement("right_verb", node.name, right[0], name=right[0]),)
        variant = "" if right else "none"
        self._report.error(
            "JC055", node.name, variant, fixes=fixes,
            verb=node.name.text, name=argument.text, kind=kind, right=", ".join(right),
        )  # fmt: skip

    def _filter(self, node: t.Call, where: t.Expression) -> None:
        """In a `where` the names are fields of what happened."""
        fields: dict[str, Type] = {}
        subjects = [argument.text for argument in node.arguments if isinstance(argument, t.Name)]
        declared = [self._model.payloads[name] for name in subjects if name in self._model.payloads]
        for payload in declared:
            fields |= payload
        self._payload = fields if declared else {}
        self._open_payload = not declared
        self.condition(where)
        self._payload = None

    # --- conditions

    def _at_least(self, node: t.AtLeast) -> None:
        for item in node.items:
            self.condition(item)
        if not 1 <= node.least.value <= len(node.items) or isinstance(node.least.value, float):
            self._report.error("JC058", node.least, count=str(len(node.items)))

    def _bare_pattern(self, node: t.Call) -> None:
        """A pattern where only conditions go: in a scenario's `if` it has a meaning, elsewhere it is a fault."""
        if self._since_entry:
            self._history(node)
            return
        if node.name.text in self._vocabulary.verbs:
            fix = self._report.insertion("make_ever", node.start, "ever ")
            self._report.error("JC063", node, fixes=(fix,))
        else:
            self.pattern(node)

    def _history(self, node: t.Expression) -> None:
        """Asked of the past: every trigger but those that history does not keep."""
        if not isinstance(node, t.Call) or function_of(node, self._vocabulary):
            self._report.error("JC059", node, "pattern")
            return
        verb = self._vocabulary.verbs.get(node.name.text)
        if verb is not None and not verb.history:
            self._report.error("JC059", node, "no_history", verb=node.name.text)
            return
        self.pattern(node)

    def _truth(self, node: t.Expression) -> None:
        """A value that stands alone where a condition is asked for: only what is true or false can."""
        kind = self.value(node)
        reference = self._model.references.get(id(node))
        is_condition = kind in (BOOL, ANY) or (reference is not None and reference.kind == "segment")
        if not is_condition:
            self._report.error("JC065", node, found=kind.name)

    def _comparison(self, node: t.Comparison) -> None:
        left, right = self._sides(node.left, node.right)
        if not comparable(left, right):
            self._incomparable(node, left, right)
        elif node.operator not in ("==", "!=") and not (left.ordered and right.ordered):
            self._report.error("JC066", node, "order", left=left.name)

    def _incomparable(self, node: t.Comparison, left: Type, right: Type) -> None:
        units = ("percent", "duration", "business", "elapsed")
        if left.name in units or right.name in units:
            self._report.error("JC124", node, "compare", left=left.name, right=right.name)
        else:
            self._report.error("JC066", node, "", left=left.name, right=right.name)

    def _membership(self, node: t.Membership) -> None:
        left = self.value(node.item)
        for option in node.options:
            right = self._named_value(option, left) or self.value(option)
            if not comparable(left, right):
                self._report.error("JC066", option, "", left=left.name, right=right.name)
        for part in (node.item, *node.options):
            if self.is_condition(part):
                self._report.error("JC066", part, "condition")

    def _sides(self, left: t.Expression, right: t.Expression) -> tuple[Type, Type]:
        """The types of both sides; a bare name means a value of the other side's type where that has names."""
        if self._means_something(left):
            first = self.value(left)
            return first, self._beside(right, first)
        second = self.value(right)
        return self._beside(left, second), second

    def _beside(self, node: t.Expression, other: Type) -> Type:
        """The type of one side, the other's known; a name says nothing where the other side is at fault."""
        if other == ANY and not self._means_something(node):
            return ANY
        return self._named_value(node, other) or self.value(node)

    def _means_something(self, node: t.Expression) -> bool:
        return not isinstance(node, t.Name) or self._find(node) is not None

    def _named_value(self, node: t.Expression, other: Type) -> Type | None:
        if not isinstance(node, t.Name) or not other.named:
            return None
        if node.text in other.values:
            self._note(node, Reference("value", node.text, other))
            return other
        if self._find(node) is not None:
            return None
        self._report.undefined(node, f"value_{other.name}", other.values)
        return other

    # --- values

    def value(self, node: t.Expression) -> Type:
        """The type of an expression that stands for a value."""
        literal = _LITERALS.get(type(node))
        if literal is not None:
            return literal
        match node:
            case t.Name():
                return self._name(node)
            case t.Dotted():
                return self._dotted(node)
            case t.DurationLiteral():
                return BUSINESS if node.unit in ("bh", "bd") else DURATION
            case t.Parenthesized():
                return self.value(node.item)
            case t.Call() if (function := function_of(node, self._vocabulary)) is not None:
                return self._apply(function, node)
            case t.Call():
                self._bare_pattern(node)
                return ANY
            case _:
                self.condition(node)
                return BOOL

    def text(self, node: t.TextLiteral) -> None:
        """The holes of a text that is filled in when it is used are expressions too."""
        self.filled_in.add(id(node))
        for part in node.parts:
            if isinstance(part, t.Hole):
                self.value(part.value)
                if self.is_condition(part.value):
                    self._report.error("JC066", part, "hole")

    def plain_text(self, node: t.TextLiteral) -> None:
        """A text that stands as it is written has no holes: nothing would fill them."""
        for part in node.parts:
            if isinstance(part, t.Hole):
                self._report.error("JC066", part, "no_hole")

    def is_condition(self, node: t.Expression) -> bool:
        """Whether the expression is a condition: it holds or not, and is no value to print, keep or tell apart."""
        if isinstance(node, t.Parenthesized):
            return self.is_condition(node.item)
        reference = self._model.references.get(id(node))
        if reference is not None:
            return reference.kind == "segment" or (reference.kind == "word" and reference.name == "accepted")
        known = isinstance(node, t.Call) and function_of(node, self._vocabulary) == "known"
        truths = (t.Not, t.And, t.Or, t.AtLeast, t.Comparison, t.Membership, t.Ever, t.Within, t.Tagged)
        return known or isinstance(node, truths)

    def _apply(self, function: str, node: t.Call) -> Type:
        if len(node.arguments) != 1 or node.where is not None:
            self._report.error("JC057", node, "one", verb=node.name.text)
            return ANY
        argument = node.arguments[0]
        if function == "known":
            self.value(argument)
            return BOOL
        if isinstance(argument, t.Within) and function == "count":
            self._history(argument.item)
            self._calendar(argument.duration)
        elif isinstance(argument, t.Ever):
            self._history(argument.item)
        else:
            self._history(argument)
        return NUMBER if function == "count" else ELAPSED

    def _name(self, node: t.Name) -> Type:
        reference = self._find(node)
        if reference is None:
            self._unknown_name(node)
            return ANY
        self._note(node, reference)
        return reference.type

    def _unknown_name(self, node: t.Name) -> None:
        if self._payload is not None:
            self._report.undefined(node, "field", self._payload)
            return
        if node.text in self._vocabulary.left_out:
            self._report.error("JC091", node, self._vocabulary.left_out[node.text])
            return
        known = self._model.names("attribute", "score", "segment", "let")
        words = [w for w, name in self._vocabulary.words.items() if name in ("stage", "persona", "owner", "source")]
        values = {v: n for n, type_ in self._model.attributes.items() for v in type_.values}
        self._report.undefined(node, "name", [*known, *words], values)

    def _find(self, node: t.Name) -> Reference | None:
        """What a name stands for in an expression, before its surroundings are asked."""
        if self._payload is not None:
            field = self._payload.get(node.text)
            if field is not None or self._open_payload:
                return self._let_or(node, Reference("payload", node.text, field or ANY))
        if not node.quoted:
            word = self._word(self._vocabulary.words.get(node.text, ""), self._model)
            if word is not None:
                return word
        model = self._model
        if node.text in model.attributes:
            return Reference("attribute", node.text, model.attributes[node.text])
        if node.text in model.names("score"):
            return Reference("score", node.text, NUMBER)
        if node.text in model.names("segment"):
            return Reference("segment", node.text, BOOL)
        return self._let(node)

    def _let_or(self, node: t.Name, other: Reference) -> Reference:
        return self._let(node) or other

    def _let(self, node: t.Name) -> Reference | None:
        if node.text not in self._model.lets:
            return None
        value = self._model.lets[node.text]
        return Reference("let", node.text, self.literal_type(value))

    def literal_type(self, node: t.Expression) -> Type:
        """The type of a literal; anything else has none."""
        if isinstance(node, t.DurationLiteral):
            return BUSINESS if node.unit in ("bh", "bd") else DURATION
        if isinstance(node, t.Name) and self._vocabulary.words.get(node.text) in ("true", "false"):
            return BOOL
        return _LITERALS.get(type(node), ANY)

    def _word(self, word: str, model: Model) -> Reference | None:
        types: Mapping[str, Type] = {
            "stage": Type("stage", model.stages),
            "persona": Type("persona", tuple(model.names("persona"))),
            "owner": Type("team", tuple(model.names("team"))),
            "source": Type("source", tuple(model.names("source"))),
            "accepted": BOOL,
            "today": DATE,
        }
        if word in ("true", "false"):
            return Reference("constant", word, BOOL)
        return Reference("word", word, types[word]) if word in types else None

    def _dotted(self, node: t.Dotted) -> Type:
        if is_owner(node, self._vocabulary):
            return self._part_of_owner(node)
        there = self.journey(node.owner)
        if there is None:
            return ANY
        reference = self._of_journey(node.member, there)
        if reference is None:
            words = [w for w, name in self._vocabulary.words.items() if name in _ASKED_OF_JOURNEYS]
            known = [*words, *there.names("score", "segment")]
            self._report.undefined(node.member, "of_journey", known)
            return ANY
        if there is not self._model:
            type_ = replace(reference.type, journey=node.owner.text) if reference.name == "stage" else reference.type
            reference = replace(reference, type=type_, journey=node.owner.text)
        self._note(node, reference)
        return reference.type

    def _part_of_owner(self, node: t.Dotted) -> Type:
        members = tuple(dict.fromkeys(m for team in self._model.members.values() for m in team))
        if self._vocabulary.words.get(node.member.text) != "member":
            self._report.undefined(node.member, "member", ["member"])
            return ANY
        self._note(node, Reference("word", "member", Type("member", members)))
        return Type("member", members)

    def _of_journey(self, name: t.Name, there: Model) -> Reference | None:
        """What a name is in a journey whose state is asked for: a word, a score or a segment."""
        word = self._vocabulary.words.get(name.text, "") if not name.quoted else ""
        if word in _ASKED_OF_JOURNEYS:
            return self._word(word, there)
        if name.text in there.names("score"):
            return Reference("score", name.text, NUMBER)
        return Reference("segment", name.text, BOOL) if name.text in there.names("segment") else None

    def journey(self, name: t.Name) -> Model | None:
        """The journey that is named, this one or another; None, and said, where there is none to be told."""
        own, others = self._model.journey, self._model.others
        if own is not None and name.text == own.name.text:
            return self._model
        if name.text not in others.models and name.text not in self._told:
            self._told.add(name.text)
            if name.text in self._vocabulary.left_out:
                self._report.error("JC091", name, self._vocabulary.left_out[name.text])
            elif name.text in others.faults:
                variant, values = others.faults[name.text]
                self._report.error("JC045", name, variant, name=name.text, **values)
            else:
                self._report.undefined(name, "journey", others.known)
        return others.models.get(name.text)

    # --- small things

    def _calendar(self, node: t.DurationLiteral) -> None:
        if node.unit in ("bh", "bd"):
            self._report.error("JC124", node, "calendar_only")

    def _note(self, node: Node, reference: Reference) -> None:
        self._model.references[id(node)] = reference

    def value_of_type(self, node: t.Expression, wanted: Type) -> bool:
        """Check a literal or name given for something of type `wanted`; reports what does not fit."""
        if isinstance(node, t.Name) and wanted.named:
            named = self._named_value(node, wanted)
            if named is not None:
                return node.text in wanted.values
        found = self.value(node)
        if comparable(found, wanted):
            return True
        self._report.error("JC066", node, "value", left=wanted.name, right=found.name)
        return False

    def fixed_value(self, node: t.Expression, wanted: Type) -> None:
        """Check what must be known before any lead is: a literal, or a name for one."""
        if self.value_of_type(node, wanted):
            self.stands_still(node)

    def stands_still(self, node: t.Expression) -> None:
        """Report what differs from lead to lead: an attribute, a score, today. Names of nothing are reported before."""
        reference = self._model.references.get(id(node))
        if reference is None and isinstance(node, t.Name):
            return
        if self.literal_type(node) == ANY and (reference is None or reference.kind not in ("let", "constant", "value")):
            self._report.error("JC066", node, "fixed")

    def points_value(self, node: t.Expression) -> None:
        """Check what a score is set to: a whole number, or a let that is one."""
        self.fixed_value(node, NUMBER)
        number = self._model.lets.get(node.text) if isinstance(node, t.Name) else node
        if isinstance(number, t.Number | t.Signed) and isinstance(number.value, float):
            self._report.error("JC070", node, "points", wanted="points")
