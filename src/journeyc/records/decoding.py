"""Owns the way from a file's bytes to numbered lines of text: encodings, line ends, the bound on a line's length.
Must not know what the lines hold."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from journeyc.records.problems import Cause, Problem, RecordFileError, Report

MAX_LINE = 1 << 20
"""Characters a line may have; also what one CSV row may have over all its lines."""

_RAW_OF_TOO_LONG = 1000
_CHUNK = 1 << 20
_LINE_ENDS = ("\n", "\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_NO_TEXT = {
    "cp932": re.compile("[\0\x80\xa0\uf8f0-\uf8f3]"),  # what the codec makes of bytes that CP932 does not define
}
_NUL = re.compile("\0")


class Line(NamedTuple):
    """A line with its line end, if it has one, and its number from 1."""

    number: int
    text: str


class _Scan(NamedTuple):
    """What decoding a whole file came to: the first line that fails, whether characters that take three bytes in
    UTF-8 stood before it, and whether only the end of the last character is missing."""

    fault: int | None
    three_bytes: bool
    cut: bool


def read_lines(path: Path, report: Report, declared: str | None = None) -> Iterator[Line]:
    """The lines of a text file in the encoding declared, else in UTF-8, CP932, or UTF-16 with its mark. Lines that are
    too long, and a last line cut inside a character, go to `report`. Raises RecordFileError if the file cannot be
    opened or decoded."""
    with open_file(path) as handle:
        encoding, cut = _declared(handle, path, declared) if declared else _encoding(handle, path)
        handle.seek(0)
        errors = "replace" if cut else "strict"
        with io.TextIOWrapper(handle, encoding=encoding, errors=errors, newline="") as text:
            yield from _lines(text, path, cut, report)


def open_file(path: Path) -> BinaryIO:
    """The file, or the whole of it in memory where it is a pipe, since it is read more than once. Raises
    RecordFileError."""
    try:
        handle = open(path, "rb")  # noqa: SIM115 - the caller closes it
        if handle.seekable():
            return handle
        with handle:
            return io.BytesIO(handle.read())
    except OSError as error:
        values = (("reason", error.strerror or type(error).__name__),)
        raise RecordFileError(Problem(Cause.CANNOT_OPEN, str(path), 1, values)) from error


def _lines(text: TextIO, path: Path, cut: bool, report: Report) -> Iterator[Line]:
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            _skip_rest(text, line)
            report(Problem(Cause.TOO_LONG, str(path), number, (("limit", str(MAX_LINE)),), raw=line[:_RAW_OF_TOO_LONG]))
        elif cut and not line.endswith(_LINE_ENDS):
            report(Problem(Cause.CUT_RECORD, str(path), number, raw=line))
        else:
            yield Line(number, line)


def _skip_rest(text: TextIO, piece: str) -> None:
    while piece and not piece.endswith(_LINE_ENDS):
        piece = text.readline(MAX_LINE)


def _declared(handle: BinaryIO, path: Path, name: str) -> tuple[str, bool]:
    scan = _scan(handle, name)
    if scan.fault is not None and not scan.cut:
        raise RecordFileError(Problem(Cause.UNDECODABLE, str(path), scan.fault, (("encoding", name),)))
    return name, scan.cut


def _encoding(handle: BinaryIO, path: Path) -> tuple[str, bool]:
    """The encoding of the whole file, and whether its last character is cut."""
    head = handle.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    name = marked or "utf-8"
    scan = _scan(handle, name)
    if scan.fault is None:
        return name, False
    if scan.cut and scan.three_bytes:
        return name, True
    # CP932 seldom has what reads as three bytes of UTF-8: a file that does is damaged UTF-8, not CP932.
    if marked is None and not scan.three_bytes:
        name, scan = "cp932", _scan(handle, "cp932")
        if scan.fault is None:
            return name, False
    raise RecordFileError(Problem(Cause.UNDECODABLE, str(path), scan.fault or 1, (("encoding", name),)))


def _scan(handle: BinaryIO, encoding: str) -> _Scan:
    handle.seek(0)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    no_text = _NO_TEXT.get(encoding, _NUL)
    line, three_bytes, chunk = 1, False, b"-"
    while chunk:
        chunk = handle.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "ignore")
            found = three_bytes or _THREE_BYTES.search(before) is not None
            return _Scan(line + _line_ends(before), found, cut=not chunk)
        if fault := no_text.search(text):
            return _Scan(line + text.count("\n", 0, fault.start()), three_bytes, cut=False)
        line += text.count("\n")
        three_bytes = three_bytes or (not text.isascii() and _THREE_BYTES.search(text) is not None)
    return _Scan(None, three_bytes, cut=False)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
