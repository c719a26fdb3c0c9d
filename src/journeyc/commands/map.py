"""Owns `journeyc map`: a mapping proposed from the head of another system's export.
Must not know how an export is recognised, or what a mapping holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.commands.journeys import compiled, let_option
from journeyc.commands.rehearsed import problem_text
from journeyc.commands.shape import CLEAN, FOUND, Command, Face, Refused, end, note, option
from journeyc.output import write_file
from journeyc.records.guessing.guess import propose
from journeyc.records.guessing.head import read_head
from journeyc.records.problems import RecordFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeyc.catalogue import Catalogue


def command(texts: Catalogue) -> click.Command:
    """The command."""
    params: list[click.Parameter] = [
        option(texts, "--guess", metavar="FILE"),
        option(texts, "--journey", metavar="FILE"),
        option(texts, "--out", key="out-map", metavar="PATH"),
        let_option(texts),
    ]
    return Command("map", texts, _run, params)


def _run(face: Face, guess: str | None, journey: str | None, out: str | None, lets: Mapping[str, str]) -> int:
    if guess is None:
        raise Refused(face.texts("usage.missing", name="--guess"))
    program = compiled([journey], lets, face)[0][1] if journey is not None else None
    try:
        head = read_head(Path(guess))
    except RecordFileError as error:
        note(problem_text(error.problem, face.texts))
        end(FOUND)
    text = "".join(propose(head, program).written(lambda key, **values: face.texts(f"guess.{key}", **values)))
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(out, text)
        note(face.texts("guess.written", path=out))
    return CLEAN
