"""Owns the syntax tree: one frozen node for each thing a person can write, with the offsets between which it stands.
Must not know what a name means, nor how text is lexed.

Offsets (`start`, `end`) count characters of the file and take no part in equality: two trees are equal when they say
the same. `doc` is the text of the `///` lines above a declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeVar


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has: where it stands."""

    start: int = field(compare=False)
    end: int = field(compare=False)


# --- names, literals, expressions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name after NFKC; `quoted` where it was written in backquotes."""

    text: str
    quoted: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Dotted(Node):
    """`owner.member`, `B.stage`, `W.ends`."""

    owner: Name
    member: Name


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: int | float


@dataclass(frozen=True, slots=True)
class Signed(Node):
    """`+10`, `-5`."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """As written: 25 for `25%`."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Money(Node):
    value: int | float


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """A `{…}` in a text: an expression and what stands there where it is unknown."""

    value: Expression
    otherwise: TextLiteral | None


@dataclass(frozen=True, slots=True)
class TextLiteral(Node):
    parts: tuple[str | Hole, ...]

    @property
    def plain(self) -> str:
        """The text without its holes."""
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Date(Node):
    """`value` is YYYY-MM-DD as far as it was written so; whether there is such a day is the checker's business."""

    value: str


@dataclass(frozen=True, slots=True)
class DateTime(Node):
    """`value` is YYYY-MM-DDThh:mm, with seconds where written."""

    value: str


@dataclass(frozen=True, slots=True)
class Clock(Node):
    """A clock time `hh:mm` as written."""

    value: str


@dataclass(frozen=True, slots=True)
class DurationLiteral(Node):
    """`unit` is m h d w (calendar) or bh bd (business)."""

    amount: int
    unit: Literal["m", "h", "d", "w", "bh", "bd"]


@dataclass(frozen=True, slots=True)
class Not(Node):
    item: Expression


