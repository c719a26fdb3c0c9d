"""Owns the JSON form of the Program and its JSON Schema.
Must not know what a Program means: both are read off its types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from journeyc.program.schema import PROGRAM_VERSION, Program


class UnreadableProgram(ValueError):
    """A text that is no Program of this version; the message says where it differs."""


@cache
def _adapter() -> TypeAdapter[Program]:
    return TypeAdapter(Program)


def to_json(program: Program) -> str:
    """The Program as JSON, the same byte for byte for equal Programs: keys in the order of the types."""
    return _written(_adapter().dump_python(program, mode="json"))


def from_json(text: str) -> Program:
    """The Program that a JSON text holds. Raises UnreadableProgram."""
    try:
        program = _adapter().validate_json(text, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableProgram(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if program.version != PROGRAM_VERSION:
        raise UnreadableProgram(f"version: {program.version}, not {PROGRAM_VERSION}")
    return program


def json_schema() -> str:
    """The JSON Schema that every `to_json` fits."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema()}
    return _written(schema)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
