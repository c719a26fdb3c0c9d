"""What a journey takes in by `use` is bounded as a whole, whatever opens the files."""

from __future__ import annotations

from journeyc.diagnostics import DiagnosticBag
from journeyc.meaning.uses import LARGEST, Closed, Joined, Opened, join
from journeyc.pipeline import parser
from journeyc.source import Source


def _file(name: str, text: str) -> Opened:
    source = Source(name, text)
    return Opened(name, source, parser().parse(source, DiagnosticBag()))


def _joined(files: dict[str, Opened]) -> tuple[Joined, list[tuple[str, int, str, str]]]:
    found = DiagnosticBag()
    joined = join(files["main"], lambda _holder, path: files.get(path, Closed("JC040", "missing")), found)
    return joined, [(f.location.file, f.location.line, f.code, f.variant) for f in found.sorted()]


def test_the_files_of_a_journey_have_so_many_characters_together() -> None:
    large = _file("large", "download a\n")
    large.source.text = "x" * LARGEST
    main = _file("main", 'journey x\nuse "large"\nuse "small"\n')
    joined, found = _joined({"main": main, "large": large, "small": _file("small", "download b\n")})
    assert found == [("main", 2, "JC044", "size")]
    assert not joined.whole


def test_a_file_stands_where_it_is_first_used() -> None:
    main = _file("main", 'journey x\nuse "a"\ndownload b\nuse "c"\nuse "a"\n')
    a, c = _file("a", 'use "c"\ndownload d\n'), _file("c", "download e\n")
    joined, found = _joined({"main": main, "a": a, "c": c})
    assert found == []
    assert joined.whole
    names = [getattr(declared.node, "name", None) for declared in joined.declarations]
    assert [name.text for name in names if name is not None] == ["x", "e", "d", "b"]
    assert [source.name for source in joined.sources] == ["main", "a", "c"]
