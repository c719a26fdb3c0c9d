"""Owns the arithmetic of one score's points: its range and its decay, in whole numbers.
Must not know conditions, standing points or leads beyond one tally."""

from __future__ import annotations

from journeyc.program.schema import Score
from journeyc.run.state import Tally


def clamp(score: Score, points: int) -> int:
    """The points within the score's range."""
    if score.low is not None and points < score.low:
        return score.low
    if score.high is not None and points > score.high:
        return score.high
    return points


def decayed(score: Score, tally: Tally, now: int) -> int:
    """What is left at `now` of points last changed at `tally.since`."""
    points = tally.points
    if score.decay is None:
        return points
    for _ in range((now - tally.since) // score.decay.every):
        less = clamp(score, points * (100 - score.decay.percent) // 100)
        if less == points:
            break
        points = less
    return points


def next_decay(score: Score, tally: Tally, after: int) -> int | None:
    """The first instant later than `after` at which the points decay; None where nothing is left to lose."""
    if score.decay is None:
        return None
    every = score.decay.every
    due = tally.since + max((after - tally.since) // every + 1, 1) * every
    return due if decayed(score, tally, due) != decayed(score, tally, due - 1) else None


def change(score: Score, tally: Tally, points: int, now: int) -> bool:
    """Let the points be `points` within the range, from `now` on; False where that is what they are."""
    points = clamp(score, points)
    if points == decayed(score, tally, now):
        return False
    tally.points, tally.since = points, now
    return True
