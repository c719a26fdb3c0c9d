"""Owns where the folders that are shipped beside the code lie, in a checkout and in an installed package alike.
Must not know what is in them. It loads at every start, so it imports pathlib only when it is asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Folder = Literal["grammar", "targets", "examples"]


@cache
def folder(name: Folder) -> Path:
    """The folder of that name: inside the package where it is installed, else at the top of the checkout.

    Raises FileNotFoundError where it is in neither place: the installation is damaged."""
    from pathlib import Path

    # What importlib.resources.files("journeyc") answers, without the time its import takes.
    package = Path(__file__).parent
    for place in (package / name, package.parent.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"journeyc is damaged: its folder {name}/ is missing; install it again")
