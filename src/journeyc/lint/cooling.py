"""Owns which conditions, once they hold of a lead, hold for ever, whatever happens or does not.
Must not know who asks. A lead's attributes are taken to stay as they are."""

from __future__ import annotations

from journeyc.lint.thresholds import threshold_of
from journeyc.lint.walking import sites
from journeyc.program.schema import (
    Always,
    And,
    AtLeast,
    Attribute,
    ChangeScore,
    Compare,
    Condition,
    Count,
    Happened,
    InSegment,
    Known,
    Leave,
    Literally,
    MoveBack,
    Not,
    OneOf,
    Or,
    Program,
    RemoveTag,
    Restart,
    Standing,
    Tagged,
)

_RISING = (">=", ">")


class Cooling:
    """Looks at the conditions of one Program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._segments = {segment.name: segment for segment in program.segments}
        self._scores = {score.name: score for score in program.scores}
        actions = [site.action for site in sites(program)]
        self._removed = {action.tag for action in actions if isinstance(action, RemoveTag)}
        self._steps_back = any(isinstance(action, MoveBack | Leave | Restart) for action in actions)
        self._lowered = {a.score for a in actions if isinstance(a, ChangeScore) and (a.replace or a.points < 0)}
        self._open: set[str] = set()

    def stays(self, condition: Condition) -> bool:
        """Whether the condition rests on what the lead did, and no lead of which it holds ever ceases to be so."""
        return not _is_of_attributes(condition) and self._rises(condition)

    def _rises(self, condition: Condition) -> bool:
        """Whether it never turns from true to false."""
        match condition:
            case Always():
                return True
            case And(items=items) | Or(items=items) | AtLeast(items=items):
                return all(self._rises(item) for item in items)
            case InSegment(name=name, journey=None) if name not in self._open:
                self._open.add(name)
                rises = self._rises(self._segments[name].condition)
                self._open.discard(name)
                return rises
            case Happened(within=within):
                return within is None
            case Tagged(tag=tag):
                return tag not in self._removed
            case Compare():
                return self._compares_rising(condition)
            case OneOf(value=Standing(what="stage", journey=None), options=options):
                return self._is_upper_part(frozenset(map(str, options))) and not self._steps_back
            case OneOf(value=Attribute()) | Known(value=Attribute()):
                return True
            case Not(item=item):
                return _is_of_attributes(item)
            case _:
                return False

    def _compares_rising(self, condition: Compare) -> bool:
        if _is_of_attributes(condition):
            return True
        left, right = condition.left, condition.right
        if isinstance(left, Count) and isinstance(right, Literally):
            return left.within is None and condition.operator in _RISING
        threshold = threshold_of(condition)
        if threshold is None or condition.operator == "==":
            return False
        score = self._scores[threshold.score]
        return (
            score.decay is None
            and score.name not in self._lowered
            and all(line.points >= 0 for line in score.lines)
            and all(line.points < 0 or self._rises(line.condition) for line in score.standing)
            and all(line.points >= 0 or _is_of_attributes(line.condition) for line in score.standing)
        )

    def _is_upper_part(self, options: frozenset[str]) -> bool:
        """Whether the stages are all from some step of the ladder on."""
        levels = [stage.level for stage in self._program.stages if stage.name in options]
        return all(stage.name in options for stage in self._program.stages if levels and stage.level >= min(levels))


def _is_of_attributes(condition: Condition) -> bool:
    match condition:
        case Always():
            return True
        case Not(item=item):
            return _is_of_attributes(item)
        case And(items=items) | Or(items=items) | AtLeast(items=items):
            return all(_is_of_attributes(item) for item in items)
        case Compare(left=left, right=right):
            return isinstance(left, Attribute | Literally) and isinstance(right, Attribute | Literally)
        case OneOf(value=value) | Known(value=value):
            return isinstance(value, Attribute)
        case _:
            return False
