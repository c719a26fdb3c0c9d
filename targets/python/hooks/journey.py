"""Owns the context of the templates: every declaration of a Program as the emitted module has it.
Must not know the layout of the module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from journeyc.filenames import module_name
from journeyc.program import schema
from journeyc.program.schema import Condition, Pattern, Place, Program, Rule, When
from journeyc.program.wording import condition_text, when_text

from .bodies import Body, anchored
from .expressions import TYPES, Beside, Expressions, History, pattern_comment
from .literals import comment, folded, literal, literals, seconds, several
from .names import Identifiers
from .scenarios import ScenarioMaker
from .triggers import CALLED_OTHERWISE, HOLDS, STARTED, TOLD, Answer, Cell, Cells, Key, condition_at
from .turning import Turning

Section = dict[str, Any]
_DAYS_IN_LINE = 10


class Journey:
    """Makes the context of one Program, part by part; parts that conditions ask for come last."""

    def __init__(self, program: Program, names: Identifiers, beside: Beside) -> None:
        self._program = program
        self._names = names
        self._together = bool(beside.numbers)
        self._expressions = Expressions(program, names, beside)
        self._turning = Turning(self._expressions)
        self._rule_names = [self._names.new("rule_", r.name or str(i)) for i, r in enumerate(program.rules, 1)]
        self._authors = {name: self._names.new("BY_", name.removeprefix("rule_")) for name in self._rule_names}
        self._decided = {name: self._names.new("DECIDED_", name.removeprefix("rule_")) for name in self._rule_names}
        self._scenario_names = [self._names.new(f"run{i}_", s.name) for i, s in enumerate(program.scenarios, 1)]
        self._constants = {name: self._names.new("SCENARIO_", name.partition("_")[2]) for name in self._scenario_names}
        self._lines: list[Section] = []
        self._deciders: list[Section] = []
        self._remembering: list[Section] = []

    def context(self) -> dict[str, object]:
        """Everything the templates ask for."""
        program = self._program
        scenarios = [
            {
                **ScenarioMaker(self._expressions, self._turning, scenario, name).section(),
                "constant": self._constants[name],
                "about": f"{self._where(scenario.place)}  scenario {comment(scenario.name)}",
            }
            for scenario, name in zip(program.scenarios, self._scenario_names, strict=True)
        ]
        scores = [self._score(score) for score in program.scores]
        parts: dict[str, object] = {
            "module": module_name(program.journey),
            "program": program,
            "journey": comment(program.journey),
            "members": [(literal(team.name), literals(team.members)) for team in program.teams],
            "title": comment(program.title or ""),
            "personas": [self._persona(p) for p in program.personas if p.condition is not None],
            "persona_turns": self._turning.persona(),
            "segments": [self._segment(segment) for segment in program.segments],
            "scores": scores,
            "score_names": [score.name for score in program.scores],
            "rules": [self._rule(rule, name) for rule, name in zip(program.rules, self._rule_names, strict=True)],
            "scenarios": scenarios,
            "deciders": self._deciders,
            "remembering": self._remembering,
            "lines": self._lines,
            "watches": self._watches(),
            "inactives": self._distinct(schema.Inactive),
            "dates": self._dates(),
            "contents": [self._content(content) for content in program.contents if self._is_sent(content.name)],
            "policy": self._policy(),
            "calendar": None if program.calendar is None else _calendar(program.calendar),
            "attributes": self._attributes(),
            "dropout": None if program.dropout is None else seconds(program.dropout),
        }
        timed = any(watch["turns"] for watch in self._watches()) or _levels_turn(scenarios)
        idle = self._asks_idle(timed)
        parts["cells"] = self._cells(with_own=idle and not self._together)
        histories = self._histories()
        return {**parts, "histories": histories, "has": self._has(timed, idle), "keywords": self._keywords()}

    # --- what stands in the source

    def _where(self, place: Place) -> str:
        files = self._program.files
        return comment(f"{files[place.file] if files else self._program.journey}:{place.line}")

    def _persona(self, persona: schema.Persona) -> Section:
        assert persona.condition is not None
        return {
            "name": persona.name,
            "about": f"{self._where(persona.place)}  {self._text(persona.condition)}",
            "condition": self._expressions.condition(persona.condition),
        }

    def _text(self, condition: Condition) -> str:
        return comment(condition_text(self._program, condition))

    def _segment(self, segment: schema.Segment) -> Section:
        return {
            "name": segment.name,
            "id": self._expressions.segments[segment.name],
            "about": f"{self._where(segment.place)}  {self._text(segment.condition)}",
            "condition": self._expressions.condition(segment.condition),
            "turns": self._turning.instants(segment.condition),
        }

    def _attributes(self) -> list[Section]:
        return [
            {
                "name": a.name,
                "slot": self._expressions.slots[a.name],
                "type": TYPES[a.type] if a.default is not None else f"{TYPES[a.type]} | None",
                "default": literal(a.default),
                "kind": a.type,
                "values": literals(a.values),
            }
            for a in self._program.attributes
        ]

    def _score(self, score: schema.Score) -> Section:
        slot = self._expressions.points[score.name]
        read = self._expressions.score(score.name)
        for number, line in enumerate(score.lines, 1):
            limit = "" if line.limit is None else f", {line.limit[0]}, {seconds(line.limit[1])}"
            about = f"{self._where(line.place)}  {comment(when_text(self._program, When(line.arms, None)))}"
            name = f"LINE_{slot}_{number}"
            self._lines.append({"id": name, "score": slot, "points": line.points, "limit": limit, "about": about})
        standing = [
            (self._expressions.condition(line.condition), line.points, self._text(line.condition))
            for line in score.standing
        ]
        return {
            "name": score.name,
            "slot": slot,
            "adder": self._expressions.adders[score.name],
            "start": _start(score),
            "since": self._expressions.since.get(score.name, ""),
            "low": score.low,
            "high": score.high,
            "decay": score.decay,
            "plain": score.low is None and score.high is None and score.decay is None,
            "every": seconds(score.decay.every) if score.decay else "0",
            "read": read,
            "turn": self._expressions.score_functions[score.name],
            "function": None if read == f"lead.{slot}" else self._expressions.score_functions[score.name],
            "standing": standing,
            "turns": self._turning.score(score.name),
            "place": self._where(score.place),
        }

    def _rule(self, rule: Rule, name: str) -> Section:
        watch = rule.when.watch
        return {
            "id": name,
            "by": rule.by,
            "order": rule.order,
            "about": f"{self._where(rule.place)}  when {comment(when_text(self._program, rule.when))}",
            "still": f"holds_{watch.order}" if watch else None,
            "lines": Body(self._expressions, rule.body, self._authors[name]).rule(),
            "author": self._authors[name],
            "decided": self._decided[name],
        }

    # --- who answers what

    def _cells(self, with_own: bool) -> list[tuple[str, list[tuple[str, str]]]]:
        """By verb and subject, None for any other subject, the cell as Python. `with_own`: it says what the lead does
        itself."""
        program = self._program
        cells = Cells([*self._patterns(), *program.histories])
        for score in program.scores:
            self._line_answers(cells, score)
        for rule, name in zip(program.rules, self._rule_names, strict=True):
            self._rule_answers(cells, rule, name)
        for scenario, name in zip(program.scenarios, self._scenario_names, strict=True):
            self._enter_answers(cells, scenario, name)
        self._note_answers(cells)
        if with_own:
            self._own(cells)
        for verb in [*self._noted(), *CALLED_OTHERWISE]:
            cells.at((verb, None))
            for (other, _), cell in cells.cells.items():
                cell.noted |= other == verb
        for (verb, subject), cell in list(cells.cells.items()):
            if verb == "sent" and (cell.notes or cell.noted):
                cells.cells[TOLD, subject] = Cell(noted=cell.noted, notes=cell.notes)
        table: dict[str, list[tuple[str, str]]] = {}
        for (verb, subject), cell in cells.cells.items():
            table.setdefault(verb, []).append((literal(subject), self._cell(verb, subject, cell)))
        return [(literal(verb), row) for verb, row in table.items()]

    def _cell(self, verb: str, subject: str | int | None, cell: Cell) -> str:
        """The call that makes the cell; cells that decide alike share the function."""
        about = verb if subject is None else f"{verb}_{subject}"
        notes = cell.notes if self._together else []
        decide = self._shared(self._deciders, f"on_{about}", cell.decide(with_notes=not self._together))
        remember = self._shared(self._remembering, f"note_{about}", notes)
        arguments = [decide] if decide else []
        arguments += [f"remember={remember}"] if remember else []
        flags = {"own": cell.own, "noted": cell.noted}
        return f"Cell({', '.join([*arguments, *(f'{name}=True' for name, is_set in flags.items() if is_set)])})"

    def _shared(self, made: list[Section], name: str, lines: list[str]) -> str | None:
        """The function of these statements, made where there is none yet; None where there are no statements."""
        found = next((one for one in made if one["lines"] == lines), None)
        if found is None and lines:
            found = {"id": self._names.new("", name), "lines": lines}
            made.append(found)
        return None if found is None else str(found["id"])

    def _noted(self) -> list[str]:
        """The verbs that leave something behind, whoever names them."""
        keywords = self._keywords()
        sends = ["sent", "unsubscribed"] if "send" in keywords else []
        return sends + (["done", "accepted", "rejected"] if keywords & {"handoff", "task"} else []) + self._dated()

    def _dated(self) -> list[str]:
        """`changed`, where timers count from an attribute."""
        steps = [step for scenario in self._program.scenarios for step in scenario.body]
        waits = any(isinstance(step, schema.WaitDate) and step.anchor.kind == "attribute" for step in steps)
        return ["changed"] if waits or self._dates() else []

    def _note_answers(self, cells: Cells) -> None:
        """What is kept of the past; by now every condition that asks for some of it has been written."""
        for history, pattern in zip(self._expressions.histories, self._program.histories, strict=True):
            lines = self._note(history, pattern)
            if lines:

                def add(cell: Cell, _: Key, lines: list[str] = lines) -> None:
                    cell.notes += lines

                cells.answer([schema.Arm(pattern, None)], add)

    def _note(self, history: History, pattern: schema.EventPattern) -> list[str]:
        """The statements that keep what conditions ask of one pattern's past."""
        name = history.identifier
        lines = [f"lead.last_{name} = lead.now"] if history.last else []
        lines += ["lead.seq += 1", f"lead.seq_{name} = lead.seq"] if history.seq else []
        lines += [f"lead.times_{name}.append(lead.now)"] if history.times else []
        if not lines:
            return []
        lines += ["lead.touched |= HISTORY"] if self._is_watched("HISTORY") else []
        if pattern.where is None:
            return lines
        return [f"if {self._expressions.condition(pattern.where)}:", *(f"    {line}" for line in lines)]

    def _fits(self, arms: Sequence[schema.Arm], key: Key) -> str | None:
        """What must hold for one of the arms to fit at that key; None where nothing need."""
        condition = condition_at(arms, key)
        return None if condition is None else self._expressions.condition(condition)

    def _line_answers(self, cells: Cells, score: schema.Score) -> None:
        slot = self._expressions.points[score.name]
        for number, line in enumerate(score.lines, 1):
            name = f"LINE_{slot}_{number}"

            def add(cell: Cell, key: Key, name: str = name, line: schema.ScoreLine = line) -> None:
                cell.lines.append((self._fits(line.arms, key), f"({name},)"))

            cells.answer(line.arms, add)

    def _rule_answers(self, cells: Cells, rule: Rule, name: str) -> None:
        def add(cell: Cell, key: Key) -> None:
            cell.answers.append(Answer(rule.order, self._decided[name], self._fits(rule.when.arms, key)))

        cells.answer(rule.when.arms, add)
        if rule.when.watch is not None:
            cells.at((HOLDS, rule.when.watch.order)).answers.append(Answer(rule.order, self._decided[name]))

    def _enter_answers(self, cells: Cells, scenario: schema.Scenario, name: str) -> None:
        arms = [arm for guard in scenario.enters for arm in guard.when.arms]
        constant = self._constants[name]
        free = f"not barred(lead, {constant})"

        def add(cell: Cell, key: Key) -> None:
            condition = condition_at(arms, key)
            test = free if condition is None else f"{self._expressions.within(condition, 1)} and {free}"
            cell.answers.append(Answer(scenario.order, _decided(scenario, f"entering({constant})"), test))

        cells.answer(arms, add)
        for watch in (guard.when.watch for guard in scenario.enters if guard.when.watch):
            act = f"entering({constant}, holds_{watch.order})"
            cells.at((HOLDS, watch.order)).answers.append(Answer(scenario.order, _decided(scenario, act), free))
        called = f"{literal(scenario.name)} in lead.starting and {free}"
        cells.at((STARTED, scenario.name)).answers.append(
            Answer(scenario.order, _decided(scenario, f"entering({constant}, started=True)"), called)
        )

    def _own(self, cells: Cells) -> None:
        """What the lead itself does, where somebody asks how long it has been idle."""
        program = self._program
        kinds = {content.name: content.kind for content in program.contents}
        own = dict(program.own_verbs)
        for verb in dict.fromkeys(verb for _, verbs in program.own_verbs for verb in verbs):
            cells.at((verb, None)).own = True
        for (verb, subject), cell in cells.cells.items():
            if isinstance(subject, str):
                verbs = own.get(kinds[subject], ()) if subject in kinds else [v for vs in own.values() for v in vs]
                cell.own = verb in verbs

    # --- what is watched

    def _watches(self) -> list[Section]:
        """Segments and conditions in trigger positions, whose turns are told by their remembered truth."""
        program = self._program
        found: list[Section] = [self._watch(s.order, s.condition, s.name) for s in program.segments]
        whens = [rule.when for rule in program.rules] + [goal.when for goal in program.goals]
        whens += [guard.when for s in program.scenarios for guard in (*s.enters, *s.goals)]
        found += [self._watch(w.watch.order, w.watch.condition, None) for w in whens if w.watch]
        return sorted(found, key=lambda watch: int(watch["order"]))

    def _watch(self, order: int, condition: Condition, segment: str | None) -> Section:
        turns = self._turning.instants(condition)
        return {
            "order": order,
            "segment": segment,
            "about": self._text(condition),
            "condition": self._expressions.condition(condition),
            "holds": self._expressions.segments[segment] if segment is not None else f"holds_{order}",
            "turn": "None"
            if not turns
            else f"turn_{self._expressions.segments[segment]}"
            if segment
            else f"turn_{order}",
            "turns": turns,
            "facets": " | ".join(sorted(self._expressions.facets(condition))) or "0",
        }

    def _is_watched(self, facet: str) -> bool:
        """Whether a condition whose turning is told reads that of a lead."""
        return any(facet in str(watch["facets"]).split(" | ") for watch in self._watches())

    def _whens(self) -> Iterator[When]:
        program = self._program
        yield from (rule.when for rule in program.rules)
        for scenario in program.scenarios:
            yield from (guard.when for guard in (*scenario.enters, *scenario.exits, *scenario.goals))
            for step in scenario.body:
                if isinstance(step, schema.WaitUntil):
                    yield from (line.when for line in step.lines)
                elif isinstance(step, schema.Repeat):
                    yield step.until
        yield from (goal.when for goal in program.goals)

    def _patterns(self) -> list[Pattern]:
        """Every pattern in a trigger position."""
        found = [arm.pattern for when in self._whens() for arm in when.arms]
        return found + [arm.pattern for s in self._program.scores for line in s.lines for arm in line.arms]

    def _distinct(self, kind: type[schema.Inactive]) -> list[Section]:
        found = {p.order: seconds(p.seconds) for p in self._patterns() if isinstance(p, kind)}
        return [{"order": order, "seconds": amount} for order, amount in sorted(found.items())]

    def _dates(self) -> list[Section]:
        found = {p.order: p for p in self._patterns() if isinstance(p, schema.DateReached)}
        return [
            {
                "order": order,
                "attribute": literal(p.anchor.name if p.anchor.kind == "attribute" else None),
                "due": anchored(self._expressions, p.anchor, p.offset),
            }
            for order, p in sorted(found.items())
        ]

    def _histories(self) -> list[Section]:
        return [
            {
                "id": history.identifier,
                "last": history.last,
                "seq": history.seq,
                "times": history.times,
                "about": comment(pattern_comment(self._program, number)),
                "where": None if pattern.where is None else self._expressions.condition(pattern.where),
            }
            for number, (history, pattern) in enumerate(
                zip(self._expressions.histories, self._program.histories, strict=True)
            )
        ]

    # --- sends

    def _actions(self) -> Iterator[schema.Action]:
        for body in [each.body for each in self._program.rules] + [each.body for each in self._program.scenarios]:
            yield from (step.action for step in body if isinstance(step, schema.Do))

    def _is_sent(self, name: str) -> bool:
        return any(isinstance(action, schema.Send) and name in action.contents for action in self._actions())

    def _content(self, content: schema.Content) -> Section:
        consent = None if content.consent is None else self._expressions.condition(content.consent)
        general = "consent" if self._program.policy is not None and self._program.policy.consents else "None"
        test = general if consent is None else self._names.new("consent_", content.name)
        return {"name": literal(content.name), "ad": content.purpose == "ad", "consent": consent, "test": test}

    def _policy(self) -> Section:
        policy = self._program.policy or schema.Policy((), None, (), ())
        conditions = self._expressions
        return {
            "consent": conditions.condition(schema.And(policy.consents)) if policy.consents else None,
            "suppress": conditions.condition(schema.Or(policy.suppresses)) if policy.suppresses else None,
            "quiet": policy.quiet,
            "weekdays": several(str(day) for day in policy.quiet.weekdays) if policy.quiet else "()",
            "spans": several(f"({seconds(a)}, {seconds(b)})" for a, b in policy.quiet.spans) if policy.quiet else "()",
            "caps": [
                (literal(cap.kind), cap.limit, seconds(cap.within), cap.otherwise == "drop") for cap in policy.caps
            ],
        }

    def _asks_idle(self, timed: bool) -> bool:
        """Whether anything asks how long a lead has been idle. A drop-out that nothing asks for changes nothing, but
        that conditions which turn by time are looked at when it comes."""
        asked = [*self._patterns(), *self._program.histories]
        drops = any(isinstance(p, schema.EventPattern) and p.verb == "dropped" for p in asked)
        return bool(self._distinct(schema.Inactive)) or (self._program.dropout is not None and (drops or timed))

    def _has(self, timed: bool, idle: bool) -> dict[str, bool]:
        """Which parts of the module the journey needs."""
        program, keywords = self._program, self._keywords()
        steps = [step for scenario in program.scenarios for step in scenario.body]
        policy = program.policy
        work = bool(keywords & {"handoff", "task"})
        # What asks across journeys, and what drives them together, takes these parts for granted.
        always = dict.fromkeys(("persona", "noted", "idle", "dates", "timed") if self._together else (), True)
        return {
            "calendar": program.calendar is not None,
            "compare": self._expressions.compares_payload,
            "persona": self._expressions.reads_persona,
            "sends": "send" in keywords,
            "delays": "send" in keywords
            and policy is not None
            and (policy.quiet is not None or any(cap.otherwise == "delay" for cap in policy.caps)),
            "next_of": any(isinstance(action, schema.Send) and action.next_of for action in self._actions()),
            "starts": "start" in keywords,
            "work": work,
            "hash": work or any(isinstance(step, schema.Split) for step in steps),
            "ranges": any(score.low is not None or score.high is not None for score in program.scores),
            "watched_scores": self._is_watched("SCORES"),
            "limits": any(line.limit is not None for score in program.scores for line in score.lines),
            "decay": any(score.decay is not None for score in program.scores),
            "noted": bool(self._noted()),
            "idle": idle,
            "dates": bool(self._dates()),
            "wait_dates": any(isinstance(s, schema.WaitDate) and s.anchor.kind == "attribute" for s in steps),
            "timed": timed,
            **always,
        }

    def _keywords(self) -> set[str]:
        return {action.keyword for action in self._actions()}


def _decided(scenario: schema.Scenario, act: str) -> str:
    """What is decided where a scenario is entered."""
    return f"(({scenario.order}, {act}),)"


def _levels_turn(scenarios: list[Section]) -> bool:
    """Whether a condition of some wait, exit or hold may turn by time alone."""
    return any(function["name"].startswith("turn_") for s in scenarios for function in s["functions"])


def _calendar(calendar: schema.Calendar) -> Section:
    days = [several(f"({seconds(start)}, {seconds(end)})" for start, end in spans) for spans in calendar.hours]
    closed = list(calendar.closed)
    return {
        "hours": folded("(", days, ")"),
        "closed": [" ".join(closed[start : start + _DAYS_IN_LINE]) for start in range(0, len(closed), _DAYS_IN_LINE)],
        "first": calendar.first,
        "last": calendar.last,
        "country": calendar.country,
    }


def _start(score: schema.Score) -> int:
    """The points of a lead that has none yet: 0 within the range."""
    if score.low is not None and score.low > 0:
        return score.low
    return score.high if score.high is not None and score.high < 0 else 0
