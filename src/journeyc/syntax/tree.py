"""Owns the syntax tree: one frozen node for each thing a person can write, with the offsets between which it stands.
Must not know what a name means, nor how text is lexed.

Offsets (`start`, `end`) count characters of the file and take no part in equality: two trees are equal when they say
the same. `doc` is the text of the `///` lines above a declaration.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyc.syntax.node import Node

# --- names, literals, expressions --------------------------------------------------------------------------------


class Name(Node):
    """A name after NFKC; `quoted` where it was written in backquotes."""

    unsaid: ClassVar[frozenset[str]] = frozenset({"quoted"})

    text: str
    quoted: bool = False


class Dotted(Node):
    """`owner.member`, `B.stage`, `W.ends`."""

    owner: Name
    member: Name


class Number(Node):
    value: int | float


class Signed(Node):
    """`+10`, `-5`."""

    value: int | float


class Percent(Node):
    """As written: 25 for `25%`."""

    value: int | float


class Money(Node):
    value: int | float


class Hole(Node):
    """A `{…}` in a text: an expression and what stands there where it is unknown."""

    value: Expression
    otherwise: TextLiteral | None


class TextLiteral(Node):
    parts: tuple[str | Hole, ...]

    @property
    def plain(self) -> str:
        """The text without its holes."""
        return "".join(part for part in self.parts if isinstance(part, str))


class Date(Node):
    """`value` is YYYY-MM-DD as far as it was written so; whether there is such a day is the checker's business."""

    value: str


class DateTime(Node):
    """`value` is YYYY-MM-DDThh:mm, with seconds where written."""

    value: str


class Clock(Node):
    """A clock time `hh:mm` as written."""

    value: str


class DurationLiteral(Node):
    """`unit` is m h d w (calendar) or bh bd (business)."""

    amount: int
    unit: Literal["m", "h", "d", "w", "bh", "bd"]


class Not(Node):
    item: Expression


class And(Node):
    items: tuple[Expression, ...]


class Or(Node):
    items: tuple[Expression, ...]


class AtLeast(Node):
    least: Number
    items: tuple[Expression, ...]


class Comparison(Node):
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


class Membership(Node):
    """`x in [a, b]`."""

    item: Expression
    options: tuple[Expression, ...]


class Call(Node):
    """`verb(a, b where …)`, `count(…)`, `since(…)`, `known(…)`."""

    name: Name
    arguments: tuple[Expression, ...]
    where: Expression | None


class Ever(Node):
    item: Expression


class Within(Node):
    """`verb(…) within 30d`."""

    item: Expression
    duration: DurationLiteral


class Tagged(Node):
    tag: Name


class Anchored(Node):
    """`3d before X`, `1d after X`, `30d after entry`."""

    duration: DurationLiteral
    side: Literal["before", "after"]
    anchor: Expression


class NextClock(Node):
    """`next 火 12:00`."""

    weekday: Name
    clock: Clock


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


class Action(Node):
    """An action word with its operands and clauses; which of them fit it is the vocabulary's and checker's business."""

    word: Name
    operands: tuple[Name | TextLiteral | Signed, ...]
    within: DurationLiteral | None = None
    alias: Name | None = None
    at: Name | None = None
    value: Expression | None = None
    next_of: tuple[Name, ...] = ()


class Block(Node):
    """Steps in the order written, in braces or after `->`."""

    steps: tuple[Step, ...]


class If(Node):
    """`else if` stands as an If alone in `otherwise`."""

    condition: Expression
    then: Block
    otherwise: Block | None


class MatchArm(Node):
    """`values` is empty for `else`."""

    values: tuple[Name, ...]
    body: Block


class Match(Node):
    subject: Expression
    arms: tuple[MatchArm, ...]


class SplitArm(Node):
    percent: Percent
    name: Name | None
    body: Block


class Split(Node):
    arms: tuple[SplitArm, ...]


class Repeat(Node):
    times: Number
    every: DurationLiteral
    until: Expression
    body: Block


class Wait(Node):
    duration: DurationLiteral
    at: Clock | None
    on_open_days: bool


class WaitFor(Node):
    """The one-line `wait until`: for an event, a condition, a date, a clock time or a time after entry."""

    what: Expression
    timeout: DurationLiteral | None
    at: Clock | None
    on_open_days: bool
    block: Block | None
    missed: Name | None


class WaitLine(Node):
    when: Expression
    body: Block


class Timeout(Node):
    duration: DurationLiteral
    body: Block | None


class WaitUntil(Node):
    """The block form of `wait until`; `timeouts` has one where it is written right."""

    lines: tuple[WaitLine, ...]
    timeouts: tuple[Timeout, ...]


Step = Action | Block | If | Match | Split | Repeat | Wait | WaitFor | WaitUntil


# --- declarations ------------------------------------------------------------------------------------------------


class Journey(Node):
    name: Name
    title: TextLiteral | None
    doc: str | None = None


class Timezone(Node):
    zone: str


class Use(Node):
    path: TextLiteral


class Let(Node):
    name: Name
    value: Expression
    doc: str | None = None


class OpenHours(Node):
    spans: tuple[tuple[Clock, Clock], ...]
    days: tuple[tuple[Name, Name | None], ...]


