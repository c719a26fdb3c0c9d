"""Owns the question whether a condition may turn by time alone, asked of the text of a Program once.
Must not know any lead; when a condition turns for a given lead is answered in turning."""

from __future__ import annotations

from journeyc.program.schema import (
    And,
    AtLeast,
    Compare,
    Condition,
    Count,
    Happened,
    InSegment,
    Known,
    Not,
    OneOf,
    Or,
    Points,
    Program,
    Since,
    Standing,
    Today,
    Value,
)


def turns_by_time(condition: Condition, program: Program) -> bool:
    """Whether the truth of the condition may change while nothing happens to the lead."""
    match condition:
        case Not(item=item):
            return turns_by_time(item, program)
        case And(items=items) | Or(items=items) | AtLeast(items=items):
            return any(turns_by_time(item, program) for item in items)
        case Compare(left=left, right=right):
            return _moves(left, program) or _moves(right, program)
        case OneOf(value=value) | Known(value=value):
            return _moves(value, program)
        case InSegment(name=name, journey=journey):
            named = [s.condition for s in program.segments if s.name == name]
            return journey is not None or any(turns_by_time(c, program) for c in named)
        case Happened(within=within):
            return within is not None
        case _:
            return False


def _moves(value: Value, program: Program) -> bool:
    match value:
        case Since() | Today():
            return True
        case Count(within=within):
            return within is not None
        case Points(name=name, journey=journey):
            scores = [score for score in program.scores if score.name == name]
            return journey is not None or any(
                score.decay is not None or any(turns_by_time(line.condition, program) for line in score.standing)
                for score in scores
            )
        case Standing(what="persona", journey=journey):
            conditions = [persona.condition for persona in program.personas if persona.condition]
            return journey is not None or any(turns_by_time(c, program) for c in conditions)
        case _:
            return False
