"""Owns what Python makes of a journey, or of several in one module: the context of the templates.
Must not know the layout of the emitted module (the templates write it)."""

from __future__ import annotations

from collections.abc import Sequence

from journeyc.emit.bindings import Ask
from journeyc.emit.pack import Pack, Prepared
from journeyc.program.schema import Program

from .expressions import Beside
from .journey import Journey
from .names import Identifiers
from .records import names_of_records
from .together import together

__all__ = ["prepare", "prepare_together"]


def prepare(program: Program, pack: Pack, ask: Ask) -> Prepared:
    """The whole context; nothing is asked of the tenant."""
    context = Journey(program, Identifiers(), Beside({})).context()
    return Prepared({**context, **names_of_records(program), "kept": "Lead", "together": False})


def prepare_together(programs: Sequence[Program], pack: Pack, ask: Ask) -> Prepared:
    """The same for journeys that one module takes leads through in one run."""
    return Prepared({**together(programs), **names_of_records(*programs), "kept": "Person", "together": True})
