"""Owns step 2 of language.md §11: the points that score lines add for an occurrence.
Must not know what else the occurrence does."""

from __future__ import annotations

from journeyc.run.conditions import View
from journeyc.run.decay import change, decayed
from journeyc.run.fitting import fits_any
from journeyc.run.plan import LineOfScore
from journeyc.run.reaction import Reaction


def score(reaction: Reaction, view: View) -> None:
    """Every line that fits on the lead before any line added adds its points; then the range, once a score."""
    occurrence = reaction.occurrence
    lines = view.plan.score_lines.to(occurrence)
    fitting = [line for line in lines if fits_any(line.line.arms, occurrence, view)]
    if fitting and view.standing.paused:
        reaction.tell(view, "points_lost", scores=tuple(line.score.name for line in fitting))
        return
    added: dict[str, int] = {}
    for line in fitting:
        if _award(reaction, view, line):
            added[line.score.name] = added.get(line.score.name, 0) + line.line.points
    for name, points in added.items():
        declared, tally = view.plan.scores[name], view.standing.tallies[name]
        before = decayed(declared, tally, view.now)
        change(declared, tally, before + points, view.now)
        if reaction.traced:
            reaction.tell(view, "score", name, before=before, after=decayed(declared, tally, view.now))


def _award(reaction: Reaction, view: View, line: LineOfScore) -> bool:
    """Whether the line's limit lets it add its points once more; if so that is remembered."""
    reaction.cover(view, "score line", line.score.order, line.number)
    if line.line.limit is not None:
        most, within = line.line.limit
        key = (line.score.name, line.number)
        recent = [at for at in view.standing.awards.get(key, ()) if at > view.now - within]
        view.standing.awards[key] = recent
        if len(recent) >= most:
            reaction.tell(view, "limit", line.score.name, line.line.place, points=line.line.points)
            return False
        recent.append(view.now)
    reaction.tell(view, "points", line.score.name, line.line.place, points=line.line.points)
    return True
