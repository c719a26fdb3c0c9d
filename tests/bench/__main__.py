"""Owns `make bench`: runs every bar, prints the table, writes build/bench.json.
Must not fail on a bar that does not hold: it is shown, and the file says so."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.bench import engines, front_end, lints, start_up
from tests.bench.measuring import Figure, Skipped

OUT = Path("build/bench.json")


def main() -> int:
    """Run the suites and show their figures."""
    figures: list[Figure | Skipped] = [*front_end.figures(), *lints.figures(), *start_up.figures()]
    figures += engines.figures()
    for figure in figures:
        sys.stdout.write(_line(figure))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([_row(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def _line(figure: Figure | Skipped) -> str:
    if isinstance(figure, Skipped):
        return f"{figure.name:<48} skipped: {figure.reason}\n"
    bar = "" if figure.bar is None else f"{'>=' if figure.at_least else '<='} {figure.bar:g}"
    verdict = "" if figure.bar is None else ("holds" if figure.holds else "DOES NOT HOLD")
    return f"{figure.name:<48} {figure.value:>12,.2f} {figure.unit:<8} {bar:<8} {verdict}\n"


def _row(figure: Figure | Skipped) -> dict[str, object]:
    if isinstance(figure, Skipped):
        return {"name": figure.name, "skipped": figure.reason}
    return {
        "name": figure.name,
        "value": round(figure.value, 4),
        "unit": figure.unit,
        "bar": figure.bar,
        "holds": figure.holds,
    }


if __name__ == "__main__":
    sys.exit(main())
