"""Owns the command line: the language, the commands by name (each loaded when it is called), exit codes, last resorts.
Must not know what any command does."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from journeyc import __version__
from journeyc.catalogue import LANGUAGES, Catalogue, Language
from journeyc.commands.shape import (
    CLEAN,
    FAULT,
    INTERRUPTED,
    MISUSED,
    Face,
    Refused,
    common_options,
    note,
    option,
    say,
    write_options,
    write_usage,
)
from journeyc.output import OutputError, with_streams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS = ("new", "check", "fmt", "run", "test", "gen", "map", "build", "targets", "bindings", "explain", "schema")
HIDDEN = ("schema",)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run journeyc and leave Python with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    texts = Catalogue(language(given, os.environ))
    try:
        status = with_streams(lambda: _status(given, texts))
    except OutputError as error:
        note(_cannot_write(error, texts))
        status = MISUSED
    except OSError as error:
        status = _internal(error, texts)
    sys.exit(status)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language to speak: that of --lang, wherever it stands, else the locale's, else English."""
    for at, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            value = value if sign else "".join(arguments[at + 1 : at + 2])
            return next((each for each in LANGUAGES if each == value), "en")
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


def _status(arguments: list[str], texts: Catalogue) -> int:
    """The exit code of a call; whatever stops it is said in one clear text."""
    try:
        with Program(texts).make_context("journeyc", arguments, obj=Face(texts)) as context:
            status = context.command.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        note(*_misuse(error, texts))
        return MISUSED
    except Refused as refusal:
        note(f"journeyc: {refusal}")
        return MISUSED
    except OutputError as error:
        note(_cannot_write(error, texts))
        return MISUSED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError:
        raise  # a closed pipe or a full disk is with_streams' to tell
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback reaches a user
        return _internal(error, texts)
    return status if isinstance(status, int) else CLEAN


class Program(click.Group):
    """journeyc itself: each command's module is imported when the command is called."""

    def __init__(self, texts: Catalogue) -> None:
        self.texts = texts
        version = option(texts, "--version", is_flag=True, expose_value=False, callback=_show_version)
        super().__init__(
            "journeyc",
            params=[*common_options(texts), version],
            help=f"\b\n{texts('help.about').strip()}",
            epilog=f"\b\n{texts('help.epilog').strip()}",
            add_help_option=False,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        made: click.Command = import_module(f"journeyc.commands.{cmd_name}").command(self.texts)
        return made

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str, click.Command, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is None:
            text = self.texts("usage.no_such_command", name=args[0])
            raise click.UsageError(text + _nearest(args[0], COMMANDS, self.texts), ctx)
        return args[0], command, args[1:]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_usage(self, self.texts, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.texts("help.commands")):
            formatter.write_dl([(name, self.texts(f"commands.{name}.short")) for name in self.list_commands(ctx)])
        write_options(self, self.texts, ctx, formatter)


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        say(f"journeyc {__version__}")
        ctx.exit()


# --- what stops a call -------------------------------------------------------------------------------------------


def _misuse(error: click.UsageError, texts: Catalogue) -> list[str]:
    """What is wrong with the call, and where to look."""
    path = error.ctx.command_path if error.ctx is not None else "journeyc"
    return [f"journeyc: {_misuse_text(error, texts)}", texts("usage.try", command=f"{path} --help")]


def _misuse_text(error: click.UsageError, texts: Catalogue) -> str:
    name = _parameter_name(getattr(error, "param", None))
    match error:
        case click.NoSuchOption():
            text = texts("usage.no_such_option", name=error.option_name)
            return text + _nearest(error.option_name, error.possibilities or (), texts)
        case click.MissingParameter():
            return texts("usage.missing", name=name)
        case click.BadParameter() if isinstance(error.param and error.param.type, click.Choice):
            assert error.param is not None
            return texts("usage.choice", name=name, choices=texts.listed(error.param.type.choices))  # type: ignore[attr-defined]  # the guard
        case click.BadParameter():
            return texts("usage.value", name=name, reason=error.message)
        case click.BadOptionUsage():
            return texts("usage.option", name=error.option_name, reason=error.message)
        case _:
            return error.format_message()


def _parameter_name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.make_metavar(None)  # type: ignore[arg-type]  # no context


def _nearest(name: str, known: Sequence[str], texts: Catalogue) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return texts("usage.near", name=close[0]) if close else ""


def _cannot_write(error: OutputError, texts: Catalogue) -> str:
    return f"journeyc: {texts(f'output.{error.reason}', path=error.path, detail=error.detail)}"


def _internal(error: Exception, texts: Catalogue) -> int:
    """A fault of ours: one clear paragraph, with the traceback only for those who ask for it."""
    what = f"{type(error).__name__}: {error}"[:300]
    try:
        text = texts("internal", what=what, version=__version__)
    except Exception:  # noqa: BLE001 - without its texts journeyc can still say that they are gone
        text = f"journeyc {__version__} is damaged ({what}); install it again"
    note(f"journeyc: {text}")
    if os.environ.get("JOURNEYC_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    return FAULT
