"""Owns what may answer each thing that happens: the table of cells, and tests that a trigger fits an occurrence.
Must not know what an answer does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from journeyc.program import schema
from journeyc.program.schema import Arm, Condition, Pattern, When

from .expressions import Expressions
from .literals import literal, literals

Key = tuple[str, str | int | None]
"""A verb and what it is about; None for whatever no other cell of the verb names."""

HOLDS = "holds"
STARTED = "started"
CALLED_OTHERWISE = ("changed", "created", "sent")
"""What records may say that is not itself the occurrence of that name."""
TOLD = "told"
"""A record of a send made elsewhere: no trigger fits it, but it is remembered."""


def keys(pattern: Pattern) -> list[Key]:
    """The occurrences that a pattern names."""
    match pattern:
        case schema.EventPattern(verb=verb, subjects=None):
            return [(verb, None)]
        case schema.EventPattern(verb=verb, subjects=subjects):
            return [(verb, subject) for subject in subjects or ()]
        case schema.Inactive(order=order):
            return [("inactive", order)]
        case schema.DateReached(order=order):
            return [("date", order)]


def names(pattern: Pattern, key: Key) -> bool:
    """Whether the pattern names an occurrence of that key."""
    own = keys(pattern)
    return key in own or (own[0][1] is None and own[0][0] == key[0])


def fits(expressions: Expressions, pattern: Pattern) -> str:
    """The test that an occurrence of `verb` about `subject` is what the pattern names."""
    (verb, subject), *others = keys(pattern)
    test = f"verb == {literal(verb)}"
    if others:
        test += f" and subject in {literals([subject or '', *(s or '' for _, s in others)])}"
    elif subject is not None:
        test += f" and subject == {literal(subject)}"
    if isinstance(pattern, schema.EventPattern) and pattern.where is not None:
        test += f" and {expressions.within(pattern.where, 1)}"
    return test


def fits_arms(expressions: Expressions, arms: Iterable[Arm]) -> list[str]:
    """For each arm the test that it fits an occurrence."""
    tests = []
    for arm in arms:
        test = fits(expressions, arm.pattern)
        tests.append(test if arm.condition is None else f"{test} and {expressions.within(arm.condition, 1)}")
    return tests


def condition_at(arms: Iterable[Arm], key: Key) -> Condition | None:
    """What must hold for one of the arms to fit an occurrence of that key; None where nothing need."""
    found: list[Condition] = []
    for arm in arms:
        if names(arm.pattern, key):
            where = arm.pattern.where if isinstance(arm.pattern, schema.EventPattern) else None
            parts = tuple(part for part in (where, arm.condition) if part is not None)
            if not parts:
                return None
            found.append(parts[0] if len(parts) == 1 else schema.And(parts))
    return found[0] if len(found) == 1 else schema.Or(tuple(found))


@dataclass(slots=True)
class Answer:
    """A rule or scenario that may answer: its place in the source, what is then decided, what must hold for it to fit
    (None: nothing)."""

    order: int
    decided: str
    test: str | None = None


@dataclass(slots=True)
class Cell:
    """What may answer one thing that happens, as Python. `notes` are statements; a score line stands with its test."""

    own: bool = False
    noted: bool = False
    notes: list[str] = field(default_factory=list)
    lines: list[tuple[str | None, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def decide(self, with_notes: bool) -> list[str]:
        """The statements that remember what happened, add the points of score lines and give back what fits; none where
        nobody asks. Without notes what happened is remembered elsewhere."""
        statements = [*(self.notes if with_notes else ()), *_gathered("lines", "tuple[Line, ...]", self.lines)]
        if self.lines:
            statements += ["if lines:", "    add_lines(lead, lines)"]
        answers = sorted(self.answers, key=lambda answer: answer.order)
        fitting = [(answer.test, answer.decided) for answer in answers]
        if len(fitting) == 1:
            [(test, decided)] = fitting
            fit = f"return {decided}"
            return [*statements, *([fit] if test is None else [f"if {test}:", f"    {fit}", "return ()"])]
        statements += _gathered("decided", "Decided", fitting)
        if fitting:
            return [*statements, "return decided"]
        return [*statements, "return ()"] if statements else []


def _gathered(name: str, kind: str, items: list[tuple[str | None, str]]) -> list[str]:
    """Statements that put together those tuples whose test holds."""
    lines = [f"{name}: {kind} = ()"] if items else []
    for test, item in items:
        lines += [f"{name} += {item}"] if test is None else [f"if {test}:", f"    {name} += {item}"]
    return lines


class Cells:
    """The table of cells while it is filled. Whatever a pattern of `any` answers stands in every cell of its verb."""

    def __init__(self, every: Iterable[Pattern]) -> None:
        self.cells: dict[Key, Cell] = {}
        for pattern in every:
            for key in keys(pattern):
                self.cells.setdefault(key, Cell())

    def at(self, key: Key) -> Cell:
        """The cell of a key, made if there is none."""
        return self.cells.setdefault(key, Cell())

    def answer(self, arms: Iterable[Arm], add: Callable[[Cell, Key], None]) -> None:
        """Let each cell whose key an arm names have an answer more."""
        arms = list(arms)
        for key, cell in self.cells.items():
            if any(names(arm.pattern, key) for arm in arms):
                add(cell, key)


def patterns(whens: Iterable[When]) -> list[Pattern]:
    """Every pattern of several triggers."""
    return [arm.pattern for when in whens for arm in when.arms]
