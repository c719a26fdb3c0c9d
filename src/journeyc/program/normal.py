"""Owns normal forms of conditions: as OR of ANDs and as AND of ORs over atoms, for platforms that know nothing else.
Must not know any platform, nor evaluate anything.

What platforms have no word for is put in other words first: segments and personas by their conditions, `at least`,
counts and `since` by how often a history happened. Truth is the Program's own, two-valued: an atom that is not known to
hold does not hold, and a negated one then does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import comb

from journeyc.program.schema import (
    NOWHERE,
    Accepted,
    Always,
    And,
    AtLeast,
    Attribute,
    Compare,
    Comparison,
    Condition,
    Count,
    EventPattern,
    Happened,
    InSegment,
    Known,
    Literally,
    Not,
    OneOf,
    Or,
    Place,
    Points,
    Program,
    Since,
    Standing,
    Tagged,
    Value,
)

MOST_CLAUSES = 256
MOST_TRIED = 4096
"""Combinations looked at on the way, before those that cover each other fall together."""

FLIPPED: dict[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Occurred:
    """`pattern` happened at least `times` times: in the last `within` seconds, or with `since_entry` after the lead
    entered the scenario, else ever."""

    pattern: EventPattern
    within: int | None
    since_entry: bool
    times: int
    place: Place = field(default=NOWHERE, compare=False)


Atom = Compare | OneOf | Known | Tagged | Accepted | InSegment | Occurred


@dataclass(frozen=True, slots=True)
class Requirement:
    """The atom holds, or with `holds` False does not."""

    atom: Atom
    holds: bool


Clause = tuple[Requirement, ...]


class TooManyClauses(Exception):
    """The condition has no normal form of at most `MOST_CLAUSES` clauses."""


def any_of_all(program: Program, condition: Condition) -> tuple[Clause, ...]:
    """The condition as OR of ANDs. Without a clause it never holds; an empty clause always does.
    Raises TooManyClauses."""
    return _clauses(_reworded(program, condition), holds=True)


# --- in other words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Node:
    """`least` of the items hold; `holds` False turns the whole round. A leaf has an atom and no items."""

    items: tuple[_Node, ...]
    least: int
    atom: Atom | None = None
    holds: bool = True


_TRUE = _Node((), 0)
_FALSE = _Node((), 1)


def _leaf(atom: Atom) -> _Node:
    return _Node((), 1, atom)


def _all(*items: _Node) -> _Node:
    return _Node(items, len(items))


def _any(*items: _Node) -> _Node:
    return _Node(items, 1)


def _not(item: _Node) -> _Node:
    return replace(item, holds=not item.holds)


def _reworded(program: Program, condition: Condition) -> _Node:
    match condition:
        case Always():
            return _TRUE if condition.holds else _FALSE
        case Not():
            return _not(_reworded(program, condition.item))
        case And() | Or() | AtLeast():
            items = tuple(_reworded(program, item) for item in condition.items)
            if isinstance(condition, AtLeast):
                return _Node(items, condition.least)
            return _all(*items) if isinstance(condition, And) else _any(*items)
        case InSegment(journey=None):
            found = next(segment for segment in program.segments if segment.name == condition.name)
            return _reworded(program, found.condition)
        case Happened():
            pattern = program.histories[condition.history]
            return _leaf(Occurred(pattern, condition.within, condition.since_entry, 1, condition.place))
        case Compare():
            return _comparison(program, condition)
        case OneOf():
            return _one_of(program, condition)
        case Known():
            return _known(program, condition)
        case _:
            return _leaf(condition)


def _one_of(program: Program, condition: OneOf) -> _Node:
    if _is_persona(condition.value):
        return _any(*(_persona(program, str(name)) for name in condition.options))
    if not condition.options:
        return _FALSE
    if all(isinstance(option, str) for option in condition.options):
        return _leaf(condition)
    return _any(*(_leaf(_equals(condition, option)) for option in condition.options))


def _equals(condition: OneOf, option: str | int | float | bool) -> Compare:
    kind = "bool" if isinstance(option, bool) else "text" if isinstance(option, str) else "number"
    return Compare("==", condition.value, Literally(option, kind), condition.place)  # type: ignore[arg-type]  # a type's name


def _known(program: Program, condition: Known) -> _Node:
    match condition.value:
        case Points(journey=None) | Literally():
            return _TRUE
        case Standing(what="persona", journey=None):
            return _any(*(_persona(program, persona.name) for persona in program.personas))
        case Attribute(name=name):
            attribute = next(attribute for attribute in program.attributes if attribute.name == name)
            return _leaf(condition) if attribute.default is None else _TRUE
        case _:
            return _leaf(condition)


def _is_persona(value: Value) -> bool:
    return isinstance(value, Standing) and value.what == "persona" and value.journey is None


def _persona(program: Program, name: str) -> _Node:
    """The lead is of this persona: its condition holds and that of no earlier one does."""
    earlier: list[_Node] = []
    for persona in program.personas:
        own = _FALSE if persona.condition is None else _reworded(program, persona.condition)
        if persona.name == name:
            return _all(own, *(_not(node) for node in earlier))
        earlier.append(own)
    return _FALSE


def _comparison(program: Program, condition: Compare) -> _Node:
    left, right, operator = condition.left, condition.right, condition.operator
    if isinstance(left, Literally) and not isinstance(right, Literally):
        left, right, operator = right, left, FLIPPED[operator]
    if isinstance(right, Literally) and isinstance(left, (Count, Since)) and isinstance(right.value, (int, float)):
        pattern = program.histories[left.history]
        if isinstance(left, Count):
            return _counted(Occurred(pattern, left.within, False, 1, condition.place), operator, right.value)
        return _elapsed(Occurred(pattern, None, False, 1, condition.place), operator, right.value)
    return _leaf(replace(condition, left=left, right=right, operator=operator))


def _counted(once: Occurred, operator: Comparison, number: int | float) -> _Node:
    """A count compared with a number, by `at least n times`."""

    def at_least(times: int) -> _Node:
        return _TRUE if times <= 0 else _leaf(replace(once, times=times))

    up = -int(-number // 1)
    down = int(number // 1)
    match operator:
        case ">=":
            return at_least(up)
        case ">":
            return at_least(down + 1)
        case "<":
            return _not(at_least(up))
        case "<=":
            return _not(at_least(down + 1))
        case "==":
            return _FALSE if up != down else _all(at_least(up), _not(at_least(up + 1)))
        case "!=":
            return _TRUE if up != down else _not(_all(at_least(up), _not(at_least(up + 1))))


def _elapsed(ever: Occurred, operator: Comparison, number: int | float) -> _Node:
    """The whole seconds since a history compared with a number, by windows: `since < D` is `within D`."""

    def within(seconds: int) -> _Node:
        return _leaf(replace(ever, within=seconds)) if seconds > 0 else _FALSE

    happened = _leaf(ever)
    up = -int(-number // 1)
    down = int(number // 1)
    match operator:
        case "<":
            return within(up)
        case "<=":
            return within(down + 1)
        case ">=":
            return _all(happened, _not(within(up)))
        case ">":
            return _all(happened, _not(within(down + 1)))
        case "==":
            return _all(within(down + 1), _not(within(down))) if up == down else _FALSE
        case "!=":
            return _all(happened, _not(_all(within(down + 1), _not(within(down))))) if up == down else happened


# --- to clauses --------------------------------------------------------------------------------------------------


def _clauses(node: _Node, *, holds: bool) -> tuple[Clause, ...]:
    """The clauses of the node (of its opposite unless `holds`) as OR of ANDs."""
    holds = holds == node.holds
    if node.atom is not None:
        return ((Requirement(node.atom, holds),),)
    # At least k of n do not hold is: at least n - k + 1 of the opposites hold.
    least = node.least if holds else len(node.items) - node.least + 1
    if comb(len(node.items), max(least, 0)) > MOST_TRIED:
        raise TooManyClauses
    return _smallest(
        clause
        for chosen in combinations(node.items, max(least, 0))
        for clause in _product([_clauses(item, holds=holds) for item in chosen])
    )


def _product(parts: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    found: tuple[Clause, ...] = ((),)
    for part in parts:
        if len(found) * len(part) > MOST_TRIED:
            raise TooManyClauses
        merged = (_merged(one, other) for one in found for other in part)
        found = _smallest(clause for clause in merged if clause is not None)
    return found


def _merged(one: Clause, other: Clause) -> Clause | None:
    """Both clauses as one; None where they contradict each other."""
    merged = tuple(dict.fromkeys((*one, *other)))
    known = set(merged)
    return None if any(replace(each, holds=not each.holds) in known for each in merged) else merged


def _smallest(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Without clauses that another one already covers."""
    kept: dict[frozenset[Requirement], Clause] = {}
    for clause in clauses:
        own = frozenset(clause)
        if any(other <= own for other in kept):
            continue
        for covered in [other for other in kept if own < other]:
            del kept[covered]
        kept[own] = clause
        if len(kept) > MOST_CLAUSES:
            raise TooManyClauses
    return tuple(kept.values())
