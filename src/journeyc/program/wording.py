"""Owns how parts of a Program read as journey text: canonical, with English keywords.
Must not know who reads it; stories, comments in emitted code and lists of losses all use the same words."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from journeyc.program import schema
from journeyc.program.schema import (
    Condition,
    DateOffset,
    Duration,
    Pattern,
    Program,
    Scalar,
    Text,
    Value,
    When,
)

_PLAIN = re.compile(r"[^\W\d][\w・]*")
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"))
_OR, _AND, _NOT, _ATOM = range(4)


def name_text(name: str) -> str:
    """A name as it may be written: in backquotes where it is not a plain one."""
    return name if _PLAIN.fullmatch(name) else f"`{name}`"


def literal_text(value: Scalar, type_: str) -> str:
    """A literal of that type."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type_ == "text":
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    if type_ == "money":
        return f"{value}円"
    return name_text(str(value)) if type_ == "enum" else str(value)


def duration_text(duration: Duration | int) -> str:
    """A length of time in its largest whole unit; an int is calendar seconds."""
    if isinstance(duration, Duration) and duration.unit != "s":
        return f"{duration.amount}{duration.unit}"
    seconds = duration if isinstance(duration, int) else duration.amount
    for size, unit in _UNITS:
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def text_text(program: Program, text: Text) -> str:
    """A text literal with its holes."""
    parts = []
    for part in text:
        if isinstance(part, str):
            parts.append(part.replace("\\", "\\\\").replace('"', '\\"').replace("{", "\\{"))
        else:
            otherwise = "" if part.otherwise is None else f' else "{part.otherwise}"'
            parts.append("{" + value_text(program, part.value) + otherwise + "}")
    return '"' + "".join(parts) + '"'


# --- values ------------------------------------------------------------------------------------------------------


def value_text(program: Program, value: Value) -> str:
    """A value expression."""
    match value:
        case schema.Literally(value=literal, type=type_):
            return literal_text(literal, type_)
        case schema.Attribute(name=name):
            return name_text(name)
        case schema.Points(name=name, journey=journey):
            return _of(journey) + name_text(name)
        case schema.Count(history=history, within=within):
            window = "" if within is None else f" within {duration_text(within)}"
            return f"count({pattern_text(program, program.histories[history])}{window})"
        case schema.Since(history=history):
            return f"since({pattern_text(program, program.histories[history])})"
        case schema.Today():
            return "today"
        case schema.Payload(field=field):
            return name_text(field)
        case schema.Standing(what=what, journey=journey):
            return _of(journey) + ("owner.member" if what == "member" else what)


def _of(journey: str | None) -> str:
    return "" if journey is None else f"{name_text(journey)}."


# --- conditions --------------------------------------------------------------------------------------------------


def condition_text(program: Program, condition: Condition) -> str:
    """A condition."""
    return _condition(program, condition)[0]


def _condition(program: Program, condition: Condition) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match condition:
        case schema.Always(holds=holds):
            return ("true" if holds else "false"), _ATOM
        case schema.Not(item=item):
            return f"not {_within(program, item, _ATOM)}", _NOT
        case schema.And(items=items):
            return _joined(program, items, "and", _AND)
        case schema.Or(items=items):
            return _joined(program, items, "or", _OR)
        case schema.AtLeast(least=least, items=items):
            return f"at least {least} of ({', '.join(condition_text(program, item) for item in items)})", _ATOM
        case schema.Compare(operator=sign, left=left, right=right):
            return f"{_side(program, left, right)} {sign} {_side(program, right, left)}", _ATOM
        case schema.OneOf():
            return _one_of(program, condition), _ATOM
        case schema.Known(value=value):
            return f"known({value_text(program, value)})", _ATOM
        case schema.Tagged(tag=tag):
            return f"tag {name_text(tag)}", _ATOM
        case schema.Accepted(journey=journey):
            return f"{_of(journey)}accepted", _ATOM
        case schema.InSegment(name=name, journey=journey):
            return _of(journey) + name_text(name), _ATOM
        case schema.Happened():
            return _happened(program, condition), _ATOM


def _joined(program: Program, items: tuple[Condition, ...], word: str, binding: int) -> tuple[str, int]:
    if len(items) == 1:
        return _condition(program, items[0])
    return f" {word} ".join(_within(program, item, binding + 1) for item in items), binding


def _within(program: Program, condition: Condition, binding: int) -> str:
    """The text, in parentheses where it binds less tightly than its surroundings need."""
    text, own = _condition(program, condition)
    return text if own >= binding else f"({text})"


