"""Owns `journeyc test`: the tests that stand in journeys, what failed and what happened instead, and their coverage.
Must not know how a test is run, or what coverage counts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from journeyc.commands.journeys import compiled, files_argument, found_files, let_option
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, format_option, note, option, say
from journeyc.output import write_file
from journeyc.reporting import painted, plain
from journeyc.run.journey_tests import TestResult, coverage_by_tests, run_tests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.pipeline import Compiled
    from journeyc.program.schema import Place, Program
    from journeyc.run.coverage import Coverage, CoveragePoint


@dataclass(frozen=True, slots=True)
class Tested:
    """One journey's tests. `file` is its path as the user gave it, `files` those of all it is made of."""

    file: str
    files: Sequence[str]
    program: Program
    results: list[TestResult]
    coverage: Coverage


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        files_argument(),
        option(texts, "--fail-under", type=click.FloatRange(0, 1), metavar="SHARE"),
        option(texts, "--junit", metavar="PATH"),
        let_option(texts),
        format_option(texts),
    ]
    return Command("test", texts, _test, params)


def _test(
    face: Face,
    files: tuple[str, ...],
    lets: Mapping[str, str],
    fail_under: float | None,
    junit: str | None,
    format_: str,
) -> int:
    ready = compiled(found_files(files, face), lets, face)
    tested = [_tested(result, program, ready) for result, program in ready]
    if junit is not None:
        write_file(junit, _junit(tested, face.texts))
    if format_ == "json":
        _write_json(tested)
    else:
        _write_text(tested, face)
    share = _share(tested)
    if fail_under is not None and share < fail_under:
        note(face.texts("test.under", share=_percent(share), wanted=_percent(fail_under)))
        return FOUND
    return CLEAN if all(result.passed for each in tested for result in each.results) else FOUND


def _tested(result: Compiled, program: Program, ready: Sequence[tuple[Compiled, Program]]) -> Tested:
    results = run_tests(program, *_reached(result, ready))
    return Tested(result.path, result.files, program, results, coverage_by_tests(program, results))


def _reached(result: Compiled, ready: Sequence[tuple[Compiled, Program]]) -> list[Program]:
    """The other journeys given that the journey names, and those that these name, in the order given."""
    named = list(result.named)
    for name in named:
        for other, program in ready:
            if program.journey == name:
                named += [each for each in other.named if each not in named]
    return [program for other, program in ready if other is not result and program.journey in named]


def _share(tested: Sequence[Tested]) -> float:
    """The covered part of all journeys together."""
    points = sum(len(each.coverage.points) for each in tested)
    missing = sum(len(each.coverage.missing) for each in tested)
    return 1 - missing / points if points else 1.0


def _percent(share: float) -> str:
    """Rounded down: all but one of many is not yet 100%."""
    return f"{int(share * 1000) / 10:g}%"


# --- text --------------------------------------------------------------------------------------------------------


def _write_text(tested: Sequence[Tested], face: Face) -> None:
    for each in tested:
        say(plain(each.file))
        for result in each.results:
            say(*_result_lines(result, each, face))
    for each in tested:
        if each.coverage.missing:
            say(face.texts("test.missing", file=plain(each.file)))
            say(*(f"  {_at(point.place, each)}: {_point(point, face.texts)}" for point in each.coverage.missing))
    results = [result for each in tested for result in each.results]
    failed = sum(not result.passed for result in results)
    summary = {"passed": len(results) - failed, "failed": failed, "share": _percent(_share(tested))}
    say(face.texts("test.summary" if results else "test.none", **summary))


def _result_lines(result: TestResult, tested: Tested, face: Face) -> list[str]:
    texts, colours = face.texts, face.colours()
    if result.passed:
        return [f"  {painted(texts('test.passed'), 'good', colours)} {plain(result.title)}"]
    lines = [f"  {painted(texts('test.failed'), 'error', colours)} {plain(result.title)}"]
    for failure in result.failures:
        kind = failure.kind.replace(" ", "_")
        lines.append(f"    {_at(failure.place, tested)}: {texts(f'test.{kind}', expected=failure.expected)}")
        lines.append(f"      {texts(f'test.instead_{kind}' if failure.instead else 'test.instead_nothing')}")
        lines += [f"        {plain(line)}" for line in failure.instead]
    return lines


def _at(place: Place, tested: Tested) -> str:
    """A place, in the file as the user named it."""
    return f"{tested.files[place.file]}:{place.line}"


def _point(point: CoveragePoint, texts: Catalogue) -> str:
    what = texts(f"coverage.{point.what.replace(' ', '_')}")
    return " ".join(plain(part) for part in (what, point.name, point.label) if part)


# --- for programs ------------------------------------------------------------------------------------------------


def _write_json(tested: Sequence[Tested]) -> None:
    import json

    sys.stdout.write(json.dumps([_entry(each) for each in tested], ensure_ascii=False, indent=1) + "\n")


def _entry(tested: Tested) -> dict[str, Any]:
    coverage = tested.coverage
    return {
        "file": tested.file,
        "journey": tested.program.journey,
        "tests": [
            {
                "title": result.title,
                "file": tested.files[result.place.file],
                "line": result.place.line,
                "passed": result.passed,
                "failures": [
                    {"line": f.place.line, "kind": f.kind, "expected": f.expected, "instead": list(f.instead)}
                    for f in result.failures
                ],
            }
            for result in tested.results
        ],
        "coverage": {
            "covered": len(coverage.points) - len(coverage.missing),
            "of": len(coverage.points),
            "missing": [
                {
                    "what": p.what,
                    "name": p.name,
                    "label": p.label,
                    "file": tested.files[p.place.file],
                    "line": p.place.line,
                }
                for p in coverage.missing
            ],
        },
    }


def _junit(tested: Sequence[Tested], texts: Catalogue) -> str:
    """The results in the form that CI systems read."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites")
    for each in tested:
        failed = sum(not result.passed for result in each.results)
        counts = {"tests": str(len(each.results)), "failures": str(failed)}
        suite = ElementTree.SubElement(root, "testsuite", {"name": plain(each.program.journey), **counts})
        for result in each.results:
            place = {"file": plain(each.files[result.place.file]), "line": str(result.place.line)}
            case = ElementTree.SubElement(
                suite, "testcase", {"classname": plain(each.program.journey), "name": plain(result.title), **place}
            )
            for failure in result.failures:
                message = texts(f"test.{failure.kind.replace(' ', '_')}", expected=failure.expected)
                element = ElementTree.SubElement(case, "failure", {"message": plain(message)})
                element.text = plain(_at(failure.place, each)) + "".join(f"\n{plain(line)}" for line in failure.instead)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
