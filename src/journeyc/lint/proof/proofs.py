"""Owns what rules ask of proofs: what never holds, what always does, what contradicts what, who shows it.
Must not know any rule. What is plain is answered here; z3 is loaded for the rest alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from journeyc.lint.proof.asking import NO_LIMITS, Answers, Item, Limits, Nobody, Tally, Way
from journeyc.lint.proof.bounds import leave_nothing
from journeyc.lint.proof.plain import Plain
from journeyc.lint.proof.witness import Replay, Witness
from journeyc.program.schema import Always, And, Arm, Condition, EventPattern, Pattern, Program


class Proofs:
    """The proofs of one Program. A question that was put before is not put again."""

    def __init__(self, program: Program, replay: Replay) -> None:
        self.program = program
        self._replay = replay
        self._plain = Plain(program)
        self._never: dict[tuple[int, int], tuple[object, bool]] = {}
        self._asked = False
        self._left_out = 0

    @cached_property
    def _answers(self) -> Answers:
        self._asked = True
        try:
            from journeyc.lint.proof.prover import Prover
        except ImportError:
            return Nobody()
        return Prover(self.program, self._replay)

    @property
    def tally(self) -> Tally:
        """How many questions went to z3, and how many of them were not decided."""
        tally = self._answers.tally if self._asked else Tally()
        return Tally(tally.asked + self._left_out, tally.undecided + self._left_out)

    # --- questions

    def impossible(self, *items: Item, most: Limits = NO_LIMITS) -> bool:
        """Whether no lead, at any instant, is as all the items say; with `most`, none that has no more points."""
        arms = [item.what for item in items if isinstance(item.what, Arm)]
        if _never_together([arm.pattern for arm in arms if Item(arm) in items]):
            return True
        if leave_nothing(_condition_of(item) for item in items if item.so):
            return True
        try:
            if not most and len(arms) <= 1 and self._is_plain(items):
                return False
            return self._answers.impossible(*items, most=most)
        except RecursionError:
            self.leave_out(1)
            return False

    def leave_out(self, count: int) -> None:
        """So many questions were not put, there being too many, or went too deep: they are not decided."""
        self._left_out += count

    def show(self, *items: Item, taking: Way | None = None) -> Witness | None:
        """A lead that is as all the items say, and goes that way, confirmed by the interpreter; None where none is
        found."""
        try:
            return self._answers.show(*items, taking=taking)
        except RecursionError:
            self.leave_out(1)
            return None

    def is_open(self, condition: Condition, pattern: Pattern | None = None) -> bool:
        """Whether it is plain that the condition, and every part of it, may hold or not beside the trigger."""
        try:
            beside = self._plain.about(pattern) if pattern is not None else frozenset()
            return self._plain.apart((beside, self._plain.free(condition))) is not None
        except RecursionError:
            return False

    def never(self, condition: Condition, pattern: Pattern | None = None) -> bool:
        """Whether the condition never holds; with `pattern`, not when that happens."""
        if self.is_open(condition, pattern):
            return False
        key = (id(condition), id(pattern))
        if key not in self._never:
            item = Item(condition) if pattern is None else Item(Arm(pattern, condition))
            self._never[key] = ((condition, pattern), self.impossible(item))
        return self._never[key][1]

    def always(self, condition: Condition, pattern: Pattern | None = None) -> bool:
        """Whether the condition always holds; with `pattern`, always when that happens."""
        if self.is_open(condition, pattern) or (isinstance(condition, And) and self._has_open_part(condition, pattern)):
            return False
        beside = [Item(Arm(pattern, None))] if pattern is not None else []
        return self.impossible(*beside, Item(condition, False))

    def _has_open_part(self, condition: And, pattern: Pattern | None) -> bool:
        return any(self.is_open(item, pattern) for item in condition.items)

    def core(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Of items that cannot all be so, those that contradict each other: none of them can be left out."""
        kept = list(items)
        for item in items:
            fewer = [each for each in kept if each is not item]
            if self.impossible(*fewer):
                kept = fewer
        return tuple(kept)

    def _is_plain(self, items: Iterable[Item]) -> bool:
        facts = []
        for item in items:
            if isinstance(item.what, Arm):
                facts.append(self._plain.about(item.what.pattern))
                if item.what.condition is not None:
                    facts.append(self._plain.free(item.what.condition))
            else:
                facts.append(self._plain.free(item.what))
        return self._plain.apart(facts) is not None


def _condition_of(item: Item) -> Condition:
    """What must hold for the item to be so, the trigger of an arm left out."""
    what = item.what.condition if isinstance(item.what, Arm) else item.what
    return what if what is not None else Always(True)


def _never_together(patterns: Sequence[Pattern]) -> bool:
    """Whether no occurrence is of all the patterns, seen from their verbs alone."""
    verbs = {
        pattern.verb if isinstance(pattern, EventPattern) else f"{pattern.op} {pattern.order}" for pattern in patterns
    }
    return len(verbs) > 1
