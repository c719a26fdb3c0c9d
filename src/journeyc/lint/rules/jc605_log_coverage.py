"""Owns JC605: a log that does not cover the time it seems to: begun late, ended early, silent, cut into pieces.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeyc.lint.facts import Facts
from journeyc.lint.observed import awaited, day
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.program.schema import Content, Program
from journeyc.program.wording import name_text

if TYPE_CHECKING:
    from journeyc.lint.log import EventKind, LogFacts

_DAY = 86_400

_MISSED = 10
"""So many events have to be missing in a silence: by chance that is one in twenty thousand."""

_EXTRACT = 31
"""Days that marketing tools give out at most in one export."""


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    log, program = facts.log, facts.program
    if log.first is None or log.last is None:
        return
    kinds = {(kind.verb, kind.subject): kind for kind in log.kinds if kind.count >= _number(options, "least")}
    for verb, content in awaited(program):
        kind = kinds.get((verb, content.name))
        if kind is not None:
            yield from _ends(program, kind, content, log.first, log.last, _days(options, "days"))
    yield from _silent(program, log, _days(options, "silent"))
    yield from _censored(program, log, log.last, options["share"])


def _days(options: Options, name: str) -> float:
    return _number(options, name) * _DAY


def _number(options: Options, name: str) -> float:
    value = options[name]
    assert isinstance(value, int | float)
    return value


def _ends(program: Program, kind: EventKind, content: Content, begin: int, end: int, least: float) -> Iterator[Finding]:
    usual = (kind.last - kind.first) / max(kind.count - 1, 1)
    least = max(least, _MISSED * usual)
    about = f"{content.kind} {name_text(content.name)}"
    values = {"verb": kind.verb, "name": content.name}
    if kind.first - begin > least:
        days = {"first": day(program, kind.first), "begin": day(program, begin)}
        yield Finding(content.place, about, {**values, **days}, "late")
    if end - kind.last > least:
        days = {"last": day(program, kind.last), "end": day(program, end)}
        yield Finding(content.place, about, {**values, **days}, "early")


def _silent(program: Program, log: LogFacts, least: float) -> Iterator[Finding]:
    """The longest silence of the log, where it is too long to be chance."""
    silence = log.silence
    if silence is None or log.first is None or log.last is None or silence.seconds < least:
        return
    elsewhere = max(log.last - log.first - silence.seconds, 1)
    if (log.count - 1) * silence.seconds / elsewhere < _MISSED:
        return
    values = {"since": day(program, silence.since), "until": day(program, silence.until)}
    between = any(extract.last == silence.since for extract in log.extracts[:-1])
    cut = round((silence.since - log.first) / _DAY) % _EXTRACT in (0, 1, _EXTRACT - 1)
    variant = "seam" if between or cut else "silent"
    yield Finding(program.place, f"journey {name_text(program.journey)}", values, variant)


def _censored(program: Program, log: LogFacts, end: int, share: object) -> Iterator[Finding]:
    assert isinstance(share, int | float)
    seen = [lead.created if lead.created is not None else lead.first for lead in log.leads]
    starts = [at for at in seen if at is not None]
    for goal in program.goals:
        if goal.within is None or goal.within.unit != "s" or not starts:
            continue
        young = sum(at > end - goal.within.amount for at in starts)
        if young > share * len(starts):
            values = {"name": goal.name, "young": str(young), "leads": str(len(starts))}
            yield Finding(goal.place, f"goal {name_text(goal.name)}", values, "censored", severity="info")


RULE = Rule(
    code="JC605",
    name="log-coverage",
    severity="warning",
    title=Both("記録の欠け", "What the log does not cover"),
    what=Both(
        "使っている出来事の記録が、ほかより遅く始まっているか早く終わっています。または、"
        "記録全体が長く途切れているか、目標の期間がまだ終わっていないリードが多すぎます。",
        "Events that the journey uses begin much later in the log than others, or end much earlier; or the whole log "
        "falls silent for long; or for too many leads the time of a goal is not over yet.",
    ),
    why=Both(
        "欠けた期間の通過率は、実際より低く出ます。計測の停止や、31 日ごとに区切った書き出しの継ぎ目が、"
        "離脱のように見えます。",
        "Rates over what is missing come out too low. An outage, or the seam between two exports of 31 days, looks "
        "like people going away.",
    ),
    wordings={
        "late": Wording(
            Both(
                "`{verb}({name})` の記録は {first} からで、記録全体の始まり ({begin}) よりずっと後です",
                "`{verb}({name})` is in the log only from {first}, long after its beginning ({begin})",
            ),
            Both(
                "その日より前を集計から外すか、それより前の記録を足します",
                "leave out what is before that day, or add the records that are missing",
            ),
        ),
        "early": Wording(
            Both(
                "`{verb}({name})` の記録は {last} までで、記録全体の終わり ({end}) よりずっと前です",
                "`{verb}({name})` is in the log only until {last}, long before its end ({end})",
            ),
            Both("計測が止まっていないか確かめます", "see whether it is still measured"),
        ),
        "silent": Wording(
            Both(
                "{since} から {until} まで、出来事の記録が一つもありません",
                "from {since} to {until} the log has no event at all",
            ),
            Both("計測が止まっていた期間なら、集計から外します", "if nothing was measured, leave that time out"),
        ),
        "seam": Wording(
            Both(
                "{since} から {until} まで記録がなく、書き出しの継ぎ目のようです",
                "from {since} to {until} there is no event: it looks like a seam between two exports",
            ),
            Both("その期間の記録を書き出し直します", "export that time again"),
        ),
        "censored": Wording(
            Both(
                "リード {leads} 人中 {young} 人は、目標 `{name}` の期間がまだ終わっていません",
                "for {young} of {leads} leads the time of the goal `{name}` is not over yet",
            ),
            Both("割合は、期間の終わったリードだけで見ます", "look at rates only of leads whose time is over"),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) or submitted(商談申込) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
form 商談申込
when downloaded(ガイド) or submitted(商談申込) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"records"}),
    options=(
        Option(
            "days",
            31,
            Both(
                "記録の始まりや終わりがこれより多くずれたら指摘する日数", "days by which a beginning or end may differ"
            ),
        ),
        Option(
            "least",
            10,
            Both(
                "始まりや終わりを見る出来事の最少件数",
                "events of a kind from which on its beginning and end are looked at",
            ),
        ),
        Option("silent", 7, Both("途切れとみなす日数", "days without any event that count as a silence")),
        Option(
            "share",
            0.5,
            Both("期間がまだ終わっていないリードの割合の上限", "share of leads whose time may not be over yet"),
        ),
    ),
    bad_records=Records(
        options={"least": 5},
        events="""{"lead": "L1", "at": "2026-01-05T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-01-12T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-01-19T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L4", "at": "2026-01-26T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L5", "at": "2026-02-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L6", "at": "2026-02-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L7", "at": "2026-02-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L8", "at": "2026-02-23T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L9", "at": "2026-03-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L10", "at": "2026-03-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-03-13T12:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L11", "at": "2026-03-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-03-16T12:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L3", "at": "2026-03-18T12:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L4", "at": "2026-03-20T12:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L12", "at": "2026-03-23T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L5", "at": "2026-03-23T12:00:00+09:00", "event": "submitted", "content": "商談申込"}
""",
    ),
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-01-05T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-01-06T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L2", "at": "2026-01-12T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-01-19T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-01-20T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L4", "at": "2026-01-26T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L5", "at": "2026-02-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-02-03T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L6", "at": "2026-02-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L7", "at": "2026-02-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L4", "at": "2026-02-17T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L8", "at": "2026-02-23T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L9", "at": "2026-03-02T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L5", "at": "2026-03-03T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L10", "at": "2026-03-09T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L11", "at": "2026-03-16T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L6", "at": "2026-03-17T10:00:00+09:00", "event": "submitted", "content": "商談申込"}
{"lead": "L12", "at": "2026-03-23T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
