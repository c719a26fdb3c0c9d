"""Owns `journeyc fmt`: journeys rewritten in their one layout, or what would change in them.
Must not know what the layout is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc import pipeline
from journeyc.commands.journeys import found_files, show_findings
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, note, option, say
from journeyc.output import write_file
from journeyc.reporting import painted, plain

if TYPE_CHECKING:
    from journeyc.catalogue import Catalogue
    from journeyc.syntax.keywords import Language

_COLOURS = {"+": "good", "-": "error", "@": "dim"}


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, metavar="[FILE...]"),
        option(texts, "--check", is_flag=True),
        option(texts, "--diff", is_flag=True),
        option(texts, "--keywords", type=click.Choice(["ja", "en"])),
    ]
    return Command("fmt", texts, _fmt, params)


def _fmt(face: Face, files: tuple[str, ...], check: bool, diff: bool, keywords: Language | None) -> int:
    paths = found_files(files, face) if files else [str(Path(path)) for path in found_files((".",), face)]
    changed, faulty = 0, 0
    for path in paths:
        formatted = pipeline.format_file(path, keywords)
        show_findings(formatted.findings, formatted.sources, face)
        if formatted.after is None:
            faulty += 1
            continue
        changes = formatted.after != formatted.before
        changed += changes
        if diff and changes:
            _show_diff(path, formatted.before, formatted.after, face)
        if path == pipeline.STDIN and not check and not diff:
            sys.stdout.flush()
            sys.stdout.buffer.write(formatted.after)
        elif changes:
            _put_in_place(path, formatted.after, check, diff, face)
    if paths != [pipeline.STDIN]:
        _sum_up(len(paths), changed, faulty, check or diff, face)
    return FOUND if faulty or (check and changed) else CLEAN


def _put_in_place(path: str, after: bytes, check: bool, diff: bool, face: Face) -> None:
    if not check and not diff:
        write_file(path, after)
        say(face.texts("fmt.written", path=plain(path)))
    elif check and not diff:
        say(face.texts("fmt.would_change", path=plain(path)))


def _sum_up(files: int, changed: int, faulty: int, kept: bool, face: Face) -> None:
    """How many files there were; to standard error, since a diff goes to standard output."""
    note(face.texts("fmt.would_summary" if kept else "fmt.summary", files=files, changed=changed))
    if faulty:
        note(face.texts("fmt.faulty", count=faulty))


def _show_diff(path: str, before: bytes, after: bytes, face: Face) -> None:
    """The difference, as `patch` reads it; on a terminal nothing in it can move the cursor."""
    from difflib import unified_diff

    colours, terminal = face.colours(), sys.stdout.isatty()
    for line in unified_diff(_lines(before), _lines(after), path, path, lineterm=""):
        text = plain(line) if terminal else line
        sys.stdout.write(painted(text, _COLOURS.get(line[:1], ""), colours and line[:1] in _COLOURS) + "\n")


def _lines(text: bytes) -> list[str]:
    """The lines without their line ends; the last one says so where it has none."""
    lines = text.decode().split("\n")
    last = lines.pop()
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines
