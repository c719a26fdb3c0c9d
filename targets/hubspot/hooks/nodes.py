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
END: Key = (-2, 0)
"""A branch must have a default way: where that is the end of the flow, this node stamps the time and ends it."""


def write(name: str, value: dict[str, Any]) -> Node:
    return {"kind": "property", "property": name, "value": value}


def static(text: str) -> dict[str, Any]:
    return {"type": "STATIC_VALUE", "staticValue": text}


def delay(minutes: int) -> Node:
    return {"kind": "delay", **amount(minutes * 60), "at": None, "days": []}


def default(edge: Edge) -> Edge:
    return END if edge is None else edge


def branch_node(ways: list[tuple[str, Filters, Edge]], otherwise: Edge) -> Node:
    made = [{"name": name, "clauses": clauses, "to": to} for name, clauses, to in ways]
    return {"kind": "branch", "ways": made, "default_name": "else", "default": default(otherwise)}


def asks_for_history(clauses: Filters) -> bool:
    return any(each["kind"] in ("form", "page", "email") for clause in clauses for each in clause)


def edges(node: Node) -> list[Edge]:
    """Where a node leads, in the order in which its JSON says it."""
    ways = [way["to"] for way in (*node.get("ways", ()), *node.get("arms", ()))]
    return [
        *(node[key] for key in ("next", "met") if key in node),
        *ways,
        *([node["default"]] if "default" in node else []),
    ]


def with_ids(node: Node, name: str, id_of: Callable[[Edge], str | None]) -> Node:
    made = {**node, "id": name}
    for key in ("next", "met", "default", "waited"):
        if key in node:
            made[key] = None if node[key] is None else id_of(node[key])
    for key in ("ways", "arms"):
        if key in node:
            made[key] = [{**way, "to": None if way["to"] is None else id_of(way["to"])} for way in node[key]]
    return made


def calendar_seconds(duration: Duration) -> int:
    """The length in calendar time: a business hour counts as an hour, a business day as a day."""
    return duration.amount * {"s": 1, "bh": 3600, "bd": 86400}[duration.unit]


def calendar(duration: Duration) -> dict[str, Any]:
    """The length as HubSpot's amount and unit."""
    return amount(calendar_seconds(duration))
