"""Owns what an output cannot carry over from the journey, and what is wrong with a build; and when a loss is let pass.
Must not know any pack, any platform or any wording: a loss names its text, the pack holds it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from journeyc.program.schema import NOWHERE, Place

UNSUPPORTED = "JC501"
OVER_LIMIT = "JC502"
LOSSY = "JC503"
BAD_NAME = "JC504"
UNBOUND = "JC510"
BAD_BINDINGS = "JC511"
BAD_PACK = "JC512"
BAD_OUTPUT = "JC513"

PROTECTIVE = ("exit", "policy.consent", "policy.suppress", "policy.quiet", "policy.cap")
"""What keeps people from being written to. Such a loss passes only when it is allowed by its full name."""

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something the journey says and the output will not do, or not quite. `what` names the construct and the pack's
    text about it; `values` fill that text."""

    code: str
    what: str
    place: Place = NOWHERE
    values: Values = ()

    @property
    def name(self) -> str:
        """The full name by which this loss can be allowed."""
        return f"{self.code}:{self.what}"

    @property
    def protective(self) -> bool:
        return any(self.what == root or self.what.startswith(f"{root}.") for root in PROTECTIVE)

    def allowed_by(self, allow: Set[str]) -> bool:
        """By its full name always; by its bare code unless it is protective."""
        return self.name in allow or (self.code in allow and not self.protective)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a build made nothing: `code` and `variant` pick the wording, `values` fill it."""

    code: str
    variant: str
    values: Values = ()
    place: Place = NOWHERE


class PackError(Exception):
    """A pack that cannot be used: what is wrong in which of its files."""

    def __init__(self, pack: str, file: str, reason: str) -> None:
        super().__init__(f"{pack}/{file}: {reason}")
        self.pack = pack
        self.file = file
        self.reason = reason


def in_order(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Each loss once, by place, then by name."""
    return tuple(sorted(set(losses), key=_rank))


def _rank(loss: Loss) -> tuple[int, int, int, str, Values]:
    return loss.place.file, loss.place.line, loss.place.column, loss.name, loss.values
