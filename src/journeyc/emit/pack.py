"""Owns target packs: finding their folders, reading and checking what they declare, what a journey would lose in one.
Must not know any platform: a pack is data, templates and at most one module of hooks."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from journeyc import shipped
from journeyc.emit.bindings import Ask, Expression, IdField, Kinds
from journeyc.emit.constructs import uses
from journeyc.emit.loss import LOSSY, UNSUPPORTED, Loss, PackError, Problem
from journeyc.emit.yaml_text import YamlError, read_values
from journeyc.program.schema import Program

LARGEST_FILE = 2_000_000
_HOLE = re.compile(r"\{(\w+)\}")

Lang = Literal["ja", "en"]
Text = dict[Lang, str]


class Output(BaseModel):
    """Files a pack writes: `template` rendered for each item of the context's list `each` (once without), to `path`,
    itself a template. JSON is parsed, checked against the schema if `schema`, and written in its one form."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    template: str
    path: str
    format: Literal["json", "text"]
    each: str | None = None
    validated: bool = False


class Capabilities(BaseModel):
    """By construct, what the target makes of it. `lossy` and `none` name the pack's text of the loss."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    exact: tuple[str, ...] = ()
    emulated: tuple[str, ...] = ()
    lossy: dict[str, str] = Field(default_factory=dict)
    none: dict[str, str] = Field(default_factory=dict)


class Declaration(BaseModel):
    """What `target.yaml` holds. `together`: several journeys can be made into one output that takes leads through
    all of them, by the hooks' `prepare_together`, or without hooks by templates that read `programs`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    version: str
    title: Text
    emits: Text
    outputs: tuple[Output, ...] = Field(min_length=1)
    capabilities: Capabilities
    together: bool = False
    losses: dict[str, Text] = Field(default_factory=dict)
    limits: dict[str, int] = Field(default_factory=dict)
    ids: dict[str, dict[str, IdField]] = Field(default_factory=dict)
    secrets: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What hooks make of a Program: the templates' context, and what could not be carried over on the way."""

    context: Mapping[str, object]
    losses: tuple[Loss, ...] = ()


