"""Owns the Program: a journey with every name resolved and every type checked, as one frozen, versioned value.
Must not know how journeys are written, parsed, run or emitted; it imports nothing of ours.

Conventions
-----------
* Names are the declared spellings after NFKC. Order in every tuple is source order.
* Instants are whole seconds since 1970 in UTC. Calendar durations are whole seconds.
* Dates are `YYYY-MM-DD` texts, so that their order is the order of the texts.
* Numbers are `int` where they are whole, else `float`. Scores are whole numbers.
* Enum values and stages are compared by place in the ladder or enum; lowering has already turned every such
  comparison into the set of names for which it holds, so that no engine has to know the order.
* `let` names are gone: lowering has put their values in.
* `order` is the place in the source among everything that acts or is watched: the one order of language.md §11.
* A `Place` takes no part in equality: the Japanese and the English form of a file give equal Programs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

PROGRAM_VERSION = "1"

Scalar = str | int | float | bool
ValueType = Literal["text", "number", "bool", "date", "money", "enum"]
Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Missed = Literal["skip", "now", "end"]
Reentry = int | Literal["always"] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source a thing stands: `file` indexes `Program.files`; lines and columns count from 1,
    columns in characters; the end column is the one after the last character."""

    file: int
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Place(0, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `amount` of calendar seconds (`s`), business hours (`bh`) or business days (`bd`)."""

    unit: Literal["s", "bh", "bd"]
    amount: int


@dataclass(frozen=True, slots=True)
class DateOffset:
    """Signed distance from a date or date-time: `days` on the calendar of the zone, then `seconds`."""

    days: int
    seconds: int


# --- values ------------------------------------------------------------------------------------------------------
# A value may be unknown (None) at run time. `journey` names another journey of the same run, None is this one.


@dataclass(frozen=True, slots=True)
class Literally:
    """A literal. `type` says how to read it; an enum's value is its name, a clock time is not a value."""

    value: Scalar
    type: ValueType
    op: Literal["literal"] = "literal"


@dataclass(frozen=True, slots=True)
class Attribute:
    """The lead's attribute `name`; its default where the lead has no value of its own; else unknown."""

    name: str
    op: Literal["attribute"] = "attribute"


@dataclass(frozen=True, slots=True)
class Points:
    """The score `name`, standing points included, never unknown."""

    name: str
    journey: str | None = None
    op: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Count:
    """How often history `history` happened, in the last `within` seconds (None: ever)."""

    history: int
    within: int | None
    op: Literal["count"] = "count"


@dataclass(frozen=True, slots=True)
class Since:
    """Seconds since history `history` last happened; unknown if never."""

    history: int
    op: Literal["since"] = "since"


@dataclass(frozen=True, slots=True)
class Today:
    """The date of the instant in the journey's zone."""

    op: Literal["today"] = "today"


@dataclass(frozen=True, slots=True)
class Payload:
    """A field of the present occurrence's `data`; unknown where it is absent."""

    field: str
    op: Literal["payload"] = "payload"


@dataclass(frozen=True, slots=True)
class Standing:
    """A name of the lead's standing: its stage, persona, owner (team), owner's member or source, as text."""

    what: Literal["stage", "persona", "owner", "member", "source"]
    journey: str | None = None
    op: Literal["standing"] = "standing"


Value = Literally | Attribute | Points | Count | Since | Today | Payload | Standing


# --- conditions --------------------------------------------------------------------------------------------------
# Two-valued: no comparison with an unknown holds.


@dataclass(frozen=True, slots=True)
class Always:
    """True or false whatever the lead."""

    holds: bool
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["always"] = "always"


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["not"] = "not"


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["and"] = "and"


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["or"] = "or"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `least` of the items hold."""

    least: int
    items: tuple[Condition, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["at_least"] = "at_least"


@dataclass(frozen=True, slots=True)
class Compare:
    """Numbers by value, texts by `==` and `!=` only, dates by their text. False where a side is unknown.
    Seconds where a side is `Since`."""

    operator: Comparison
    left: Value
    right: Value
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["compare"] = "compare"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is known and equals one of the options. Every comparison of an enum, a stage, a persona or an owner
    with names arrives in this form: `役職 >= 課長` is one of 課長, 部長, 役員; a `!=` is the other names."""

    value: Value
    options: tuple[Scalar, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["one_of"] = "one_of"


@dataclass(frozen=True, slots=True)
class Known:
    value: Value
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["known"] = "known"


@dataclass(frozen=True, slots=True)
class Tagged:
    tag: str
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["tagged"] = "tagged"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last handoff was accepted (and not rejected since)."""

    journey: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["accepted"] = "accepted"


@dataclass(frozen=True, slots=True)
class InSegment:
    """The segment or boundary `name` holds."""

    name: str
    journey: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["in_segment"] = "in_segment"


@dataclass(frozen=True, slots=True)
class Happened:
    """History `history` happened: in (t - within, t]; with `since_entry`, after the occurrence by which the lead
    entered the scenario in which this stands; else ever."""

    history: int
    within: int | None = None
    since_entry: bool = False
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["happened"] = "happened"


Condition = Always | Not | And | Or | AtLeast | Compare | OneOf | Known | Tagged | Accepted | InSegment | Happened


# --- triggers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Fits an occurrence of `verb` (English spelling) about one of `subjects` (None: any) whose payload satisfies
    `where`, a condition over `Payload` and literals only.

    Subjects by verb: a content (downloaded, sent, happened …), a stage (entered, left), a segment (became, ceased),
    an attribute (changed), a task (done), a task or a team (overdue), a team (accepted, rejected),
    none at all (created, dropped: `subjects` is None)."""

    verb: str
    subjects: tuple[str, ...] | None
    where: Condition | None = None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class Inactive:
    """That many seconds since the lead's last own event, or since it was first seen; once per idle spell."""

    seconds: int
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["inactive"] = "inactive"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date to count from: the lead's date attribute `name`, or the start (`at`) or end (`ends`) of content `name`,
    whose instant is then `instant`; or the instant the lead entered the scenario (`entry`)."""

    kind: Literal["attribute", "content", "entry"]
    name: str
    instant: int | None = None


@dataclass(frozen=True, slots=True)
class DateReached:
    """The instant `offset` from `anchor` is reached (an attribute's date is its 00:00 in the zone)."""

    anchor: Anchor
    offset: DateOffset
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["date_reached"] = "date_reached"


Pattern = EventPattern | Inactive | DateReached


@dataclass(frozen=True, slots=True)
class Arm:
    """Fits an occurrence that `pattern` fits while `condition` holds of the lead."""

    pattern: Pattern
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Watch:
    """A condition in a trigger position: it fires when it becomes true. `order` is its place in the source and the
    key of its remembered truth."""

    condition: Condition
    order: int


@dataclass(frozen=True, slots=True)
class When:
    """What stands after `when`: either trigger arms (any of them), or one condition alone."""

    arms: tuple[Arm, ...]
    watch: Watch | None
    place: Place = field(default=NOWHERE, compare=False)


# --- texts with holes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hole:
    """Prints the value's literal without separators; `otherwise` (or nothing) where it is unknown."""

    value: Value
    otherwise: str | None


Text = tuple[str | Hole, ...]


# --- actions -----------------------------------------------------------------------------------------------------
# `keyword` is the action's English keyword, the `action` of its record.


@dataclass(frozen=True, slots=True)
class Send:
    """Send the one content, or with `next_of` the first of them neither sent to the lead nor waiting to be."""

    contents: tuple[str, ...]
    next_of: bool = False
    keyword: Literal["send"] = "send"


@dataclass(frozen=True, slots=True)
class Notify:
    team: str
    text: Text | None
    within: Duration | None
    keyword: Literal["notify"] = "notify"


@dataclass(frozen=True, slots=True)
class Handoff:
    team: str
    text: Text | None
    within: Duration | None
    keyword: Literal["handoff"] = "handoff"


@dataclass(frozen=True, slots=True)
class Task:
    team: str
    title: Text
    within: Duration | None
    name: str | None
    keyword: Literal["task"] = "task"


@dataclass(frozen=True, slots=True)
class Assign:
    team: str
    keyword: Literal["assign"] = "assign"


@dataclass(frozen=True, slots=True)
class MoveTo:
    stage: str
    keyword: Literal["stage"] = "stage"


@dataclass(frozen=True, slots=True)
class MoveBack:
    stage: str
    keyword: Literal["back"] = "back"


@dataclass(frozen=True, slots=True)
class Leave:
    reason: str | None
    keyword: Literal["leave"] = "leave"


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Add `points`, or with `replace` set the points to it."""

    score: str
    points: int
    replace: bool
    keyword: Literal["score"] = "score"


@dataclass(frozen=True, slots=True)
class SetAttribute:
    attribute: str
    value: Value
    keyword: Literal["set"] = "set"


@dataclass(frozen=True, slots=True)
class AddTag:
    tag: str
    keyword: Literal["tag"] = "tag"


@dataclass(frozen=True, slots=True)
class RemoveTag:
    tag: str
    keyword: Literal["untag"] = "untag"


@dataclass(frozen=True, slots=True)
class StartScenario:
    scenario: str
    keyword: Literal["start"] = "start"


@dataclass(frozen=True, slots=True)
class StopScenario:
    scenario: str
    keyword: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Pause:
    keyword: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class Resume:
    keyword: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True)
class EnterJourney:
    journey: str
    stage: str | None
    keyword: Literal["enter"] = "enter"


@dataclass(frozen=True, slots=True)
class Restart:
    stage: str | None
    keyword: Literal["restart"] = "restart"


@dataclass(frozen=True, slots=True)
class Post:
    webhook: str
    keyword: Literal["post"] = "post"


Action = (
    Send
    | Notify
    | Handoff
    | Task
    | Assign
    | MoveTo
    | MoveBack
    | Leave
    | ChangeScore
    | SetAttribute
    | AddTag
    | RemoveTag
    | StartScenario
    | StopScenario
    | Pause
    | Resume
    | EnterJourney
    | Restart
    | Post
)


# --- steps -------------------------------------------------------------------------------------------------------
# The body of a rule or scenario is a graph of steps, addressed by their index in `body`. `next` and every `to` is the
# index of the step that follows, None for the end. A body starts at step 0; an empty body does nothing.
# Rules hold only Do and Branch.


@dataclass(frozen=True, slots=True)
class Do:
    action: Action
    next: int | None
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["do"] = "do"


@dataclass(frozen=True, slots=True)
class Path:
    """One way out of a branch: `label` is how the source names it (a condition's text, a matched value, `else`)."""

    condition: Condition
    to: int | None
    label: str = field(compare=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """The first path whose condition holds, else `otherwise`. Made of `if`, `match` and `choose`."""

    paths: tuple[Path, ...]
    otherwise: int | None
    source: Literal["if", "match", "choose"]
    otherwise_place: Place | None = field(default=None, compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["branch"] = "branch"


@dataclass(frozen=True, slots=True)
class SplitArm:
    percent: int | float
    name: str
    to: int | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Split:
    """Arm chosen by hash (language.md §7); `number` is K, from 1 for the scenario's first split in source order."""

    number: int
    arms: tuple[SplitArm, ...]
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait `duration`, then move to the clock time `at` (seconds after midnight) of that day, then to an open day."""

    duration: Duration
    at: int | None
    on_open_days: bool
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True)
class WaitClock:
    """Wait until the next `weekday` (0 is Monday) at `at` seconds after midnight, always later than now."""

    weekday: int
    at: int
    on_open_days: bool
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_clock"] = "wait_clock"


@dataclass(frozen=True, slots=True)
class WaitDate:
    """Wait until `offset` from `anchor`. When missed: `skip` goes to `skip_to` (past the block, or past the one step
    after), `now` goes on to `next` at once, `end` leaves the scenario. An `entry` anchor that has passed goes on and
    may carry a business duration, then in `duration` in place of `offset`."""

    anchor: Anchor
    offset: DateOffset
    duration: Duration | None
    at: int | None
    on_open_days: bool
    missed: Missed
    next: int | None
    skip_to: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_date"] = "wait_date"


@dataclass(frozen=True, slots=True)
class WaitLine:
    """A line of `wait until`: fits an occurrence after the wait was reached; a condition alone (`when.watch`) fits
    whenever it holds, also at once."""

    when: When
    to: int | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """The first line in source order that fits; after `timeout`, `timeout_to`."""

    lines: tuple[WaitLine, ...]
    timeout: Duration
    timeout_to: int | None
    order: int
    timeout_place: Place = field(default=NOWHERE, compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["wait_until"] = "wait_until"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Run from `body` at most `times` times, waiting `every` from the end of each run, until `until` fits; its paths
    out of the body lead to the RepeatEnd at `end`. `next` follows the whole."""

    times: int
    every: Duration
    until: When
    body: int
    end: int
    next: int | None
    order: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["repeat"] = "repeat"


@dataclass(frozen=True, slots=True)
class RepeatEnd:
    """The end of one run of the body of the Repeat at `repeat`."""

    repeat: int
    place: Place = field(default=NOWHERE, compare=False)
    op: Literal["repeat_end"] = "repeat_end"


Step = Do | Branch | Split | Wait | WaitClock | WaitDate | WaitUntil | Repeat | RepeatEnd


# --- declarations ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A free label with its text, on a persona, a stage or a cell of the map."""

    label: str
    text: str
    answered_by: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    title: str | None
    contact: str | None
    members: tuple[str, ...]
    capacity: tuple[int, str] | None
    settings: tuple[tuple[str, Scalar], ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LeadAttribute:
    """`values` are an enum's, in order. `default` stands where the lead has no value of its own."""

    name: str
    type: ValueType
    values: tuple[str, ...]
    default: Scalar | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MapCell:
    stage: str
    notes: tuple[Note, ...]
    contents: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Persona:
    """The first persona in order whose condition holds is the lead's (None: no condition, never holds)."""

    name: str
    title: str | None
    condition: Condition | None
    notes: tuple[Note, ...]
    cells: tuple[MapCell, ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """`level` is its step of the ladder from 0; stages of one level stand side by side."""

    name: str
    level: int
    title: str | None
    hidden: bool
    owner: str | None
    pass_rate: float | None
    pass_within: Duration | None
    contents: tuple[str, ...]
    notes: tuple[Note, ...]
    asset: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class BackMove:
    """A declared way down the ladder."""

    source: str
    target: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class View:
    """A rolled-up ladder: groups in order, each with its stages."""

    name: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a boundary expects: `what`, at `rate` (a fraction), within `within`."""

    what: str
    rate: float | None
    within: Duration | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """The part of a boundary that is not its condition."""

    stage: str
    who: str | None
    how: str | None
    expects: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A named condition; a boundary is one too. `role` is the English spelling. `order` keys its remembered truth."""

    name: str
    condition: Condition
    role: str | None
    boundary: Boundary | None
    asset: str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Content:
    """`kind` is the English spelling. `settings` holds what has no field of its own, texts as written.
    `starts` and `ends` are instants. `payload` types an event's fields."""

    name: str
    kind: str
    title: str | None
    purpose: Literal["ad", "transactional"]
    consent: Condition | None
    fills: tuple[str, ...]
    payload: tuple[tuple[str, ValueType], ...]
    starts: int | None
    ends: int | None
    settings: tuple[tuple[str, Scalar], ...]
    asset: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Adds `points` when an arm of `arms` fits and its condition holds on the lead before any line of this occurrence
    was added, at most `limit[0]` times in the last `limit[1]` seconds."""

    arms: tuple[Arm, ...]
    points: int
    limit: tuple[int, int] | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """Adds `points` on reading for as long as the condition holds."""

    condition: Condition
    points: int
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Decay:
    """Each full `every` seconds since points last changed the value v (or since the lead was first seen) takes it to
    floor(v * (100 - percent) / 100), in whole numbers; then the range."""

    percent: int
    every: int


@dataclass(frozen=True, slots=True)
class Score:
    name: str
    low: int | None
    high: int | None
    lines: tuple[ScoreLine, ...]
    standing: tuple[StandingLine, ...]
    decay: Decay | None
    asset: str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """`by` is the rule's name, or `FILE:LINE` for a nameless one. `origin` says what it was written as."""

    by: str = field(compare=False)
    name: str | None
    when: When
    body: tuple[Step, ...]
    origin: Literal["rule", "choose", "stage"]
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """An `exit when` or `goal when` line of a scenario. Of an exit, a condition alone is read as a level: it holds."""

    when: When
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`reenter`: seconds after leaving, "always", or None for never. `body` starts at 0."""

    name: str
    title: str | None
    enters: tuple[Guard, ...]
    reenter: Reentry
    exits: tuple[Guard, ...]
    goals: tuple[Guard, ...]
    holds: tuple[Watch, ...]
    body: tuple[Step, ...]
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cap:
    kind: str
    limit: int
    within: int
    otherwise: Literal["drop", "delay"]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Half-open spans of seconds after midnight (start may be past end: over midnight) and whole days."""

    spans: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...]
    holidays: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """All policy blocks as one. Every consent must hold; any suppress stops."""

    consents: tuple[Condition, ...]
    quiet: Quiet | None
    caps: tuple[Cap, ...]
    suppresses: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """`value`: a money amount, or the field of the event that holds it. Rates are fractions."""

    name: str
    of: str | None
    within: Duration | None
    when: When
    baseline: float | None
    target: tuple[int, str] | None
    value: int | float | str | None
    order: int
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    leads: tuple[int, str] | None
    cost: tuple[int | float, str] | None
    tier: str | None
    doc: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open hours as half-open spans of seconds after midnight by weekday (0 is Monday); dates that are closed;
    `holidays` are those of them that are public holidays; the table is good from `first` to `last`."""

    hours: tuple[tuple[tuple[int, int], ...], ...]
    closed: tuple[str, ...]
    holidays: tuple[str, ...]
    first: str
    last: str


# --- tests -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What `given` sets: `what` is stage, attribute, score, tag, owner, handoff or source; `name` the attribute or
    score, else the stage, tag, team or source; `value` an attribute's or score's."""

    what: Literal["stage", "attribute", "score", "tag", "owner", "handoff", "source"]
    name: str
    value: Scalar | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TestEvent:
    """`verb` in English; `subject` as in an EventPattern; `data` the payload."""

    verb: str
    subject: str | None
    data: tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Moves the clock to instant `at`, or on by `after`, and may take one event."""

    at: int | None
    after: Duration | None
    event: TestEvent | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExpectAction:
    """An action record the nearest moment above must (or with `absent` must not) have made. A field that is None may
    be anything. `held` asks for a send that was not made."""

    absent: bool
    held: bool
    action: str
    target: str | None
    points: int | None
    value: Scalar | None
    reason: str | None
    text: str | None
    member: str | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExpectCondition:
    condition: Condition
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class JourneyTest:
    title: str
    given: tuple[Given, ...]
    steps: tuple[Moment | ExpectAction | ExpectCondition, ...]
    place: Place = field(default=NOWHERE, compare=False)


# --- the whole ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Program:
    """One journey. `files` are base names; `Place.file` indexes them. `histories` are the patterns whose past some
    condition asks for: `Happened`, `Count` and `Since` index them. `dropout` is in seconds."""

    version: str
    journey: str
    title: str | None
    doc: str | None
    files: tuple[str, ...] = field(compare=False)
    timezone: str
    calendar: Calendar | None
    teams: tuple[Team, ...]
    attributes: tuple[LeadAttribute, ...]
    personas: tuple[Persona, ...]
    stages: tuple[Stage, ...]
    backs: tuple[BackMove, ...]
    views: tuple[View, ...]
    segments: tuple[Segment, ...]
    contents: tuple[Content, ...]
    scores: tuple[Score, ...]
    rules: tuple[Rule, ...]
    scenarios: tuple[Scenario, ...]
    policy: Policy | None
    goals: tuple[Goal, ...]
    dropout: int | None
    sources: tuple[Source, ...]
    tests: tuple[JourneyTest, ...]
    histories: tuple[EventPattern, ...]
    own_verbs: tuple[tuple[str, tuple[str, ...]], ...]
    """By content kind, the verbs that are the lead's own doing: they alone keep a lead alive."""