@dataclass(frozen=True, slots=True)
class And(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    least: Number
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`x in [a, b]`."""

    item: Expression
    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`verb(a, b where …)`, `count(…)`, `since(…)`, `known(…)`."""

    name: Name
    arguments: tuple[Expression, ...]
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Ever(Node):
    item: Expression


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`verb(…) within 30d`."""

    item: Expression
    duration: DurationLiteral


@dataclass(frozen=True, slots=True)
class Tagged(Node):
    tag: Name


@dataclass(frozen=True, slots=True)
class Anchored(Node):
    """`3d before X`, `1d after X`, `30d after entry`."""

    duration: DurationLiteral
    side: Literal["before", "after"]
    anchor: Expression


@dataclass(frozen=True, slots=True)
class NextClock(Node):
    """`next 火 12:00`."""

    weekday: Name
    clock: Clock


@dataclass(frozen=True, slots=True)
class Parenthesized(Node):
    """Kept as typed: where parentheses stand matters to the reader, and in `expect ( … )` to the meaning."""

    item: Expression


Expression = (
    Name
    | Dotted
    | Number
    | Signed
    | Percent
    | Money
    | TextLiteral
    | Date
    | DateTime
    | Clock
    | DurationLiteral
    | Not
    | And
    | Or
    | AtLeast
    | Comparison
    | Membership
    | Call
    | Ever
    | Within
    | Tagged
    | Anchored
    | NextClock
    | Parenthesized
)


# --- steps -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action(Node):
    """An action word with its operands and clauses; which of them fit it is the vocabulary's and checker's business."""

    word: Name
    operands: tuple[Name | TextLiteral | Signed, ...]
    within: DurationLiteral | None = None
    alias: Name | None = None
    at: Name | None = None
    value: Expression | None = None
    next_of: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Block(Node):
    """Steps in the order written, in braces or after `->`."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`else if` stands as an If alone in `otherwise`."""

    condition: Expression
    then: Block
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class MatchArm(Node):
    """`values` is empty for `else`."""

    values: tuple[Name, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class Match(Node):
    subject: Expression
    arms: tuple[MatchArm, ...]


@dataclass(frozen=True, slots=True)
class SplitArm(Node):
    percent: Percent
    name: Name | None
    body: Block


@dataclass(frozen=True, slots=True)
class Split(Node):
    arms: tuple[SplitArm, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    times: Number
    every: DurationLiteral
    until: Expression
    body: Block


@dataclass(frozen=True, slots=True)
class Wait(Node):
    duration: DurationLiteral
    at: Clock | None
    on_open_days: bool


@dataclass(frozen=True, slots=True)
class WaitFor(Node):
    """The one-line `wait until`: for an event, a condition, a date, a clock time or a time after entry."""

    what: Expression
    timeout: DurationLiteral | None
    at: Clock | None
    on_open_days: bool
    block: Block | None
    missed: Name | None


@dataclass(frozen=True, slots=True)
class WaitLine(Node):
    when: Expression
    body: Block


@dataclass(frozen=True, slots=True)
class Timeout(Node):
    duration: DurationLiteral
    body: Block | None


@dataclass(frozen=True, slots=True)
class WaitUntil(Node):
    """The block form of `wait until`; `timeouts` has one where it is written right."""

    lines: tuple[WaitLine, ...]
    timeouts: tuple[Timeout, ...]


Step = Action | Block | If | Match | Split | Repeat | Wait | WaitFor | WaitUntil


# --- declarations ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Journey(Node):
    name: Name
    title: TextLiteral | None
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Timezone(Node):
    zone: str


@dataclass(frozen=True, slots=True)
class Use(Node):
    path: TextLiteral


@dataclass(frozen=True, slots=True)
class Let(Node):
    name: Name
    value: Expression
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class OpenHours(Node):
    spans: tuple[tuple[Clock, Clock], ...]
    days: tuple[tuple[Name, Name | None], ...]


@dataclass(frozen=True, slots=True)
class Holidays(Node):
    country: Name


@dataclass(frozen=True, slots=True)
class Closed(Node):
    """Ranges of dates, as texts `MM-DD` (every year) or `YYYY-MM-DD`, both ends included."""

    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Calendar(Node):
    lines: tuple[OpenHours | Holidays | Closed, ...]


@dataclass(frozen=True, slots=True)
class Setting(Node):
    """A line of a declaration's block: a word and what follows it, as far as written."""

    word: Name
    values: tuple[Expression, ...] = ()
    per: Name | None = None
    rate: Percent | None = None
    within: DurationLiteral | None = None
    answered_by: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed(Node):
    """`名前: type [= default]`; several names for a type are the values of an enum."""

    name: Name
    types: tuple[Name, ...]
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """`at STAGE { … }` in a persona."""

    stage: Name
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class WhenLine(Node):
    """`when …` in a declaration's block."""

    condition: Expression


Item = Setting | Typed | Cell | WhenLine


@dataclass(frozen=True, slots=True)
class Team(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Lead(Node):
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Persona(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Stages(Node):
    """The ladder: each step with the stages that stand side by side on it."""

    steps: tuple[tuple[Name, ...], ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Back(Node):
    source: Name
    targets: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class StageDetail(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class ViewGroup(Node):
    name: Name
    stages: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class View(Node):
    name: Name
    groups: tuple[ViewGroup, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Segment(Node):
    name: Name
    role: Name | None
    condition: Expression
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Boundary(Node):
    name: Name
    role: Name | None
    stage: Name
    condition: Expression | None
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Content(Node):
    kind: Name
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreRange(Node):
    low: Signed
    high: Signed


@dataclass(frozen=True, slots=True)
class ScoreLine(Node):
    when: Expression
    points: Signed
    limit: tuple[Number, DurationLiteral] | None


@dataclass(frozen=True, slots=True)
class StandingLine(Node):
    condition: Expression
    points: Signed


@dataclass(frozen=True, slots=True)
class Decay(Node):
    percent: Percent
    every: DurationLiteral


@dataclass(frozen=True, slots=True)
class Score(Node):
    name: Name
    lines: tuple[ScoreRange | ScoreLine | StandingLine | Decay | Setting, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    name: Name | None
    when: Expression
    body: Block
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class ChooseLine(Node):
    """`condition` is None for `else`."""

    condition: Expression | None
    body: Block


@dataclass(frozen=True, slots=True)
class Choose(Node):
    name: Name | None
    when: Expression
    lines: tuple[ChooseLine, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class ScenarioLine(Node):
    """`enter when`, `exit when`, `goal when`, `hold while`."""

    kind: Literal["enter", "exit", "goal", "hold"]
    condition: Expression


@dataclass(frozen=True, slots=True)
class Reenter(Node):
    """`after` a duration, or a word (`always`, `never`)."""

    after: DurationLiteral | None
    word: Name | None


@dataclass(frozen=True, slots=True)
class Scenario(Node):
    """Its lines and steps in the order written; the checker asks that lines come first."""

    name: Name
    title: TextLiteral | None
    body: tuple[ScenarioLine | Reenter | Step, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Consent(Node):
    condition: Expression


@dataclass(frozen=True, slots=True)
class Quiet(Node):
    """Each a span of clock times or a day's name."""

    items: tuple[tuple[Clock, Clock] | Name, ...]


@dataclass(frozen=True, slots=True)
class Cap(Node):
    kind: Name
    limit: Number
    per: DurationLiteral
    otherwise: Name | None


@dataclass(frozen=True, slots=True)
class Suppress(Node):
    condition: Expression


@dataclass(frozen=True, slots=True)
class Policy(Node):
    lines: tuple[Consent | Quiet | Cap | Suppress, ...]


@dataclass(frozen=True, slots=True)
class Goal(Node):
    name: Name
    of: Name | None
    within: DurationLiteral | None
    when: Expression
    baseline: Percent | None = None
    target: tuple[Number, Name] | None = None
    value: Name | Money | Number | None = None
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Dropout(Node):
    after: DurationLiteral


@dataclass(frozen=True, slots=True)
class SourceDeclaration(Node):
    name: Name
    items: tuple[Item, ...]
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class GivenItem(Node):
    """`stage X`, `関心度 40`, `tag 優先`: a word and its value."""

    word: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class Given(Node):
    items: tuple[GivenItem, ...]


@dataclass(frozen=True, slots=True)
class Moment(Node):
    """`at DATETIME` or `after DURATION`, with an event or none and its payload."""

    at: DateTime | None
    after: DurationLiteral | None
    event: Call | Name | None
    payload: tuple[tuple[Name, Expression], ...]


@dataclass(frozen=True, slots=True)
class ExpectAction(Node):
    absent: bool
    action: Action


@dataclass(frozen=True, slots=True)
class ExpectHeld(Node):
    absent: bool
    content: Name


@dataclass(frozen=True, slots=True)
class ExpectCondition(Node):
    condition: Expression


@dataclass(frozen=True, slots=True)
class Test(Node):
    title: TextLiteral
    lines: tuple[Given | Moment | ExpectAction | ExpectHeld | ExpectCondition, ...]
    doc: str | None = None


Declaration = (
    Journey
    | Timezone
    | Calendar
    | Use
    | Let
    | Team
    | Lead
    | Persona
    | Stages
    | Back
    | StageDetail
    | View
    | Segment
    | Boundary
    | Content
    | Score
    | Rule
    | Choose
    | Scenario
    | Policy
    | Goal
    | Dropout
    | SourceDeclaration
    | Test
)


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """From `//` to the end of the line, the slashes included."""

    text: str


@dataclass(frozen=True, slots=True)
class File(Node):
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)


SomeNode = TypeVar("SomeNode", bound=Node)


def walk(node: Node) -> Iterator[Node]:
    """The node and every node in it, in no order that means anything."""
    waiting: list[object] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend(found)
        elif isinstance(found, Node):
            yield found
            waiting.extend([getattr(found, name) for name in _parts(type(found))])


def moved(node: SomeNode, by: int) -> SomeNode:
    """The same tree, standing `by` characters further on."""
    parts: dict[str, Any] = {name: _moved_part(getattr(node, name), by) for name in _parts(type(node))}
    return replace(node, start=node.start + by, end=node.end + by, **parts)


def _moved_part(part: Any, by: int) -> Any:
    if isinstance(part, tuple):
        return tuple(_moved_part(item, by) for item in part)
    return moved(part, by) if isinstance(part, Node) else part


_PARTS: dict[type[Node], tuple[str, ...]] = {}


def _parts(kind: type[Node]) -> tuple[str, ...]:
    """The fields in which a node can hold others: all but its offsets."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple(part.name for part in fields(kind) if part.name not in ("start", "end"))
    return _PARTS[kind]
