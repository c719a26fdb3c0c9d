"""`journeyc gen`: files that `journeyc run` reads whole, the same from the same seed, never over others unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeyc = Callable[..., Result]


def test_what_is_generated_can_be_run(journeyc: Journeyc, small: Path) -> None:
    done = journeyc("gen", small, "--leads", "20", "--out", "trial")
    assert done.exit_code == 0
    assert "leads: 20" in done.stdout
    ran = journeyc("run", small, "--leads", "trial/leads.csv", "--events", "trial/events.jsonl")
    assert "lead records used: 20" in ran.stdout
    assert "Every record was used" in ran.stdout
    assert "リード 20 人" in journeyc("gen", small, "--leads", "20", "--out", "trial2", "--lang", "ja").stdout


def test_the_same_seed_gives_the_same_files(journeyc: Journeyc, small: Path) -> None:
    everything = ["--duplicates", "--late", "--ties", "--edges", "--unknown", "--leads", "30"]
    for out, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert journeyc("gen", small, *everything, "--seed", seed, "--out", out).exit_code == 0
    for name in ("leads.csv", "events.jsonl"):
        a, b, c = (Path(out, name).read_bytes() for out in "abc")
        assert a == b != c
    assert Path("a/leads.csv").read_bytes().startswith(b"\xef\xbb\xbflead,")


def test_files_that_are_there_stay(journeyc: Journeyc, small: Path) -> None:
    Path("leads.csv").write_text("mine", encoding="utf-8")
    done = journeyc("gen", small)
    assert (done.exit_code, Path("leads.csv").read_text("utf-8")) == (2, "mine")
    assert "leads.csv" in done.stderr
    assert journeyc("gen", small, "--force").exit_code == 0
    assert Path("leads.csv").read_text("utf-8-sig").startswith("lead,")


@pytest.mark.parametrize(
    "wrong", [["--leads", "0"], ["--leads", "1000001"], ["--days", "x"], ["--from", "明日"], ["--seed", "a"]]
)
def test_wrong_use(journeyc: Journeyc, small: Path, wrong: list[str]) -> None:
    done = journeyc("gen", small, *wrong)
    assert (done.exit_code, done.stdout, Path("leads.csv").exists()) == (2, "", False)


def test_days_begin_where_asked(journeyc: Journeyc, small: Path) -> None:
    assert journeyc("gen", small, "--from", "2027-02-01", "--days", "5", "--leads", "5").exit_code == 0
    assert '"at":"2027-02-' in Path("events.jsonl").read_text("utf-8")
