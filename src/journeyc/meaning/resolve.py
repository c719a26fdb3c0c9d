"""Owns tree to Model: which names a journey declares, and what each declares.
Must not know types of expressions: who uses a name rightly is the checker's business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeyc.diagnostics import DiagnosticBag, Label
from journeyc.meaning.model import Declared, Model, Symbol, SymbolKind
from journeyc.meaning.report import Reporter
from journeyc.meaning.types import ANY, Type
from journeyc.meaning.vocabulary import Vocabulary
from journeyc.syntax import tree as t
from journeyc.syntax.node import Node

# Kinds whose names live in one set: no two of them may share a name.
_SHARED: tuple[tuple[SymbolKind, ...], ...] = (("attribute", "score", "segment", "let"), ("team", "task"))

_NAMED: tuple[tuple[type[Node], SymbolKind], ...] = (
    (t.Team, "team"),
    (t.Persona, "persona"),
    (t.View, "view"),
    (t.Segment, "segment"),
    (t.Boundary, "segment"),
    (t.Content, "content"),
    (t.Score, "score"),
    (t.Let, "let"),
    (t.Rule, "rule"),
    (t.Choose, "rule"),
    (t.Scenario, "scenario"),
    (t.Goal, "goal"),
    (t.SourceDeclaration, "source"),
)
_KIND_OF = dict(_NAMED)
# Where these names stand, a word of the language may stand too: they have to be told apart.
_IN_EXPRESSIONS = frozenset({"attribute", "score", "segment", "let", "content", "stage", "task", "team"})


def resolve(declarations: Sequence[Declared], vocabulary: Vocabulary, found: DiagnosticBag) -> Model:
    """Collect what the files of one journey declare, in the order in which it stands."""
    resolver = _Resolver(Model(tuple(declarations)), vocabulary, Reporter(found))
    for declared in declarations:
        resolver.declare(declared)
    resolver.ask_for_what_is_missing()
    return resolver.model


class _Resolver:
    def __init__(self, model: Model, vocabulary: Vocabulary, report: Reporter) -> None:
        self.model = model
        self._vocabulary = vocabulary
        self._report = report
        self._once: dict[type[Node], Node] = {}

    def declare(self, declared: Declared) -> None:
        """Take in the names of one declaration."""
        node = declared.node
        self._report.source = declared.source
        kind = _KIND_OF.get(type(node))
        name: t.Name | None = getattr(node, "name", None)
        if kind is not None and name is not None:
            self._name(kind, name, node)
        match node:
            case t.Journey():
                self._journey(node)
            case t.Timezone():
                self._only(node)
                self.model.timezone = node.zone
            case t.Lead():
                self._attributes(node)
            case t.Stages():
                self._ladder(node)
            case t.Team():
                self._members(node)
            case t.Let():
                self.model.lets.setdefault(node.name.text, node.value)
            case t.Content():
                self._content(node)
            case t.Dropout() | t.Calendar():
                self._only(node)
            case t.Rule() | t.Choose() | t.Scenario():
                self._tasks(node)
            case _:
                pass

    def ask_for_what_is_missing(self) -> None:
        """A file without a journey, or a journey without a ladder, says nothing that could be run."""
        if not self.model.declarations:
            return
        first = self.model.declarations[0]
        self._report.source = first.source
        if self.model.journey is None:
            fix = self._report.insertion("add_journey", 0, "journey 名前\n")
            at = t.Name(first.node.start, first.node.start, "")
            self._report.error("JC052", at, "missing", fixes=(fix,))
        elif not self.model.ladder:
            self._report.error("JC053", self.model.journey)

    def _journey(self, node: t.Journey) -> None:
        if self.model.journey is not None:
            self._report.error("JC052", node, "twice")
        elif self.model.declarations[0].node is not node:
            self._report.error("JC052", node, "not_first")
            self.model.journey = node
        else:
            self.model.journey = node

    def _only(self, node: Node) -> None:
        first = self._once.setdefault(type(node), node)
        if first is not node:
            self._report.error("JC054", node, type(node).__name__.lower())

    def _name(self, kind: SymbolKind, name: t.Name, node: Node) -> None:
        """Declare the name, unless it is taken or would hide a word of the language."""
        if kind in _IN_EXPRESSIONS and not name.quoted and name.text in self._vocabulary.reserved:
            written = self._report.source.text[name.start : name.end]
            fix = self._report.replacement("add_backquotes", name, f"`{written}`", safe=True)
            self._report.error("JC051", name, fixes=(fix,), name=name.text)
        taken = self._taken(kind, name.text)
        if taken is None:
            symbol = Symbol(kind, name.text, node, name, self._report.source)
            self.model.symbols.setdefault(kind, {})[name.text] = symbol
            return
        label = Label(taken.source.location(taken.at.start, taken.at.end), "first_declared")
        variant = "" if taken.kind == kind else "shared"
        self._report.error("JC050", name, variant, labels=(label,), name=name.text, kind=kind, other=taken.kind)

    def _taken(self, kind: SymbolKind, name: str) -> Symbol | None:
        group = next((kinds for kinds in _SHARED if kind in kinds), (kind,))
        return next((symbol for k in group if (symbol := self.model.symbols.get(k, {}).get(name)) is not None), None)

    def _attributes(self, node: t.Lead) -> None:
        for item in node.items:
            if isinstance(item, t.Typed):
                self._name("attribute", item.name, item)
                self.model.attributes.setdefault(item.name.text, self._type(item))
            else:
                self._report.error("JC072", item, "not_attribute")

    def _type(self, item: t.Typed) -> Type:
        if len(item.types) > 1:
            return Type("enum", tuple(self._enum_values(item)))
        name = self._vocabulary.types.get(item.types[0].text)
        if name is None:
            self._report.undefined(item.types[0], "type", self._vocabulary.types)
            return ANY
        return Type(name)  # type: ignore[arg-type]  # the vocabulary's types are among the type names

    def _enum_values(self, item: t.Typed) -> Iterator[str]:
        seen: set[str] = set()
        for value in item.types:
            if self._vocabulary.words.get(value.text) == "unknown":
                self._report.error("JC056", value, "unknown")
            elif value.text in seen:
                self._report.error("JC056", value, "twice", name=value.text)
            else:
                seen.add(value.text)
                yield value.text

    def _ladder(self, node: t.Stages) -> None:
        self._only(node)
        if self.model.ladder:
            return
        for level in node.steps:
            for name in level:
                self._name("stage", name, node)
        declared = self.model.names("stage")
        seen: set[str] = set()
        steps: list[tuple[str, ...]] = []
        for level in node.steps:
            names = tuple(name.text for name in level if name.text in declared and name.text not in seen)
            seen.update(names)
            steps.append(names)
        self.model.ladder = tuple(step for step in steps if step)
        self.model.levels = {stage: i for i, step in enumerate(self.model.ladder) for stage in step}

    def _members(self, node: t.Team) -> None:
        members = [
            value.text
            for item in node.items
            if isinstance(item, t.Setting) and self._setting(item) == "members"
            for value in item.values
            if isinstance(value, t.Name)
        ]
        self.model.members.setdefault(node.name.text, tuple(members))

    def _setting(self, item: t.Setting) -> str | None:
        word = self._vocabulary.settings.get(item.word.text)
        return word.name if word else None

    def _content(self, node: t.Content) -> None:
        kind = self._vocabulary.kinds.get(node.kind.text)
        if kind is None:
            self._unknown_kind(node.kind)
            return
        self.model.kinds.setdefault(node.name.text, kind.name)
        if kind.payload:
            fields = {item.name.text: self._type(item) for item in node.items if isinstance(item, t.Typed)}
            self.model.payloads.setdefault(node.name.text, fields)

    def _unknown_kind(self, kind: t.Name) -> None:
        left_out = self._vocabulary.left_out_beginnings.get(kind.text)
        if left_out is not None:
            self._report.error("JC091", kind, left_out)
        else:
            self._report.undefined(kind, "kind", self._vocabulary.kinds)

    def _tasks(self, node: t.Rule | t.Choose | t.Scenario) -> None:
        for action in actions_in(node):
            word = self._vocabulary.actions.get(action.word.text)
            if word is not None and word.name == "task" and action.alias is not None:
                known = self.model.symbols.get("task", {})
                if action.alias.text not in known:
                    self._name("task", action.alias, action)


def actions_in(node: Node) -> Iterator[t.Action]:
    """Every action of a rule, choose, scenario or step, at any depth."""
    match node:
        case t.Action():
            yield node
        case t.Rule():
            yield from actions_in(node.body)
        case t.Choose():
            for choice in node.lines:
                yield from actions_in(choice.body)
        case t.Scenario():
            for step in node.body:
                yield from actions_in(step)
        case t.Block():
            for step in node.steps:
                yield from actions_in(step)
        case t.If():
            yield from actions_in(node.then)
            if node.otherwise is not None:
                yield from actions_in(node.otherwise)
        case t.Match(arms=arms) | t.Split(arms=arms):
            for arm in arms:
                yield from actions_in(arm.body)
        case t.Repeat():
            yield from actions_in(node.body)
        case t.WaitFor():
            if node.block is not None:
                yield from actions_in(node.block)
        case t.WaitUntil():
            for body in (*(line.body for line in node.lines), *(late.body for late in node.timeouts)):
                if body is not None:
                    yield from actions_in(body)
        case _:
            return
