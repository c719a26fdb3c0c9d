"""Owns what every command is made of: help in the user's language, the common options, and what a command is handed.
Must not know any command."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from journeyc.catalogue import LANGUAGES, Catalogue
from journeyc.output import coloured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CLEAN, FOUND, MISUSED, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: nothing wrong; findings or failed tests; wrong use; a fault of ours; Ctrl-C."""

COLOUR_CHOICES = ("auto", "always", "never")


class Refused(Exception):
    """What was asked cannot be done, for a reason outside the journey; the text says why, in the user's language."""


@dataclass(slots=True)
class Face:
    """What a command is handed: the texts, and when to colour."""

    texts: Catalogue
    colour: str = "auto"

    def colours(self, stream: IO[str] | None = None) -> bool:
        """Whether the stream (stdout) takes colour."""
        if self.colour != "auto":
            return self.colour == "always"
        return coloured(stream or sys.stdout, os.environ)


class Command(click.Command):
    """A command with its help in the user's language: what it does, examples, options."""

    def __init__(
        self,
        name: str,
        texts: Catalogue,
        callback: Callable[..., int],
        params: Sequence[click.Parameter],
        hidden: bool = False,
    ) -> None:
        self.texts = texts
        super().__init__(
            name,
            callback=click.pass_obj(callback),
            params=[*params, *common_options(texts)],
            help=_help(texts, name),
            short_help=texts(f"commands.{name}.short"),
            add_help_option=False,
            hidden=hidden,
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_usage(self, self.texts, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, self.texts, ctx, formatter)


def _help(texts: Catalogue, name: str) -> str:
    """What the command does, then examples; `\\b` keeps click from filling the lines."""
    about, examples = texts(f"commands.{name}.about"), texts(f"commands.{name}.examples")
    indented = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    return f"\b\n{about.strip()}\n\n\b\n{texts('help.examples')}:\n{indented}"


def write_usage(command: click.Command, texts: Catalogue, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The usage line."""
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{texts('help.usage')}: ")


def write_options(command: click.Command, texts: Catalogue, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The table of options."""
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    with formatter.section(texts("help.options")):
        formatter.write_dl(records)


# --- parameters --------------------------------------------------------------------------------------------------


def option(texts: Catalogue, *names: str, key: str = "", **settings: Any) -> click.Option:
    """An option whose help is the catalogue's, under its long name or `key`."""
    return click.Option(names, help=texts(f"options.{key or names[-1].lstrip('-')}"), **settings)


def common_options(texts: Catalogue) -> list[click.Parameter]:
    """What every command takes, and the program itself: so it may stand before and after the command's name."""
    return [
        option(
            texts, "--lang", type=click.Choice(LANGUAGES), expose_value=False, callback=_set_language, is_eager=True
        ),
        option(texts, "--color", type=click.Choice(COLOUR_CHOICES), expose_value=False, callback=_set_colour),
        option(texts, "-h", "--help", is_flag=True, expose_value=False, callback=_show_help),
    ]


def format_option(texts: Catalogue) -> click.Option:
    """--format text|json."""
    return option(texts, "--format", "format_", key="format", type=click.Choice(["text", "json"]), default="text")


def _set_language(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """The language has been chosen before the commands were made, since their help is made of it."""


def _set_colour(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj.colour = value


def _show_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        say(ctx.get_help())
        ctx.exit()


# --- saying ------------------------------------------------------------------------------------------------------


def say(*lines: str) -> None:
    """Lines for people, to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def note(*lines: str) -> None:
    """Lines beside the result, to standard error."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def nearest(name: str, known: Iterable[str], texts: Catalogue) -> str:
    """A question after the known name that is most like this one, if any is."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return texts("usage.near", name=close[0]) if close else ""


def end(status: int) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(status)
