"""Owns journeys made at random, as text: every construct that the front end takes, over one set of names.
Must not know what any of them means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

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
line 公式
video 動画
booth 展示 { at 2026-04-02T09:00; ends 2026-04-02T17:00 }
webhook 連携 { url "https://example.com/" }
let 基準 = 20
stage 検討 { when submitted(問合せ) and 関心 >= 基準 }
"""
"""`video 動画` is what no journey names but in its declaration."""
ATTRIBUTES = ("会社名", "役職", "従業員数", "許諾", "注目", "契約更新日", "予算")
STAGES = ("認知", "情報収集", "興味関心", "検討", "決裁")
TEAMS = ("マーケ", "IS")
TAGS = ("優先", "休眠", "対象外")
TASKS = ("架電", "手紙")
SCORES = ("関心", "適合")
SENDABLE = ("案内", "案内2", "受付", "短信", "公式")
EVENTS = (
    "downloaded(資料)", "downloaded(事例)", "downloaded(any)", "visited(料金)", "visited(料金 where 秒数 >= 30)",
    "submitted(問合せ)", "opened(案内)", "opened(any)", "clicked(案内, 案内2)", "replied(any)", "sent(案内)",
    "sent(any)", "unsubscribed(案内)", "attended(説明会)", "missed(any)",
    "registered(展示)", "added(公式)", "blocked(any)", "happened(商談)", "happened(商談 where 金額 > 100円)",
    'happened(商談 where 種別 == "新規" and 金額 <= 500円)',
)  # fmt: skip
WINDOWS = ("30m", "1h", "1d", "2d", "3d", "7d", "10d")
LENGTHS = (*WINDOWS, "1bd", "1bd", "2bd", "5bd", "1bh", "4bh")
CALENDARS = (
    "",
    "",
    "calendar { open 09:00-18:00 月-金; holidays jp; closed 12-29..01-03 }",
    "calendar { open 09:00-12:00, 13:00-18:00 月-金; open 10:00-13:00 土; closed 2026-04-02..2026-04-03, 04-30 }",
    "calendar { open 10:00-16:00 月-水; holidays us }",
    "calendar { open 00:00-24:00 月-日 }",
    "calendar { open 22:00-24:00 日-木; open 00:00-03:00 月-金; holidays jp 2026..2027 }",
)
ZONES = ("", "", "", "timezone America/New_York", "timezone Australia/Lord_Howe")

Text = SearchStrategy[str]


def words(*options: str) -> Text:
    return st.sampled_from(options)


def phrase(form: str, *parts: Text) -> Text:
    """The form with what is drawn for each `{}` in it."""
    return st.tuples(*parts).map(lambda drawn: form.format(*drawn))


def whole(strategy: Text) -> Text:
    """The same as one choice among others, whatever number of choices it is made of."""
    return phrase("{}", strategy)


def lines(strategy: Text, least: int, most: int) -> SearchStrategy[list[str]]:
    return st.lists(strategy, min_size=least, max_size=most)


windows, lengths, teams, stages, scores = (
    words(*WINDOWS),
    words(*LENGTHS),
    words(*TEAMS),
    words(*STAGES),
    words(*SCORES),
)
signs = words("==", "!=", "<", "<=", ">", ">=")
numbers = words("0", "1", "5", "10", "20", "41", "50", "300")
counts = words("0", "1", "2", "3")


