"""A file that is no journey text at all is one clear finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyc.pipeline import compile_file

JOURNEY = 'journey 育成\nteam IS "インサイドセールス"\nstages 課題認知 -> 情報収集\n'


@pytest.mark.parametrize(
    ("data", "code", "line", "value"),
    [
        (JOURNEY.encode("cp932"), "JC001", 1, "CP932 (Shift_JIS)"),
        (JOURNEY.encode("utf-16"), "JC001", 1, "UTF-16"),
        (JOURNEY.encode("utf-16-le"), "JC001", 1, "UTF-16"),
        (b"journey a\nstages A -> B\n\x81\x20\n", "JC001", 3, ""),
        (b"", "JC004", 1, None),
        (b"  \n\n", "JC004", 1, None),
        (b"// " + b"x" * 5_000_000, "JC002", 1, None),
        (b"journey a\n" + b"x" * 21_000 + b"\n", "JC002", 2, None),
        (b"journey a\nsegment b when " + b"(" * 1000 + b"true" + b")" * 1000, "JC003", 2, None),
        (b"journey a\nteam b " + b"{" * 1000, "JC003", 2, None),
    ],
)
def test_one_clear_finding(tmp_path: Path, data: bytes, code: str, line: int, value: str | None) -> None:
    path = tmp_path / "a.journey"
    path.write_bytes(data)
    compiled = compile_file(str(path))
    assert compiled.program is None
    first = compiled.findings[0]
    assert (first.code, first.location.line) == (code, line)
    assert all(finding.code in (code, "JC005") for finding in compiled.findings)
    if value is not None:
        assert dict(first.values)["encoding"] == value


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    compiled = compile_file(str(tmp_path / "none.journey"))
    assert [finding.code for finding in compiled.findings] == ["JC000"]


def test_a_mark_at_the_beginning_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.journey"
    path.write_bytes(b"\xef\xbb\xbf" + JOURNEY.encode())
    assert compile_file(str(path)).findings == ()
