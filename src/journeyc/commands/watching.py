"""Owns the wait for changes of journeys and of their settings.
Must not know what is done when there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyc import configuration
from journeyc.commands.shape import Refused
from journeyc.pipeline import JOURNEY_ENDING, STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeyc.catalogue import Catalogue


def changes(paths: Sequence[str], texts: Catalogue) -> Iterator[None]:
    """Once at first, then each time a journey in the folders of these paths, or a settings file there, has changed."""
    try:
        from watchfiles import watch
    except ImportError:
        raise Refused(texts("usage.watch_extra")) from None
    if STDIN in paths:
        raise Refused(texts("usage.watch_stdin"))
    folders = {Path(path) if Path(path).is_dir() else Path(path).parent for path in paths}
    watched = watch(
        *sorted(folders),
        watch_filter=_matters,
        recursive=any(Path(path).is_dir() for path in paths),
        yield_on_timeout=False,
    )
    yield
    for _ in watched:
        yield


def _matters(_change: object, path: str) -> bool:
    return path.endswith(JOURNEY_ENDING) or Path(path).name in (configuration.YAML_NAME, configuration.TOML_NAME)