@dataclass(frozen=True)
class Names:
    """What a journey under way has declared, so that what follows may name it."""

    segments: Sequence[str] = ()
    personas: Sequence[str] = ()
    scenarios: Sequence[str] = ()
    others: Sequence[str] = ()
    """Journeys of the same run."""

    # --- what happens, what holds

    @cache  # noqa: B019 - a run knows a handful of Names
    def past(self) -> Text:
        """What history takes: things that happened, whoever did them."""
        turned = [f"became({name})" for name in self.segments]
        return words(*EVENTS) | words(*RAISED, *turned)

    @cache  # noqa: B019 - a run knows a handful of Names
    def trigger(self) -> Text:
        """Something that happens, now and then one of two."""
        turned = [f"ceased({name})" for name in self.segments]
        one = words(*USUAL) | self.past() | words(*MORE, *turned) | phrase("inactive({})", windows)
        return one | one | phrase("{} or {}", one, one)

    @cache  # noqa: B019 - a run knows a handful of Names
    def atom(self, inside: bool) -> Text:
        past = self.past()
        found = [
            phrase("stage {} {}", signs, stages),
            phrase("役職 {} {}", signs, words("担当者", "課長", "部長")),
            phrase("従業員数 {} {}", signs, numbers),
            phrase("予算 {} {}円", signs, numbers),
            phrase("{} {} {}", scores, signs, numbers),
            phrase("契約更新日 {} {}", signs, words("today", "2026-04-05")),
            phrase("today {} 2026-04-{}", signs, words("01", "02", "03", "05", "08")),
            phrase('会社名 {} "{}"', words("==", "!="), words("甲", "乙")),
            phrase("known({})", words(*ATTRIBUTES, "owner")),
            phrase("tag {}", words(*TAGS)),
            phrase("owner == {}", teams),
            words('会社名 in ["甲", "丙"]', "owner.member == 担当2", "accepted", "許諾", "注目", "source == 展示会"),
            phrase("ever {}", past),
            phrase("{} within {}", past, windows),
            phrase("count({} within {}) {} {}", past, windows, signs, counts),
            phrase("count({}) >= {}", past, counts),
            phrase("since({}) {} {}", past, signs, windows),
            *([words(*self.segments)] * 2 if self.segments else []),
            *([phrase("persona == {}", words(*self.personas))] if self.personas else []),
            *([past] * 4 if inside else []),
            *([self._elsewhere()] * 2 if self.others else []),
        ]
        return st.one_of(found)

    def _elsewhere(self) -> Text:
        """What is asked of another journey."""
        other = words(*self.others)
        return whole(
            st.one_of(
                phrase("{}.stage {} {}", other, signs, stages),
                phrase("{}.{} {} {}", other, scores, signs, numbers),
                phrase("{}.owner == {}", other, teams),
                phrase("{}.accepted", other),
                phrase("known({}.stage)", other),
                phrase("{}.注意", other),
                phrase("{}.persona == 誰か", other),
            )
        )

    @cache  # noqa: B019 - a run knows a handful of Names
    def condition(self, inside: bool = False, depth: int = 2) -> Text:
        """Something that holds or does not; `inside` a scenario a bare pattern is one too."""
        atom = self.atom(inside)
        if not depth:
            return atom
        item = self.condition(inside, depth - 1)
        joined = phrase("({}) {} ({})", item, words("and", "or"), item)
        some = phrase("at least {} of ({}, {}, {})", words("1", "2", "3"), item, item, item)
        return st.one_of(atom, atom, atom, phrase("not ({})", item), joined, some)

    @cache  # noqa: B019 - a run knows a handful of Names
    def when(self) -> Text:
        """A trigger, a trigger with a condition, a condition alone."""
        usual = words(*USUAL)
        beside = phrase("({}) and ({})", st.one_of(usual, whole(self.trigger())), self.condition())
        return st.one_of(usual, usual.map(str), beside, whole(self.trigger()), whole(self.condition()))

    # --- what is done

    @cache  # noqa: B019 - a run knows a handful of Names
    def action(self) -> Text:
        text = words("", "連絡", *HOLES)
        within = words("", "", " within 1h", " within 1d", " within 2d", " within 1bd", " within 4bh")
        sent = phrase("send {}", words(*SENDABLE, "next of 案内, 案内2, 受付"))
        found = [
            sent,
            sent,
            phrase('notify {} "{}様{}"{}', teams, text, text, within),
            phrase("notify {}", teams),
            phrase('handoff {} "{}"{}', teams, text, within),
            phrase('task {} "{}"{}{}', teams, text, within, words("", " as 架電", " as 手紙")),
            phrase("stage {}", stages),
            phrase("score {} {}", scores, words("+10", "-5", "= 20", "+1", "= 0")),
            phrase("{} {}", words("tag", "tag", "untag"), words(*TAGS)),
            words(*SETS),
            words("back 認知", "back 情報収集", "back 検討", "restart", "restart at 検討", "leave", "leave 失注"),
            words("pause", "resume", "resume", "post 連携", "assign マーケ", "assign IS"),
        ]
        if self.others:
            at = words("", "", *(f" at {stage}" for stage in STAGES))
            found += [phrase("enter {}{}", words(*self.others, "試験"), at)] * 2
        if self.scenarios:
            found.append(phrase("{} {}", words("start", "start", "stop"), words(*self.scenarios)))
        return st.one_of(found)

    @cache  # noqa: B019 - a run knows a handful of Names
    def block(self, depth: int, scenario: bool) -> Text:
        steps = st.one_of(self.action(), self.action(), self.step(depth, scenario)) if depth else self.action()
        return lines(steps, 1, 2).map(lambda text: "{\n" + indented(text) + "\n}")

    @cache  # noqa: B019 - a run knows a handful of Names
    def step(self, depth: int, scenario: bool) -> Text:
        """A step; branches, and in scenarios waits, splits and repeats, as deep as `depth`."""
        block = self.block(depth - 1, scenario) if depth else self.block(0, scenario)
        test = self.condition(scenario)
        found = [
            self.action(),
            phrase("if {} {}", test, block),
            phrase("if {} {} else {}", test, block, block),
            phrase("if {} {} else if {} {}", test, block, test, block),
            phrase("match 役職 {{ 担当者, 課長 -> {}\n部長 -> {}\nunknown -> {} }}", block, block, block),
            phrase("match stage {{ 認知 -> {}\nelse -> {} }}", block, block),
        ]
        if scenario:
            found += [*self._waits(block)] * 2
            found.append(phrase("split {{ 30% 甲 {}\n45.5% 乙 {}\n24.5% {} }}", block, block, block))
            found.append(
                phrase("repeat {} times every {} until {} {}", words("1", "2", "3"), lengths, self.when(), block)
            )
        return st.one_of(found)

    def _waits(self, block: Text) -> list[Text]:
        clock = phrase("{}{}", words("", "", " at 09:00", " at 21:30"), words("", "", " on open days"))
        missed, open_days = words("skip", "now", "end"), words("", "", " on open days")
        line = phrase("{} -> {}", self.when(), block)
        late = words("") | phrase(" -> {}", block)
        return [
            phrase("wait {}{}", lengths, clock),
            phrase("wait until next {} {}{}", words("月", "水", "土"), words("09:00", "12:30"), open_days),
            phrase("wait until {} after entry{}", lengths, clock),
            phrase("wait until {}{} {} if missed {}\nnotify マーケ", words(*DATES), clock, words("") | block, missed),
            phrase("wait until {} timeout {}", self.when().filter(lambda text: text not in DATES), lengths),
            phrase("wait until {{\n{}\ntimeout {}{}\n}}", line, lengths, late),
            phrase("wait until {{\n{}\n{}\ntimeout {}{}\n}}", line, line, lengths, late),
        ]

    # --- declarations

    @cache  # noqa: B019 - a run knows a handful of Names
    def plain(self) -> Text:
        """What is sure to come to something: a rule that sends and says when a time is over, and a scenario of two
        waits for a time."""
        rule = phrase("when {} -> notify IS within {}, send {}", words(*USUAL), lengths, words(*SENDABLE))
        wait = st.one_of([whole(each) for each in self._waits(words("{ tag 優先 }"))[:4]])
        scenario = phrase(
            "scenario 定期 {{\n  enter when {}\n  reenter always\n  {}\n  notify IS\n  {}\n  notify マーケ\n}}",
            words(*USUAL), wait, wait,
        )  # fmt: skip
        return phrase("{}\n{}", rule, scenario)

    @cache  # noqa: B019 - a run knows a handful of Names
    def rule(self) -> Text:
        actions = lines(self.action(), 1, 3).map(", ".join)
        chosen = phrase(
            "choose when {} {{\n{} -> {}\n{} -> {}\nelse -> {}\n}}",
            self.trigger(), self.condition(), self.action(), self.condition(), self.action(), self.action(),
        )  # fmt: skip
        plain = phrase("when {} -> {}", self.when(), actions)
        return st.one_of(plain, plain, phrase("when {} -> {}", self.when(), self.block(2, False)), chosen)

    @cache  # noqa: B019 - a run knows a handful of Names
    def scenario(self, name: str) -> Text:
        guards = st.tuples(
            st.one_of(words("enter when downloaded(資料)", ""), phrase("enter when {}", self.when())),
            words("", "reenter always", "reenter always", "reenter after 1d", "reenter after 7d"),
            st.one_of(words(""), phrase("exit when {}", self.when())),
            st.one_of(words(""), words(""), phrase("goal when {}", self.when())),
            st.one_of(words(""), words(""), words(*HELD), phrase("hold while {}", self.condition())),
        )
        steps = lines(st.one_of(whole(self.step(2, True)), whole(self.step(1, True)), whole(self.action())), 2, 7)
        both = st.tuples(guards, steps)
        return both.map(lambda parts: f"scenario {name} {{\n{indented([g for g in parts[0] if g] + parts[1])}\n}}")

    @cache  # noqa: B019 - a run knows a handful of Names
    def score(self, name: str) -> Text:
        beside = words("") | phrase(" and ({})", self.condition())
        most = words("", "") | phrase(" at most {} per {}", words("1", "2"), windows)
        line = phrase("({}){} -> {}{}", self.trigger(), beside, words("+10", "+25", "-5"), most)
        head = words("", "range 0..100", "range -50..60", "range 5..40")
        decay = words("", "") | phrase("decay {} per {}", words("10%", "50%"), windows)
        standing = words("", *(f"while {test} -> +40" for test in STANDING))
        return phrase(
            "score " + name + " {{\n{}\n{}\n{}\n{}\n}}", head, lines(line, 1, 3).map("\n".join), decay, standing
        )

    @cache  # noqa: B019 - a run knows a handful of Names
    def policy(self) -> Text:
        quiet = words("", "quiet 21:00-08:00", "quiet 21:00-08:00, 土, 日", "quiet 12:00-13:00, 月", "quiet 水")
        off = words("", ", 祝")
        cap = phrase(
            "cap {} {} per {}{}", words("email", "email", "sms"), words("1", "2"), windows, words("", " else delay")
        )
        consent = st.one_of(words("", "consent 許諾"), phrase("consent {}", self.condition()))
        suppress = st.one_of(words(""), words(""), phrase("suppress when {}", self.condition()))
        quiet = quiet.flatmap(
            lambda line: off.map(lambda day: line + day) if line else words("", "quiet 祝", "quiet 祝")
        )
        return phrase("policy {{\n{}\n{}\n{}\n{}\n}}", quiet, consent, lines(cap, 0, 2).map("\n".join), suppress)


