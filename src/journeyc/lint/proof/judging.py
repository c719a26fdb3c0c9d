"""Owns the judgement of every condition of a Program: which never hold, and which always do.
Must not know what is said about it.

Of a condition and its parts the outermost is judged: what follows from it is not said again. A reference to a segment
or persona is judged where that is declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.lint.conditions import Stated, clauses_of, is_literal, parts_of, stated
from journeyc.lint.proof.asking import Item
from journeyc.lint.proof.proofs import Proofs
from journeyc.program.schema import Arm, Condition, InSegment, Known, Not, OneOf, Program, Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition that never holds, or with `holds` always does, beside the trigger that it stands with. `clauses` are
    those that contradict each other; `by_trigger` says that the trigger has its part in it."""

    stated: Stated
    condition: Condition
    holds: bool
    clauses: tuple[Condition, ...] = ()
    by_trigger: bool = False


def judged(program: Program, proofs: Proofs) -> Iterator[Judged]:
    """Every judgement that can be made, each place once."""
    seen = set()
    for each in stated(program):
        for found in _judged(each, each.condition, proofs, each.given):
            if found.condition.place not in seen:
                seen.add(found.condition.place)
                yield found


def _judged(each: Stated, condition: Condition, proofs: Proofs, given: int = 0) -> Iterator[Judged]:
    if is_literal(condition) or _is_reference(condition) or proofs.is_open(condition, each.pattern):
        return
    if proofs.never(condition, each.pattern):
        yield from _never(each, condition, proofs)
    elif proofs.always(condition, each.pattern):
        by_trigger = each.pattern is not None and not proofs.always(condition)
        yield Judged(each, condition, True, (condition,), by_trigger)
    else:
        for part in parts_of(condition)[given:]:
            yield from _judged(each, part, proofs)


def _never(each: Stated, condition: Condition, proofs: Proofs) -> Iterator[Judged]:
    happens = [Item(Arm(each.pattern, None))] if each.pattern is not None else []
    core = proofs.core([*happens, *(Item(clause) for clause in clauses_of(condition))])
    clauses = tuple(item.what for item in core if not isinstance(item.what, Arm))
    if not (len(clauses) == 1 and _is_reference(clauses[0])):
        yield Judged(each, condition, False, clauses, len(core) > len(clauses))


def _is_reference(condition: Condition) -> bool:
    match condition:
        case Not(item=item):
            return _is_reference(item)
        case InSegment():
            return True
        case OneOf(value=Standing(what="persona")) | Known(value=Standing(what="persona")):
            return True
        case _:
            return False
