"""Owns what histories and the present occurrence have to do with one another: `downloaded(any)` counts what
`downloaded(x)` does, a week holds what a day holds, and what happens now has happened.
Must not know conditions, nor what is asked.

All that can happen of one verb is parted into cells, so that every pattern is made of whole cells: by subject, and by
which payload filters hold. What is counted of a cell is exact in every window that is asked about; so the counts of a
pattern are sums, no more than a log can show, and no less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import z3

from journeyc.lint.proof.encoding import Encoding, Formula, wheres_of
from journeyc.lint.proof.facts import Facts
from journeyc.program.schema import Condition, EventPattern, Pattern

MOST_FILTERS = 3
"""Payload filters of one verb and subject that are told apart: each doubles the cells."""

Filters = Mapping[Condition, bool]
Possible = Callable[[Filters], bool]


class TooManyCells(Exception):
    """More payload filters meet than are told apart."""


class Cell(NamedTuple):
    """Occurrences of one verb that the same patterns fit. `subject` is None for one that no pattern names; `filters`
    says which payload filters hold."""

    verb: str
    subject: str | None
    filters: tuple[tuple[Condition, bool], ...]
    histories: tuple[int, ...]
    patterns: tuple[int, ...]

    @property
    def key(self) -> str:
        """A name for its variables."""
        return f"{self.verb} {self.subject} {self.histories} {self.patterns}"


@dataclass(slots=True)
class Group:
    """The cells of one verb, with the windows in which they are counted, the shortest first and None last. `counted`:
    whether anything asks about the past of the verb; `ages`: whether anything asks how long ago that was."""

    verb: str
    cells: tuple[Cell, ...]
    windows: tuple[int | None, ...]
    counted: bool
    ages: bool
    axioms: list[Formula] = field(default_factory=list)


class Happenings:
    """All that a question says of what happens now and has happened before. `patterns` are what it asks of the present
    occurrence, each with the variable that says that it fits."""

    def __init__(
        self, encoding: Encoding, facts: Facts, patterns: Sequence[tuple[Pattern, Formula]], possible: Possible
    ) -> None:
        self._encoding = encoding
        self._possible = possible
        self.patterns = patterns
        self.groups = tuple(self._groups(facts))
        self.now = encoding.whole("now")
        self.axioms = [formula for group in self.groups for formula in group.axioms]
        self.axioms += self._present()
        self.looks_at_entry = any(fact.kind == "after entry" for fact in facts)

    def cells(self) -> list[tuple[Group, Cell]]:
        """Every cell with its group; its place here is its number as the present occurrence."""
        return [(group, cell) for group in self.groups for cell in group.cells]

    # --- groups

    def _groups(self, facts: Facts) -> Iterable[Group]:
        counted: dict[int, set[int | None]] = {}
        aged: set[int] = set()
        for fact in facts:
            if fact.kind in ("count", "age", "after entry"):
                counted.setdefault(fact.history, {None}).add(fact.within)
            if fact.kind in ("age", "after entry"):
                aged.add(fact.history)
        histories = self._encoding.program.histories
        asked = [(n, pattern) for n, (pattern, _) in enumerate(self.patterns) if isinstance(pattern, EventPattern)]
        verbs = dict.fromkeys([histories[h].verb for h in sorted(counted)] + [pattern.verb for _, pattern in asked])
        for verb in verbs:
            own = {h: histories[h] for h in sorted(counted) if histories[h].verb == verb}
            now = {n: pattern for n, pattern in asked if pattern.verb == verb}
            windows = {within for h in own for within in counted[h]} | {None}
            order = (*sorted(w for w in windows if w is not None), None)
            cells = tuple(self._parted(verb, own, now))
            group = Group(verb, cells, order, bool(own), any(h in aged for h in own))
            group.axioms = list(self._axioms(group, own, counted, aged)) if own else []
            yield group

    def _parted(
        self, verb: str, histories: Mapping[int, EventPattern], patterns: Mapping[int, EventPattern]
    ) -> Iterable[Cell]:
        everything = [*histories.values(), *patterns.values()]
        named = dict.fromkeys(subject for pattern in everything for subject in pattern.subjects or ())
        seen = set()
        for subject in (*named, None):
            fitting = [p for p in everything if p.subjects is None or (subject is not None and subject in p.subjects)]
            filters = wheres_of(fitting)
            if len(filters) > MOST_FILTERS:
                raise TooManyCells
            for truths in product((True, False), repeat=len(filters)):
                holding = dict(zip(filters, truths, strict=True))
                cell = _cell(verb, subject, holding, histories, patterns)
                if (cell.histories or cell.patterns) and (cell.histories, cell.patterns) not in seen:
                    if holding and not self._possible(holding):
                        continue
                    seen.add((cell.histories, cell.patterns))
                    yield cell

    # --- axioms

    def count(self, cell: Cell, band: int) -> Formula:
        """How often it happened longer ago than the windows before this one, and within it."""
        return self._encoding.whole(f"cell {cell.key} {band}")

    def total(self, cell: Cell, bands: int) -> Formula:
        """How often it happened within the first so many bands."""
        counts = [self.count(cell, band) for band in range(bands)]
        return z3.Sum(counts) if len(counts) > 1 else counts[0]

    def age(self, cell: Cell) -> Formula:
        """Seconds since it last happened, where it did."""
        return self._encoding.whole(f"age {cell.key}")

    def after_entry(self, cell: Cell) -> Formula:
        """Whether it last happened after the lead entered the scenario."""
        return self._encoding.truth(f"after entry {cell.key}")

    @property
    def entered(self) -> Formula:
        """Seconds since the lead entered the scenario."""
        return self._encoding.whole("since entry")

    def _axioms(
        self,
        group: Group,
        histories: Mapping[int, EventPattern],
        counted: Mapping[int, set[int | None]],
        aged: set[int],
    ) -> Iterable[Formula]:
        encoding = self._encoding
        for cell in group.cells:
            yield from (self.count(cell, band) >= 0 for band in range(len(group.windows)))
            if group.ages:
                yield from self._age_axioms(group, cell)
        for history in histories:
            own = [cell for cell in group.cells if history in cell.histories]
            for within in counted[history]:
                bands = group.windows.index(within) + 1
                totals = [self.total(cell, bands) for cell in own]
                yield encoding.count(history, within) == (z3.Sum(totals) if totals else 0)
            if history in aged:
                yield from self._latest(history, own, len(group.windows))

    def _age_axioms(self, group: Group, cell: Cell) -> Iterable[Formula]:
        age, happened = self.age(cell), self.total(cell, len(group.windows)) >= 1
        yield age >= 0
        for bands, within in enumerate(group.windows[:-1], start=1):
            yield z3.Implies(happened, (age < within) == (self.total(cell, bands) >= 1))
        yield self.entered >= 0
        yield z3.Implies(self.after_entry(cell), z3.And(happened, age <= self.entered))
        yield z3.Implies(z3.And(happened, z3.Not(self.after_entry(cell))), age >= self.entered)

    def _latest(self, history: int, cells: list[Cell], bands: int) -> Iterable[Formula]:
        encoding = self._encoding
        age, after = encoding.age(history), encoding.after_entry(history)
        happened = [self.total(cell, bands) >= 1 for cell in cells]
        yield age >= 0
        for cell, did in zip(cells, happened, strict=True):
            yield z3.Implies(did, age <= self.age(cell))
        last = [z3.And(did, age == self.age(cell)) for cell, did in zip(cells, happened, strict=True)]
        yield z3.Implies(encoding.any_of(happened), encoding.any_of(last))
        yield after == encoding.any_of([self.after_entry(cell) for cell in cells])

    def _present(self) -> Iterable[Formula]:
        """One cell, or one pattern that is no event, is what happens now; what happens now has happened."""
        if not self.patterns:
            return
        encoding = self._encoding
        cells = self.cells()
        others = [n for n, (pattern, _) in enumerate(self.patterns) if not isinstance(pattern, EventPattern)]
        yield self.now >= -1
        for number, (group, cell) in enumerate(cells):
            noted = [self.count(cell, 0) >= 1] if group.counted else []
            noted += [self.age(cell) == 0, self.after_entry(cell)] if group.ages else []
            if noted:
                yield z3.Implies(self.now == number, encoding.all_of(noted))
        orders: dict[int, int] = {}
        for number, (pattern, fits) in enumerate(self.patterns):
            if isinstance(pattern, EventPattern):
                meant = [self.now == at for at, (_, cell) in enumerate(cells) if number in cell.patterns]
            else:
                meant = [self.now == len(cells) + orders.setdefault(pattern.order, len(orders))]
            yield fits == encoding.any_of(meant)
        yield self.now < len(cells) + len(others)


def _cell(
    verb: str,
    subject: str | None,
    holding: Filters,
    histories: Mapping[int, EventPattern],
    patterns: Mapping[int, EventPattern],
) -> Cell:
    def fits(pattern: EventPattern) -> bool:
        named = pattern.subjects is None or (subject is not None and subject in pattern.subjects)
        return named and (pattern.where is None or holding[pattern.where])

    return Cell(
        verb,
        subject,
        tuple(holding.items()),
        tuple(number for number, pattern in histories.items() if fits(pattern)),
        tuple(number for number, pattern in patterns.items() if fits(pattern)),
    )
