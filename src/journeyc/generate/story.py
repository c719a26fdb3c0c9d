"""Owns what one lead does: deeds of its own, and answers to what the journey does with it, at the times of both.
Must not know files, nor other leads; what the journey does is the interpreter's to say."""

from __future__ import annotations

import heapq
from datetime import tzinfo

from journeyc.generate.chance import Chance
from journeyc.generate.facts import SENT_FIRST, Deed, Facts
from journeyc.generate.hours import last_instant, moment
from journeyc.generate.values import attribute_value, value
from journeyc.generate.wish import Wish
from journeyc.program.schema import Scalar
from journeyc.run.engine import Engine
from journeyc.run.log import ActionRecord, EventRecord, LeadRecord
from journeyc.run.state import Lead

MOST_EVENTS = 200
"""Events that one lead may have: some journeys answer every answer."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_ODDLY_TIMED = 30
"""How often in a hundred an event is followed by one at the instant of a timer, or at the edge of a window."""


class Story:
    """One lead's events in the making."""

    def __init__(self, engine: Engine, record: LeadRecord, wish: Wish, facts: Facts, zone: tzinfo) -> None:
        self._engine = engine
        self._record = record
        self._wish = wish
        self._facts = facts
        self._zone = zone
        self._chance = Chance(wish.seed, "events", record.lead)
        self._end = last_instant(wish.first, wish.days, zone)
        self._planned: list[tuple[int, int, EventRecord]] = []
        self._count = 0

    def told(self) -> list[EventRecord]:
        """The events in time order, without ids. Raises EndlessReaction."""
        self._plan_deeds()
        if not self._planned:
            return []
        created = self._record.created
        start = self._planned[0][0] if created is None else min(created, self._planned[0][0])
        lead = self._engine.see(self._record, start)
        if created is not None:
            lead.clock = created
            self._engine.create(lead)
            self._answer_all()
        made: list[EventRecord] = []
        while self._planned and len(made) < MOST_EVENTS:
            if self._timer_before(self._planned[0][0], lead):
                continue  # what it did may be answered before what was planned next
            _, _, event = heapq.heappop(self._planned)
            self._engine.take(lead, event)
            made.append(event)
            self._answer_all()
            self._follow(event, lead)
        return made

    def _timer_before(self, at: int, lead: Lead) -> bool:
        """Let the next timer due before `at` come, and plan the answers; False where there is none."""
        first = lead.timers.first()
        if first is None or first[0] >= at:
            return False
        self._engine.advance(lead, first[0])
        self._answer_all()
        return True

    # --- of its own accord ---------------------------------------------------------------------------------------

    def _plan_deeds(self) -> None:
        chance, created = self._chance, self._record.created
        if not self._facts.deeds:
            return
        for _ in range(chance.geometric(6, 40)):
            at = moment(self._wish.first, chance.below(self._wish.days), chance, self._zone)
            if created is not None and at < created:
                at = created + chance.below(3 * _DAY)
            self._plan(at, *self._deed())
        for name in self._facts.changing:
            if chance.one_in_hundred(10):
                at = moment(self._wish.first, chance.below(self._wish.days), chance, self._zone)
                self._plan(max(at, created or at), "changed", None, self._changed(name))

    def _deed(self) -> tuple[str, str, dict[str, Scalar]]:
        deed: Deed = self._chance.weighted(self._facts.deeds, [each.weight for each in self._facts.deeds])
        return deed.verb, deed.content.name, self._data(deed.verb, deed.content.name)

    def _changed(self, name: str) -> dict[str, Scalar]:
        attribute = self._facts.attributes.get(name)
        if attribute is None:
            return {}
        constants = self._facts.constants.get(name, ())
        return {name: attribute_value(attribute, constants, self._wish.first, self._wish.days, self._chance)}

    def _data(self, verb: str, subject: str | None) -> dict[str, Scalar]:
        """What a record says beside: fields that patterns ask for, an event's payload, what a form fills in."""
        data: dict[str, Scalar] = {}
        asked = (*self._facts.fields.get((verb, subject), ()), *self._facts.fields.get((verb, None), ()))
        content = self._facts.contents.get(subject or "")
        payload = dict(content.payload) if content is not None else {}
        for name in dict.fromkeys((*asked, *payload)):
            constants = self._facts.constants.get(f"data.{name}", ())
            is_number = any(isinstance(each, int | float) for each in constants)
            type_ = payload.get(name, "number" if is_number else "text")
            data[name] = value(type_, name, constants, self._wish.first, self._wish.days, self._chance)
        if content is not None and verb == "submitted":
            for name in content.fills:
                data |= self._changed(name)
        return data

    # --- in answer -----------------------------------------------------------------------------------------------

    def _answer_all(self) -> None:
        """Plan the answers to what was done with the lead since they were last planned."""
        for action in self._engine.output.actions:
            self._answer(action)
        self._engine.output.actions.clear()

    def _answer(self, action: ActionRecord) -> None:
        if action.held is not None or action.target is None:
            return
        match action.action:
            case "send":
                self._answer_send(action.at, action.target)
            case "handoff":
                self._answer_handoff(action)
            case "task":
                self._do_task(action)

    def _answer_send(self, at: int, name: str) -> None:
        chance, content = self._chance, self._facts.contents[name]
        verbs = [verb for verb in self._facts.own.get(content.kind, ()) if verb in SENT_FIRST]
        if "delivered" in self._facts.named and content.kind == "email":
            self._plan(at + chance.between(1, 60), "delivered", name)
        opened = "opened" not in verbs or chance.one_in_hundred(45)
        if not opened:
            return
        at += chance.between(2, 60) * chance.pick((_MINUTE, _MINUTE, _HOUR))
        if "opened" in verbs:
            self._plan(at, "opened", name)
        if "clicked" in verbs and chance.one_in_hundred(40):
            self._plan(at + chance.between(10, 300), "clicked", name)
            if self._facts.deeds and chance.one_in_hundred(50):
                self._plan(at + chance.between(301, 900), *self._deed())
        if "replied" in verbs and chance.one_in_hundred(4):
            self._plan(at + chance.between(10, 300) * _MINUTE, "replied", name)
        if "unsubscribed" in verbs and chance.one_in_hundred(1):
            self._plan(at + chance.between(10, 300), "unsubscribed", name)

    def _answer_handoff(self, action: ActionRecord) -> None:
        verb = self._chance.weighted(("accepted", "rejected", None), (72, 18, 10))
        if verb is not None:
            data = self._data(verb, action.target)
            for name in self._facts.changing if verb == "rejected" else ():
                attribute = self._facts.attributes.get(name)
                if attribute is not None and attribute.type == "enum" and self._chance.one_in_hundred(50):
                    data |= self._changed(name)
            self._plan(self._in_time(action), verb, action.target, data)

    def _do_task(self, action: ActionRecord) -> None:
        if self._chance.one_in_hundred(80):
            name = self._chance.pick(self._facts.tasks.get((action.by, action.target or ""), (None,)))
            self._plan(self._in_time(action), "done", name, self._data("done", name))

    def _in_time(self, action: ActionRecord) -> int:
        """When people get to it: most within what was promised, some after."""
        allowed = (action.due - action.at) if action.due is not None else 8 * _HOUR
        return action.at + max(1, allowed * self._chance.between(5, 130) // 100)

    # --- at odd instants -----------------------------------------------------------------------------------------

    def _follow(self, event: EventRecord, lead: Lead) -> None:
        chance = self._chance
        if event.verb == "registered":
            at = self._start_of(event.subject) or event.at + 7 * _DAY
            verb = chance.weighted(("attended", "missed"), (70, 30))
            self._plan(max(at, event.at) + chance.between(1, _HOUR), verb, event.subject)
        if not self._facts.deeds:
            return
        if self._wish.ties and (first := lead.timers.first()) is not None and chance.one_in_hundred(_ODDLY_TIMED):
            self._plan(first[0], *self._deed())
        if self._wish.edges and self._facts.windows and chance.one_in_hundred(_ODDLY_TIMED):
            self._plan(event.at + chance.pick(self._facts.windows) + chance.between(-1, 1), *self._deed())

    def _start_of(self, name: str | None) -> int | None:
        content = self._facts.contents.get(name or "")
        return None if content is None else content.starts

    def _plan(self, at: int, verb: str, subject: str | None, data: dict[str, Scalar] | None = None) -> None:
        if at <= self._end:
            self._count += 1
            event = EventRecord(self._record.lead, at, 0, verb, subject, data or {})
            heapq.heappush(self._planned, (at, self._count, event))
