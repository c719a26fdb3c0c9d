"""Owns questions about one Program: whether conditions and triggers can be so at once, and a witness that shows it.
Must not know why a rule asks. A question that is too hard is not decided, and counted: no answer is ever a guess.

What cannot be is proved of every lead there can be. What can be is believed only when the interpreter, given the
witness, says so too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import z3

from journeyc.lint.proof.asking import NO_LIMITS, Item, Limits, Tally
from journeyc.lint.proof.encoding import Encoding, Formula
from journeyc.lint.proof.facts import NO_FACTS, Facts
from journeyc.lint.proof.past import Filters, Happenings, TooManyCells
from journeyc.lint.proof.showing import Shower
from journeyc.lint.proof.witness import Replay, Replayed, Witness
from journeyc.program.schema import Arm, Condition, Pattern, Program

LIMIT = 400_000
"""What z3 may spend on one question, in its own unit of work: the same on every machine."""

MOST_WISHES_GIVEN_UP = 24
MOST_MENDINGS = 4


class _Question(NamedTuple):
    """Formulas, one for each item; and what holds whatever the items say."""

    formulas: tuple[Formula, ...]
    axioms: tuple[Formula, ...]
    shower: Shower


class Prover:
    """Answers questions about one Program. One context of z3 serves them all."""

    def __init__(self, program: Program, replay: Replay) -> None:
        self.program = program
        self.encoding = Encoding(program)
        self.tally = Tally()
        self._replay = replay
        self._solver = z3.SimpleSolver(ctx=self.encoding.context)
        self._solver.set("rlimit", LIMIT)
        self._solver.set("unsat_core", True)
        self._solver.set("core.minimize", True)
        self._possible: dict[tuple[tuple[Condition, bool], ...], bool] = {}

    # --- questions

    def impossible(self, *items: Item, most: Limits = NO_LIMITS) -> bool:
        """Whether no lead, at any instant, is as all the items say. False too where that is not decided."""
        question = self._count(self._question(items))
        if question is None:
            return False
        answer = self._check(question, [self.encoding.whole(f"points {name}") <= most[name] for name in most])
        if answer == z3.unknown:
            self._undecided()
        return bool(answer == z3.unsat)

    def show(self, *items: Item) -> Witness | None:
        """A lead that is as all the items say, confirmed by the interpreter. None where there is none, or where none
        was found, which is counted."""
        question = self._count(self._question(items))
        if question is None:
            return None
        answer = self._check(question, [])
        if answer == z3.unsat:
            return None
        witness = self._witness(question, items) if answer == z3.sat else None
        if witness is None:
            self._undecided()
        return witness

    def _count(self, question: _Question | None) -> _Question | None:
        undecided = self.tally.undecided + (question is None)
        self.tally = Tally(self.tally.asked + 1, undecided)
        return question

    def _undecided(self) -> None:
        self.tally = Tally(self.tally.asked, self.tally.undecided + 1)

    # --- what is asked, in formulas

    def _question(self, items: Sequence[Item]) -> _Question | None:
        encoding = self.encoding
        formulas: list[Formula] = []
        facts: Facts = NO_FACTS
        patterns: list[tuple[Pattern, Formula]] = []
        for item in items:
            parts: list[Formula] = []
            condition = item.what.condition if isinstance(item.what, Arm) else item.what
            if isinstance(item.what, Arm):
                fits = encoding.truth(f"fits {len(patterns)}")
                patterns.append((item.what.pattern, fits))
                parts.append(fits)
            if condition is not None:
                said = encoding.condition(condition)
                facts |= said.facts
                parts.append(said.formula)
            whole = encoding.all_of(parts)
            formulas.append(whole if item.so else z3.Not(whole))
        try:
            happenings = Happenings(encoding, facts, patterns, self._can_filter)
        except TooManyCells:
            return None
        axioms = [axiom for fact in sorted(facts, key=repr) for axiom in encoding.axioms(fact)]
        return _Question(tuple(formulas), (*axioms, *happenings.axioms), Shower(encoding, facts, happenings))

    def _can_filter(self, filters: Filters) -> bool:
        """Whether some payload makes each of the filters hold or not, as told."""
        key = tuple(filters.items())
        if key not in self._possible:
            said = [(self.encoding.condition(where).formula, holds) for where, holds in key]
            answer = self._solve([formula if holds else z3.Not(formula) for formula, holds in said], [])
            self._possible[key] = answer != z3.unsat
        return self._possible[key]

    # --- the solver

    def _check(self, question: _Question, more: Sequence[Formula]) -> Any:
        return self._solve([*question.axioms, *question.formulas], more)

    def _solve(self, formulas: Sequence[Formula], more: Sequence[Formula]) -> Any:
        self._solver.push()
        try:
            self._solver.add(*formulas, *more)
            return self._solver.check()
        finally:
            self._solver.pop()

    # --- witnesses

    def _witness(self, question: _Question, items: Sequence[Item]) -> Witness | None:
        """A witness that the interpreter confirms. Points that events or time change on the way are set so that they
        are as wanted when it matters."""
        witness = shown = self._shown(question)
        for _ in range(MOST_MENDINGS):
            replayed = self._replay(self.program, witness) if witness is not None else None
            if witness is None or shown is None or replayed is None:
                return None
            if all(_is_so(replayed, item) for item in items):
                return witness
            scores = {n: witness.scores[n] + points - replayed.points[n] for n, points in shown.scores.items()}
            if scores == witness.scores:
                return None
            witness = replace(witness, scores=scores)
        return None

    def _shown(self, question: _Question) -> Witness | None:
        """A witness by the formulas alone, as plain as can be: wishes that cannot all be met are given up in turn."""
        solver, shower = self._solver, question.shower
        solver.push()
        try:
            solver.add(*question.axioms, *question.formulas, *shower.showable())
            wishes = [self.encoding.truth(f"wish {number}") for number, _ in enumerate(shower.preferred())]
            for wish, wished in zip(wishes, shower.preferred(), strict=True):
                solver.add(z3.Implies(wish, wished))
            for _ in range(MOST_WISHES_GIVEN_UP):
                answer = solver.check(*wishes)
                if answer == z3.sat:
                    return shower.witness(solver.model())
                refused = {str(wish) for wish in solver.unsat_core()} if answer == z3.unsat else set()
                if not refused:
                    return None
                wishes = [wish for wish in wishes if str(wish) not in refused]
            return None
        finally:
            solver.pop()


def _is_so(replayed: Replayed, item: Item) -> bool:
    found = replayed.fits(item.what) if isinstance(item.what, Arm) else replayed.holds(item.what)
    return found is item.so