RAISED = (
    "entered(検討)", "entered(any)", "left(認知)", "changed(役職)", "changed(any)", "created()", "done(架電)",
    "accepted(IS)", "rejected(any)", "overdue(any)",
)  # fmt: skip
USUAL = (
    "downloaded(資料)",
    "visited(料金)",
    "visited(料金)",
    "happened(商談)",
    "changed(any)",
    "done(any)",
    "created()",
)
DATES = (
    "3d before 契約更新日", "1d after 契約更新日", "0d after 契約更新日", "1d before 説明会", "2h after 説明会.ends",
)  # fmt: skip
MORE = ('done(架電 where outcome == "不在")', "overdue(架電)", "overdue(IS)", "dropped()", *DATES)
SETS = (
    'set 会社名 = "甲"', "set 従業員数 = 300", "set 役職 = 部長", "set 許諾 = false", "set 契約更新日 = today",
    "set 注目 = true", "set 予算 = 500円", "set 契約更新日 = 2026-04-08", "set 従業員数 = 関心",
)  # fmt: skip
HOLES = (
    '{会社名 else "貴社"}', "{関心}点", "{予算}", "{従業員数}", "{許諾}", "{役職}", "{stage}",
    '{契約更新日 else "未定"}',
    '{since(visited(料金)) else "なし"}', "{count(visited(any) within 2d)}回", "{today}", "{owner}",
)  # fmt: skip
HELD = ("hold while owner == IS", "hold while tag 優先", "hold while visited(料金) within 1d")
PAUSED = "when visited(料金) -> pause\nwhen happened(商談) or changed(any) -> resume"
STANDING = ("役職 >= 課長", '会社名 == "甲"', "visited(料金) within 2d", "tag 優先", "stage >= 検討", "not accepted")
"""Conditions that read no score, nor what is made of one, so that no score reads itself."""


