"""Owns the way from a model of z3 to a witness: a lead record and a log in which all that the model says is so.
Must not know what is claimed of the witness; the interpreter has the last word on whether it shows that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from journeyc.lint.proof.encoding import Encoding, Formula
from journeyc.lint.proof.facts import Fact, Facts
from journeyc.lint.proof.past import Cell, Group, Happenings
from journeyc.lint.proof.witness import Happening, Witness
from journeyc.program.calendar import at_clock, zone_of
from journeyc.program.schema import DateReached, Inactive, Scalar

USUAL_DAY = date(2026, 4, 1)
"""The day of a witness that does not depend on the day: it stays the same from run to run."""

MOST_EVENTS = 200
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1).toordinal(), date(2099, 12, 31).toordinal()
_CLOCK, _DAY, _HOUR = 36_000, 86_400, 3_600
_PEOPLES = ("done", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Shower:
    """Makes witnesses for one question."""

    encoding: Encoding
    facts: Facts
    happenings: Happenings

    # --- what is asked of a model beyond the truth, so that a log can show it

    def showable(self) -> Iterable[Formula]:
        """What no lead record and no log can show does not happen."""
        encoding, happenings = self.encoding, self.happenings
        for fact in self.facts:
            match fact.kind:
                case "accepted":
                    yield z3.Not(encoding.truth("accepted"))
                case "member":
                    yield encoding.whole("member") == -1
                case "today":
                    yield encoding.whole("today") >= _FIRST_DAY
                    yield encoding.whole("today") <= _LAST_DAY
                case "stage":
                    yield encoding.whole("stage") >= 0
        for number, (group, cell) in enumerate(happenings.cells()):
            now = happenings.now == number
            if not self._is_recorded(cell, now=True):
                yield z3.Not(now)
            if not group.counted:
                continue
            total = happenings.total(cell, len(group.windows))
            if not self._is_recorded(cell, now=False):
                yield total <= (z3.If(now, 1, 0) if happenings.patterns else 0)
            yield total <= MOST_EVENTS
            if group.ages:
                yield z3.Or(total == 0, happenings.age(cell) <= 3_650 * _DAY)
                if happenings.looks_at_entry:
                    yield happenings.age(cell) != happenings.entered
        if happenings.looks_at_entry:
            yield happenings.entered >= 1
            yield happenings.entered <= 3_650 * _DAY
        for pattern, fits in happenings.patterns:
            if isinstance(pattern, Inactive | DateReached):
                yield z3.Not(fits)

    def preferred(self) -> Iterable[Formula]:
        """What makes a witness plain: each is given up where it cannot be."""
        encoding, happenings = self.encoding, self.happenings
        for fact in sorted(self.facts, key=repr):
            match fact.kind:
                case "attribute":
                    yield from self._plain_attribute(fact.name)
                case "tag":
                    yield z3.Not(encoding.truth(f"tag {fact.name}"))
                case "owner" | "source":
                    yield encoding.whole(fact.kind) == -1
                case "today":
                    yield encoding.whole("today") == USUAL_DAY.toordinal()
        for group, cell in happenings.cells():
            if group.counted:
                yield happenings.total(cell, len(group.windows)) == 0
                yield happenings.total(cell, len(group.windows)) <= 1

    def _plain_attribute(self, name: str) -> Iterable[Formula]:
        encoding, declared = self.encoding, self.encoding.attributes[name]
        if declared.type in ("number", "money"):
            value = encoding.real(f"attribute {name}")
            if declared.default is None:
                yield encoding.truth(f"known {name}")
            yield z3.IsInt(value)
            yield value >= 0
        elif declared.type == "date":
            value = encoding.whole(f"attribute {name}")
            for first, last in ((2025, 2027), (1990, 2099)):
                yield value >= date(first, 1, 1).toordinal()
                yield value <= date(last, 12, 31).toordinal()
        elif declared.default is None:
            yield encoding.whole(f"attribute {name}") >= 0
        if declared.type == "bool":
            yield encoding.whole(f"attribute {name}") <= 0

    def _is_recorded(self, cell: Cell, *, now: bool) -> bool:
        """Whether a log can tell of it: as history, or as what happens now."""
        if cell.verb in ("created", "changed"):
            return now
        if cell.verb in _PEOPLES:
            return True
        if not self._kinds(cell.verb) or (now and cell.verb == "sent"):
            return False
        return cell.subject is not None or self._other_content(cell.verb, self._named(cell.verb)) is not None

    def _kinds(self, verb: str) -> tuple[str, ...]:
        return next((one.kinds for one in self.encoding.program.verbs if one.name == verb), ())

    def _named(self, verb: str) -> set[str]:
        group = next(group for group in self.happenings.groups if group.verb == verb)
        program = self.encoding.program
        patterns = [program.histories[h] for cell in group.cells for h in cell.histories]
        patterns += [self.happenings.patterns[n][0] for cell in group.cells for n in cell.patterns]  # type: ignore[misc]  # an event's
        return {subject for pattern in patterns for subject in pattern.subjects or ()}

    def _other_content(self, verb: str, named: set[str]) -> str | None:
        kinds = self._kinds(verb)
        contents = self.encoding.program.contents
        return next((c.name for c in contents if c.kind in kinds and c.name not in named), None)

    # --- from a model to a witness

    def witness(self, model: Any) -> Witness | None:
        """The lead and log of the model; None where it cannot be written down."""
        read = _Reading(self.encoding, model)
        midnight = read.whole(self.encoding.whole("today"))
        day = date.fromordinal(midnight) if Fact("today") in self.facts and midnight is not None else USUAL_DAY
        at = at_clock(day, _CLOCK, zone_of(self.encoding.program.timezone))
        attributes = self._attributes(read)
        told = list(self._events(read, at))
        if any(event is None for event in told):
            return None
        events = sorted((event for event in told if event is not None), key=lambda event: event.at)
        present = self._present(read, at, attributes)
        return Witness(
            at=at,
            attributes=attributes,
            stage=self._name(read, "stage"),
            scores={f.name: read.whole(self.encoding.whole(f"points {f.name}")) or 0 for f in self._of("points")},
            owner=self._name(read, "owner"),
            tags=tuple(f.name for f in self._of("tag") if read.truth(self.encoding.truth(f"tag {f.name}"))),
            source=self._name(read, "source"),
            events=(*events, *([present] if present else [])),
            decided=present is not None,
            entered=at - (read.whole(self.happenings.entered) or 0) if self.happenings.looks_at_entry else None,
        )

    def _of(self, kind: str) -> list[Fact]:
        return sorted(fact for fact in self.facts if fact.kind == kind)

    def _name(self, read: _Reading, what: str) -> str | None:
        if not self._of(what):
            return None
        number = read.whole(self.encoding.whole(what))
        return None if number is None or number < 0 else self.encoding.text(number) or "その他"

    def _attributes(self, read: _Reading) -> dict[str, Scalar]:
        found = {}
        for fact in self._of("attribute"):
            value = self._attribute(read, fact.name)
            if value is not None:
                found[fact.name] = value
        return found

    def _attribute(self, read: _Reading, name: str) -> Scalar | None:
        encoding, declared = self.encoding, self.encoding.attributes[name]
        if declared.type in ("number", "money"):
            known = declared.default is not None or read.truth(encoding.truth(f"known {name}"))
            return read.number(encoding.real(f"attribute {name}")) if known else None
        number = read.whole(encoding.whole(f"attribute {name}"))
        if number is None or number < 0 or (declared.type == "date" and number < 1):
            return None
        if declared.type == "date":
            return date.fromordinal(number).isoformat()
        if declared.type == "bool":
            return number == 1
        return encoding.text(number) or (f"その他{number}" if declared.type == "text" else declared.values[0])

    # --- events

    def _events(self, read: _Reading, at: int) -> Iterable[Happening | None]:
        """What happened before, in no order; None for what cannot be told."""
        happenings = self.happenings
        for number, (group, cell) in enumerate(happenings.cells()):
            if not group.counted:
                continue
            is_now = bool(happenings.patterns) and read.whole(happenings.now) == number
            for band, count in enumerate(read.whole(happenings.count(cell, b)) or 0 for b in range(len(group.windows))):
                age = self._age(read, group, cell, band)
                for _ in range(count - (1 if is_now and band == 0 else 0)):
                    yield self._happening(cell, at - age)

    def _age(self, read: _Reading, group: Group, cell: Cell, band: int) -> int:
        """Seconds ago, within the band: the hour before the window closes as a rule, where nothing asks for more."""
        least = (group.windows[band - 1] or 0) if band else 0
        if group.ages:
            return max(least, read.whole(self.happenings.age(cell)) or 0)
        most = group.windows[band]
        step = _DAY if most is None or most - least > _DAY else _HOUR
        return least + step if most is None or most - least > step else least

    def _happening(self, cell: Cell, at: int) -> Happening | None:
        data = self._payload(cell)
        subject = self._subject(cell)
        return None if data is None else Happening(at, cell.verb, subject, data)

    def _subject(self, cell: Cell) -> str | None:
        if cell.subject is not None or cell.verb in ("created", "done"):
            return cell.subject
        named = self._named(cell.verb)
        if cell.verb in ("accepted", "rejected"):
            return next((team.name for team in self.encoding.program.teams if team.name not in named), None)
        if cell.verb == "changed":
            return next((a.name for a in self.encoding.program.attributes if a.name not in named), None)
        return self._other_content(cell.verb, named)

    def _payload(self, cell: Cell) -> dict[str, Scalar] | None:
        """Fields that make the cell's filters hold or not; None where no fields do."""
        encoding = self.encoding
        if not cell.filters:
            return {}
        solver = z3.Solver(ctx=encoding.context)
        fields: Facts = frozenset()
        for where, holds in cell.filters:
            said = encoding.condition(where)
            solver.add(said.formula if holds else z3.Not(said.formula))
            fields |= said.facts
        if solver.check() != z3.sat or any(fact.kind != "payload" for fact in fields):
            return None
        read = _Reading(encoding, solver.model())
        return {f.name: value for f in sorted(fields) if (value := self._field(read, f.name, cell)) is not None}

    def _field(self, read: _Reading, name: str, cell: Cell) -> Scalar | None:
        encoding = self.encoding
        if not read.truth(encoding.truth(f"known field {name}")):
            return None
        if read.truth(encoding.truth(f"text field {name}")):
            number = read.whole(encoding.whole(f"name field {name}"))
            return (encoding.text(number) if number is not None else None) or f"その他{number}"
        value = read.number(encoding.real(f"number field {name}"))
        return bool(value) if _is_bool(name, cell) and value in (0, 1) else value

    def _present(self, read: _Reading, at: int, attributes: dict[str, Scalar]) -> Happening | None:
        happenings = self.happenings
        if not happenings.patterns:
            return None
        number = read.whole(happenings.now)
        cells = happenings.cells()
        if number is None or not 0 <= number < len(cells):
            return None
        cell = cells[number][1]
        if cell.verb != "changed":
            return self._happening(cell, at)
        subject = self._subject(cell)
        return None if subject is None else self._change(subject, at, attributes)

    def _change(self, attribute: str, at: int, attributes: dict[str, Scalar]) -> Happening | None:
        """A record by which the attribute comes to be what it must be, from something else."""
        declared = self.encoding.attributes[attribute]
        after = attributes.pop(attribute, None)
        after = _any_value(declared.type, declared.values, declared.default) if after is None else after
        if after == declared.default:
            attributes[attribute] = _any_value(declared.type, declared.values, after)
        return Happening(at, "changed", None, {attribute: after})


