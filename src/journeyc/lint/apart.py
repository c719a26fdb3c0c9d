"""Owns which rules and scenarios no lead gets into both of, since what they ask of the lead itself excludes each other.
Must not know why anyone asks. A lead's attributes are taken to stay as they are, unless the journey sets them."""

from __future__ import annotations

from journeyc.lint.conditions import clauses_of, reads
from journeyc.lint.facts import Facts
from journeyc.lint.proof.asking import Item
from journeyc.lint.walking import ways
from journeyc.program.schema import Attribute, Condition, Rule, Scenario, SetAttribute, Standing, StartScenario

_Clauses = tuple[Condition, ...]
_LASTING = (Standing("persona"), Standing("source"))


class Apart:
    """The rules and scenarios of one Program."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        actions = [site.action for site in facts.sites]
        self._changed = {Attribute(action.attribute) for action in actions if isinstance(action, SetAttribute)}
        self._started = {action.scenario for action in actions if isinstance(action, StartScenario)}
        self._asked: dict[int, tuple[_Clauses, ...]] = {}

    def are(self, one: Rule | Scenario, other: Rule | Scenario) -> bool:
        """Whether whoever gets into the one never gets into the other."""
        left, right = self._asked_by(one), self._asked_by(other)
        return bool(left and right) and all(self._exclude(a, b) for a in left for b in right)

    def _asked_by(self, owner: Rule | Scenario) -> tuple[_Clauses, ...]:
        """What each way in asks of the lead itself; nothing where there is a way in that asks nothing."""
        if owner.order not in self._asked:
            conditions = [arm.condition for when in ways(owner) for arm in when.arms]
            conditions += [when.watch.condition for when in ways(owner) if when.watch is not None]
            asked = tuple(tuple(filter(self._is_lasting, clauses_of(condition))) for condition in conditions)
            is_open = isinstance(owner, Scenario) and owner.name in self._started
            self._asked[owner.order] = asked if all(asked) and not is_open else ()
        return self._asked[owner.order]

    def _is_lasting(self, clause: Condition) -> bool:
        found = reads(self._facts.program, clause)
        return bool(found) and all(
            read in _LASTING or (isinstance(read, Attribute) and read not in self._changed) for read in found
        )

    def _exclude(self, one: _Clauses, other: _Clauses) -> bool:
        program = self._facts.program
        alike = reads(program, one) & reads(program, other)
        return bool(alike) and self._facts.proofs.impossible(*map(Item, (*one, *other)))
