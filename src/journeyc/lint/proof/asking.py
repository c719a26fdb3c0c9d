"""Owns what a question is made of, and how many were decided.
Must not know who answers, nor z3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from journeyc.lint.proof.witness import Witness
from journeyc.program.schema import Arm, Condition

Limits = Mapping[str, int]
"""The most points of scores, standing points left out, that a question is asked for."""
NO_LIMITS: Limits = {}


class Item(NamedTuple):
    """A part of a question: that the condition holds, or that what happens fits the trigger; or not."""

    what: Condition | Arm
    so: bool = True


class Way(NamedTuple):
    """A way out of the branch at a step of the body of the rule or scenario of that `order`; -1 is past its lines."""

    order: int
    step: int
    way: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions were put, and how many of them were not decided."""

    asked: int = 0
    undecided: int = 0


class Answers(Protocol):
    """Who answers questions about one Program."""

    @property
    def tally(self) -> Tally:
        """How many questions there were."""

    def impossible(self, *items: Item, most: Limits = NO_LIMITS) -> bool:
        """Whether no lead, at any instant, is as all the items say. False too where that is not decided."""

    def show(self, *items: Item, taking: Way | None = None) -> Witness | None:
        """A lead that is as all the items say, and goes that way; None where there is none, or none was found."""


class Nobody:
    """Answers nothing, where z3 cannot be had: every question counts as not decided."""

    def __init__(self) -> None:
        self.tally = Tally()

    def impossible(self, *items: Item, most: Limits = NO_LIMITS) -> bool:
        """Not decided."""
        self.tally = Tally(self.tally.asked + 1, self.tally.undecided + 1)
        return False

    def show(self, *items: Item, taking: Way | None = None) -> None:
        """Not decided."""
        self.impossible(*items)
