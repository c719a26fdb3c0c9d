"""Owns columns: lines whose parts stand under one another, and comments that do.
Must not know what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journeyc.source import display_width

Column = tuple[int | str, ...]
"""Where a cell stands: its number from the left, and what tells columns apart that have one number but no more in
common."""

LARGEST_SPREAD = 40
"""Columns by which lines may differ and still be brought under one another: beyond it the gaps hide what belongs
together."""


@dataclass(slots=True)
class Line:
    """A line of the result. `cells` are the parts of a line that can be aligned, each with the column it stands in."""

    indent: int
    text: str = ""
    remark: str = ""
    blank: bool = False
    cells: list[tuple[Column, str]] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The line without its comment."""
        return " " * self.indent + self.text


def align_cells(lines: Sequence[Line]) -> None:
    """Bring the cells of a group of lines under one another. A line may lack columns; it then has no say in them."""
    if len(lines) < 2:
        return
    for line in lines:
        line.text = line.cells[0][1]
    columns = sorted({column for line in lines for column, _ in line.cells[1:]})
    for column in columns:
        cells = [(line, text) for line in lines for at, text in line.cells[1:] if at == column]
        widths = [display_width(line.text) for line, _ in cells]
        for (line, text), gap in zip(cells, _gaps(widths, 1), strict=True):
            line.text += gap + text


def align_remarks(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as text, the comments of each group under one another: a group has one indentation, no blank line and
    no end of a block."""
    group: list[Line] = []
    for line in lines:
        if group and (line.blank or line.indent != group[-1].indent or "}" in (line.text[:1], group[-1].text[:1])):
            yield from _group(group)
            group = []
        group.append(line)
    yield from _group(group)


def _group(lines: Sequence[Line]) -> Iterator[str]:
    widths = [display_width(line.text) for line in lines if line.remark]
    gaps = iter(_gaps(widths, 2))
    for line in lines:
        if line.blank:
            yield ""
        yield line.written + next(gaps) + line.remark if line.remark else line.written


def _gaps(widths: Sequence[int], least: int) -> list[str]:
    """The blanks after parts of these widths, so that what comes next stands in one column."""
    widest = max(widths, default=0)
    if widest - min(widths, default=0) > LARGEST_SPREAD:
        return [" " * least] * len(widths)
    return [" " * (widest - width + least) for width in widths]
