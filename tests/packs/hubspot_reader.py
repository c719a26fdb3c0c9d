"""Owns reading a HubSpot flow body back: what its filters ask of a contact, and which steps its actions are.
Must not know the pack's own code: it is written from the platform's side, so that both can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeyc.program.schema import (
    And,
    Arm,
    Attribute,
    Branch,
    Compare,
    Condition,
    Do,
    Duration,
    EventPattern,
    Literally,
    Not,
    Notify,
    OneOf,
    Or,
    Path,
    Scalar,
    Standing,
    Step,
    Value,
    Wait,
    WaitLine,
    WaitUntil,
    When,
)

Contact = Mapping[str, Scalar]
Body = Mapping[str, Any]
UNITS = {"MINUTES": 60, "HOURS": 3600, "DAYS": 86400}


# --- what a contact meets ----------------------------------------------------------------------------------------


def meets(branch: Body, contact: Contact) -> bool:
    """Whether the contact meets an OR branch of AND branches of filters."""
    assert branch["filterBranchType"] == "OR"
    assert not branch["filters"]
    return any(_meets_all(each, contact) for each in branch["filterBranches"])


def _meets_all(branch: Body, contact: Contact) -> bool:
    assert branch["filterBranchType"] == "AND"
    assert not branch["filterBranches"]
    return all(_meets_filter(each, contact) for each in branch["filters"])


def _meets_filter(filter_: Body, contact: Contact) -> bool:
    if filter_["filterType"] == "IN_LIST":
        member = f"list {filter_['listId']}" in contact
        return bool(member == (filter_["operator"] == "IN_LIST"))
    assert filter_["filterType"] == "PROPERTY"
    operation = filter_["operation"]
    value = contact.get(filter_["property"])
    if operation["operator"] in ("IS_KNOWN", "IS_UNKNOWN"):
        return bool((value is not None) == (operation["operator"] == "IS_KNOWN"))
    if value is None:
        return bool(operation["includeObjectsWithNoValueSet"])
    return _compares(operation, value)


def _compares(operation: Body, value: Any) -> bool:
    match operation["operator"]:
        case "IS_ANY_OF":
            return value in operation["values"]
        case "IS_NONE_OF":
            return value not in operation["values"]
        case "IS_EQUAL_TO" | "IS_NOT_EQUAL_TO" as operator:
            wanted = operation["values"] if "values" in operation else [operation["value"]]
            return bool((value in wanted) == (operator == "IS_EQUAL_TO"))
        case "IS_GREATER_THAN":
            return bool(value > operation["value"])
        case "IS_GREATER_THAN_OR_EQUAL_TO":
            return bool(value >= operation["value"])
        case "IS_LESS_THAN":
            return bool(value < operation["value"])
        case "IS_LESS_THAN_OR_EQUAL_TO":
            return bool(value <= operation["value"])
        case other:
            raise AssertionError(other)


def run(body: Body, contact: Contact) -> list[str]:
    """The teams a contact's run through a flow without waits notifies, in order."""
    actions = {action["actionId"]: action for action in body["actions"]}
    told: list[str] = []
    name: str | None = body["startActionId"]
    while name is not None:
        action = actions[name]
        if action["type"] == "LIST_BRANCH":
            ways = [way for way in action["listBranches"] if meets(way["filterBranch"], contact)]
            edge = ways[0].get("connection") if ways else action["defaultBranch"]
        else:
            told += action["fields"].get("team_ids", [])
            edge = action.get("connection")
        name = None if edge is None else edge["nextActionId"]
    return told


# --- back to the journey -----------------------------------------------------------------------------------------


def steps(body: Body, names: Mapping[str, str]) -> tuple[Step, ...]:
    """The flow's steps, numbered by a walk from the start, the stamp that ends a branch left out.
    `names` gives what the journey calls a team, a property, a mail; orders are 0."""
    return _Reader(body, names).steps()


