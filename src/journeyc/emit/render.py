"""Owns how a pack's templates become files: escaping, the one written form, what made each file.
Must not know any platform, nor where templates come from or files go: both are texts and bytes here."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import functools
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import TemplateError

from journeyc import __version__
from journeyc.emit.sandbox import Sandbox
from journeyc.filenames import file_name, is_fit
from journeyc.program.json_form import to_json
from journeyc.program.schema import Program

MANIFEST = "journeyc.manifest.json"
LONGEST_PATH = 200
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What ends a line or leaves no mark in some reader of a source, or turns the direction of what follows."""


class RenderError(Exception):
    """A template or what came of it is at fault: the pack's, not the journey's."""


@dataclasses.dataclass(frozen=True, slots=True)
class Provenance:
    """What made a file. `program_sha256` is over the Program's JSON, so it changes with the journey and its lines."""

    journeyc: str
    pack: str
    pack_version: str
    journey: str
    program_sha256: str


def provenance(pack: str, pack_version: str, program: Program, *beside: Program) -> Provenance:
    return Provenance(__version__, pack, pack_version, program.journey, program_sha256(program, *beside))


def program_sha256(*programs: Program) -> str:
    """SHA-256 over the Programs' JSON forms in UTF-8, one after the other."""
    return hashlib.sha256("".join(map(to_json, programs)).encode()).hexdigest()


@functools.lru_cache(maxsize=8)
def _sandbox(templates: tuple[tuple[str, str], ...]) -> Sandbox:
    """The sandbox of one pack's templates, which are compiled once."""
    filters: dict[str, Callable[..., str]] = {
        "json": as_json,
        "pystring": as_python_text,
        "xml": escape,
        "csv": as_csv_cell,
        "filename": file_name,
    }
    return Sandbox(dict(templates), filters)


class Renderer:
    """Renders a pack's templates. They reach nothing but their context and each other."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._sandbox = _sandbox(tuple(templates.items()))

    def text(self, template: str, context: Mapping[str, object]) -> str:
        """The template's text. Raises RenderError, naming the template and its line."""
        with _told_of(template):
            return self._sandbox.rendered(self._sandbox.get_template(template), context)

    def inline(self, text: str, context: Mapping[str, object]) -> str:
        """A short template written inline, as an output's path is."""
        with _told_of(text):
            return self._sandbox.rendered(self._sandbox.from_string(text), context)


@contextlib.contextmanager
def _told_of(template: str) -> Iterator[None]:
    """Turn whatever a template raises into a RenderError."""
    try:
        yield
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise RenderError(f"{template}{f':{line}' if line else ''}: {error}") from error
    except Exception as error:
        raise RenderError(f"{template}: {type(error).__name__}: {error}") from error


# --- escaping ----------------------------------------------------------------------------------------------------


def as_json(value: object) -> str:
    """A JSON value; tuples are arrays, dataclasses objects."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def as_python_text(value: str) -> str:
    """A Python string literal in double quotes that holds exactly this text, and hides or turns nothing of its line."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], json.dumps(value, ensure_ascii=False))


def as_csv_cell(value: object) -> str:
    """One cell of a CSV line; what a spreadsheet would take for a formula gets a leading apostrophe."""
    text = str(value)
    if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        text = f"'{text}"
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([text])
    return out.getvalue()


# --- files -------------------------------------------------------------------------------------------------------


def document(text: str, name: str) -> Any:
    """The JSON a template rendered. Raises RenderError: no key twice, nothing but JSON."""
    try:
        return json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RenderError(f"{name}: {error}") from error


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key twice among {', '.join(keys)}")
    return dict(pairs)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def json_bytes(value: object) -> bytes:
    """The one written form of JSON: two blanks, UTF-8 unescaped, keys as the template gives them, a last line end.
    Raises RenderError for what has no such form."""
    try:
        return text_bytes(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    except (ValueError, RecursionError) as error:
        raise RenderError(str(error)) from error


def text_bytes(text: str) -> bytes:
    """The text in UTF-8. Raises RenderError for half a character, which has no such form."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise RenderError(str(error)) from error


def manifest(made_by: Provenance, files: Mapping[str, bytes], losses: tuple[str, ...]) -> bytes:
    """What made these files, what each is, and the losses that were let pass."""
    content = {
        **dataclasses.asdict(made_by),
        "losses": list(losses),
        "files": {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())},
    }
    return json_bytes(content)


def safe_path(path: str) -> str:
    """The path itself where it stays in the output folder on every system. Raises RenderError."""
    if len(path) > LONGEST_PATH or not is_fit(path) or path == MANIFEST:
        raise RenderError(f"not a path inside the output folder: {path!r}")
    return path
