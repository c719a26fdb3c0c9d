"""The law that the file of a declaration says nothing: a journey taken apart by `use` is the same journey."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeyc.pipeline import compile_file
from journeyc.program.json_form import to_json
from tests.properties.journeys import journeys
from tests.properties.unchanged import parsed

JOURNEYS = int(os.environ.get("JOURNEYC_PROPERTY_JOURNEYS", "25"))
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
LOOSE = settings(max_examples=JOURNEYS, deadline=None, suppress_health_check=list(HealthCheck), phases=DRAWN)

_NAMELESS = re.compile(r".*\.journey:\d+")


@LOOSE
@given(journeys(), st.data())
def test_a_journey_taken_apart_is_the_same_journey(journey: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        whole, apart = Path(folder, "whole.journey"), Path(folder, "apart.journey")
        whole.write_text(journey, encoding="utf-8", newline="\n")
        apart.write_text(_apart(journey, Path(folder), data), encoding="utf-8", newline="\n")
        assert _said(apart) == _said(whole)


def _apart(journey: str, folder: Path, data: st.DataObject) -> str:
    """The journey with stretches of its declarations in files of their own, some of which use the next."""
    starts = [declaration.start for declaration in parsed(journey).declarations][1:]
    cuts = sorted(data.draw(st.sets(st.sampled_from(starts), min_size=2, max_size=6)))
    parts = [journey[a:b] for a, b in zip([0, *cuts], [*cuts, len(journey)], strict=True)]
    nested = data.draw(st.booleans())
    for number in range(len(parts) - 1, 0, -1):
        further = f'use "part{number + 1}.journey"\n' if nested and number + 1 < len(parts) else ""
        (folder / "parts").mkdir(exist_ok=True)
        (folder / "parts" / f"part{number}.journey").write_text(parts[number] + "\n" + further, encoding="utf-8")
    used = range(1, 2 if nested else len(parts))
    return parts[0] + "".join(f'use "parts/part{number}.journey"\n' for number in [*used, *used])


def _said(path: Path) -> Any:
    """The Program, but for where it stands."""
    compiled = compile_file(str(path))
    assert compiled.program is not None, compiled.findings
    return _without_places(json.loads(to_json(compiled.program)))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if name != "files" and not _is_place(each)}
        return {name: _without_places(each) for name, each in kept.items()}
    if isinstance(value, list):
        return [_without_places(each) for each in value]
    return "nameless" if isinstance(value, str) and _NAMELESS.fullmatch(value) else value


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and {"file", "line", "column"} <= set(value)
