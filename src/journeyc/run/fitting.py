"""Owns whether a trigger with its condition fits an occurrence, for one lead.
Must not know what the trigger stands before."""

from __future__ import annotations

from collections.abc import Iterable

from journeyc.program.schema import Arm, EventPattern, Pattern
from journeyc.run.conditions import View, holds
from journeyc.run.occurrence import Occurrence, names


def happens(pattern: Pattern, occurrence: Occurrence, view: View) -> bool:
    """Whether the occurrence is what the pattern names, its payload included."""
    if not names(pattern, occurrence):
        return False
    return not isinstance(pattern, EventPattern) or pattern.where is None or holds(pattern.where, view)


def fits(arm: Arm, occurrence: Occurrence, view: View) -> bool:
    """Whether the occurrence is the trigger and its condition holds."""
    return happens(arm.pattern, occurrence, view) and (arm.condition is None or holds(arm.condition, view))


def fits_any(arms: Iterable[Arm], occurrence: Occurrence, view: View) -> bool:
    """Whether one of the arms fits."""
    return any(fits(arm, occurrence, view) for arm in arms)
