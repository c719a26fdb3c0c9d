"""Owns what lints find as findings in a text: places as stretches of it, edits of declarations as edits of characters.
Must not know any rule, nor where the text comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from journeyc.diagnostics import Diagnostic, Edit, Fix, Label, Location
from journeyc.lint import rule as lint
from journeyc.lint.engine import Found
from journeyc.lint.suppression import Comment
from journeyc.program.schema import Place
from journeyc.source import Source, fold
from journeyc.syntax.layout import lay_out

_ASKED = "journeyc"


def diagnostic(found: Found, sources: Sequence[Source]) -> Diagnostic:
    """A finding of a lint as one of the text. `sources` are the Program's files, in its order."""
    code, finding = found.rule.code, found.finding
    return Diagnostic(
        code,
        found.severity,
        _location_of(finding, sources),
        finding.variant,
        tuple(finding.values.items()),
        tuple(Label(_location(beside.place, sources), f"{code}.{beside.text}") for beside in finding.beside),
        tuple(
            Fix(f"{code}.{fix.title}", tuple(_edit(edit, sources) for edit in fix.edits), fix.safe, fix.values)
            for fix in finding.fixes
        ),
        finding.about,
    )


def comments(sources: Sequence[Source]) -> Iterator[Comment]:
    """The comments that speak to journeyc."""
    for file, source in enumerate(sources):
        if _ASKED not in source.text:
            continue
        for start, end in lay_out(source.text).comments:
            text = source.text[start:end]
            if _ASKED in text:
                line, column = source.position(start)
                alone = not source.line(line)[: column - 1].strip()
                place = Place(file, line, column, line, column + end - start)
                yield Comment(place, text.rstrip(), _next_line(source, line) if alone else line)


def _next_line(source: Source, line: int) -> int:
    """The next line that says something, but for comments."""
    for number in range(line + 1, source.line_of(len(source.text)) + 1):
        text = source.line(number).strip()
        if text and not re.match(r"[/／]{2}", text):
            return number
    return line


def _location_of(finding: lint.Finding, sources: Sequence[Source]) -> Location:
    if finding.record is None:
        return _location(finding.place, sources)
    line = finding.record.line
    return Location(finding.record.file, line, 1, line, 1)


def _location(place: Place, sources: Sequence[Source]) -> Location:
    source = sources[place.file]
    return source.location(*_stretch(place, source))


def _stretch(place: Place, source: Source) -> tuple[int, int]:
    return source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)


# --- edits -------------------------------------------------------------------------------------------------------


def _edit(edit: lint.Edit, sources: Sequence[Source]) -> Edit:
    source = sources[edit.place.file]
    start, end = _stretch(edit.place, source)
    match edit:
        case lint.Replace(text=text):
            return Edit(source.location(start, end), text)
        case lint.Insert():
            return _insertion(edit, source, start, end)
        case lint.AddTo(text=text):
            return _addition(text, source, start, end)
        case lint.Drop():
            return Edit(source.location(*_joined(fold(source.text), start, end)), "")
        case lint.Remove():
            return Edit(source.location(*_whole(source.text, start, end)), "")
        case _:
            assert_never(edit)


def _joined(text: str, start: int, end: int) -> tuple[int, int]:
    """A condition with the `and` before it, else the one after."""
    before = re.search(r"\s*(?<![\w・])(?:and|かつ)\s*\Z", text[:start])
    if before is not None:
        return before.start(), end
    after = re.compile(r"\s*(?:and|かつ)(?![\w・])\s*").match(text, end)
    return start, after.end() if after else end


def _addition(text: str, source: Source, start: int, end: int) -> Edit:
    """A further line of a block: before the brace that closes it, laid out as the block is."""
    if source.text[end - 1] not in "}｝":
        return Edit(source.location(end, end), f" {{ {text} }}")
    at = end - 1 - len(source.text[start : end - 1]) + len(source.text[start : end - 1].rstrip())
    if source.text[at - 1] in "{｛":
        return Edit(source.location(at, end - 1), f" {text} ")
    first, last = source.line_of(start), source.line_of(end - 1)
    if first == last:
        return Edit(source.location(at, end - 1), f"; {text} ")
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    indent = re.match(r"\s*", source.line(first))
    return Edit(source.location(at, at), f"{line_end}{indent[0] if indent else ''}  {text}")


def _insertion(edit: lint.Insert, source: Source, start: int, end: int) -> Edit:
    if not edit.line:
        at = start if edit.where == "before" else end
        return Edit(source.location(at, at), edit.text)
    first = source.line(edit.place.line)
    indent = first[: len(first) - len(first.lstrip())]
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    if edit.where == "before":
        at = source.offset(edit.place.line, 1)
        return Edit(source.location(at, at), f"{indent}{edit.text}{line_end}")
    at = source.offset(edit.place.end_line, 1) + len(source.line(edit.place.end_line))
    return Edit(source.location(at, at), f"{line_end}{indent}{edit.text}")


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with what belongs to it alone: its documentation, its lines, the `;` after it, and one of the blank
    lines that would come to stand together."""
    line_start = text.rfind("\n", 0, start) + 1
    after = re.compile(r"[ \t]*;?[ \t\r]*(?=\n|\Z)").match(text, end)
    if after is not None and text[line_start:start].strip():
        return line_start + len(text[line_start:start].rstrip()), after.end()
    if after is None:
        rest = re.compile(r"[ \t]*;[ \t]*").match(text, end)
        return start, rest.end() if rest else end
    end = min(after.end() + 1, len(text))
    documented = re.search(r"(?:^[ \t]*///[^\n]*\n)+\Z", text[:line_start], re.MULTILINE)
    start = documented.start() if documented else line_start
    blank_before = start == 0 or re.search(r"\n[ \t\r]*\n\Z", text[:start]) is not None
    blank_after = re.compile(r"[ \t\r]*\n").match(text, end)
    return start, blank_after.end() if blank_before and blank_after else end
