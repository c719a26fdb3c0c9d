"""Every worked timeline, in the documentation and in cases/, comes out as it is written down."""

from __future__ import annotations

from typing import Any


def test_the_timeline_comes_out_as_written(timeline: Any) -> None:
    assert timeline.failures() == []
    if timeline.expected is not None:
        assert timeline.actions() == list(timeline.expected)
