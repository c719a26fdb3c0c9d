"""Owns scenarios as Python: their steps as functions, what a run listens to, when it ends, what may hold it.
Must not know what starts a run, nor how the module walks one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeyc.program import schema
from journeyc.program.schema import Condition, Scenario, Step, When
from journeyc.program.wording import when_text

from .bodies import Body, missed
from .expressions import Expressions
from .literals import comment, folded, literal, wrapped
from .triggers import HOLDS, fits, fits_arms
from .turning import Turning

Section = dict[str, Any]


class ScenarioMaker:
    """Makes the context of one scenario for the template."""

    def __init__(self, expressions: Expressions, turning: Turning, scenario: Scenario, identifier: str) -> None:
        self._expressions = expressions
        self._turning = turning
        self._scenario = scenario
        self._id = identifier
        self.functions: list[Section] = []
        self._levels: dict[int, list[str]] = {}

    def section(self) -> Section:
        """What the template writes of the scenario."""
        scenario = self._scenario
        body = Body(self._expressions, scenario.body, "run", scenario)
        blocks = body.functions()
        for index, lines in blocks.items():
            self._function(f"{self._id}_{index}", "run: Run", "int", lines, self._about(scenario.body[index]))
        exits = self._exits()
        fields = {
            "blocks": _dict((index, f"{self._id}_{index}") for index in blocks),
            "ends": self._ends(exits),
            "exits": f"{self._id}_exit" if exits else "",
            "held": self._held(),
            "exit_levels": _tuple(self._level(guard.when) for guard in scenario.exits if guard.when.watch),
            "held_level": self._held_level(),
            **self._waits(body),
        }
        return {
            "id": self._id,
            "name": scenario.name,
            "order": scenario.order,
            "reenter": 0 if scenario.reenter == "always" else scenario.reenter,
            "place": scenario.place,
            "functions": self.functions,
            "fields": {name: text for name, text in fields.items() if text},
            "blocks": bool(blocks),
        }

    def _function(self, name: str, extra: str, result: str, lines: list[str], about: str) -> None:
        self.functions.append({"name": name, "extra": extra, "result": result, "lines": lines, "about": comment(about)})

    def _about(self, step: Step) -> str:
        return f"line {step.place.line}"

    # --- how a run ends, what holds it

    def _exits(self) -> bool:
        """The function that tells whether a condition alone of an exit holds."""
        conditions = [guard.when.watch.condition for guard in self._scenario.exits if guard.when.watch]
        if conditions:
            lines = [f"return {self._any(conditions)}"]
            self._function(f"{self._id}_exit", "", "bool", lines, self._texts("exit when", self._scenario.exits))
        return bool(conditions)

    def _any(self, conditions: list[Condition]) -> str:
        return self._expressions.condition(schema.Or(tuple(conditions)))

    def _texts(self, word: str, guards: tuple[schema.Guard, ...]) -> str:
        return "; ".join(f"{word} {when_text(self._expressions.program, guard.when)}" for guard in guards)

    def _ends(self, exits: bool) -> str:
        """The function that tells whether an occurrence ends the run, and what must then still hold."""
        lines: list[str] = []
        for goal in self._scenario.goals:
            if goal.when.watch is not None:
                test = f"verb == {literal(HOLDS)} and subject == {goal.when.watch.order}"
                lines += [f"if {test}:", f"    return holds_{goal.when.watch.order}"]
            else:
                lines += self._if_any(fits_arms(self._expressions, goal.when.arms), "always")
        tests = [f"{self._id}_exit(lead)"] if exits else []
        tests += [test for guard in self._scenario.exits for test in fits_arms(self._expressions, guard.when.arms)]
        lines += self._if_any(tests, "always")
        if not lines:
            return ""
        about = "; ".join(
            text
            for text in (self._texts("goal when", self._scenario.goals), self._texts("exit when", self._scenario.exits))
            if text
        )
        self._function(f"{self._id}_ends", "verb: str, subject: Subject", "Test | None", [*lines, "return None"], about)
        return f"{self._id}_ends"

    def _if_any(self, tests: list[str], result: str) -> list[str]:
        if not tests:
            return []
        return [f"if {_either(tests)}:", f"    return {result}"]

    def _held(self) -> str:
        conditions = [watch.condition for watch in self._scenario.holds]
        if not conditions:
            return ""
        self._function(f"{self._id}_held", "", "bool", [f"return {self._any(conditions)}"], "hold while")
        return f"{self._id}_held"

    def _held_level(self) -> str:
        """The level that asks for a kept way on to be taken."""
        if not self._scenario.holds:
            return ""
        whole = schema.Or(tuple(watch.condition for watch in self._scenario.holds))
        instants = self._turning.instants(whole)
        if not instants:
            return ""
        self._turn(f"{self._id}_held", instants)
        return f"turn_{self._id}_held"

    def _turn(self, name: str, instants: list[str]) -> None:
        self._function(
            f"turn_{name}", "after: int", "int", [f"return soonest(after, {', '.join(instants)})"], "turns by time"
        )

    def _level(self, when: When) -> str:
        """A condition that matters while a run is there, as the module knows it."""
        assert when.watch is not None
        order, condition = when.watch.order, when.watch.condition
        name = f"{self._id}_level_{order}"
        about = when_text(self._expressions.program, when)
        self._function(name, "", "bool", [f"return {self._expressions.condition(condition)}"], about)
        instants = self._turning.instants(condition)
        if not instants:
            return f"Level({order}, {name})"
        self._turn(name, instants)
        return f"Level({order}, {name}, turn_{name})"

    # --- what a run listens to at a wait

    def _waits(self, body: Body) -> dict[str, str]:
        orders: list[tuple[int, str]] = []
        times: list[tuple[int, str]] = []
        levels: list[tuple[int, str]] = []
        listens: list[tuple[int, str]] = []
        dates: list[tuple[int, str]] = []
        repeats: list[tuple[int, str]] = []
        for index, step in enumerate(self._scenario.body):
            match step:
                case schema.Wait() | schema.WaitClock() | schema.WaitDate():
                    orders.append((index, str(step.order)))
                    times.append((index, _to(step.next)))
                    if isinstance(step, schema.WaitDate) and step.anchor.kind == "attribute":
                        dates.append((index, self._date(index, step, body)))
                        listens.append((index, self._listen_date(index, step)))
                case schema.WaitUntil():
                    orders.append((index, str(step.order)))
                    times.append((index, _to(step.timeout_to)))
                    listens.append((index, self._listen(index, step)))
                    levels += self._levels_at(index, [line.when for line in step.lines])
                case schema.Repeat():
                    repeats.append((index, self._repeat(index, step)))
                    levels += self._levels_at(index, [step.until])
                case schema.RepeatEnd(repeat=number):
                    repeat = self._scenario.body[number]
                    assert isinstance(repeat, schema.Repeat)
                    orders.append((index, str(repeat.order)))
                case _:
                    pass
        tables = {"orders": orders, "times": times, "levels": levels, "listens": listens, "dates": dates}
        return {name: _dict(rows) for name, rows in {**tables, "repeats": repeats}.items()}

    def _levels_at(self, index: int, whens: list[When]) -> list[tuple[int, str]]:
        levels = _tuple(self._level(when) for when in whens if when.watch)
        return [(index, levels)] if levels else []

    def _listen(self, index: int, step: schema.WaitUntil) -> str:
        lines: list[str] = []
        for line in step.lines:
            lines += [f"if {self._fits_level(line.when)}:", f"    return {_to(line.to)}"]
        about = "; ".join(when_text(self._expressions.program, line.when) for line in step.lines)
        self._function(
            f"{self._id}_{index}_on",
            "run: Run, verb: str, subject: Subject",
            "int | None",
            [*lines, "return None"],
            about,
        )
        return f"{self._id}_{index}_on"

    def _fits_level(self, when: When) -> str:
        if when.watch is not None:
            return self._expressions.condition(when.watch.condition)
        return _either(fits_arms(self._expressions, when.arms))

    def _date(self, index: int, step: schema.WaitDate, body: Body) -> str:
        name = f"{self._id}_{index}_due"
        self._function(name, "", "int | None", [f"return {body.date(step)}"], f"line {step.place.line}")
        return f"({literal(step.anchor.name)}, {name})"

    def _listen_date(self, index: int, step: schema.WaitDate) -> str:
        """A change of the date may put the wait in the past."""
        name = f"{self._id}_{index}_on"
        changed = fits(self._expressions, schema.EventPattern("changed", (step.anchor.name,)))
        lines = [
            f"if {changed}:",
            f"    due = {self._id}_{index}_due(lead)",
            "    if due is not None and due < lead.now:",
            f"        return {missed(step)}",
            "return None",
        ]
        self._function(name, "run: Run, verb: str, subject: Subject", "int | None", lines, "the date changes")
        return name

    def _repeat(self, index: int, step: schema.Repeat) -> str:
        name = f"{self._id}_{index}_until"
        about = f"until {when_text(self._expressions.program, step.until)}"
        lines = [f"return {self._fits_level(step.until)}"]
        self._function(name, "verb: str, subject: Subject", "bool", lines, about)
        return f"Repeat({step.times}, {step.body}, {step.end}, {_to(step.next)}, {name})"


def _either(tests: list[str]) -> str:
    if len(tests) == 1:
        return tests[0]
    return wrapped([f"({test})" if " or " in test and not test.startswith("(\n") else test for test in tests], "or")


def _to(step: int | None) -> str:
    return "END" if step is None else str(step)


def _dict(rows: Any) -> str:
    items = [f"{index}: {text}" for index, text in rows]
    return folded("{", items, "}") if items else ""


def _tuple(items: Iterator[str]) -> str:
    inside = ", ".join(items)
    return f"({inside},)" if inside else ""
