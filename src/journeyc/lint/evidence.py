"""Owns what shows that a lead did something: which moves on the ladder it asked for, and which are our doing alone.
Must not know any rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeyc.lint.paths import Way, ways_on
from journeyc.lint.walking import Site
from journeyc.program.schema import Do, EventPattern, MoveTo, Scenario, Send, Step, When

_OURS = ("sent", "delivered")


def is_ours(when: When) -> bool:
    """Whether only what we did makes this fit."""
    return bool(when.arms) and all(
        isinstance(arm.pattern, EventPattern) and arm.pattern.verb in _OURS and arm.condition is None
        for arm in when.arms
    )


def self_driven(sites: Iterable[Site]) -> Iterator[Site]:
    """The moves onward that come of our own doing and of nothing that the lead did or is."""
    for site in sites:
        if isinstance(site.action, MoveTo) and _comes_of_us(site):
            yield site


def _comes_of_us(site: Site) -> bool:
    if isinstance(site.owner, Scenario):
        return site.step in _unasked(site.owner.body)
    return is_ours(site.owner.when)


def _unasked(body: tuple[Step, ...]) -> frozenset[int]:
    """The steps of a scenario that can come after a send with nothing of the lead's own between."""
    found: set[int] = set()
    waiting = [n for n, step in enumerate(body) if isinstance(step, Do) and isinstance(step.action, Send)]
    while waiting:
        for way in ways_on(body[waiting.pop()], body):
            if way.to is not None and way.to not in found and not _shows_something(way):
                found.add(way.to)
                waiting.append(way.to)
    return frozenset(found)


def _shows_something(way: Way) -> bool:
    """Whether the way is taken only for something that the lead did or is."""
    return way.holds is not None or (way.fits is not None and not is_ours(way.fits))
