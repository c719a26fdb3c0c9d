"""Owns `journeyc schema`: the JSON Schema of the Program, or a journey's Program as JSON.
Must not know what either holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from journeyc.commands.journeys import compiled, let_option
from journeyc.commands.shape import CLEAN, Command, Face
from journeyc.program.json_form import json_schema, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeyc.catalogue import Catalogue


def command(texts: Catalogue) -> click.Command:
    """The command."""
    file = click.Argument(["file"], required=False, metavar="[FILE]")
    return Command("schema", texts, _schema, [file, let_option(texts)], hidden=True)


def _schema(face: Face, file: str | None, lets: Mapping[str, str]) -> int:
    if file is None:
        sys.stdout.write(json_schema())
    else:
        ((_, program),) = compiled([file], lets, face)
        sys.stdout.write(to_json(program))
    return CLEAN
