"""Owns JC211: business time on a calendar that does not know the holidays, or not for long enough.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from journeyc.lint.facts import Facts
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Option, Options, Rule, Severity, Wording
from journeyc.program.schema import NOWHERE, Calendar

_YEAR_END = ("12-30", "12-31", "01-02", "01-03")


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    calendar = facts.program.calendar
    if calendar is None or calendar.place == NOWHERE:
        return
    if calendar.country is None:
        yield _finding(calendar, "", f"holidays {options['country']}")
        return
    until = date.fromisoformat(facts.today) + timedelta(days=365)
    if calendar.last < until.isoformat():
        yield Finding(calendar.place, "calendar", {"last": calendar.last}, "ends")
    if calendar.country.casefold() == "jp" and not _closes_over_new_year(calendar):
        yield _finding(calendar, "year_end", "closed 12-29..01-03")


def _finding(calendar: Calendar, variant: str, text: str) -> Finding:
    fix = Fix("add", (AddTo(calendar.place, text),), values=(("text", text),))
    severity: Severity | None = "info" if variant else None
    return Finding(calendar.place, "calendar", {"text": text}, variant, fixes=(fix,), severity=severity)


def _closes_over_new_year(calendar: Calendar) -> bool:
    """Whether some day about the turn of the year is closed that is no public holiday."""
    own = set(calendar.closed) - set(calendar.holidays)
    return any(day[-5:] in _YEAR_END for day in own)


RULE = Rule(
    code="JC211",
    name="holidays-missing",
    severity="warning",
    title=Both("祝日のない営業カレンダー", "A calendar without holidays"),
    what=Both(
        "営業時間 (`bh`、`bd`、`on open days`、`quiet 祝`) を使うのに、`calendar` に `holidays` がない、"
        "祝日の表が 1 年以内に終わる、または年末年始が休みになっていません (年末年始は情報)。",
        "Business time (`bh`, `bd`, `on open days`, `quiet` on holidays) is used, and the `calendar` has no "
        "`holidays`, or its table of them ends within a year, or nothing is closed about New Year (told as "
        "information).",
    ),
    why=Both(
        "祝日にも期限が進み、休み明けには期限超過が並びます。表が終わった先では、いつが営業日か決められません。",
        "Promises run on through holidays and are overdue when people come back. Beyond the end of the table nobody "
        "can say which days are open.",
    ),
    wordings={
        "": Wording(
            Both("営業時間を使いますが、祝日が決められていません", "business time is used, and no holidays are named"),
            Both("{text} を書きます", "write {text}"),
        ),
        "ends": Wording(
            Both("祝日の表は {last} で終わり、あと 1 年もちません", "the holidays end on {last}, within a year"),
            Both("holidays の年を延ばすか、年を書かずに使います", "name later years, or no years at all"),
        ),
        "year_end": Wording(
            Both("年末年始が営業日になっています", "the days about New Year are open"),
            Both("休むなら {text} を書きます", "where they are not, write {text}"),
        ),
    },
    fixes={"add": Both("{text} を加える", "add {text}")},
    options=(Option("country", "jp", Both("修正で書く祝日の国", "the country whose holidays a fix writes")),),
    bad="""journey 例
team 営業 "営業"
calendar { open 09:00-18:00 月-金 }
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4bh
""",
    good="""journey 例
team 営業 "営業"
calendar { open 09:00-18:00 月-金; holidays jp; closed 12-29..01-03 }
stages 課題認知 -> 検討
form 商談申込
when submitted(商談申込) -> stage 検討, notify 営業 within 4bh
""",
    check=_check,
)
