"""Owns where settings come from: the journeyc.yaml or pyproject.toml nearest above a journey, and places in it.
Must not know what any setting means. It loads at every start, so it imports only what is cheap."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

YAML_NAME = "journeyc.yaml"
TOML_NAME = "pyproject.toml"
LARGEST = 1_000_000
_SECTION = b"tool.journeyc"


class Unreadable(Exception):
    """A settings file that holds no settings: why, and on which line."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file of settings, as it was found."""

    path: str
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8-sig", errors="replace")

    def table(self) -> Mapping[str, object]:
        """The settings as plain values. Raises Unreadable."""
        if len(self.data) > LARGEST:
            raise Unreadable("too long")
        return self._of_yaml() if self.path.endswith(YAML_NAME) else self._of_toml()

    def _of_yaml(self) -> Mapping[str, object]:
        from journeyc.emit.yaml_text import YamlError, read_values

        try:
            found = read_values(self.text)
        except YamlError as error:
            line = re.search(r"line (\d+)", str(error))
            raise Unreadable(str(error), int(line[1]) if line else 1) from error
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise Unreadable("not a table of settings")
        return found

    def _of_toml(self) -> Mapping[str, object]:
        import tomllib

        try:
            tool = tomllib.loads(self.text).get("tool", {})
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line = re.search(r"line (\d+)", str(error))
            raise Unreadable(str(error), int(line[1]) if line else 1) from error
        found = tool.get("journeyc", {}) if isinstance(tool, dict) else {}
        return found if isinstance(found, dict) else {}

    def place_of(self, path: tuple[str, ...]) -> tuple[int, int]:
        """The offsets between which the last of the keys stands, each looked for behind the one before; of the
        file's first line where it is not to be seen."""
        text = self.text
        at = max(text.find("[tool.journeyc"), 0) if self.path.endswith(TOML_NAME) else 0
        found = None
        for key in path:
            found = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])").search(text, at) or found
            at = found.end() if found else at
        return found.span() if found else (0, len(text.split("\n", 1)[0]))


def nearest(path: str) -> SettingsFile | None:
    """The settings for a journey: those of the nearest folder above it that has any. Of two files in one folder
    journeyc.yaml counts."""
    below, folder = None, os.path.dirname(os.path.abspath(path))
    while folder != below:
        for name in (YAML_NAME, TOML_NAME):
            found = _read(os.path.join(folder, name))
            if found is not None and (name == YAML_NAME or _SECTION in found.data):
                return found
        below, folder = folder, os.path.dirname(folder)
    return None


def _read(path: str) -> SettingsFile | None:
    try:
        with open(path, "rb") as file:
            return SettingsFile(os.path.relpath(path), file.read(LARGEST + 1))
    except OSError:
        return None