class Holidays(Node):
    """`years`: the first and the last for which public holidays are looked up."""

    country: Name
    years: tuple[Number, Number] | None


class ClosedRange(Node):
    """A range of days, as texts `MM-DD` (every year) or `YYYY-MM-DD`, both ends included."""

    first: str
    last: str


class Closed(Node):
    ranges: tuple[ClosedRange, ...]


class Calendar(Node):
    lines: tuple[OpenHours | Holidays | Closed, ...]


class Setting(Node):
    """A line of a declaration's block: a word and what follows it, as far as written."""

    word: Name
    values: tuple[Expression, ...] = ()
    per: Name | None = None
    rate: Percent | None = None
    within: DurationLiteral | None = None
    answered_by: tuple[Name, ...] = ()


class Typed(Node):
    """`名前: type [= default]`; several names for a type are the values of an enum."""

    name: Name
    types: tuple[Name, ...]
    default: Expression | None


class Cell(Node):
    """`at STAGE { … }` in a persona."""

    stage: Name
    items: tuple[Item, ...]


class WhenLine(Node):
    """`when …` in a declaration's block."""

    condition: Expression


Item = Setting | Typed | Cell | WhenLine


class Team(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


class Lead(Node):
    items: tuple[Item, ...]
    doc: str | None = None


class Persona(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


class Stages(Node):
    """The ladder: each step with the stages that stand side by side on it."""

    steps: tuple[tuple[Name, ...], ...]
    doc: str | None = None


class Back(Node):
    source: Name
    targets: tuple[Name, ...]


class StageDetail(Node):
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


class ViewGroup(Node):
    name: Name
    stages: tuple[Name, ...]


class View(Node):
    name: Name
    groups: tuple[ViewGroup, ...]
    doc: str | None = None


class Segment(Node):
    name: Name
    role: Name | None
    condition: Expression
    items: tuple[Item, ...]
    doc: str | None = None


class Boundary(Node):
    name: Name
    role: Name | None
    stage: Name
    condition: Expression | None
    items: tuple[Item, ...]
    doc: str | None = None


class Content(Node):
    kind: Name
    name: Name
    title: TextLiteral | None
    items: tuple[Item, ...]
    doc: str | None = None


class ScoreRange(Node):
    low: Signed
    high: Signed


class ScoreLine(Node):
    when: Expression
    points: Signed
    limit: tuple[Number, DurationLiteral] | None


class StandingLine(Node):
    condition: Expression
    points: Signed


class Decay(Node):
    percent: Percent
    every: DurationLiteral


class Score(Node):
    name: Name
    lines: tuple[ScoreRange | ScoreLine | StandingLine | Decay | Setting, ...]
    doc: str | None = None


class Rule(Node):
    name: Name | None
    when: Expression
    body: Block
    doc: str | None = None


class ChooseLine(Node):
    """`condition` is None for `else`."""

    condition: Expression | None
    body: Block


class Choose(Node):
    name: Name | None
    when: Expression
    lines: tuple[ChooseLine, ...]
    doc: str | None = None


class ScenarioLine(Node):
    """`enter when`, `exit when`, `goal when`, `hold while`."""

    kind: Literal["enter", "exit", "goal", "hold"]
    condition: Expression


class Reenter(Node):
    """`after` a duration, or a word (`always`, `never`)."""

    after: DurationLiteral | None
    word: Name | None


class Scenario(Node):
    """Its lines and steps in the order written; the checker asks that lines come first."""

    name: Name
    title: TextLiteral | None
    body: tuple[ScenarioLine | Reenter | Step, ...]
    doc: str | None = None


class Consent(Node):
    condition: Expression


class Quiet(Node):
    """Each a span of clock times or a day's name."""

    items: tuple[tuple[Clock, Clock] | Name, ...]


class Cap(Node):
    kind: Name
    limit: Number
    per: DurationLiteral
    otherwise: Name | None


class Suppress(Node):
    condition: Expression


class Policy(Node):
    lines: tuple[Consent | Quiet | Cap | Suppress, ...]


class Goal(Node):
    name: Name
    of: Name | None
    within: DurationLiteral | None
    when: Expression
    baseline: Percent | None = None
    target: tuple[Number, Name] | None = None
    value: Name | Money | Number | None = None
    doc: str | None = None


class Dropout(Node):
    after: DurationLiteral


class SourceDeclaration(Node):
    name: Name
    items: tuple[Item, ...]
    doc: str | None = None


class GivenItem(Node):
    """`stage X`, `関心度 40`, `tag 優先`: a word and its value."""

    word: Name
    value: Expression


class Given(Node):
    items: tuple[GivenItem, ...]


class Moment(Node):
    """`at DATETIME` or `after DURATION`, with an event or none and its payload."""

    at: DateTime | None
    after: DurationLiteral | None
    event: Call | Name | None
    payload: tuple[tuple[Name, Expression], ...]


class ExpectAction(Node):
    absent: bool
    action: Action


class ExpectHeld(Node):
    absent: bool
    content: Name


class ExpectCondition(Node):
    condition: Expression


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


class Comment(Node):
    """From `//` to the end of the line, the slashes included."""

    text: str


class File(Node):
    unsaid: ClassVar[frozenset[str]] = frozenset({"comments"})

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = ()
