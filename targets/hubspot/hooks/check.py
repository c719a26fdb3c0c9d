"""Owns what is wrong with a finished flow that no schema can see: its graph.
Must not know the journey it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from journeyc.emit.loss import BAD_OUTPUT, Problem

Action = Mapping[str, Any]


def check_output(documents: Mapping[str, Any]) -> list[Problem]:
    """Every fault of every flow: ids, links, default ways, percents, branch counts, loops that never wait."""
    return [
        Problem(BAD_OUTPUT, "graph", (("file", path), ("reason", reason)))
        for path, flow in documents.items()
        for reason in _faults(flow)
    ]


def _faults(flow: Mapping[str, Any]) -> Iterator[str]:
    ids = [action["actionId"] for action in flow["actions"]]
    actions = {action["actionId"]: action for action in flow["actions"]}
    if len(actions) != len(ids):
        yield "an actionId stands twice"
    if flow.get("startActionId") not in actions:
        yield f"startActionId {flow.get('startActionId')} is no action"
        return
    for action in flow["actions"]:
        yield from (f"{action['actionId']}: {fault}" for fault in _action_faults(action, actions))
    reached = _reached(flow["startActionId"], actions)
    yield from (f"{name}: cannot be reached" for name in ids if name not in reached)
    if _loops_without_waiting(actions):
        yield "a loop without a delay"


def _action_faults(action: Action, actions: Mapping[str, Action]) -> Iterator[str]:
    for to in links(action):
        if to not in actions:
            yield f"leads to {to}, which is no action"
    if action["type"] in ("LIST_BRANCH", "STATIC_BRANCH") and not action.get("defaultBranch"):
        yield "no defaultBranch"
    if len(action.get("listBranches", ())) > 20:
        yield "more than 20 branches"
    if action["type"] == "AB_TEST_BRANCH" and sum(arm["percentage"] for arm in action["testBranches"]) != 100:
        yield "percentages do not add up to 100"
    waited = action.get("inputValue", {}).get("actionId")
    if waited is not None and waited not in actions:
        yield f"asks for the outcome of {waited}, which is no action"


def links(action: Action) -> list[str]:
    """The ids an action leads to, in the order in which its JSON says it."""
    branches = [
        branch["connection"]
        for key in ("staticBranches", "listBranches", "testBranches")
        for branch in action.get(key, ())
        if "connection" in branch
    ]
    single = [action[key] for key in ("connection",) if key in action]
    default = [action[key] for key in ("defaultBranch",) if key in action]
    return [str(edge["nextActionId"]) for edge in (*single, *branches, *default)]


def _reached(start: str, actions: Mapping[str, Action]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in actions and name not in reached:
            reached.add(name)
            waiting += links(actions[name])
    return reached


def _loops_without_waiting(actions: Mapping[str, Action]) -> bool:
    """Whether some walk over actions that do not wait comes back to where it was: peel off what leads nowhere."""
    left = {name: set(links(action)) for name, action in actions.items() if action.get("actionTypeId") not in WAITS}
    while left:
        done = {name for name, targets in left.items() if not targets & set(left)}
        if not done:
            return True
        left = {name: targets for name, targets in left.items() if name not in done}
    return False


WAITS = ("0-1", "0-29", "0-35")
