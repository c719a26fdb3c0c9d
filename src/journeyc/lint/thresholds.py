"""Owns thresholds of scores, and how many points the lines of a score can bring.
Must not know what is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from journeyc.program.schema import (
    ChangeScore,
    Compare,
    Comparison,
    Condition,
    Literally,
    Points,
    Score,
    ScoreLine,
)

_MIRRORED: dict[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A condition that holds only of leads with at least so many points."""

    condition: Condition
    score: str
    points: int


def threshold_of(condition: Condition) -> Threshold | None:
    """The threshold that a comparison is, if it is one."""
    if not isinstance(condition, Compare):
        return None
    left, right, sign = condition.left, condition.right, condition.operator
    if isinstance(left, Literally):
        left, right, sign = right, left, _MIRRORED[sign]
    if not isinstance(left, Points) or left.journey is not None or not isinstance(right, Literally):
        return None
    if isinstance(right.value, str) or sign not in (">=", ">", "=="):
        return None
    least = floor(right.value) + 1 if sign == ">" else ceil(right.value)
    return Threshold(condition, left.name, least)


def is_past_range(threshold: Threshold, score: Score) -> bool:
    """Whether it asks for more points than the range of the score has."""
    return score.high is not None and threshold.points > score.high


# --- what the lines bring -----------------------------------------------------------------------------------------


def most_points(score: Score, changes: Sequence[ChangeScore]) -> int | None:
    """The most points that the lines and the actions on the score can add up to, standing points left out; None where
    they go on adding."""
    start = max(0, score.low or 0)
    if any(change.points > 0 and not change.replace for change in changes):
        return score.high
    start = max([start, *(change.points for change in changes if change.replace)])
    gaining = [line for line in score.lines if line.points > 0]
    if not gaining:
        return start if score.high is None else min(start, score.high)
    return _settled(score, start, gaining)


def _settled(score: Score, start: int, gaining: list[ScoreLine]) -> int | None:
    """Where decay stops what limited lines bring; the range where it does not. In any time as long as the shortest
    limit there are at most so many gains, and so between them at least so many decays."""
    decay = score.decay
    limits = [line.limit for line in gaining]
    if decay is None or any(limit is None for limit in limits):
        return score.high
    shortest = min(limit[1] for limit in limits if limit)
    gains = sum(limit[0] for limit in limits if limit)
    points = sum(line.points * line.limit[0] for line in gaining if line.limit)
    decays = shortest // decay.every - (gains + 1)
    if decays < 1:
        return score.high
    kept = ((100 - decay.percent) / 100) ** decays
    most = max(start, ceil(points / (1 - kept)) if kept < 1 else start) + points
    return most if score.high is None else min(most, score.high)


def shortest_way(score: Score, points: int) -> list[tuple[ScoreLine, int]] | None:
    """The fewest occurrences that bring so many points from none, as lines each with how often; None where there is no
    such way. Lines with a limit are used up to it, once."""
    way = []
    for line in sorted((line for line in score.lines if line.points > 0), key=lambda line: -line.points):
        times = ceil(points / line.points)
        if line.limit is not None:
            times = min(times, line.limit[0])
        if times > 0 and points > 0:
            way.append((line, times))
            points -= times * line.points
    return way if points <= 0 else None
