"""Times as people write them, the ones that are refused, and the one written form."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyc.records.instants import read_instant, write_instant
from journeyc.records.problems import Cause, Unusable

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-04-01T10:00:00+09:00", "2026-04-01T10:00:00+09:00"),
        ("2026-04-01T01:00:00Z", "2026-04-01T10:00:00+09:00"),
        ("2026-04-01T10:00+0900", "2026-04-01T10:00:00+09:00"),
        ("2026-04-01T03:00:00+02", "2026-04-01T10:00:00+09:00"),
        ("2026-04-01T10:00:00", "2026-04-01T10:00:00+09:00"),
        ("2026/4/1 9:05", "2026-04-01T09:05:00+09:00"),
        ("  2026/4/1   9:05 ", "2026-04-01T09:05:00+09:00"),
        ("２０２６／４／１　９：０５", "2026-04-01T09:05:00+09:00"),
        ("2026-04-01 24:00", "2026-04-02T00:00:00+09:00"),
        ("2026-12-31T24:00:00+09:00", "2027-01-01T00:00:00+09:00"),
        ("2026-04-01", "2026-04-01T00:00:00+09:00"),
        ("2028-02-29 00:00", "2028-02-29T00:00:00+09:00"),
    ],
)
def test_reads_what_people_write(written: str, meant: str) -> None:
    assert write_instant(read_instant(written, TOKYO).seconds, TOKYO) == meant


@pytest.mark.parametrize(
    ("written", "microseconds"), [("09:05:30.5", 500_000), ("09:05:30,000001", 1), ("09:05:30.1234567", 123_456)]
)
def test_fractions_stand_beside_the_whole_seconds(written: str, microseconds: int) -> None:
    read = read_instant(f"2026-04-01 {written}", TOKYO)
    assert (write_instant(read.seconds, TOKYO), read.fraction) == ("2026-04-01T09:05:30+09:00", microseconds)


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("2026-02-30 10:00", Cause.BAD_TIME),
        ("2026-13-01", Cause.BAD_TIME),
        ("2026-02-30T10:00:00+09:00", Cause.BAD_TIME),
        ("2026-04-01 24:01", Cause.BAD_TIME),
        ("2026-04-01 10:60", Cause.BAD_TIME),
        ("2026-04-01T10:00:00+99:00", Cause.BAD_TIME),
        ("0001-01-01T00:00:00+14:00", Cause.BAD_TIME),
        ("9999-12-31 23:59", Cause.BAD_TIME),
        ("2026-04/01", Cause.BAD_TIME),
        ("01/04/2026", Cause.BAD_TIME),
        ("昨日", Cause.BAD_TIME),
        ("20260401T100000", Cause.BAD_TIME),
        ("1775005200", Cause.EPOCH_TIME),
        ("1775005200000", Cause.EPOCH_TIME),
        ("46113.5", Cause.EPOCH_TIME),
    ],
)
def test_refuses_what_is_no_time(written: str, cause: Cause) -> None:
    with pytest.raises(Unusable) as refused:
        read_instant(written, TOKYO)
    assert (refused.value.cause, refused.value.values) == (cause, (("text", written),))


@pytest.mark.parametrize(
    ("written", "cause"), [("2026-11-01 01:30", Cause.AMBIGUOUS_TIME), ("2026-03-08 02:30", Cause.SKIPPED_TIME)]
)
def test_refuses_a_local_time_that_is_twice_or_never(written: str, cause: Cause) -> None:
    with pytest.raises(Unusable) as refused:
        read_instant(written, NEW_YORK)
    assert refused.value.cause is cause
    assert read_instant(f"{written}-04:00", NEW_YORK).fraction == 0


def test_utc_is_written_with_its_offset() -> None:
    assert write_instant(0, UTC) == "1970-01-01T00:00:00+00:00"


@given(
    seconds=st.integers(-2_000_000_000, 32_000_000_000),
    zone=st.sampled_from(["Asia/Tokyo", "UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Monrovia"]),
)
def test_what_is_written_reads_back(seconds: int, zone: str) -> None:
    there = ZoneInfo(zone)
    assert read_instant(write_instant(seconds, there), TOKYO) == (seconds, 0)


@given(st.text(max_size=30) | st.from_regex(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d\d.{0,9}"))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unusable):
        assert 0 <= read_instant(text, NEW_YORK).fraction < 1_000_000
