"""Owns journeys made at random, as text: every construct that the front end takes, over one set of names.
Must not know what any of them means."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

DECLARED = """journey 試験
team マーケ "マーケティング"
team IS "インサイドセールス" { members 担当1, 担当2, 担当3 }
lead {
  会社名: text
  役職: 担当者 | 課長 | 部長
  従業員数: number
  許諾: bool = true
  注目: bool
  契約更新日: date
  予算: money
}
source 展示会
stages 認知 -> { 情報収集, 興味関心 } -> 検討 -> 決裁
back 検討 -> 情報収集, 認知
back 決裁 -> 検討
download 資料
download 事例
page 料金
form 問合せ { fields 会社名 }
email 案内
email 案内2 { consent 許諾 and known(会社名) }
email 受付 { purpose transactional }
sms 短信
webinar 説明会 { at 2026-04-03T10:00; ends 2026-04-03T12:00 }
event 商談 { 金額: money; 種別: text }
webhook 連携 { url "https://example.com/" }
"""
ATTRIBUTES = ("会社名", "役職", "従業員数", "許諾", "注目", "契約更新日", "予算")
STAGES = ("認知", "情報収集", "興味関心", "検討", "決裁")
TEAMS = ("マーケ", "IS")
TAGS = ("優先", "休眠", "対象外")
TASKS = ("架電", "手紙")
SCORES = ("関心", "適合")
SENDABLE = ("案内", "案内2", "受付", "短信")
EVENTS = (
    "downloaded(資料)", "downloaded(事例)", "downloaded(any)", "visited(料金)", "visited(料金 where 秒数 >= 30)",
    "submitted(問合せ)", "opened(案内)", "opened(any)", "clicked(案内, 案内2)", "replied(any)", "sent(案内)", "sent(any)",
    "unsubscribed(案内)", "attended(説明会)", "happened(商談)", "happened(商談 where 金額 > 100円)",
    'happened(商談 where 種別 == "新規" and 金額 <= 500円)',
)  # fmt: skip
WINDOWS = ("30m", "1h", "1d", "2d", "3d", "7d", "10d")

Text = SearchStrategy[str]


def one_of(*options: str) -> Text:
    return st.sampled_from(options)


windows = one_of(*WINDOWS)


@st.composite
def past(draw: DrawFn, segments: Sequence[str] = ()) -> str:
    """What history takes: things that happened, whoever did them."""
    others = ["entered(検討)", "entered(any)", "left(認知)", "changed(役職)", "changed(any)", "created()", "done(架電)"]
    others += ["accepted(IS)", "rejected(any)", "overdue(any)", *(f"became({s})" for s in segments)]
    return draw(one_of(*EVENTS) | one_of(*others))


@st.composite
def trigger(draw: DrawFn, segments: Sequence[str] = ()) -> str:
    """Something that happens, now and then one of two."""
    own = ['done(架電 where outcome == "不在")', "done(any)", "overdue(架電)", "overdue(IS)", "dropped()"]
    own += ["3d before 契約更新日", "1d after 契約更新日", "1h before 説明会", "1d after 説明会.ends"]
    own += [f"ceased({s})" for s in segments]
    idle = windows.map(lambda d: f"inactive({d})")
    found = past(segments) | one_of(*EVENTS) | one_of(*own) | idle
    return " or ".join(draw(st.lists(found, min_size=1, max_size=2)))


@st.composite
def atom(draw: DrawFn, segments: Sequence[str], personas: Sequence[str], inside: bool) -> str:
    signs = one_of("==", "!=", "<", "<=", ">", ">=")
    sign, number = draw(signs), draw(st.sampled_from([0, 1, 5, 10, 20, 41, 50, 300]))
    found = [
        f"stage {sign} {draw(one_of(*STAGES))}",
        f"役職 {sign} {draw(one_of('担当者', '課長', '部長'))}",
        f"従業員数 {sign} {number}",
        f"予算 {sign} {number}円",
        f"{draw(one_of(*SCORES))} {sign} {number}",
        f"契約更新日 {sign} {draw(one_of('today', '2026-04-05'))}",
        f"today {sign} 2026-04-0{draw(st.integers(1, 9))}",
        f"会社名 {draw(one_of('==', '!='))} {draw(one_of(chr(34) + '甲' + chr(34), chr(34) + '乙' + chr(34)))}",
        '会社名 in ["甲", "丙"]',
        f"known({draw(one_of(*ATTRIBUTES, 'owner'))})",
        f"tag {draw(one_of(*TAGS))}",
        f"owner == {draw(one_of(*TEAMS))}",
        "owner.member == 担当2",
        "accepted",
        "許諾",
        "注目",
        "source == 展示会",
        f"ever {draw(past(segments))}",
        f"{draw(past(segments))} within {draw(windows)}",
        f"count({draw(past(segments))} within {draw(windows)}) {sign} {draw(st.integers(0, 3))}",
        f"count({draw(past(segments))}) >= {draw(st.integers(0, 3))}",
        f"since({draw(past(segments))}) {sign} {draw(windows)}",
        *segments,
        *(f"persona == {name}" for name in personas),
        *([draw(past(segments))] * 5 if inside else []),
    ]
    return draw(st.sampled_from(found))


@st.composite
def condition(
    draw: DrawFn, segments: Sequence[str] = (), personas: Sequence[str] = (), depth: int = 2, inside: bool = False
) -> str:
    """Something that holds or does not; `inside` a scenario a bare pattern is one too."""
    form = draw(st.integers(0, 9)) if depth else 0
    if form < 5:
        return draw(atom(segments, personas, inside))
    items = draw(st.lists(condition(segments, personas, depth - 1, inside), min_size=2, max_size=3))
    if form == 5:
        return f"not ({items[0]})"
    if form == 6:
        return f"at least {draw(st.integers(1, len(items)))} of ({', '.join(items)})"
    return f" {'and' if form < 9 else 'or'} ".join(f"({item})" for item in items)


class Names:
    """What a journey under way has declared: segments and personas its conditions may name."""

    def __init__(self, segments: Sequence[str], personas: Sequence[str], scenarios: Sequence[str]) -> None:
        self.segments = segments
        self.personas = personas
        self.scenarios = scenarios

    def condition(self, inside: bool = False) -> Text:
        return condition(self.segments, self.personas, 2, inside)

    def trigger(self) -> Text:
        return trigger(self.segments)


@st.composite
def when(draw: DrawFn, names: Names) -> str:
    """A trigger, a trigger with a condition, a condition alone."""
    form = draw(st.integers(0, 5))
    if form == 0:
        return draw(names.condition())
    happening = draw(names.trigger())
    return happening if form < 3 else f"({happening}) and ({draw(names.condition())})"


def holes() -> Text:
    return one_of(
        "{会社名 else \\\"貴社\\\"}", "{関心}点", "{予算}", "{従業員数}", "{許諾}", "{役職}", "{stage}", "{契約更新日 else \\\"未定\\\"}",
        "{since(visited(料金)) else \\\"なし\\\"}", "{count(visited(any) within 2d)}回", "{today}", "{owner}",
    ).map(lambda text: text.replace("\\\"", '"'))  # fmt: skip


@st.composite
def action(draw: DrawFn, names: Names) -> str:
    team, stage, score = draw(one_of(*TEAMS)), draw(one_of(*STAGES)), draw(one_of(*SCORES))
    within = draw(one_of("", " within 1h", " within 1d", " within 2d"))
    words = "".join(draw(st.lists(holes() | one_of("連絡", "%", "{"[:0] + "様"), max_size=2)))
    text = draw(st.sampled_from(["", f' "{words}"']))
    named = draw(one_of("", " as 架電", " as 手紙"))
    found = [
        *[f"send {draw(one_of(*SENDABLE))}"] * 3,
        "send next of 案内, 案内2, 受付",
        *[f"notify {team}{text}{within}"] * 2,
        f"handoff {team}{text}{within}",
        f'task {team} "{words}"{within}{named}',
        f"assign {team}",
        *[f"stage {stage}"] * 2,
        f"back {draw(one_of('認知', '情報収集', '検討'))}",
        f"leave{draw(one_of('', ' 失注'))}",
        *[f"score {score} {draw(st.sampled_from(['+10', '-5', '= 20', '+1', '= 0']))}"] * 3,
        draw(one_of("set 会社名 = \"甲\"", "set 従業員数 = 300", "set 役職 = 部長", "set 許諾 = false", "set 契約更新日 = today")),
        draw(one_of("set 注目 = true", "set 予算 = 500円", "set 契約更新日 = 2026-04-08", "set 従業員数 = 関心")),
        *[f"tag {draw(one_of(*TAGS))}"] * 2,
        f"untag {draw(one_of(*TAGS))}",
        "pause",
        *["resume"] * 2,
        f"restart{draw(one_of('', f' at {stage}'))}",
        "post 連携",
        *(f"{draw(one_of('start', 'start', 'stop'))} {name}" for name in names.scenarios),
    ]
    return draw(st.sampled_from(found))


def indented(lines: Sequence[str]) -> str:
    return "\n".join(f"  {line}" for text in lines for line in text.split("\n"))


@st.composite
def block(draw: DrawFn, names: Names, depth: int, scenario: bool) -> str:
    steps = draw(st.lists(step(names, depth, scenario), min_size=1, max_size=2))
    return "{\n" + indented(steps) + "\n}"


@st.composite
def matched(draw: DrawFn, names: Names, depth: int, scenario: bool) -> str:
    body = block(names, depth, scenario)
    if draw(st.booleans()):
        return f"match 役職 {{\n  担当者, 課長 -> {draw(body)}\n  部長 -> {draw(body)}\n  unknown -> {draw(body)}\n}}"
    return f"match stage {{\n  認知 -> {draw(body)}\n  else -> {draw(body)}\n}}"


@st.composite
def branched(draw: DrawFn, names: Names, depth: int, scenario: bool) -> str:
    body, test = block(names, depth, scenario), names.condition(scenario)
    text = f"if {draw(test)} {draw(body)}"
    if draw(st.booleans()):
        text += f" else if {draw(test)} {draw(body)}"
    return text + (f" else {draw(body)}" if draw(st.booleans()) else "")


@st.composite
def step(draw: DrawFn, names: Names, depth: int, scenario: bool) -> str:
    form = draw(st.integers(0, 11))
    if form < 5 or (depth == 0 and form < 9) or (not scenario and form >= 7):
        return draw(action(names))
    if depth > 0 and form < 7:
        return draw(branched(names, depth - 1, scenario) | matched(names, depth - 1, scenario))
    return draw(wait(names, depth) if depth == 0 or form > 7 else spread(names, depth - 1))


@st.composite
def spread(draw: DrawFn, names: Names, depth: int) -> str:
    """A split or a repeat."""
    body = block(names, depth, True)
    if draw(st.booleans()):
        return f"split {{\n  30% 甲 {draw(body)}\n  45.5% 乙 {draw(body)}\n  24.5% {draw(body)}\n}}"
    return f"repeat {draw(st.integers(1, 3))} times every {draw(windows)} until {draw(when(names))} {draw(body)}"


@st.composite
def wait(draw: DrawFn, names: Names, depth: int) -> str:
    clock = draw(one_of("", "", " at 09:00", " at 21:30"))
    missed = draw(one_of("skip", "now", "end"))
    after = draw(block(names, 0, True) | st.just("")) if depth else ""
    anchor = draw(one_of("3d before 契約更新日", "1d after 契約更新日", "0d after 契約更新日", "1d before 説明会", "2h after 説明会.ends"))
    lines = [f"{draw(when(names))} -> {draw(block(names, max(depth - 1, 0), True))}" for _ in range(draw(st.integers(1, 3)))]
    late = draw(st.just("") | block(names, 0, True).map(lambda text: f" -> {text}"))
    found = [
        f"wait {draw(windows)}{clock}",
        f"wait until next {draw(one_of('月', '水', '土'))} {draw(one_of('09:00', '12:30'))}",
        f"wait until {draw(windows)} after entry{clock}",
        f"wait until {anchor}{clock} {after} if missed {missed}\nnotify マーケ",
        f"wait until {draw(when(names))} timeout {draw(windows)}",
        "wait until {\n" + indented([*lines, f"timeout {draw(windows)}{late}"]) + "\n}",
    ]
    return draw(st.sampled_from(found))


@st.composite
def rule(draw: DrawFn, names: Names) -> str:
    if draw(st.integers(0, 5)) == 0:
        happening = draw(names.trigger())
        lines = [f"{draw(names.condition())} -> {draw(action(names))}" for _ in range(2)]
        return f"choose when {happening} {{\n{indented([*lines, f'else -> {draw(action(names))}'])}\n}}"
    happening = draw(when(names))
    if draw(st.booleans()):
        return f"when {happening} -> {', '.join(draw(st.lists(action(names), min_size=1, max_size=2)))}"
    return f"when {happening} -> {draw(block(names, 2, False))}"


@st.composite
def scenario(draw: DrawFn, names: Names, name: str) -> str:
    guards = [f"enter when {draw(when(names))}"] if draw(st.integers(0, 4)) else []
    guards += [f"enter when {draw(names.trigger())}"] if draw(st.integers(0, 3)) == 0 else []
    guards += draw(st.sampled_from([[], ["reenter always"], ["reenter after 1d"], ["reenter after 7d"]]))
    for word, chance in (("exit when", 2), ("goal when", 3)):
        guards += [f"{word} {draw(when(names))}"] if draw(st.integers(0, chance)) == 0 else []
    guards += [f"hold while {draw(names.condition())}"] if draw(st.integers(0, 3)) == 0 else []
    steps = draw(st.lists(step(names, 2, True), min_size=1, max_size=5))
    return f"scenario {name} {{\n{indented([*guards, *steps])}\n}}"


@st.composite
def score(draw: DrawFn, names: Names, name: str) -> str:
    lines = draw(st.sampled_from([[], ["range 0..100"], ["range -50..60"], ["range 5..40"]]))
    for _ in range(draw(st.integers(1, 3))):
        beside = f" and ({draw(names.condition())})" if draw(st.booleans()) else ""
        most = f" at most {draw(st.integers(1, 2))} per {draw(windows)}" if draw(st.integers(0, 2)) == 0 else ""
        lines = [*lines, f"({draw(names.trigger())}){beside} -> {draw(one_of('+10', '+25', '-5'))}{most}"]
    if draw(st.integers(0, 2)) == 0:
        lines = [*lines, f"decay {draw(one_of('10%', '50%'))} per {draw(windows)}"]
    return f"score {name} {{\n{indented(lines)}\n}}"


@st.composite
def policy(draw: DrawFn, names: Names) -> str:
    lines = [f"consent {draw(names.condition())}"] if draw(st.integers(0, 2)) == 0 else []
    lines += [f"suppress when {draw(names.condition())}"] if draw(st.integers(0, 3)) == 0 else []
    quiet = ["quiet 21:00-08:00", "quiet 21:00-08:00, 土, 日", "quiet 12:00-13:00, 月", "quiet 水"]
    lines += [draw(st.sampled_from(quiet))] if draw(st.booleans()) else []
    for kind in ("email", "sms"):
        if draw(st.booleans()):
            otherwise = draw(one_of("", " else drop", " else delay", " else delay"))
            lines.append(f"cap {kind} {draw(st.integers(1, 2))} per {draw(windows)}{otherwise}")
    return f"policy {{\n{indented(lines)}\n}}" if lines else ""


@st.composite
def journeys(draw: DrawFn) -> str:
    """A whole journey."""
    parts = [DECLARED]
    scenarios = draw(st.sampled_from([(), (), ("追客",), ("追客", "掘り起こし")]))
    plain = Names((), (), scenarios)
    personas: list[str] = []
    for name in ("部長層", "現場")[: draw(st.integers(0, 2))]:
        parts.append(f"persona {name} {{ when {draw(plain.condition())} }}")
        personas.append(name)
    segments: list[str] = []
    for name in ("ホット", "MQL")[: draw(st.integers(0, 2))]:
        parts.append(f"segment {name} when {draw(condition(segments, personas, 2))}")
        segments.append(name)
    names = Names(segments, personas, scenarios)
    parts += [draw(score(names, name)) for name in SCORES]
    standing = draw(st.lists(names_free_condition(), max_size=2))
    parts[-1] = parts[-1][:-1] + "".join(f"  while {test} -> +40\n" for test in standing) + "}"
    parts += [draw(rule(names)) for _ in range(draw(st.integers(0, 5)))]
    parts += [draw(scenario(names, name)) for name in scenarios]
    parts += [draw(rule(names)) for _ in range(draw(st.integers(0, 2)))]
    parts += ["rule 準備: when created() -> task IS \"準備\" as 架電, task マーケ \"準備\" as 手紙"]
    parts.append(draw(policy(names)))
    parts += draw(st.sampled_from([[], ["dropout after 7d"], ["dropout after 2d"]]))
    parts += [f"goal 成果 when {draw(when(names))}"] if draw(st.integers(0, 3)) == 0 else []
    return "\n".join(part for part in parts if part) + "\n"


def names_free_condition() -> Text:
    """A condition that reads neither scores nor what is made of them, so that no score reads itself."""
    return one_of("役職 >= 課長", '会社名 == "甲"', "visited(料金) within 2d", "tag 優先", "stage >= 検討", "not accepted")
