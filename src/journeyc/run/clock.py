"""Owns a lead's timers and the order in which timers of one instant are taken (language.md §11).
Must not know what a timer is for beyond its kind, nor what happens when it is due."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a timer waits for, in the order in which timers of one instant are taken."""

    OVERDUE = 0
    SEND = 1
    WAIT = 2
    IDLE = 3
    DATE = 4
    CONDITION = 5


LAST = 1 << 40
"""The place of what has none in the source: after everything else of its kind."""


class Timer(NamedTuple):
    """A timer's name; timers of one instant are taken in the order of their names. `journey` is the journey's number
    in the run, `order` the place in the source, `number` tells apart what one place set more than once."""

    kind: Kind
    journey: int
    order: int
    number: int = 0
    subject: str = ""


class Timers:
    """The timers of one lead that are set, each with the instant it is due."""

    __slots__ = ("_due", "_first", "_known")

    def __init__(self) -> None:
        self._due: dict[Timer, int] = {}
        self._first: tuple[int, Timer] | None = None
        self._known = True

    def set(self, timer: Timer, due: int) -> None:
        """Set a timer, or move it."""
        self._due[timer] = due
        self._known = False

    def cancel(self, timer: Timer) -> None:
        """Take a timer away, if it is set."""
        if self._due.pop(timer, None) is not None:
            self._known = False

    def due(self, timer: Timer) -> int | None:
        """When the timer is due; None where it is not set."""
        return self._due.get(timer)

    def first(self) -> tuple[int, Timer] | None:
        """The timer to be taken next, with its instant."""
        if not self._known:
            self._first = min(zip(self._due.values(), self._due, strict=True), default=None)
            self._known = True
        return self._first
