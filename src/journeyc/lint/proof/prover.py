"""Owns questions about one Program: whether conditions and triggers can be so at once, and a witness that shows it.
Must not know why a rule asks. A question that is too hard is not decided, and counted: no answer is ever a guess.

What cannot be is proved of every lead there can be. What can be is believed only when the interpreter, given the
witness, says so too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import z3

from journeyc.lint.proof.asking import NO_LIMITS, Item, Limits, Tally, Way
from journeyc.lint.proof.encoding import Encoding, Formula
from journeyc.lint.proof.facts import NO_FACTS, Facts
from journeyc.lint.proof.past import Filters, Happenings, TooManyCells
from journeyc.lint.proof.showing import Shower
from journeyc.lint.proof.witness import Replay, Replayed, Witness
from journeyc.program.schema import Arm, Condition, Pattern, Program

LIMIT = 400_000
"""What z3 may spend on one question, in its own unit of work: the same on every machine."""

MOST_COMPARISONS = 256
"""What a question may come to, segments, personas and standing points written out."""

MOST_WISHES_GIVEN_UP = 24
MOST_MENDINGS = 4


class _Question(NamedTuple):
    """What a question says, one formula for each item, and what it is about."""

    formulas: tuple[Formula, ...]
    facts: Facts
    patterns: frozenset[Pattern]
    size: int


class _Frame(NamedTuple):
    """What holds of every lead, said to the solver: it serves every question about no more than this."""

    facts: Facts
    patterns: frozenset[Pattern]
    happenings: Happenings
    axioms: tuple[Formula, ...]


class Prover:
    """Answers questions about one Program. One context of z3 serves them all."""

    def __init__(self, program: Program, replay: Replay) -> None:
        self.program = program
        self.encoding = Encoding(program)
        self.tally = Tally()
        self._ready = replay
        self._solver = z3.SimpleSolver(ctx=self.encoding.context)
        self._solver.set("rlimit", LIMIT)
        self._solver.set("unsat_core", True)
        self._solver.set("core.minimize", True)
        self._possible: dict[tuple[tuple[Condition, bool], ...], bool] = {}
        self._patterns: dict[Pattern, int] = {}
        self._frame: _Frame | None = None

    @cached_property
    def _replayed(self) -> Callable[[Witness], Replayed | None]:
        return self._ready(self.program)

    # --- questions

    def impossible(self, *items: Item, most: Limits = NO_LIMITS) -> bool:
        """Whether no lead, at any instant, is as all the items say. False too where that is not decided."""
        question = self._question(items)
        frame = self._framed(question)
        self._count(frame is not None)
        if frame is None:
            return False
        answer = self._solver.check(
            *question.formulas, *(self.encoding.whole(f"points {name}") <= most[name] for name in most)
        )
        if answer == z3.unknown:
            self._undecided()
        return bool(answer == z3.unsat)

    def show(self, *items: Item, taking: Way | None = None) -> Witness | None:
        """A lead that is as all the items say, and goes that way, confirmed by the interpreter. None where there is
        none, or where none was found, which is counted."""
        question = self._question(items)
        frame = self._framed(question, exactly=True)
        self._count(frame is not None)
        if frame is None:
            return None
        answer, shown = self._shown(question, frame)
        witness = self._confirmed(shown, items, taking) if shown is not None else None
        if answer != z3.unsat and witness is None:
            self._undecided()
        return witness

    def _count(self, decided: bool) -> None:
        self.tally = Tally(self.tally.asked + 1, self.tally.undecided + (not decided))

    def _undecided(self) -> None:
        self.tally = Tally(self.tally.asked, self.tally.undecided + 1)

    # --- what is asked, in formulas

    def _question(self, items: Sequence[Item]) -> _Question:
        formulas: list[Formula] = []
        facts: Facts = NO_FACTS
        patterns = set()
        size = 0
        for item in items:
            parts: list[Formula] = []
            condition = item.what.condition if isinstance(item.what, Arm) else item.what
            if isinstance(item.what, Arm):
                patterns.add(item.what.pattern)
                parts.append(self._fits(item.what.pattern))
            if condition is not None:
                said = self.encoding.condition(condition)
                facts |= said.facts
                size += said.size
                parts.append(said.formula)
            whole = self.encoding.all_of(parts)
            formulas.append(whole if item.so else z3.Not(whole))
        return _Question(tuple(formulas), facts, frozenset(patterns), size)

    def _fits(self, pattern: Pattern) -> Formula:
        """Whether the present occurrence is what the pattern names."""
        return self.encoding.truth(f"fits {self._patterns.setdefault(pattern, len(self._patterns))}")

    def _framed(self, question: _Question, *, exactly: bool = False) -> _Frame | None:
        """The solver's frame, made anew where it does not serve the question; None where it cannot be made. Most
        questions are about parts of what was asked about just before. A witness tells of no more than is asked: it
        takes a frame of `exactly` that."""
        if question.size > MOST_COMPARISONS:
            return None
        frame = self._frame
        if frame is not None and _serves(frame, question, exactly=exactly):
            return frame
        self._leave()
        frame = self._made(question)
        if frame is not None:
            self._solver.push()
            self._solver.add(*frame.axioms)
            self._frame = frame
        return frame

    def _leave(self) -> None:
        if self._frame is not None:
            self._solver.pop()
            self._frame = None

    def _made(self, question: _Question) -> _Frame | None:
        encoding = self.encoding
        asked = [
            (pattern, self._fits(pattern)) for pattern in sorted(question.patterns, key=self._patterns.__getitem__)
        ]
        try:
            happenings = Happenings(encoding, question.facts, asked, self._can_filter)
        except TooManyCells:
            return None
        axioms = [axiom for fact in sorted(question.facts, key=repr) for axiom in encoding.axioms(fact)]
        return _Frame(question.facts, question.patterns, happenings, (*axioms, *happenings.axioms))

    def _can_filter(self, filters: Filters) -> bool:
        """Whether some payload makes each of the filters hold or not, as told."""
        key = tuple(filters.items())
        if key not in self._possible:
            self._leave()
            said = [(self.encoding.condition(where).formula, holds) for where, holds in key]
            answer = self._solver.check(*(formula if holds else z3.Not(formula) for formula, holds in said))
            self._possible[key] = answer != z3.unsat
        return self._possible[key]

    # --- witnesses

    def _shown(self, question: _Question, frame: _Frame) -> tuple[Any, Witness | None]:
        """A witness by the formulas alone, as plain as can be: wishes that cannot all be met are given up in turn. With
        it, whether there is a lead at all, shown or not."""
        shower = Shower(self.encoding, question.facts, frame.happenings)
        solver = self._solver
        solver.push()
        try:
            solver.add(*question.formulas)
            answer = solver.check()
            if answer != z3.sat:
                return answer, None
            solver.add(*shower.showable())
            wishes = [self.encoding.truth(f"wish {number}") for number, _ in enumerate(shower.preferred())]
            for wish, wished in zip(wishes, shower.preferred(), strict=True):
                solver.add(z3.Implies(wish, wished))
            for _ in range(MOST_WISHES_GIVEN_UP):
                found = solver.check(*wishes)
                if found == z3.sat:
                    return answer, shower.witness(solver.model())
                refused = {str(wish) for wish in solver.unsat_core()} if found == z3.unsat else set()
                if not refused:
                    return answer, None
                wishes = [wish for wish in wishes if str(wish) not in refused]
            return answer, None
        finally:
            solver.pop()

    def _confirmed(self, shown: Witness, items: Sequence[Item], taking: Way | None) -> Witness | None:
        """The witness, confirmed by the interpreter. Points that events or time change on the way are set so that they
        are as wanted when it matters."""
        witness = shown
        for _ in range(MOST_MENDINGS):
            replayed = self._replayed(witness)
            if replayed is None:
                return None
            if all(_is_so(replayed, item) for item in items):
                return witness if taking is None or replayed.takes(*taking) else None
            scores = {n: witness.scores[n] + points - replayed.points[n] for n, points in shown.scores.items()}
            if scores == witness.scores:
                return None
            witness = replace(witness, scores=scores)
        return None


def _serves(frame: _Frame, question: _Question, *, exactly: bool) -> bool:
    if exactly:
        return question.facts == frame.facts and question.patterns == frame.patterns
    return question.facts <= frame.facts and question.patterns <= frame.patterns


def _is_so(replayed: Replayed, item: Item) -> bool:
    found = replayed.fits(item.what) if isinstance(item.what, Arm) else replayed.holds(item.what)
    return found is item.so
