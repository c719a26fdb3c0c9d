"""Owns nodes as plain values: how they are made, where they lead, how they get their ids.
Must not know what a journey says nor HubSpot's JSON (templates)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeyc.program.schema import Duration

from .portal import Filters, amount

Node = dict[str, Any]
Key = tuple[int, int]
"""A node before it has an id: its step and its number within the step."""
Edge = Key | int | None
"""Where a node leads: a node, the beginning of a step, or the end of the flow."""

GATE: Key = (-1, 0)
ENTRY: Key = (-3, 0)
END: Key = (-2, 0)
"""A branch must have a default way: where that is the end of the flow, this node stamps the time and ends it."""


def write(name: str, value: dict[str, Any]) -> Node:
    return {"kind": "property", "property": name, "value": value}


def static(text: str) -> dict[str, Any]:
    return {"type": "STATIC_VALUE", "staticValue": text}


def stamp(name: str) -> Node:
    """Write the time into a property."""
    return write(name, {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"})


def delay(minutes: int) -> Node:
    return {"kind": "delay", **amount(minutes * 60), "at": None, "days": []}


def branch_node(ways: list[tuple[str, Filters, Edge]], otherwise: Edge, name: str = "else") -> Node:
    made = [{"name": way, "clauses": clauses, "to": to} for way, clauses, to in ways]
    return {"kind": "branch", "ways": made, "default_name": name, "default": otherwise}


def asks_for_history(clauses: Filters) -> bool:
    return any(each["kind"] in ("form", "page", "email") for clause in clauses for each in clause)


def edges(node: Node) -> list[Key]:
    """Where a node leads, in the order in which its JSON says it."""
    branches = [branch["to"] for branch in (*node.get("ways", ()), *node.get("arms", ()))]
    found = [node.get("next"), node.get("met"), *branches, node.get("default")]
    return [edge for edge in found if edge is not None]


def with_edges(node: Node, to: Callable[[Any], Any]) -> Node:
    """The node leading to what `to` says. A way that must lead somewhere leads to the end where `to` says None."""

    def led(edge: Edge, *, must: bool) -> Any:
        found = None if edge is None else to(edge)
        return END if found is None and must else found

    made = dict(node)
    for key in ("next", "met", "waited", "default"):
        if key in node:
            made[key] = led(node[key], must=key == "default")
    for key in ("ways", "arms"):
        if key in node:
            made[key] = [{**branch, "to": led(branch["to"], must=key == "arms")} for branch in node[key]]
    return made


def calendar_seconds(duration: Duration) -> int:
    """The length in calendar time: a business hour counts as an hour, a business day as a day."""
    return duration.amount * {"s": 1, "bh": 3600, "bd": 86400}[duration.unit]


def calendar(duration: Duration) -> dict[str, Any]:
    """The length as HubSpot's amount and unit."""
    return amount(calendar_seconds(duration))
