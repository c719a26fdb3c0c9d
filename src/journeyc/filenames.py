"""Owns which names can stand for files on every system, and how such names are made from what people call things.
Must not know what the files hold; it touches none."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable

LONGEST = 80
"""Characters in the name of one file or folder: 80 of the longest still fit what file systems take."""

LONGEST_MADE = 64
"""Characters in a made name, which leaves room for a number before it and an ending after it."""

_FORBIDDEN = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(10)]
)


def file_name(text: str) -> str:
    """A name made from `text` (NFKC), to which a number and an ending may be added."""
    return _fitted(text, LONGEST_MADE)


def module_name(text: str) -> str:
    """A name made from `text` that Python can import and that is fit for a file with `.py` after it."""
    name = "".join(c if f"_{c}".isidentifier() else "_" for c in unicodedata.normalize("NFKC", text))
    name = name[: LONGEST_MADE - 1]
    if not name.isidentifier() or keyword.iskeyword(name) or _is_device(name):
        name = "_" + name
    return name


def is_fit(path: str) -> bool:
    """Whether a relative path with `/` between its names is fit on every system and stays in its folder."""
    return all(name == _fitted(name, LONGEST) for name in path.split("/"))


def collision(paths: Iterable[str]) -> tuple[str, str] | None:
    """Two paths that cannot both be: one but for their case, or one a folder on the way to the other."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.casefold(), path)
        if other is not path:
            return other, path
    for folded, path in seen.items():
        for end, character in enumerate(folded):
            if character == "/" and folded[:end] in seen:
                return seen[folded[:end]], path
    return None


def _fitted(text: str, longest: int) -> str:
    name = "".join("_" if _is_unfit(c) else c for c in unicodedata.normalize("NFKC", text))
    name = name.lstrip(" ")[:longest].rstrip(" .")
    return "_" + name[: longest - 1] if not name or _is_device(name) else name


def _is_unfit(character: str) -> bool:
    return character in _FORBIDDEN or not character.isprintable()


def _is_device(name: str) -> bool:
    """Windows keeps these names for devices, whatever ending they have."""
    return name.split(".")[0].rstrip(" ").lower() in _DEVICES
