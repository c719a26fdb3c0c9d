"""Owns how the parser's reductions become nodes of the tree: one method for each rule of the grammar.
Must not know the parsing library, nor what a name means. Children are tokens (texts with offsets) and nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from journeyc.source import normal_name
from journeyc.syntax import tree as t

Children = list[Any]
HoleParser = Callable[[int, int], t.Hole]

# More digits than any number the checker lets pass; a longer one need not be read to be refused.
_DIGITS = 20
_ESCAPE = re.compile(r"\\(.)")


def _start(child: Any) -> int:
    return child.start_pos if isinstance(child, str) else child.start  # type: ignore[attr-defined, no-any-return]  # a token


def _end(child: Any) -> int:
    return child.end_pos if isinstance(child, str) else child.end  # type: ignore[attr-defined, no-any-return]  # a token


def _of(children: Children, kind: type[Any] | tuple[type[Any], ...]) -> tuple[Any, ...]:
    return tuple(child for child in children if isinstance(child, kind))


def _first(children: Children, kind: type[Any] | tuple[type[Any], ...]) -> Any:
    return next((child for child in children if isinstance(child, kind)), None)


class _Part:
    """A clause on its way to the node it belongs to."""

    __slots__ = ("end", "kind", "start", "value")

    def __init__(self, kind: str, children: Children, value: Any) -> None:
        self.kind = kind
        self.value = value
        self.start = _start(children[0])
        self.end = _end(children[-1])


def _parts(children: Children) -> dict[str, Any]:
    return {child.kind: child.value for child in children if isinstance(child, _Part)}


class TreeBuilder:
    """Makes nodes as rules are reduced. `action_words` are all spellings of actions: what follows `next of A,` and is
    none of them is one more content of the list."""

    def __init__(self, units: Mapping[str, str], action_words: frozenset[str], parse_hole: HoleParser) -> None:
        self._units = units
        self._action_words = action_words
        self._parse_hole = parse_hole

    # --- names and literals: made of the terminal itself, as it is shifted

    def NAME(self, token: Any) -> t.Name:
        quoted = token[0] == "`"
        return t.Name(token.start_pos, token.end_pos, normal_name(token[1:-1] if quoted else token.value), quoted)

    def NUMBER(self, token: Any) -> t.Number:
        return t.Number(token.start_pos, token.end_pos, _number(token))

    def PERCENT(self, token: Any) -> t.Percent:
        return t.Percent(token.start_pos, token.end_pos, _number(token[:-1]))

    def MONEY(self, token: Any) -> t.Money:
        return t.Money(token.start_pos, token.end_pos, _number(token[:-1]))

    def signed(self, c: Children) -> t.Signed:
        value = c[1].value
        return t.Signed(c[0].start_pos, c[1].end, -value if c[0] == "-" else value)

    def DATE(self, token: Any) -> t.Date:
        return t.Date(token.start_pos, token.end_pos, token.value)

    def DATETIME(self, token: Any) -> t.DateTime:
        return t.DateTime(token.start_pos, token.end_pos, token.value)

    def CLOCK(self, token: Any) -> t.Clock:
        return t.Clock(token.start_pos, token.end_pos, token.value)

    def DURATION(self, token: Any) -> t.DurationLiteral:
        digits = re.match(r"[\d_]+", token).group()  # type: ignore[union-attr]  # the terminal begins with digits
        unit: Any = self._units[token[len(digits) :]]
        return t.DurationLiteral(token.start_pos, token.end_pos, int(_number(digits)), unit)

    def TEXT(self, token: Any) -> t.TextLiteral:
        return t.TextLiteral(token.start_pos, token.end_pos, tuple(self._text_parts(token)))

    def _text_parts(self, token: Any) -> list[str | t.Hole]:
        inside = token[1:-1]
        if "{" not in inside and "\\" not in inside:
            return [str(inside)] if inside else []
        parts: list[str | t.Hole] = []
        for piece in re.finditer(r'(?:[^\\{]|\\.)+|\{((?:[^{}"]|"[^"]*")*)\}', inside):
            if piece.group(1) is None:
                parts.append(_ESCAPE.sub(_unescape, piece.group()))
            else:
                at = token.start_pos + 1
                parts.append(self._parse_hole(at + piece.start(1), at + piece.end(1)))
        return parts

    # --- conditions and triggers

    def either(self, c: Children) -> t.Or:
        return t.Or(c[0].start, c[-1].end, tuple(c))

    def both(self, c: Children) -> t.And:
        return t.And(c[0].start, c[-1].end, tuple(c))

    def not_(self, c: Children) -> t.Not:
        return t.Not(c[0].start_pos, c[1].end, c[1])

    def comparison(self, c: Children) -> t.Comparison:
        return t.Comparison(c[0].start, c[2].end, c[1].value, c[0], c[2])

    def membership(self, c: Children) -> t.Membership:
        return t.Membership(c[0].start, c[-1].end_pos, c[0], tuple(c[1:-1]))

    def tagged(self, c: Children) -> t.Tagged:
        return t.Tagged(c[0].start_pos, c[1].end, c[1])

    def at_least(self, c: Children) -> t.AtLeast:
        least = _first(c, t.Number) if isinstance(c[0], str) else c[0]
        items = tuple(child for child in c if child is not least and not isinstance(child, str))
        return t.AtLeast(_start(c[0]), _end(c[-1]), least, items)

    def dotted(self, c: Children) -> t.Dotted:
        return t.Dotted(c[0].start, c[1].end, c[0], c[1])

    def call(self, c: Children) -> t.Call:
        where = _parts(c).get("where")
        arguments = tuple(child for child in c[2:-1] if not isinstance(child, _Part))
        return t.Call(c[0].start, c[-1].end_pos, c[0], arguments, where)

    def where(self, c: Children) -> _Part:
        return _Part("where", c, c[-1])

    def call_within(self, c: Children) -> t.Within:
        return t.Within(c[0].start, c[1].end, c[0], c[1])

    def ever(self, c: Children) -> t.Ever:
        return t.Ever(c[0].start_pos, c[1].end, c[1])

    def anchored_before(self, c: Children) -> t.Anchored:
        return t.Anchored(c[0].start, c[1].end, c[0], "before", c[1])

    def anchored_after(self, c: Children) -> t.Anchored:
        return t.Anchored(c[0].start, c[1].end, c[0], "after", c[1])

    def parenthesized(self, c: Children) -> t.Parenthesized:
        return t.Parenthesized(c[0].start_pos, c[-1].end_pos, c[1])

    def next_clock(self, c: Children) -> t.NextClock:
        return t.NextClock(c[0].start_pos, c[-1].end, c[1], c[2])

    def hole(self, c: Children) -> t.Hole:
        return t.Hole(c[0].start, c[-1].end, c[0], c[1] if len(c) > 1 else None)

    # --- steps

    def action(self, c: Children) -> t.Action:
        clauses = _parts(c)
        return t.Action(
            c[0].start,
            c[-1].end,
            c[0],
            tuple(child for child in c[1:] if not isinstance(child, _Part)),
            within=clauses.get("within"),
            alias=clauses.get("as"),
            at=clauses.get("at"),
            next_of=tuple(child.value for child in c if isinstance(child, _Part) and child.kind == "next_of"),
        )

    def action_set(self, c: Children) -> t.Action:
        return t.Action(c[0].start, c[-1].end, c[0], tuple(c[1:-1]), value=c[-1])

    def action_within(self, c: Children) -> _Part:
        return _Part("within", c, c[-1])

    def action_as(self, c: Children) -> _Part:
        return _Part("as", c, c[-1])

    def action_at(self, c: Children) -> _Part:
        return _Part("at", c, c[-1])

    def next_of(self, c: Children) -> _Part:
        return _Part("next_of", c, c[-1])

    def block(self, c: Children) -> t.Block:
        return t.Block(c[0].start_pos, c[-1].end_pos, self._steps(c[1:-1]))

    def actions(self, c: Children) -> t.Block:
        return t.Block(c[0].start, c[-1].end, self._steps(c))

    def step_body(self, c: Children) -> t.Block:
        return t.Block(c[0].start, c[0].end, (c[0],))

    def _steps(self, found: Children) -> tuple[t.Step, ...]:
        """The steps, with the contents that follow `next of A,` gathered into its list."""
        steps: list[Any] = []
        for step in found:
            before = steps[-1] if steps else None
            if isinstance(before, t.Action) and before.next_of and self._continues_list(step):
                steps[-1] = t.Action(
                    before.start, step.end, before.word, before.operands, next_of=(*before.next_of, step.word)
                )
            else:
                steps.append(step)
        return tuple(steps)

    def _continues_list(self, step: Any) -> bool:
        bare = isinstance(step, t.Action) and not (step.operands or step.next_of or step.value or step.alias)
        return bare and step.word.text not in self._action_words

    def if_step(self, c: Children) -> t.If:
        otherwise = c[4] if len(c) > 3 else None
        if isinstance(otherwise, t.If):
            otherwise = t.Block(otherwise.start, otherwise.end, (otherwise,))
        return t.If(c[0].start_pos, _end(c[-1]), c[1], c[2], otherwise)

    def match_step(self, c: Children) -> t.Match:
        return t.Match(c[0].start_pos, c[-1].end_pos, c[1], _of(c, t.MatchArm))

    def match_arm(self, c: Children) -> t.MatchArm:
        return t.MatchArm(c[0].start, c[-1].end, tuple(c[:-1]), c[-1])

    def match_else(self, c: Children) -> t.MatchArm:
        return t.MatchArm(c[0].start_pos, c[-1].end, (), c[-1])

    def split(self, c: Children) -> t.Split:
        return t.Split(c[0].start_pos, c[-1].end_pos, _of(c, t.SplitArm))

    def split_arm(self, c: Children) -> t.SplitArm:
        return t.SplitArm(c[0].start, c[-1].end, c[0], _first(c, t.Name), c[-1])

    def repeat(self, c: Children) -> t.Repeat:
        return t.Repeat(c[0].start_pos, c[-1].end, c[1], c[2], c[3], c[4])

    def wait(self, c: Children) -> t.Wait:
        tails = _parts(c)
        return t.Wait(c[0].start_pos, _end(c[-1]), c[1], tails.get("at"), "open" in tails)

    def wait_for(self, c: Children) -> t.WaitFor:
        tails = _parts(c)
        return t.WaitFor(
            c[0].start_pos,
            _end(c[-1]),
            c[1],
            timeout=tails.get("timeout"),
            at=tails.get("at"),
            on_open_days="open" in tails,
            block=_first(c[2:], t.Block),
            missed=tails.get("missed"),
        )

    def at_tail(self, c: Children) -> _Part:
        return _Part("at", c, c[-1])

    def open_days(self, c: Children) -> _Part:
        return _Part("open", c, True)

    def timeout_tail(self, c: Children) -> _Part:
        return _Part("timeout", c, c[-1])

    def missed(self, c: Children) -> _Part:
        return _Part("missed", c, c[-1])

    def wait_until(self, c: Children) -> t.WaitUntil:
        return t.WaitUntil(c[0].start_pos, c[-1].end_pos, _of(c, t.WaitLine), _of(c, t.Timeout))

    def wait_line(self, c: Children) -> t.WaitLine:
        return t.WaitLine(c[0].start, c[1].end, c[0], c[1])

    def timeout_line(self, c: Children) -> t.Timeout:
        return t.Timeout(c[0].start_pos, c[-1].end, c[1], c[2] if len(c) > 2 else None)

    # --- declarations

    def file(self, c: Children) -> t.File:
        return t.File(c[0].start if c else 0, c[-1].end if c else 0, tuple(c))

    def journey(self, c: Children) -> t.Journey:
        return t.Journey(c[0].start_pos, c[-1].end, c[1], c[2] if len(c) > 2 else None)

    def timezone(self, c: Children) -> t.Timezone:
        return t.Timezone(c[0].start_pos, c[-1].end, "/".join(name.text for name in c[1:] if isinstance(name, t.Name)))

    def use(self, c: Children) -> t.Use:
        return t.Use(c[0].start_pos, c[-1].end, c[1])

    def let(self, c: Children) -> t.Let:
        return t.Let(c[0].start_pos, c[-1].end, c[1], c[2])

    def calendar(self, c: Children) -> t.Calendar:
        return t.Calendar(c[0].start_pos, c[-1].end_pos, _of(c, (t.OpenHours, t.Holidays, t.Closed)))

    def open_hours(self, c: Children) -> t.OpenHours:
        spans = tuple(part.value for part in c[1:] if part.kind == "span")
        days = tuple(part.value for part in c[1:] if part.kind == "days")
        return t.OpenHours(c[0].start_pos, c[-1].end, spans, days)

    def clock_span(self, c: Children) -> _Part:
        return _Part("span", c, (c[0], c[1]))

    def day_span(self, c: Children) -> _Part:
        return _Part("days", c, (c[0], c[1] if len(c) > 1 else None))

    def holidays(self, c: Children) -> t.Holidays:
        return t.Holidays(c[0].start_pos, c[-1].end, c[1], (c[2], c[3]) if len(c) > 2 else None)

    def closed(self, c: Children) -> t.Closed:
        return t.Closed(c[0].start_pos, c[-1].end, tuple(c[1:]))

    def closed_range(self, c: Children) -> t.ClosedRange:
        return t.ClosedRange(c[0].start, c[-1].end, c[0].value, c[-1].value)

    def day_of_year(self, c: Children) -> _Part:
        value = c[0].value if isinstance(c[0], t.Date) else f"{c[0].value:02}-{c[1].value:02}"
        return _Part("day", c, value)

    def team(self, c: Children) -> t.Team:
        return t.Team(*self._titled(c))

    def persona(self, c: Children) -> t.Persona:
        return t.Persona(*self._titled(c))

    def stage_detail(self, c: Children) -> t.StageDetail:
        return t.StageDetail(*self._titled(c))

    def _titled(self, c: Children) -> tuple[int, int, t.Name, t.TextLiteral | None, tuple[t.Item, ...]]:
        return c[0].start_pos, _end(c[-1]), c[1], _first(c, t.TextLiteral), _items(c)

    def lead(self, c: Children) -> t.Lead:
        return t.Lead(c[0].start_pos, c[-1].end, _items(c))

    def source(self, c: Children) -> t.SourceDeclaration:
        return t.SourceDeclaration(c[0].start_pos, c[-1].end, c[1], _items(c))

    def content(self, c: Children) -> t.Content:
        return t.Content(c[0].start, c[-1].end, c[0], c[1], _first(c, t.TextLiteral), _items(c))

    def segment(self, c: Children) -> t.Segment:
        role = _parts(c).get("role")
        condition = next(child for child in c[2:] if not isinstance(child, _Part))
        return t.Segment(c[0].start_pos, c[-1].end, c[1], role, condition, _items(c))

    def boundary(self, c: Children) -> t.Boundary:
        parts = _parts(c)
        return t.Boundary(
            c[0].start_pos, c[-1].end, c[1], parts.get("role"), parts["from"], parts.get("when"), _items(c)
        )

    def role(self, c: Children) -> _Part:
        return _Part("role", c, c[-1])

    def boundary_from(self, c: Children) -> _Part:
        return _Part("from", c, c[-1])

    def boundary_when(self, c: Children) -> _Part:
        return _Part("when", c, c[-1])

    def items(self, c: Children) -> _Part:
        return _Part("items", c, tuple(c[1:-1]))

    def setting(self, c: Children) -> t.Setting:
        return t.Setting(c[0].start, c[-1].end, c[0], tuple(c[1:]))

    def setting_per(self, c: Children) -> t.Setting:
        return t.Setting(c[0].start, c[-1].end, c[0], (c[1],), per=c[2])

    def setting_rate(self, c: Children) -> t.Setting:
        return t.Setting(c[0].start, c[-1].end, c[0], rate=c[1], within=c[2])

    def setting_expect(self, c: Children) -> t.Setting:
        within = _first(c, t.DurationLiteral)
        return t.Setting(c[0].start, c[-1].end, c[0], (c[1],), rate=_first(c, t.Percent), within=within)

    def setting_answered(self, c: Children) -> t.Setting:
        return t.Setting(c[0].start, c[-1].end, c[0], (c[1],), answered_by=tuple(c[2:]))

    def setting_time(self, c: Children) -> t.Setting:
        word = t.Name(c[0].start_pos, c[0].end_pos, normal_name(c[0].value))
        return t.Setting(word.start, c[1].end, word, (c[1],))

    def typed(self, c: Children) -> t.Typed:
        default = _parts(c).get("default")
        return t.Typed(c[0].start, c[-1].end, c[0], _of(c[1:], t.Name), default)

    def default(self, c: Children) -> _Part:
        return _Part("default", c, c[-1])

    def cell(self, c: Children) -> t.Cell:
        return t.Cell(c[0].start_pos, c[-1].end, c[1], _items(c))

    def when_line(self, c: Children) -> t.WhenLine:
        return t.WhenLine(c[0].start_pos, c[1].end, c[1])

    def stages(self, c: Children) -> t.Stages:
        return t.Stages(c[0].start_pos, c[-1].end, tuple(part.value for part in c[1:]))

    def ladder_step(self, c: Children) -> _Part:
        return _Part("step", c, _of(c, t.Name))

    def back(self, c: Children) -> t.Back:
        return t.Back(c[0].start_pos, c[-1].end, c[1], tuple(c[2:]))

    def view(self, c: Children) -> t.View:
        return t.View(c[0].start_pos, c[-1].end_pos, c[1], _of(c, t.ViewGroup))

    def view_group(self, c: Children) -> t.ViewGroup:
        return t.ViewGroup(c[0].start, c[-1].end, c[0], tuple(c[1:]))

    def rule(self, c: Children) -> t.Rule:
        name = c[1] if isinstance(c[1], t.Name) and isinstance(c[2], str) else None
        return t.Rule(c[0].start_pos, c[-1].end, name, c[-2], c[-1])

    def choose(self, c: Children) -> t.Choose:
        lines = _of(c, t.ChooseLine)
        name = _parts(c).get("name")
        when = next(child for child in c[1:] if not isinstance(child, _Part))
        return t.Choose(c[0].start_pos, c[-1].end_pos, name, when, lines)

    def choose_name(self, c: Children) -> _Part:
        return _Part("name", c, c[0])

    def choose_line(self, c: Children) -> t.ChooseLine:
        return t.ChooseLine(c[0].start, c[1].end, c[0], c[1])

    def choose_else(self, c: Children) -> t.ChooseLine:
        return t.ChooseLine(c[0].start_pos, c[1].end, None, c[1])

    def score(self, c: Children) -> t.Score:
        return t.Score(c[0].start_pos, c[-1].end_pos, c[1], tuple(c[3:-1]))

    def score_range(self, c: Children) -> t.ScoreRange:
        return t.ScoreRange(c[0].start_pos, c[2].end, _as_signed(c[1]), _as_signed(c[2]))

    def score_line(self, c: Children) -> t.ScoreLine:
        limit = (c[2], c[3]) if len(c) > 2 else None
        return t.ScoreLine(c[0].start, c[-1].end, c[0], _as_signed(c[1]), limit)

    def standing_line(self, c: Children) -> t.StandingLine:
        return t.StandingLine(c[0].start_pos, c[2].end, c[1], _as_signed(c[2]))

    def decay(self, c: Children) -> t.Decay:
        return t.Decay(c[0].start_pos, c[2].end, c[1], c[2])

    def score_setting(self, c: Children) -> t.Setting:
        return t.Setting(c[0].start, c[1].end, c[0], (c[1],))

    def scenario(self, c: Children) -> t.Scenario:
        title = c[2] if isinstance(c[2], t.TextLiteral) else None
        opening = next(i for i, child in enumerate(c) if isinstance(child, str) and child == "{")
        return t.Scenario(c[0].start_pos, c[-1].end_pos, c[1], title, self._steps(c[opening + 1 : -1]))

    def enter_line(self, c: Children) -> t.ScenarioLine:
        return t.ScenarioLine(c[0].start_pos, c[1].end, "enter", c[1])

    def exit_line(self, c: Children) -> t.ScenarioLine:
        return t.ScenarioLine(c[0].start_pos, c[1].end, "exit", c[1])

    def goal_line(self, c: Children) -> t.ScenarioLine:
        return t.ScenarioLine(c[0].start_pos, c[1].end, "goal", c[1])

    def hold_line(self, c: Children) -> t.ScenarioLine:
        return t.ScenarioLine(c[0].start_pos, c[1].end, "hold", c[1])

    def reenter(self, c: Children) -> t.Reenter:
        return t.Reenter(c[0].start_pos, c[1].end, _first(c, t.DurationLiteral), _first(c, t.Name))

    def policy(self, c: Children) -> t.Policy:
        return t.Policy(c[0].start_pos, c[-1].end_pos, _of(c, (t.Consent, t.Quiet, t.Cap, t.Suppress)))

    def consent(self, c: Children) -> t.Consent:
        return t.Consent(c[0].start_pos, c[1].end, c[1])

    def quiet(self, c: Children) -> t.Quiet:
        items = tuple(child.value if isinstance(child, _Part) else child for child in c[1:])
        return t.Quiet(c[0].start_pos, c[-1].end, items)

    def cap(self, c: Children) -> t.Cap:
        return t.Cap(c[0].start_pos, c[-1].end, c[1], c[2], c[3], c[4] if len(c) > 4 else None)

    def suppress(self, c: Children) -> t.Suppress:
        return t.Suppress(c[0].start_pos, c[1].end, c[1])

    def goal(self, c: Children) -> t.Goal:
        parts = _parts(c)
        when = next(child for child in c[2:] if not isinstance(child, _Part))
        return t.Goal(
            c[0].start_pos,
            c[-1].end,
            c[1],
            parts.get("of"),
            parts.get("within"),
            when,
            baseline=parts.get("baseline"),
            target=parts.get("target"),
            value=parts.get("value"),
        )

    def goal_of(self, c: Children) -> _Part:
        return _Part("of", c, c[-1])

    def goal_within(self, c: Children) -> _Part:
        return _Part("within", c, c[-1])

    def baseline(self, c: Children) -> _Part:
        return _Part("baseline", c, c[-1])

    def target(self, c: Children) -> _Part:
        return _Part("target", c, (c[0], c[1]))

    def goal_value(self, c: Children) -> _Part:
        return _Part("value", c, c[-1])

    def dropout(self, c: Children) -> t.Dropout:
        return t.Dropout(c[0].start_pos, c[1].end, c[1])

    # --- tests

    def test(self, c: Children) -> t.Test:
        return t.Test(c[0].start_pos, c[-1].end_pos, c[1], tuple(c[3:-1]))

    def given(self, c: Children) -> t.Given:
        return t.Given(c[0].start_pos, c[-1].end, tuple(c[1:]))

    def given_item(self, c: Children) -> t.GivenItem:
        return t.GivenItem(c[0].start, c[1].end, c[0], c[1])

    def moment_at(self, c: Children) -> t.Moment:
        return self._moment(c, c[1], None)

    def moment_after(self, c: Children) -> t.Moment:
        return self._moment(c, None, c[1])

    def _moment(self, c: Children, at: t.DateTime | None, after: t.DurationLiteral | None) -> t.Moment:
        payload = tuple(child.value for child in c[2:] if isinstance(child, _Part))
        return t.Moment(c[0].start_pos, _end(c[-1]), at, after, _first(c[2:], (t.Call, t.Name)), payload)

    def payload(self, c: Children) -> _Part:
        return _Part("payload", c, (c[0], c[1]))

    def expect_action(self, c: Children) -> t.ExpectAction:
        return t.ExpectAction(c[0].start_pos, c[-1].end, len(c) > 2, c[-1])

    def expect_held(self, c: Children) -> t.ExpectHeld:
        return t.ExpectHeld(c[0].start_pos, c[-1].end, len(c) > 3, c[-1])

    def expect_condition(self, c: Children) -> t.ExpectCondition:
        return t.ExpectCondition(c[0].start_pos, c[1].end, c[1])


def _items(children: Children) -> tuple[t.Item, ...]:
    return _parts(children).get("items", ())  # type: ignore[no-any-return]  # `items` made them


def _as_signed(node: t.Number | t.Signed) -> t.Signed:
    return node if isinstance(node, t.Signed) else t.Signed(node.start, node.end, node.value)


def _number(text: str) -> int | float:
    plain = text.replace("_", "")[:_DIGITS]
    return float(plain) if "." in plain else int(plain)


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(match.group(1), match.group(1))