def indented(text: Sequence[str]) -> str:
    return "\n".join(f"  {line}" for each in text for line in each.split("\n"))


@st.composite
def several(draw: DrawFn) -> list[str]:
    """Two or three journeys of one run."""
    names = ("試験", "拡販", "更新")[: draw(st.sampled_from([2, 2, 3]))]
    return [draw(journeys(name, tuple(other for other in names if other != name))) for name in names]


@st.composite
def journeys(draw: DrawFn, name: str = "試験", others: Sequence[str] = ()) -> str:
    """A whole journey. `others` are of the same run, and know each other."""
    scenarios = ("追客", "掘り起こし")[: draw(st.sampled_from([0, 1, 1, 2]))]
    personas = ("部長層", "現場")[: draw(st.integers(0, 2))]
    segments = ("ホット", "MQL")[: draw(st.integers(0, 2))]
    parts = [DECLARED.replace("試験", name, 1), draw(words(*ZONES)), draw(words(*CALENDARS))]
    if others:
        parts.append(draw(phrase("persona 誰か {{ when {} }}", Names().condition())))
        parts.append(draw(phrase("segment 注意 when {}", Names().condition())))
    parts += [f"persona {name} {{ when {draw(Names().condition())} }}" for name in personas]
    for number, name in enumerate(segments):
        parts.append(f"segment {name} when {draw(Names(segments[:number], personas).condition())}")
    names = Names(segments, personas, scenarios, others)
    parts += [draw(names.score(name)) for name in SCORES]
    parts.append(draw(names.plain()))
    if others:
        parts.append(draw(phrase("when {} -> enter {}", words(*USUAL), words(*others))))
    parts += draw(lines(names.rule(), 1, 6))
    parts.append(draw(words("", "", PAUSED)))
    parts += [draw(names.scenario(name)) for name in scenarios]
    parts += draw(lines(names.rule(), 0, 2))
    parts.append('rule 準備: when created() -> task IS "準備" as 架電, task マーケ "準備" as 手紙')
    parts.append(draw(names.policy()))
    parts.append(draw(words("", "dropout after 7d", "dropout after 2d")))
    parts += draw(lines(phrase("goal 成果 when {}", names.when()), 0, 1))
    parts += draw(lines(phrase("boundary 見込み from {} when {}", stages, names.condition()), 0, 1))
    return "\n".join(part for part in parts if part) + "\n"
