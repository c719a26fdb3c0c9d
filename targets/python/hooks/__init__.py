"""Owns what Python makes of a journey: the context of the templates, and what this version cannot carry over.
Must not know the layout of the emitted module (the templates write it)."""

from __future__ import annotations

from journeyc.emit.bindings import Ask
from journeyc.emit.pack import Pack, Prepared
from journeyc.program.schema import Program

from .journey import Journey
from .records import names_of_records

__all__ = ["prepare"]


def prepare(program: Program, pack: Pack, ask: Ask) -> Prepared:
    """The whole context; nothing is asked of the tenant."""
    return Prepared({**Journey(program).context(), **names_of_records(program)})
