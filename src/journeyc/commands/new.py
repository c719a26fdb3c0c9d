"""Owns `journeyc new`: a small journey to begin with, which checks clean and has a test that passes.
Must not know the language beyond how a name is spelled; the journey itself is a template among the messages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeyc.catalogue import filled
from journeyc.commands.shape import CLEAN, Command, Face, Refused, option, say
from journeyc.filenames import file_name
from journeyc.output import write_folder
from journeyc.pipeline import JOURNEY_ENDING
from journeyc.program.wording import name_text

if TYPE_CHECKING:
    from journeyc.catalogue import Catalogue

LONGEST_NAME = 60


def command(texts: Catalogue) -> click.Command:
    """The command."""
    name = click.Argument(["name"], metavar="NAME")
    return Command("new", texts, _new, [name, option(texts, "--dir", "folder", key="dir", default=".", metavar="DIR")])


def _new(face: Face, name: str, folder: str) -> int:
    name = name.removesuffix(JOURNEY_ENDING)
    if not name.strip() or len(name) > LONGEST_NAME or "`" in name or not name.isprintable():
        raise Refused(face.texts("usage.name", name=name))
    file = file_name(name) + JOURNEY_ENDING
    path = Path(folder, file)
    if path.exists() or path.is_symlink():
        raise Refused(face.texts("usage.exists", path=path))
    write_folder(folder, {file: filled(face.texts.template, {"name": name_text(name)})})
    say(face.texts("new.written", path=path))
    return CLEAN
