"""Files damaged in every way we know: each fault told with its line, every good record kept, and no crash."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyc.records.events import read_events
from journeyc.records.leads import read_leads
from journeyc.records.names import Names
from journeyc.records.problems import Problem, RecordFileError, Tally
from tests.records.conftest import Read, Reading, program

GOOD = '{"lead":"L1","at":"2026-04-01T10:00","event":"閲覧","content":"料金"}\n'
NAMES = Names.of(program())


def refused(read: Read, *arguments: str | bytes) -> Problem:
    with pytest.raises(RecordFileError) as caught:
        read(*arguments)
    return caught.value.problem


def problems_of(read: Read, content: bytes, name: str) -> list[Problem]:
    try:
        return read(content, name).problems
    except RecordFileError as error:
        return [error.problem]


def used(reading: Reading) -> list[str]:
    return [record.lead for record in reading.events] + [record.lead for record in reading.leads]


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["leads.csv", "leads.jsonl"])
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n"])
def test_empty(leads: Read, name: str, content: bytes) -> None:
    reading = leads(content, name)
    assert reading.leads == []
    assert reading.causes[-1] == ("empty_file", 1)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(RecordFileError) as caught:
        list(read_leads([tmp_path / "none.csv"], NAMES, Tally().add))
    assert caught.value.problem.cause == "cannot_open"


def test_other_formats(leads: Read) -> None:
    assert refused(leads, b"", "leads.xlsx").cause == "unknown_format"


def test_a_missing_column_names_those_found_and_the_nearest(leads: Read, events: Read) -> None:
    problem = refused(leads, "\n会社名,Lead ID\nA,L1\n")
    assert (problem.cause, problem.line, dict(problem.values)["found"]) == ("missing_column", 2, "会社名, Lead ID")
    problem = refused(events, "lead,time,events\n", "events.csv")
    assert dict(problem.values)["missing"] == "at, event"
    assert refused(leads, "leads,会社名\n").nearest == "leads"


# --- encodings ---------------------------------------------------------------------------------------------------


def test_the_first_line_that_cannot_be_decoded_is_named(leads: Read) -> None:
    damaged = "lead,会社名\nL1,山田\nL2,".encode("cp932") + b"\x81\x20\nL3,\n"
    problem = refused(leads, damaged)
    assert (problem.cause, problem.line, dict(problem.values)) == ("undecodable", 3, {"encoding": "cp932"})


def test_damaged_utf8_is_not_taken_for_cp932(leads: Read) -> None:
    damaged = "lead,会社名\nL1,山田\r\nL2,".encode() + b"\x83\x41\nL3,\n"
    problem = refused(leads, damaged)
    assert (problem.cause, problem.line, dict(problem.values)) == ("undecodable", 3, {"encoding": "utf-8"})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "latin-1"])
def test_other_encodings(leads: Read, encoding: str) -> None:
    assert refused(leads, "lead,note\nL1,Müller\n".encode(encoding)).cause == "undecodable"


def test_cp932_beyond_shift_jis(leads: Read) -> None:
    reading = leads("lead,会社名\nL1,①㈱髙～﨑\n".encode("cp932"))
    assert reading.leads[0].attributes == {"会社名": "①㈱髙～﨑"}


def test_a_character_cut_at_the_end(events: Read) -> None:
    reading = events((GOOD * 2).encode() + GOOD.encode()[:-5])
    assert (used(reading), reading.causes) == (["L1", "L1"], [("cut_record", 3)])


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(GOOD,), kwargs={"encoding": "utf-8"})
    writer.start()
    assert [record.lead for record in read_events([path], NAMES, Tally().add)] == ["L1"]
    writer.join()


# --- JSON Lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        ("{", "bad_json"),
        ("[1]", "bad_json"),
        ("null", "bad_json"),
        (GOOD.replace('"L1"', "NaN").strip(), "bad_json"),
        (GOOD.replace("料金", "\\ud800").strip(), "bad_json"),
        (GOOD.replace('"L1"', "[" * 100_000).strip(), "bad_json"),
        (GOOD.replace('"L1"', "1" * 5000).strip(), "bad_json"),
        (GOOD.replace("}", ',"lead":"L2"}').strip(), "duplicate_key"),
        (GOOD.replace('"L1"', "[" * 100 + "]" * 100).strip(), "bad_field"),
        ("", "blank_line"),
        ("x" * 5_000_000, "too_long"),
    ],
    ids=range(11),
)
def test_a_bad_line_costs_that_line(events: Read, bad: str, cause: str) -> None:
    reading = events(GOOD + bad + "\n" + GOOD)
    assert (used(reading), reading.causes) == (["L1", "L1"], [(cause, 2)])


def test_a_file_cut_inside_a_record(events: Read) -> None:
    reading = events(GOOD + GOOD[:30])
    assert (used(reading), reading.causes) == (["L1"], [("cut_record", 2)])


def test_a_last_line_without_line_end_is_whole(events: Read) -> None:
    assert events(GOOD + GOOD.strip()).problems == []


def test_an_unknown_key_is_told_once(events: Read) -> None:
    reading = events(GOOD.replace("content", "contents") * 2)
    assert reading.causes == [("unknown_column", 1), ("no_content", 1), ("no_content", 2)]
    assert reading.problems[0].nearest == "content"


@pytest.mark.parametrize(
    ("bad", "causes"),
    [
        ('"data":{"備考":' + "[" * 900 + "]" * 900 + "}", [("bad_value", 1)]),
        ('"at":' + "[" * 900 + "]" * 900, [("bad_time", 1)]),
        ('"data.備考":"' + "1" * 5000 + '"', []),
        ('"data":{"予算":"-' + " " * 200_000 + 'x"}', [("bad_value", 1)]),
        (",".join(f'"data.{number}":1' for number in range(60_000)), []),
        (",".join(f'"{number}":1' for number in range(60_000)) + ',"59999":1', [("duplicate_key", 1)]),
    ],
    ids=["deep data", "deep time", "long digits", "blanks in money", "many columns", "many keys and one twice"],
)
def test_hostile_lines_take_no_time_and_no_crash(events: Read, bad: str, causes: list[tuple[str, int]]) -> None:
    line = GOOD if '"at"' not in bad else GOOD.replace('"at":"2026-04-01T10:00",', "")
    assert events(line.replace("}", f",{bad}}}")).causes == causes


# --- CSV ---------------------------------------------------------------------------------------------------------


def test_line_ends_inside_quotes_and_the_line_of_what_follows(leads: Read) -> None:
    reading = leads('lead,会社名\r\nL1,"A\r\nB"\r\nL2,x,y\r\n')
    assert reading.leads[0].attributes == {"会社名": "A\r\nB"}
    assert reading.causes == [("field_count", 4)]


def test_a_quote_never_closed_costs_its_line_only(leads: Read) -> None:
    reading = leads('lead,会社名\nL1,A\nL2,"B\nL3,C\nL4,D\n')
    assert (used(reading), reading.causes) == (["L1", "L3", "L4"], [("bad_csv", 3)])


def test_a_quote_never_closed_in_a_large_file(leads: Read) -> None:
    rows = "".join(f"M{number},{'x' * 80}\n" for number in range(20_000))
    reading = leads(f'lead,会社名\nL1,"B\n{rows}')
    assert (len(reading.leads), reading.causes) == (20_000, [("bad_csv", 2)])


def test_quotes_in_the_wrong_place(leads: Read) -> None:
    reading = leads('lead,会社名\nL1,"B"x\nL2,C\n')
    assert (used(reading), reading.causes) == (["L2"], [("bad_csv", 2)])


@pytest.mark.parametrize("tail", ["L2,A,", 'L2,A,"x', "L2,A"])
def test_a_table_cut_inside_a_record(leads: Read, tail: str) -> None:
    reading = leads(f"lead,会社名,役職,tags\nL1,A,部長,\n{tail}")
    assert (used(reading), reading.causes) == (["L1"], [("cut_record", 3)])


def test_a_long_cell_that_begins_like_a_total(leads: Read) -> None:
    assert used(leads(f"lead,会社名\n合計{' ' * 100_000}x,A\n")) == [f"合計{' ' * 100_000}x"]


def test_cells_too_few_and_too_many(leads: Read) -> None:
    reading = leads("lead,会社名\nL1\nL2,A,B\nL3,A,,\n")
    assert (used(reading), reading.causes) == (["L3"], [("field_count", 2), ("field_count", 3)])
    assert dict(reading.problems[0].values) == {"expected": "2", "found": "1"}


def test_a_field_too_large(leads: Read) -> None:
    reading = leads(f"lead,会社名\nL1,{'x' * 200_000}\nL2,A\n")
    assert (used(reading), reading.causes) == (["L2"], [("bad_csv", 2)])


# --- what is kept of it ------------------------------------------------------------------------------------------


def test_the_tally_counts_keeps_the_first_and_writes_the_rejects(events: Read) -> None:
    reading = events('{"lead":"①","at":"いつか"}\n' + "\n" + '{"at":"2026-04-01"}\n{"lead":"L","at":"?"}\n')
    rejects: list[str] = []
    tally = Tally(rejects.append)
    for problem in reading.problems:
        tally.add(problem)
    assert tally.counts == {"bad_time": 2, "blank_line": 1, "no_lead": 1}
    assert [problem.line for problem in tally.first.values()] == [1, 2, 3]
    assert [json.loads(line)["line"] for line in rejects] == [1, 3, 4]
    assert (
        rejects[0]
        == json.dumps(
            {
                "cause": "bad_time",
                "file": tally.first[reading.problems[0].cause].file,
                "line": 1,
                "raw": '{"lead":"①","at":"いつか"}',
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n"
    )
    assert tally.fails_strict


def test_blank_lines_alone_are_no_loss(events: Read) -> None:
    assert not events(GOOD + "\n\n").tally.fails_strict


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("lead,at,event\n" + text).encode()),
    name=st.sampled_from(["leads.csv", "leads.jsonl"]),
)
def test_any_bytes_are_read_or_refused(leads: Read, events: Read, content: bytes, name: str) -> None:
    lines = max(1, len(content.splitlines()))
    for read in (leads, events):
        assert all(1 <= problem.line <= lines for problem in problems_of(read, content, name))