class _Reader:
    def __init__(self, body: Body, names: Mapping[str, str]) -> None:
        self._actions = {action["actionId"]: action for action in body["actions"]}
        self._start: str = body["startActionId"]
        self._names = names
        self._order: dict[str, int] = {}

    def steps(self) -> tuple[Step, ...]:
        waiting: list[str | None] = [self._start]
        while waiting:
            name = waiting.pop()
            if name is not None and name not in self._order:
                self._order[name] = len(self._order)
                waiting += reversed(self._leads_to(name))
        return tuple(self._step(name) for name in self._order)

    def _leads_to(self, name: str) -> list[str | None]:
        action = self._actions[name]
        if action.get("actionTypeId") == "0-29":
            met, late = self._ways_after_waiting(action)
            return [*met, late]
        if action["type"] == "LIST_BRANCH":
            return [
                *(self._to(way.get("connection")) for way in action["listBranches"]),
                self._to(action["defaultBranch"]),
            ]
        return [self._to(action.get("connection"))]

    def _ways_after_waiting(self, action: Body) -> tuple[list[str | None], str | None]:
        switch = self._actions[action["connection"]["nextActionId"]]
        assert switch["inputValue"]["actionId"] == action["actionId"]
        met = self._to(switch["staticBranches"][0].get("connection"))
        return [met], self._to(switch["defaultBranch"])

    def _to(self, edge: Body | None) -> str | None:
        if edge is None or self._is_stamp(self._actions[edge["nextActionId"]]):
            return None
        return str(edge["nextActionId"])

    def _is_stamp(self, action: Body) -> bool:
        return action.get("actionTypeId") == "0-5" and action["fields"]["value"]["type"] == "TIMESTAMP"

    def _at(self, name: str | None) -> int | None:
        return None if name is None else self._order[name]

    def _step(self, name: str) -> Step:
        action = self._actions[name]
        if action["type"] == "LIST_BRANCH":
            paths = tuple(
                Path(self._condition(way["filterBranch"]), self._at(self._to(way.get("connection"))), "")
                for way in action["listBranches"]
            )
            return Branch(paths, self._at(self._to(action["defaultBranch"])), "if")
        fields = action["fields"]
        if action["actionTypeId"] == "0-29":
            (met,), late = self._ways_after_waiting(action)
            arms = tuple(Arm(self._event(branch), None) for branch in fields["event_filter_branches"])
            timeout = Duration("s", int(fields["expiration_minutes"]) * 60)
            return WaitUntil((WaitLine(When(arms, None), self._at(met)),), timeout, self._at(late), 0)
        following = self._at(self._to(action.get("connection")))
        if action["actionTypeId"] == "0-1":
            seconds = int(fields["delta"]) * UNITS[fields["time_unit"]]
            return Wait(Duration("s", seconds), None, False, following, 0)
        assert action["actionTypeId"] == "0-8", action["actionTypeId"]
        return Do(Notify(self._names[fields["team_ids"][0]], None, None), following)

    def _event(self, branch: Body) -> EventPattern:
        assert branch["eventTypeId"] == "4-1639801"
        (filter_,) = branch["filters"]
        assert filter_["property"] == "hs_form_id"
        return EventPattern("submitted", tuple(self._names[value] for value in filter_["operation"]["values"]))

    def _condition(self, branch: Body) -> Condition:
        clauses = [
            And(tuple(self._filter(filter_) for filter_ in clause["filters"])) for clause in branch["filterBranches"]
        ]
        return Or(tuple(clauses))

    def _filter(self, filter_: Body) -> Condition:
        """Positive filters leave out what is not set; a negated one takes it in."""
        operation = filter_["operation"]
        unset = operation["includeObjectsWithNoValueSet"]
        value: Value = _value(self._names[filter_["property"]])
        if operation["operator"] in ("IS_ANY_OF", "IS_NONE_OF"):
            made: Condition = OneOf(value, tuple(operation["values"]))
            assert unset == (operation["operator"] == "IS_NONE_OF")
            return Not(made) if operation["operator"] == "IS_NONE_OF" else made
        signs = {
            "IS_EQUAL_TO": ("==", "!="), "IS_NOT_EQUAL_TO": ("!=", "=="), "IS_LESS_THAN": ("<", ">="),
            "IS_LESS_THAN_OR_EQUAL_TO": ("<=", ">"), "IS_GREATER_THAN": (">", "<="),
            "IS_GREATER_THAN_OR_EQUAL_TO": (">=", "<"),
        }  # fmt: skip
        plain, opposite = signs[operation["operator"]]
        kind = "number" if operation["operationType"] == "NUMBER" else "text"
        compared = Compare(opposite if unset else plain, value, Literally(operation["value"], kind))  # type: ignore[arg-type]
        return Not(compared) if unset else compared


def _value(name: str) -> Value:
    return Standing("stage") if name == "stage" else Attribute(name)
