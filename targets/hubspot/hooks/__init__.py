"""Owns what HubSpot makes of a journey: the context of the templates, and the check of the finished flows.
Must not know HubSpot's JSON beyond that check (the templates write it)."""

from __future__ import annotations

from journeyc.emit.bindings import Ask
from journeyc.emit.constructs import uses
from journeyc.emit.pack import Pack, Prepared
from journeyc.filenames import file_name
from journeyc.program.automation import flows
from journeyc.program.schema import Program

from .check import check_output
from .graph import FlowMaker
from .portal import Portal

__all__ = ["check_output", "prepare"]


def prepare(program: Program, pack: Pack, ask: Ask) -> Prepared:
    """Every flow as the templates want it, and what is lost on the way."""
    portal = Portal(program, pack, ask)
    made = [flow for each in flows(program) for flow in FlowMaker(portal, each).made()]
    for number, flow in enumerate(made, 1):
        flow["file"] = f"{number:02d}-{file_name(flow['title'])}"
    constructs = [
        {
            "construct": use.construct,
            "about": use.about,
            "line": portal.line(use.place),
            "level": pack.level(use.construct),
        }
        for use in uses(program)
    ]
    context = {"program": program, "tables": pack.tables, "flows": made, "constructs": constructs}
    return Prepared(context, tuple(portal.losses))
