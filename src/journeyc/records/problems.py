"""Owns what is said of input that cannot be used: its causes, where it stood, the count of each and the rejects file.
Must not know how any format is read, or the wording of a message."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Scope = Literal["file", "column", "record", "value", "blank", "mapping"]
Values = tuple[tuple[str, str], ...]


class Cause(StrEnum):
    """Why something was not used. The text is stable: it is the key of the message and what a rejects file says."""

    CANNOT_OPEN = "cannot_open"
    EMPTY_FILE = "empty_file"
    UNDECODABLE = "undecodable"
    UNKNOWN_FORMAT = "unknown_format"
    NEEDS_EXTRA = "needs_extra"
    BAD_PARQUET = "bad_parquet"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    BLANK_LINE = "blank_line"
    TOO_LONG = "too_long"
    CUT_RECORD = "cut_record"
    BAD_CSV = "bad_csv"
    FIELD_COUNT = "field_count"
    TOTAL_ROW = "total_row"
    BAD_JSON = "bad_json"
    DUPLICATE_KEY = "duplicate_key"
    BAD_FIELD = "bad_field"
    NO_LEAD = "no_lead"
    DUPLICATE_LEAD = "duplicate_lead"
    UNKNOWN_STAGE = "unknown_stage"
    UNKNOWN_TEAM = "unknown_team"
    NO_TIME = "no_time"
    BAD_TIME = "bad_time"
    EPOCH_TIME = "epoch_time"
    AMBIGUOUS_TIME = "ambiguous_time"
    SKIPPED_TIME = "skipped_time"
    NO_EVENT = "no_event"
    UNKNOWN_EVENT = "unknown_event"
    RUN_EVENT = "run_event"
    NO_CONTENT = "no_content"
    UNKNOWN_CONTENT = "unknown_content"
    UNFIT_CONTENT = "unfit_content"
    BAD_DATA = "bad_data"
    DUPLICATE_ID = "duplicate_id"
    BAD_VALUE = "bad_value"
    UNKNOWN_VALUE = "unknown_value"
    NEEDLESS_CONTENT = "needless_content"
    DROPPED_ROW = "dropped_row"
    UNMAPPED_ROW = "unmapped_row"
    UNMAPPED_EVENT = "unmapped_event"
    UNMAPPED_VALUE = "unmapped_value"
    ABSENT_COLUMN = "absent_column"
    BAD_JSON_CELL = "bad_json_cell"
    MAP_YAML = "map_yaml"
    MAP_KEY = "map_key"
    MAP_MISSING = "map_missing"
    MAP_SHAPE = "map_shape"
    MAP_CHOICE = "map_choice"
    MAP_TIME = "map_time"

    @property
    def scope(self) -> Scope:
        """What is lost: the file, a column, the record, one value of a record that is used, or nothing at all; or that
        a mapping is wrong and nothing is read."""
        return _SCOPES.get(self, "record")


_SCOPES: dict[Cause, Scope] = {
    Cause.CANNOT_OPEN: "file",
    Cause.EMPTY_FILE: "file",
    Cause.UNDECODABLE: "file",
    Cause.UNKNOWN_FORMAT: "file",
    Cause.NEEDS_EXTRA: "file",
    Cause.BAD_PARQUET: "file",
    Cause.MISSING_COLUMN: "file",
    Cause.UNKNOWN_COLUMN: "column",
    Cause.COLUMN_TWICE: "column",
    Cause.BAD_VALUE: "value",
    Cause.UNKNOWN_VALUE: "value",
    Cause.NEEDLESS_CONTENT: "value",
    Cause.BLANK_LINE: "blank",
    Cause.DROPPED_ROW: "blank",
    Cause.UNMAPPED_VALUE: "value",
    Cause.ABSENT_COLUMN: "column",
    Cause.MAP_YAML: "mapping",
    Cause.MAP_KEY: "mapping",
    Cause.MAP_MISSING: "mapping",
    Cause.MAP_SHAPE: "mapping",
    Cause.MAP_CHOICE: "mapping",
    Cause.MAP_TIME: "mapping",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be used: `file` as the user named it, `line` from 1, `values` for the message, `raw`
    the text as it stood. Where a name was not known, `values` has it as `name`, and `known` are those it could be."""

    cause: Cause
    file: str
    line: int
    values: Values = ()
    known: tuple[str, ...] = ()
    raw: str = ""

    @property
    def nearest(self) -> str | None:
        """The known name most like the one that was written, if one is like it."""
        by_case = {name.casefold(): name for name in reversed(self.known)}
        written = dict(self.values).get("name", "").casefold()
        close = difflib.get_close_matches(written, by_case, n=1)
        return by_case[close[0]] if close else None


Report = Callable[[Problem], None]


class Unusable(Exception):
    """Why a value or record cannot be used, before it is known where it stands."""

    def __init__(self, cause: Cause, known: tuple[str, ...] = (), **values: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.known = known
        self.values = tuple(values.items())

    def at(self, file: str, line: int, raw: str, column: str | None = None) -> Problem:
        """The problem, once its place is known."""
        values = self.values if column is None else (("column", column), *self.values)
        return Problem(self.cause, file, line, values, self.known, raw)


class RecordFileError(Exception):
    """A whole file that cannot be read; `problem` says which and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.file}:{problem.line}: {problem.cause}")
        self.problem = problem


@dataclass
class Tally:
    """Counts problems by cause and keeps the first of each; `rejects` is given the line of every one that lost a
    record or a value. Its `add` is a `Report`."""

    rejects: Callable[[str], object] | None = None
    counts: Counter[Cause] = field(default_factory=Counter)
    first: dict[Cause, Problem] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        self.counts[problem.cause] += 1
        self.first.setdefault(problem.cause, problem)
        if self.rejects is not None and problem.cause.scope in ("record", "value"):
            self.rejects(reject_line(problem))

    @property
    def fails_strict(self) -> bool:
        """Whether anything was lost at all: blank lines alone are not a loss."""
        return any(cause.scope != "blank" for cause in self.counts)


def reject_line(problem: Problem) -> str:
    """A problem as a line of the rejects file: JSON with cause, file, line and the raw text."""
    entry = {"cause": problem.cause, "file": problem.file, "line": problem.line, "raw": problem.raw}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