class Hooks(Protocol):
    """A pack's own Python. It may also have `check_output`, which is given the finished documents by path, and
    `prepare_together`, which is `prepare` for several Programs."""

    def prepare(self, program: Program, pack: Pack, ask: Ask) -> Prepared:
        """The templates' context, and the losses found on the way."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A target pack, read and checked. Everything in it is a value; nothing is read later."""

    declared: Declaration
    tables: Mapping[str, Any]
    templates: Mapping[str, str]
    schema: Mapping[str, Any] | None
    hooks: Hooks | None

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def kinds(self) -> Kinds:
        return self.declared.ids

    def level(self, construct: str) -> Literal["exact", "emulated", "lossy", "none"]:
        """What the target makes of a construct; one it does not declare it cannot do."""
        capabilities = self.declared.capabilities
        if construct in capabilities.exact:
            return "exact"
        if construct in capabilities.emulated:
            return "emulated"
        return "lossy" if construct in capabilities.lossy else "none"

    def prepare(self, program: Program, ask: Ask) -> Prepared:
        """The templates' context, by the pack's hooks; without hooks it is the Program and the pack's tables."""
        if self.hooks is None:
            return Prepared({"program": program, "tables": self.tables})
        return self.hooks.prepare(program, self, ask)

    def prepare_together(self, programs: Sequence[Program], ask: Ask) -> Prepared:
        """The context of several journeys in one output, for a pack that declares `together`."""
        if self.hooks is None:
            return Prepared({"program": programs[0], "programs": tuple(programs), "tables": self.tables})
        prepared: Prepared = getattr(self.hooks, "prepare_together")(programs, self, ask)  # noqa: B009 - it may be absent
        return prepared

    def declared_losses(self, program: Program) -> Iterable[Loss]:
        for use in uses(program):
            level = self.level(use.construct)
            if level in ("lossy", "none"):
                code = LOSSY if level == "lossy" else UNSUPPORTED
                yield Loss(code, use.construct, use.place, (("about", use.about),))

    def describe(self, loss: Loss, lang: Lang) -> str:
        """The pack's text about a loss; a construct without one of its own gets the text `other`. The value
        `reason` may be the key of a text itself."""
        capabilities = self.declared.capabilities
        text = self._text({**capabilities.none, **capabilities.lossy}.get(loss.what, loss.what), lang)
        values = {name: (name == "reason" and self._text(value, lang)) or value for name, value in loss.values}
        return _filled(text or self._text("other", lang) or loss.what, {"what": loss.what, **values})

    def _text(self, key: str, lang: Lang) -> str | None:
        texts = self.declared.losses.get(key, {})
        return texts.get(lang) or texts.get("en")

    def check_output(self, documents: Mapping[str, Any]) -> list[Problem]:
        """What the pack's own check finds wrong with its finished documents."""
        check = getattr(self.hooks, "check_output", None)
        return list(check(documents)) if check is not None else []


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its holes filled; one that is not about anything in particular says so."""
    return _HOLE.sub(lambda hole: values.get(hole[1]) or "…", text)


# --- reading -----------------------------------------------------------------------------------------------------


def find_packs(folders: Iterable[Path] = (), *, trust: bool = False) -> dict[str, Pack]:
    """Every shipped pack and every pack in `folders`, each a pack's folder or a folder of packs, by name.
    Hooks of packs that are not shipped run only with `trust`. Raises PackError."""
    packs: dict[str, Pack] = {}
    for folder in _pack_folders([shipped.folder("targets")]):
        packs[folder.name] = read_pack(folder, trust=True)
    for folder in _pack_folders(folders):
        pack = read_pack(folder, trust=trust)
        if pack.name in packs:
            raise PackError(pack.name, "target.yaml", f"a second pack of the name {pack.name}")
        packs[pack.name] = pack
    return packs


def _pack_folders(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        if (folder / "target.yaml").is_file():
            yield folder
            continue
        found = sorted(path.parent for path in folder.glob("*/target.yaml"))
        if not found and folder != shipped.folder("targets"):
            raise PackError(folder.name, "target.yaml", "no such file here nor one folder below")
        yield from found


def read_pack(folder: Path, *, trust: bool) -> Pack:
    """The pack in a folder. Raises PackError: what is wrong with which of its files."""
    declared = _declaration(folder)
    templates = {path.name: _text(folder, path) for path in sorted((folder / "templates").glob("*.j2"))}
    for output in declared.outputs:
        if output.template not in templates:
            raise PackError(folder.name, "target.yaml", f"no templates/{output.template}")
    schema = folder / "schema.json"
    return Pack(
        declared,
        MappingProxyType(_yaml(folder, "mapping.yaml") if (folder / "mapping.yaml").is_file() else {}),
        MappingProxyType(templates),
        MappingProxyType(_json(folder, schema)) if schema.is_file() else None,
        _hooks(folder, declared, trust=trust),
    )


def _declaration(folder: Path) -> Declaration:
    try:
        declared = Declaration.model_validate(_yaml(folder, "target.yaml"))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PackError(folder.name, "target.yaml", f"{where}: {first['msg']}") from error
    if declared.name != folder.name:
        raise PackError(folder.name, "target.yaml", f"the pack calls itself {declared.name}")
    return declared


def _text(folder: Path, path: Path) -> str:
    """A file of the pack, not one that a link in it leads to somewhere else."""
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise PackError(folder.name, path.name, "a link that leads out of the pack")
        if path.exists() and not path.is_file():
            raise PackError(folder.name, path.name, "not a file")
        if path.stat().st_size > LARGEST_FILE:
            raise PackError(folder.name, path.name, f"larger than {LARGEST_FILE} bytes")
        with path.open(encoding="utf-8", newline="\n") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(folder.name, path.name, str(error)) from error


def _yaml(folder: Path, name: str) -> dict[str, Any]:
    try:
        content = read_values(_text(folder, folder / name))
    except YamlError as error:
        raise PackError(folder.name, name, str(error)) from error
    if not isinstance(content, dict):
        raise PackError(folder.name, name, "not a mapping")
    return content


def _json(folder: Path, path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_text(folder, path))
    except (ValueError, RecursionError) as error:
        raise PackError(folder.name, path.name, str(error)) from error
    if not isinstance(content, dict):
        raise PackError(folder.name, path.name, "not an object")
    return content


def _hooks(folder: Path, declared: Declaration, *, trust: bool) -> Hooks | None:
    """The pack's Python, if it has some and may run it: the module `hooks.py` or the package `hooks/`."""
    name = declared.name
    path = next((found for found in (folder / "hooks.py", folder / "hooks" / "__init__.py") if found.is_file()), None)
    if path is None:
        return None
    if not trust:
        raise PackError(name, "hooks", "a pack that is not shipped runs its own Python only when it is trusted")
    spec = importlib.util.spec_from_file_location(f"journeyc_target_{name}", path)
    if spec is None or spec.loader is None:
        raise PackError(name, "hooks", "not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PackError(name, "hooks", f"{type(error).__name__}: {error}") from error
    for function in ("prepare", "prepare_together") if declared.together else ("prepare",):
        if not hasattr(module, function):
            raise PackError(name, "hooks", f"no function {function}")
    return cast(Hooks, module)
