"""Owns chance that a seed settles: the same numbers on every machine and under every Python, for ever.
Must not know what is chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Chance:
    """A stream of numbers (SplitMix64) that `names` pick: two streams of other names have nothing to do with each
    other."""

    def __init__(self, *names: object) -> None:
        text = "\n".join(str(name) for name in names)
        self._state = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound: int) -> int:
        """A whole number from 0 up to and without `bound`."""
        return self._next() * bound >> 64

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both with it."""
        return low + self.below(max(1, high - low + 1))

    def one_in_hundred(self, percent: int) -> bool:
        """True that often in a hundred."""
        return self.below(100) < percent

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[T], weights: Sequence[int]) -> T:
        """One of the options, each as likely as its weight says."""
        left = self.below(sum(weights))
        for option, weight in zip(options, weights, strict=True):
            left -= weight
            if left < 0:
                return option
        return options[-1]

    def geometric(self, mean: int, most: int) -> int:
        """A whole number from 1 on, `mean` on average but for what `most` cuts off."""
        number = 1
        while number < most and self.below(mean) > 0:
            number += 1
        return number