def _any_value(type_: str, values: tuple[str, ...], but: Scalar | None) -> Scalar:
    """Some value of the type, another than the one given."""
    candidates: Mapping[str, tuple[Scalar, ...]] = {
        "enum": values,
        "bool": (True, False),
        "date": ("2026-04-01", "2026-04-02"),
        "text": ("その他", "別"),
    }
    return next((value for value in candidates.get(type_, (1, 2)) if value != but), values[0] if values else 0)


def _is_bool(field: str, cell: Cell) -> bool:
    """Whether a filter compares the field with true or false."""
    return any(f"field='{field}'" in repr(where) and "type='bool'" in repr(where) for where, _ in cell.filters)


class _Reading:
    """Values of variables in a model; a variable that the model leaves open is any."""

    def __init__(self, encoding: Encoding, model: Any) -> None:
        self._encoding = encoding
        self._model = model

    def whole(self, variable: Formula) -> int | None:
        """The variable's whole number."""
        value = self._model.eval(variable, model_completion=True)
        return int(value.as_long()) if z3.is_int_value(value) else None

    def truth(self, variable: Formula) -> bool:
        """Whether the variable is true."""
        return bool(z3.is_true(self._model.eval(variable, model_completion=True)))

    def number(self, variable: Formula) -> int | float:
        """The variable's number, whole where it is."""
        value = self._model.eval(variable, model_completion=True)
        if not z3.is_rational_value(value):
            return 0
        fraction = value.as_fraction()
        return int(fraction) if fraction.denominator == 1 else float(fraction)
