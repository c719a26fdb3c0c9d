"""Owns how bytes leave the program: files put in place whole or not at all, and the standard streams.
Must not know what it writes, nor any pass. It loads at every start, so it imports only what is loaded anyway."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

OutputReason = Literal["full", "denied", "folder-missing", "is-folder", "outside", "bad-name", "collision", "failed"]

CLOSED_PIPE_STATUS = 141
"""Exit code where the reader went away before the end: what a shell reports for a program ended by SIGPIPE."""

_REASONS: dict[int, OutputReason] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.ENOENT: "folder-missing",
    errno.ENOTDIR: "folder-missing",
    errno.EISDIR: "is-folder",
}


class OutputError(Exception):
    """What could not be written: `reason` is for a message's code, `path` is as the caller named it, `detail` is what
    the system says, or for `collision` the other name."""

    def __init__(self, reason: OutputReason, path: str, detail: str = "") -> None:
        super().__init__(f"{path}: {detail or reason}")
        self.reason = reason
        self.path = path
        self.detail = detail


# --- files -------------------------------------------------------------------------------------------------------


def write_file(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Put `content` (text as UTF-8, its line ends as they are) in place of the file at `path`, whole or not at all.

    Raises OutputError."""
    with _replacing(os.fspath(path)) as file:
        file.write(_encoded(content))


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[str]]:
    """A text file (UTF-8, LF) to write `path` through: it takes the place of the old file when the block ends well, and
    is removed when it does not. Something that is no regular file (a pipe, a terminal) is written directly.

    Raises OutputError, for whatever OSError leaves the block."""
    with _replacing(os.fspath(path)) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        try:
            yield text
        finally:
            text.detach()


@contextmanager
def _replacing(path: str) -> Iterator[BinaryIO]:
    with _told_of(path):
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as directly:
                yield directly
            return
        place = os.path.realpath(path)
        with _beside(place) as file:
            yield file
        with _removed_on_failure([file.name]):
            os.replace(file.name, place)


def write_folder(folder: str | os.PathLike[str], contents: Mapping[str, str | bytes]) -> list[str]:
    """Write each file of `contents` (keys are relative paths with `/`) below `folder`, making folders as needed. All
    are written beside their places before the first is put in place, so that a full disk changes nothing.

    Returns the paths written, in the order of `contents`. Raises OutputError."""
    _check_names(contents)
    places = [_inside(os.fspath(folder), name) for name in contents]
    temporaries: list[str] = []
    with _removed_on_failure(temporaries):
        for place, content in zip(places, contents.values(), strict=True):
            with _told_of(place):
                if os.path.isdir(place):
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with _beside(place) as file:
                    file.write(_encoded(content))
                temporaries.append(file.name)
        for place, temporary in zip(places, temporaries, strict=True):
            with _told_of(place):
                os.replace(temporary, place)
    return places


@contextmanager
def _beside(place: str) -> Iterator[BinaryIO]:
    """A new file in the folder of `place`, whole and on the disk when the block ends well, else gone. It gets the
    permissions of the file at `place`, and a short name, since the old one may be as long as names can be."""
    temporary = os.path.join(os.path.dirname(place), f".journeyc-{os.urandom(8).hex()}.tmp")
    with _removed_on_failure([temporary]), open(temporary, "xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(os.stat(place).st_mode))


@contextmanager
def _removed_on_failure(paths: list[str]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for path in paths:
            with suppress(OSError):
                os.unlink(path)
        raise


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _check_names(names: Iterable[str]) -> None:
    from journeyc import filenames

    for name in names:
        if not filenames.is_fit(name):
            raise OutputError("bad-name", name)
    if both := filenames.collision(names):
        raise OutputError("collision", both[1], both[0])


def _inside(root: str, name: str) -> str:
    """The place of `name` below `root`, unless a link on the way leads out of it."""
    place = os.path.join(root, *name.split("/"))
    if not os.path.realpath(place).startswith(os.path.join(os.path.realpath(root), "")):
        raise OutputError("outside", name)
    return place


@contextmanager
def _told_of(path: str) -> Iterator[None]:
    """Turn what the system says about `path` into an OutputError; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0, "failed")
        raise OutputError(reason, path, fault.strerror or str(fault)) from fault


# --- standard streams --------------------------------------------------------------------------------------------


def with_streams(main: Callable[[], int]) -> int:
    """Run `main` with streams that can print every text, and return its exit code. A reader that has gone away ends
    it quietly with CLOSED_PIPE_STATUS.

    Raises OutputError where what stdout leads to is full."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return main()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0)
        if reason != "full" and not _is_closed_pipe(fault):
            raise
        _discard_stdout()
        if reason == "full":
            raise OutputError(reason, "<stdout>", os.strerror(fault.errno or 0)) from fault
        return CLOSED_PIPE_STATUS


def _is_closed_pipe(fault: OSError) -> bool:
    # Windows reports a pipe whose reader is gone as an invalid argument.
    return isinstance(fault, BrokenPipeError) or (sys.platform == "win32" and fault.errno == errno.EINVAL)


def _discard_stdout() -> None:
    """Send what is still held back nowhere: Python flushes once more as it ends, and would complain again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def coloured(stream: IO[str], environment: Mapping[str, str]) -> bool:
    """Whether `stream` takes colour: NO_COLOR and FORCE_COLOR decide where they are set, else only a terminal does."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def progress(items: Iterable[T], label: str, length: int | None = None, after: float = 2.0) -> Iterator[T]:
    """The items one by one, with a bar on stderr from `after` seconds on, where stderr is a terminal. `length` is how
    many there are, if that is known."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    import time

    due = time.monotonic() + after
    iterator = iter(items)
    for done, item in enumerate(iterator, start=1):
        yield item
        if time.monotonic() >= due:
            yield from _with_bar(iterator, label, length, done)


@contextmanager
def progress_told(label: str, length: int, after: float = 2.0) -> Iterator[Callable[[int], None]]:
    """A function to tell how many of `length` are done by now, for work that cannot be gone through one by one; shown
    as `progress` shows it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done: None
        return
    import time

    due, step = time.monotonic() + after, max(1, length // 100)
    with ExitStack() as stack:
        bars: list[Any] = []

        def tell(done: int) -> None:
            if not bars and time.monotonic() >= due:
                import click

                bars.append(stack.enter_context(click.progressbar(length=length, label=label, file=sys.stderr)))
            if bars and done - bars[0].pos >= step:
                bars[0].update(done - bars[0].pos)

        yield tell


def _with_bar(items: Iterator[T], label: str, length: int | None, done: int) -> Iterator[T]:
    import click

    step = max(1, done // 20)  # drawing costs more than most items do
    with click.progressbar(items, length=length, label=label, file=sys.stderr, update_min_steps=step) as bar:
        bar.update(done)
        yield from bar
