"""Owns one flow of the journey as HubSpot flows: ways in, nodes with their ids, ways out.
Must not know how a condition becomes filters (portal) nor HubSpot's JSON (templates)."""

from __future__ import annotations

from typing import Any

from journeyc.emit.loss import LOSSY, OVER_LIMIT, UNSUPPORTED
from journeyc.program.automation import Enrollment, Flow
from journeyc.program.schema import (
    Arm,
    Attribute,
    Branch,
    Condition,
    Do,
    Duration,
    EventPattern,
    Guard,
    Leave,
    Not,
    Path,
    Place,
    Repeat,
    Split,
    Step,
    Wait,
    WaitClock,
    WaitDate,
    WaitLine,
    WaitUntil,
)

from .actions import ActionMaker
from .nodes import (
    END,
    ENTRY,
    GATE,
    Edge,
    Key,
    Node,
    asks_for_history,
    branch_node,
    calendar,
    calendar_seconds,
    delay,
    edges,
    stamp,
    with_edges,
)
from .portal import Filters, Lost, Portal, amount


class FlowMaker:
    """Makes the HubSpot flows of one flow: several where its ways in ask for different conditions."""

    def __init__(self, portal: Portal, flow: Flow) -> None:
        self._portal = portal
        self._flow = flow
        self._nodes: dict[Key, Node] = {}
        self._passed: dict[int, int | None] = {}
        self._actions = ActionMaker(portal, flow.name)

    def made(self) -> list[dict[str, Any]]:
        """The flows, numbered where there are several; none where nothing could start or nothing is done."""
        for index, step in enumerate(self._flow.nodes):
            self._step(index, step)
        start = self._resolved(0) if self._flow.nodes else None
        ways = self._ways_in()
        if not self._flow.enrollments and self._flow.origin == "scenario":
            ways = [{"kind": "manual", "again": self._flow.again == "always"}]
        if start is None:
            return []
        if len(ways) > 1 and self._flow.origin == "scenario":
            self._lose(LOSSY, "scenario.several_entries", self._flow.place, about=self._flow.name)
        goal = self._goal() if ways else []
        numbers = [f" {number}" if len(ways) > 1 else "" for number in range(1, len(ways) + 1)]
        return [self._finished(way, goal, start, number) for way, number in zip(ways, numbers, strict=True)]

    def _finished(self, way: dict[str, Any], goal: Filters, start: Key, number: str) -> dict[str, Any]:
        nodes = dict(self._nodes)
        gate = way.pop("gate", None)
        if gate is not None:
            clauses, holds = gate
            to: tuple[Edge, Edge] = (start, None) if holds else (None, start)
            nodes[GATE] = branch_node([("if" if holds else "else", clauses, to[0])], to[1], "else" if holds else "if")
        begin = GATE if gate is not None else start
        if any(isinstance(step, WaitDate) and step.anchor.kind == "entry" for step in self._flow.nodes):
            nodes[ENTRY] = stamp(self._entry_stamp()) | {"next": begin}
            begin = ENTRY
        journey = self._portal.program.journey
        return {
            "title": f"{self._flow.name}{number}",
            "name": f"{journey} / {self._flow.name}{number}",
            "description": self._flow.doc or self._flow.title,
            "line": self._portal.line(self._flow.place),
            "enrollment": way,
            "goal": goal,
            "nodes": self._numbered(nodes, begin),
        }

    def _lose(self, code: str, what: str, place: Place, **values: str) -> None:
        self._portal.lose(code, what, place, **values)

    def _refuse(self, what: str, place: Place, lost: Lost) -> None:
        code = OVER_LIMIT if lost.reason == "reason.too_large" else UNSUPPORTED
        self._portal.lose(code, what, place, reason=lost.reason)

    # --- ways in -----------------------------------------------------------------------------------------------

    def _ways_in(self) -> list[dict[str, Any]]:
        """The enrollments: one for all events that share a condition, one for each condition that becomes true."""
        by_condition: dict[Condition | None, list[Enrollment]] = {}
        found: list[dict[str, Any]] = []
        for way in self._flow.enrollments:
            if way.becomes is None:
                by_condition.setdefault(way.condition, []).append(way)
            else:
                found += self._becoming(way.becomes, way)
        for condition, ways in by_condition.items():
            found += self._on_events(condition, ways)
        return found

    def _on_events(self, condition: Condition | None, ways: list[Enrollment]) -> list[dict[str, Any]]:
        events = [event for way in ways for event in self._events(way)]
        again = self._flow.again == "always"
        made: dict[str, Any] = {"kind": "event", "again": again, "events": events, "clauses": None}
        if not events or condition is None:
            return [made] if events else []
        try:
            clauses, holds = self._filters_or_opposite(condition, ways[0].place, opposite=again)
        except Lost as lost:
            self._refuse("trigger.unsupported", ways[0].place, lost)
            return []
        if not holds or (again and asks_for_history(clauses)):
            # HubSpot does not look at dates and counts again when a record re-enrolls: a branch does.
            made["gate"] = clauses, holds
        elif [] not in clauses:
            made["clauses"] = clauses
        return [made] if clauses or not holds else []

    def _becoming(self, becomes: Condition, way: Enrollment) -> list[dict[str, Any]]:
        clauses = self._entry_filters(becomes, way.place)
        gate = self._entry_filters(way.condition, way.place)
        if not clauses or [] in clauses or not gate:
            return []
        if self._flow.again != "never":
            self._lose(LOSSY, "trigger.condition.once", way.place)
        made = {"kind": "list", "again": False, "clauses": clauses}
        return [made if [] in gate else made | {"gate": (gate, True)}]

    def _events(self, way: Enrollment) -> list[dict[str, Any]]:
        try:
            return self._portal.events(way.pattern)
        except Lost as lost:
            declared = (isinstance(way.pattern, EventPattern) and f"trigger.{way.pattern.verb}") or "trigger.inactive"
            if self._portal.pack.level(declared) != "none":
                self._refuse("trigger.unsupported", way.place, lost)
            return []

    def _entry_filters(self, condition: Condition | None, place: Place) -> Filters | None:
        """The filters of an entry's condition; one empty clause asks for nothing, None is lost."""
        if condition is None:
            return [[]]
        try:
            return self._portal.filters(condition, None)
        except Lost as lost:
            self._refuse("trigger.unsupported", place, lost)
            return None

    # --- ways out ----------------------------------------------------------------------------------------------

    def _goal(self) -> Filters:
        """Exits and goals, and having left the ladder, as the one filter whose meeting ends the flow."""
        if self._flow.origin != "scenario":
            return []
        found: Filters = []
        for guard in self._flow.exits:
            found += self._way_out(guard, "exit")
        for guard in self._flow.goals:
            found += self._way_out(guard, "goal")
        return [*found, *self._left()]

    def _left(self) -> Filters:
        program = self._portal.program
        steps = [step for rule in program.rules for step in rule.body]
        steps += [step for scenario in program.scenarios for step in scenario.body]
        if any(isinstance(step, Do) and isinstance(step.action, Leave) for step in steps):
            return [[self._portal.off_the_ladder(self._flow.place)]]
        return []

    def _way_out(self, guard: Guard, role: str) -> Filters:
        try:
            if guard.when.watch is not None:
                return self._portal.filters(guard.when.watch.condition, self._flow)
            found = [clause for arm in guard.when.arms for clause in self._ever(arm)]
        except Lost as lost:
            self._refuse(f"{role}.unsupported", guard.place, lost)
            return []
        if role == "exit":
            self._lose(LOSSY, "scenario.exit_ever", guard.place)
        return found

    def _ever(self, arm: Arm) -> Filters:
        if not isinstance(arm.pattern, EventPattern):
            raise Lost("reason.trigger")
        happened = self._portal.ever(arm.pattern)
        holding = [[]] if arm.condition is None else self._portal.filters(arm.condition, self._flow)
        return [[*one, *other] for one in happened for other in holding]

    # --- nodes -------------------------------------------------------------------------------------------------

    def _resolved(self, edge: Edge) -> Key | None:
        """The node an edge leads to; steps that are not made are passed over."""
        while isinstance(edge, int) and edge in self._passed:
            edge = self._passed[edge]
        return (edge, 0) if isinstance(edge, int) else edge

    def _numbered(self, nodes: dict[Key, Node], start: Key) -> list[Node]:
        """The nodes a walk from the start meets, in that order, with ids from 1 and their edges as ids."""
        settled = {key: with_edges(node, self._resolved) for key, node in nodes.items()}
        order: dict[Key, str] = {}
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key not in order:
                order[key] = str(len(order) + 1)
                if key == END:
                    settled[END] = self._end()
                waiting += reversed(edges(settled[key]))
        return [with_edges(settled[key], order.get) | {"id": name} for key, name in order.items()]

    def _end(self) -> Node:
        return stamp(self._portal.ask("standing", "ended", "property", self._flow.place)) | {"next": None}

    def _step(self, index: int, step: Step) -> None:
        """Makes the step's nodes, keyed by its index; a step that makes none is passed over."""
        following: int | None = None
        match step:
            case Do(next=following):
                self._chain(index, self._actions.nodes(step), following)
            case Wait(next=following) | WaitClock(next=following) | WaitDate(next=following):
                self._chain(index, self._wait(step), following)
            case Branch(otherwise=following):
                self._branch(index, step)
            case WaitUntil(timeout_to=following):
                self._wait_until(index, step)
            case Split():
                self._split(index, step)
            case Repeat(next=following):
                pass
        if (index, 0) not in self._nodes:
            self._passed.setdefault(index, following)

    def _chain(self, index: int, nodes: list[Node], following: int | None) -> None:
        for number, node in enumerate(nodes, 1):
            self._nodes[index, number - 1] = node | {"next": following if number == len(nodes) else (index, number)}

    def _branch(self, index: int, step: Branch) -> None:
        """A LIST_BRANCH for the paths in order; more where they are too many, or where a path can only be told by its
        opposite, which then guards the way to the rest."""
        blocks: list[list[tuple[str, Filters, Edge]]] = []
        turned: dict[int, Edge] = {}
        otherwise: Edge = step.otherwise
        for path in step.paths:
            name = path.label or "if"
            found = self._path(path)
            if found is None:
                continue
            clauses, holds = found
            if ([] in clauses) if holds else not clauses:
                otherwise = path.to
                break
            if not holds and [] not in clauses:
                turned[len(blocks)] = path.to
                blocks.append([(name, clauses, None)])
            elif holds and clauses:
                full = not blocks or len(blocks) - 1 in turned or len(blocks[-1]) >= self._portal.limit("list_branches")
                if full:
                    blocks.append([])
                blocks[-1].append((name, clauses, path.to))
        for number, block in enumerate(blocks):
            rest: Edge = otherwise if number == len(blocks) - 1 else (index, number + 1)
            if number in turned:
                ((name, clauses, _),) = block
                self._nodes[index, number] = branch_node([("else", clauses, rest)], turned[number], name)
            else:
                self._nodes[index, number] = branch_node(block, rest)
        if not blocks:
            self._passed[index] = otherwise if isinstance(otherwise, int) else None

    def _path(self, path: Path) -> tuple[Filters, bool] | None:
        """The filters of a path and whether they tell that it is taken, or of its opposite; None where it is lost."""
        try:
            return self._filters_or_opposite(path.condition, path.place, opposite=True)
        except Lost as lost:
            what = "condition.unsupported" if path.label else "policy.send"
            self._refuse(what, path.place, lost)
            return None

    def _filters_or_opposite(self, condition: Condition, place: Place, *, opposite: bool) -> tuple[Filters, bool]:
        """The condition's filters, or where HubSpot has none and `opposite` will do, those of its opposite and False.
        Raises Lost."""
        try:
            return self._portal.filters(condition, self._flow), True
        except Lost:
            if not opposite:
                raise
        return self._portal.filters(Not(condition, place), self._flow), False

    def _wait_until(self, index: int, step: WaitUntil) -> None:
        """A wait for any of the lines' events, then a branch on whether one came, then one on which."""
        lines: list[tuple[Edge, list[dict[str, Any]], Filters, str]] = []
        for number, line in enumerate(step.lines, 1):
            try:
                events, past = self._awaited(line, last=number == len(step.lines))
                lines.append((line.to, events, past, f"{number}"))
            except Lost as lost:
                self._refuse("wait_until.unsupported", line.place, lost)
        minutes = self._minutes(step.timeout, step.timeout_place)
        if not lines:
            self._chain(index, [delay(minutes)], step.timeout_to)
            return
        events = [event for _, events, _, _ in lines for event in events]
        self._nodes[index, 0] = {"kind": "wait_event", "minutes": minutes, "events": events, "next": (index, 1)}
        met: Edge = lines[0][0]
        if len({to for to, *_ in lines}) > 1:
            self._lose(LOSSY, "wait_until.several", step.place)
            met = (index, 2)
            self._nodes[index, 2] = branch_node([(name, past, to) for to, _, past, name in lines[:-1]], lines[-1][0])
        self._nodes[index, 1] = {
            "kind": "met", "waited": (index, 0), "met": met, "default_name": "timeout", "default": step.timeout_to,
        }  # fmt: skip

    def _awaited(self, line: WaitLine, *, last: bool) -> tuple[list[dict[str, Any]], Filters]:
        """The events a line waits for, and how to tell afterwards that it was this line. Raises Lost."""
        if line.when.watch is not None:
            raise Lost("reason.level")
        events: list[dict[str, Any]] = []
        past: Filters = []
        for arm in line.when.arms:
            if arm.condition is not None:
                raise Lost("reason.and")
            events += self._portal.events(arm.pattern)
            if not last and isinstance(arm.pattern, EventPattern):
                past += self._portal.ever(arm.pattern)
        return events, past

    def _split(self, index: int, step: Split) -> None:
        percents = [round(arm.percent) for arm in step.arms]
        if percents != [arm.percent for arm in step.arms]:
            self._lose(LOSSY, "step.split.fraction", step.place)
            percents[-1] += 100 - sum(percents)
        arms = [{"percent": percent, "to": arm.to} for percent, arm in zip(percents, step.arms, strict=True)]
        self._nodes[index, 0] = {"kind": "split", "arms": arms}

    # --- waits -------------------------------------------------------------------------------------------------

    def _wait(self, step: Wait | WaitClock | WaitDate) -> list[Node]:
        tables = self._portal.pack.tables
        open_days = self._portal.open_weekdays() if step.on_open_days else []
        if isinstance(step, WaitClock):
            days = [tables["weekdays"][step.weekday]]
            return [{"kind": "delay", "amount": 0, "unit": "DAYS", "at": step.at, "days": days}]
        if isinstance(step, Wait):
            self._minutes(step.duration, step.place)
            return [{"kind": "delay", **calendar(step.duration), "at": step.at, "days": open_days}]
        if step.anchor.kind == "content":
            self._lose(UNSUPPORTED, "wait_date.anchor", step.place)
            return []
        if step.anchor.kind == "entry":
            name = self._entry_stamp()
        else:
            name, *_ = self._portal.property_of(Attribute(step.anchor.name))
        seconds = step.offset.days * 86400 + step.offset.seconds
        if step.duration is not None:
            seconds = calendar_seconds(step.duration)
        length: dict[str, Any] = amount(abs(seconds)) if seconds else {"amount": 0, "unit": "DAYS"}
        length["amount"] *= -1 if seconds < 0 else 1
        return [{"kind": "until_date", "property": name, **length, "at": step.at}]

    def _entry_stamp(self) -> str:
        return self._portal.ask("entries", self._flow.name, "property", self._flow.place)

    def _minutes(self, duration: Duration, place: Place) -> int:
        seconds = calendar_seconds(duration)
        if seconds % 60:
            self._lose(LOSSY, "wait.seconds", place, seconds=str(seconds), minutes=str(-(-seconds // 60)))
        return -(-seconds // 60)
