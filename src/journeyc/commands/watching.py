"""Owns the wait for changes of journeys and of their settings.
Must not know what is done when there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyc.commands.shape import Refused
from journeyc.configuration import nearest
from journeyc.pipeline import JOURNEY_ENDING, STDIN, journey_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from journeyc.catalogue import Catalogue
    from journeyc.configuration import SettingsFile

_LONGEST = 1_000
"""Milliseconds after which it is looked again though nothing was told."""


def changes(paths: Sequence[str], used: Callable[[], Sequence[str]], texts: Catalogue) -> Iterator[None]:
    """Once at first, then each time a journey that the paths name has changed, or come, or gone, or its settings, or
    a file that is used by then."""
    try:
        from watchfiles import watch
    except ImportError:
        raise Refused(texts("usage.watch_extra")) from None
    if STDIN in paths:
        raise Refused(texts("usage.watch_stdin"))
    watched = [*paths, *used()]
    folders = {Path(path) if Path(path).is_dir() else Path(path).parent for path in watched}
    recursive = any(Path(path).is_dir() for path in paths)
    seen = _state(watched)
    yield
    # A change before the watching has begun is seen when it first times out.
    for _ in watch(*sorted(folders), recursive=recursive, rust_timeout=_LONGEST, yield_on_timeout=True):
        state = _state(watched)
        if state != seen:
            watched = [*paths, *used()]
            seen = _state(watched)
            yield


def _state(paths: Sequence[str]) -> list[tuple[str, int, int, SettingsFile | None]]:
    """What changes when something has changed; files beside are looked at, since journeys may use them."""
    found = []
    beside = (str(file) for path in paths for file in Path(path).parent.glob(f"*{JOURNEY_ENDING}"))
    for path in dict.fromkeys((*journey_files(paths), *beside)):
        try:
            status = Path(path).stat()
        except OSError:
            continue
        found.append((path, status.st_mtime_ns, status.st_size, nearest(path)))
    return found
