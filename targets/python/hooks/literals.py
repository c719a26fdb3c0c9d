"""Owns how values of a journey are written in Python: literals, lengths of time, comments.
Must not know expressions or steps."""

from __future__ import annotations

from collections.abc import Iterable

from journeyc.emit.render import as_python_text
from journeyc.program.schema import Duration, Scalar

_UNITS = ((86_400, "DAY"), (3_600, "HOUR"), (60, "MINUTE"))
WIDTH = 100


def literal(value: Scalar | None) -> str:
    """A Python literal."""
    return as_python_text(value) if isinstance(value, str) else repr(value)


def several(values: Iterable[str]) -> str:
    """A tuple of what is written already."""
    items = list(values)
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def literals(values: Iterable[Scalar]) -> str:
    """A tuple of literals."""
    return several(literal(value) for value in values)


def seconds(amount: int) -> str:
    """A length of time, in its largest whole unit."""
    for size, name in _UNITS:
        if amount and amount % size == 0:
            return name if amount == size else f"{amount // size} * {name}"
    return str(amount)


def after(instant: str, length: Duration) -> str:
    """The instant at which a length of time that starts to run at an instant is over."""
    if length.unit == "s":
        return f"{instant} + {seconds(length.amount)}"
    return f"{'after_open_hours' if length.unit == 'bh' else 'after_open_days'}({instant}, {length.amount})"


def comment(text: str) -> str:
    """Text that may stand after a `#`: one line of printable characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def folded(opening: str, items: Iterable[str], closing: str) -> str:
    """Items between brackets, each on a line of its own where one line would be long."""
    listed = list(items)
    line = f"{opening}{', '.join(listed)}{closing}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([opening, *(f"    {item},".replace("\n", "\n    ") for item in listed), closing])


def wrapped(items: list[str], word: str) -> str:
    """Conditions joined by a word, one on a line where one line would be long."""
    joined = f" {word} ".join(items)
    if len(joined) <= WIDTH:
        return joined
    lines = f"\n    {word} ".join(item.replace("\n", "\n    ") for item in items)
    return f"(\n    {lines}\n)"
