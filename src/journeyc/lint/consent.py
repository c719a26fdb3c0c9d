"""Owns where consent to advertising is asked for: by a policy, by a content, or by what a lead has passed on its way.
Must not know what follows where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from journeyc.lint.paths import Way, ways_on
from journeyc.lint.walking import Site, ways
from journeyc.program.schema import (
    And,
    Arm,
    Attribute,
    Compare,
    Condition,
    Content,
    EventPattern,
    InSegment,
    Known,
    LeadAttribute,
    Literally,
    Not,
    OneOf,
    Or,
    Program,
    Rule,
    Scenario,
    StartScenario,
    Tagged,
    Value,
    When,
)

Names = frozenset[str]
_NONE: Names = frozenset()

WORDS = ("許諾", "同意", "承諾", "許可", "オプトイン", "consent", "optin", "opt_in", "permission", "subscribed")
"""What a name has in it that stands for consent, unless a user says otherwise."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The consents that every lead which comes to a step has shown: ever on its way, and since its last wait."""

    ever: Names
    now: Names

    def both(self, other: Passed) -> Passed:
        """What is so whichever of two ways was taken."""
        return Passed(self.ever & other.ever, self.now & other.now)

    def and_also(self, names: Names) -> Passed:
        """With more shown."""
        return Passed(self.ever | names, self.now | names)


_NOTHING = Passed(_NONE, _NONE)


class Consents:
    """The consents of one Program; a name with one of the `words` in it stands for consent."""

    def __init__(self, program: Program, sites: Iterable[Site], words: Iterable[str]) -> None:
        self._program = program
        self._words = tuple(word.casefold() for word in words)
        self._segments = {segment.name: segment.condition for segment in program.segments}
        self._starts: dict[str, list[Site]] = {}
        for site in sites:
            if isinstance(site.action, StartScenario):
                self._starts.setdefault(site.action.scenario, []).append(site)
        self._known: dict[int, dict[int, Passed]] = {}
        self._open: set[int] = set()

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The attributes of leads that stand for consent."""
        named = (each.name for each in self._program.attributes if each.type == "bool")
        return tuple(name for name in named if self._is_consent(name))

    @property
    def assumed(self) -> tuple[LeadAttribute, ...]:
        """The consents that leads have who were never asked."""
        return tuple(a for a in self._program.attributes if a.name in self.declared and a.default is True)

    def is_asked_of_every_send(self, content: Content) -> bool:
        """Whether each send of the content asks anew, wherever it stands."""
        policy = self._program.policy
        if content.consent is not None:
            return True
        return policy is not None and bool(policy.consents or any(self.refused(each) for each in policy.suppresses))

    def at(self, site: Site) -> Passed:
        """What every lead has shown that comes to the action there."""
        return self._of(site.owner).get(site.step, _NOTHING)

    # --- conditions

    def granted(self, condition: Condition) -> Names:
        """The consents that are there wherever the condition holds."""
        match condition:
            case Compare(operator="==", left=Attribute(name=name), right=Literally(value=True)):
                return self._named(name)
            case OneOf(value=Attribute(name=name)) | Tagged(tag=name):
                return self._named(name)
            case Not(item=item):
                return self.refused(item)
            case And(items=items):
                return _NONE.union(*map(self.granted, items))
            case Or(items=items):
                return frozenset.intersection(*map(self.granted, items))
            case InSegment(name=name, journey=None):
                return self.granted(self._segments[name])
            case Known(value=value):
                return self._dated(value)
            case Compare(left=left, right=right):
                return self._dated(left) | self._dated(right)
            case _:
                return _NONE

    def refused(self, condition: Condition) -> Names:
        """The consents that are there wherever the condition does not hold."""
        match condition:
            case Compare(operator="==", left=Attribute(name=name), right=Literally(value=False)):
                return self._named(name)
            case Not(item=item):
                return self.granted(item)
            case And(items=items):
                return frozenset.intersection(*map(self.refused, items))
            case Or(items=items):
                return _NONE.union(*map(self.refused, items))
            case InSegment(name=name, journey=None):
                return self.refused(self._segments[name])
            case _:
                return _NONE

    def _dated(self, value: Value) -> Names:
        """The consent that a date stands for: there is one where the date is known."""
        dates = (each.name for each in self._program.attributes if each.type == "date" and each.default is None)
        return self._named(value.name) if isinstance(value, Attribute) and value.name in dates else _NONE

    def _named(self, name: str) -> Names:
        return frozenset({name}) if self._is_consent(name) else _NONE

    def _is_consent(self, name: str) -> bool:
        return any(word in name.casefold() for word in self._words)

    # --- ways

    def _of(self, owner: Rule | Scenario) -> dict[int, Passed]:
        if owner.order not in self._known:
            self._open.add(owner.order)
            self._known[owner.order] = self._walked(owner)
            self._open.discard(owner.order)
        return self._known[owner.order]

    def _walked(self, owner: Rule | Scenario) -> dict[int, Passed]:
        always = self._always(owner)
        found: dict[int, Passed] = {}
        waiting: list[tuple[int | None, Passed]] = [(0 if owner.body else None, self._begin(owner).and_also(always))]
        while waiting:
            step, passed = waiting.pop()
            if step is None:
                continue
            known = found.get(step)
            passed = passed if known is None else known.both(passed)
            if passed == known:
                continue
            found[step] = passed
            waiting.extend((way.to, self._along(way, passed, always)) for way in ways_on(owner.body[step], owner.body))
        return found

    def _along(self, way: Way, passed: Passed, always: Names) -> Passed:
        if way.waits:
            passed = Passed(passed.ever, always)
        if way.fits is not None:
            passed = passed.and_also(self._in_when(way.fits))
        if way.holds is not None:
            passed = passed.and_also(self.granted(way.holds))
        return passed.and_also(_NONE.union(*map(self.refused, way.fails)))

    def _always(self, owner: Rule | Scenario) -> Names:
        """The consents without which no run begins or goes on."""
        if isinstance(owner, Rule):
            return _NONE
        exits = [guard.when.watch.condition for guard in owner.exits if guard.when.watch is not None]
        return _NONE.union(*map(self.refused, (*exits, *(hold.condition for hold in owner.holds))))

    def _begin(self, owner: Rule | Scenario) -> Passed:
        ways_in = [Passed(names, names) for names in map(self._in_when, ways(owner))]
        for site in self._starts.get(owner.name, ()) if isinstance(owner, Scenario) else ():
            if site.owner.order not in self._open:
                ways_in.append(self.at(site))
        if not ways_in:
            return _NOTHING
        first, *others = ways_in
        for other in others:
            first = first.both(other)
        return first

    def _in_when(self, when: When) -> Names:
        if when.watch is not None:
            return self.granted(when.watch.condition)
        if not when.arms:
            return _NONE
        return frozenset.intersection(*map(self._in_arm, when.arms))

    def _in_arm(self, arm: Arm) -> Names:
        names = _NONE if arm.condition is None else self.granted(arm.condition)
        pattern = arm.pattern
        if isinstance(pattern, EventPattern) and pattern.verb in ("became", "ceased") and pattern.subjects:
            shown = self.granted if pattern.verb == "became" else self.refused
            names |= frozenset.intersection(*(shown(self._segments[name]) for name in pattern.subjects))
        return names
