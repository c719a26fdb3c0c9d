"""Owns where the folders that are shipped beside the code lie, in a checkout and in an installed package alike.
Must not know what is in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

Folder = Literal["grammar", "targets", "examples"]

# What importlib.resources.files("journeyc") answers, without the time its import takes at every start.
_PACKAGE = Path(__file__).parent


@cache
def folder(name: Folder) -> Path:
    """The folder of that name: inside the package where it is installed, else at the top of the checkout.

    Raises FileNotFoundError where it is in neither place: the installation is damaged."""
    for place in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"journeyc is damaged: its folder {name}/ is missing; install it again")