def _side(program: Program, value: Value, other: Value) -> str:
    """A side of a comparison: seconds beside `since` are a duration."""
    if isinstance(other, schema.Since) and isinstance(value, schema.Literally) and isinstance(value.value, int):
        return duration_text(value.value)
    return value_text(program, value)


def _happened(program: Program, condition: schema.Happened) -> str:
    pattern = pattern_text(program, program.histories[condition.history])
    if condition.since_entry:
        return pattern
    if condition.within is not None:
        return f"{pattern} within {duration_text(condition.within)}"
    return f"ever {pattern}"


def _one_of(program: Program, condition: schema.OneOf) -> str:
    """Back from a set of names to the comparison it most likely was."""
    value = value_text(program, condition.value)
    names, type_ = _universe(program, condition.value)
    chosen = set(condition.options)
    if len(chosen) == 1:
        return f"{value} == {literal_text(condition.options[0], type_)}"
    levels = _levels(program, condition.value, names)
    for sign, compares in _ORDERED if levels else ():
        for name in names:
            if chosen == {n for n in names if compares(levels[n], levels[name])}:
                return f"{value} {sign} {literal_text(name, type_)}"
    others = [name for name in names if name not in chosen]
    if len(others) == 1 and len(chosen) == len(names) - 1:
        return f"{value} != {literal_text(others[0], type_)}"
    return f"{value} in [{', '.join(literal_text(option, type_) for option in condition.options)}]"


_ORDERED: tuple[tuple[str, Callable[[int, int], bool]], ...] = (
    (">=", operator.ge),
    ("<", operator.lt),
    ("<=", operator.le),
    (">", operator.gt),
)


def _universe(program: Program, value: Value) -> tuple[tuple[str, ...], str]:
    """The names a value may be, where they are declared, and the type its literals are written in."""
    match value:
        case schema.Standing(what="stage", journey=None):
            return tuple(stage.name for stage in program.stages), "enum"
        case schema.Standing(what="persona", journey=None):
            return tuple(persona.name for persona in program.personas), "enum"
        case schema.Standing(what="owner", journey=None):
            return tuple(team.name for team in program.teams), "enum"
        case schema.Standing():
            return (), "enum"
        case schema.Attribute(name=name):
            return next(((a.values, str(a.type)) for a in program.attributes if a.name == name), ((), "text"))
        case _:
            return (), "text"


def _levels(program: Program, value: Value, names: tuple[str, ...]) -> dict[str, int]:
    """The place of each name, for what is compared by place; nothing for the rest."""
    if isinstance(value, schema.Standing):
        return {stage.name: stage.level for stage in program.stages} if value.what == "stage" and names else {}
    return {name: place for place, name in enumerate(names)}


# --- triggers ----------------------------------------------------------------------------------------------------


def pattern_text(program: Program, pattern: Pattern) -> str:
    """A trigger."""
    match pattern:
        case schema.EventPattern(verb=verb, subjects=subjects, where=where):
            named = _subjects(verb, subjects)
            return f"{verb}({named})" if where is None else f"{verb}({named} where {condition_text(program, where)})"
        case schema.Inactive(seconds=seconds):
            return f"inactive({duration_text(seconds)})"
        case schema.DateReached(anchor=anchor, offset=offset):
            return offset_text(anchor, offset)


def _subjects(verb: str, subjects: tuple[str, ...] | None) -> str:
    if subjects is not None:
        return ", ".join(name_text(subject) for subject in subjects)
    return "" if verb in ("created", "dropped") else "any"


def offset_text(anchor: schema.Anchor, offset: DateOffset) -> str:
    """A distance before or after a date, as `3d before 契約更新日`."""
    seconds = offset.days * 86_400 + offset.seconds
    where = "entry" if anchor.kind == "entry" else name_text(anchor.name)
    return f"{duration_text(abs(seconds))} {'before' if seconds < 0 else 'after'} {where}"


def when_text(program: Program, when: When) -> str:
    """What stands after `when`."""
    if when.watch is not None:
        return condition_text(program, when.watch.condition)
    shared = {arm.condition for arm in when.arms}
    condition = next(iter(shared), None)
    if len(shared) == 1:
        triggers = " or ".join(pattern_text(program, arm.pattern) for arm in when.arms)
        if condition is None:
            return triggers
        triggers = f"({triggers})" if len(when.arms) > 1 else triggers
        return f"{triggers} and {_within(program, condition, _AND)}"
    return " or ".join(_arm(program, arm) for arm in when.arms)


def _arm(program: Program, arm: schema.Arm) -> str:
    pattern = pattern_text(program, arm.pattern)
    return pattern if arm.condition is None else f"{pattern} and {_within(program, arm.condition, _AND)}"
