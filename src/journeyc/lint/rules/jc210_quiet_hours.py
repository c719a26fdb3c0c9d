"""Owns JC210: advertising sent at night, and waits that always end where nothing may be sent.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from journeyc.lint.facts import Facts
from journeyc.lint.hours import Hour, hours
from journeyc.lint.rule import AddTo, Both, Finding, Fix, Insert, Option, Options, Rule, Wording
from journeyc.lint.walking import Site, about
from journeyc.program.calendar import BeyondCalendar, at_clock, end_of_quiet, on_open_day, zone_of
from journeyc.program.schema import NOWHERE, Program, Quiet, Send

_FIRST_DAY = date(2026, 1, 1)
_DAYS = 400


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    night = str(options["night"])
    quiet = program.policy.quiet if program.policy is not None else None
    told_of_nights = False
    told: set[tuple[int, int, int]] = set()
    for site, hour in _ads(facts):
        if not told_of_nights and (quiet is None or not quiet.spans) and _may_be_in(hour, night):
            told_of_nights = True
            yield _at_night(facts, site, hour, night)
        place = hour.place if hour.place != NOWHERE else site.place
        key = (place.file, place.line, place.column)
        if hour.kind != "clock" or key in told:
            continue
        variant = _never_fits(program, hour, quiet)
        if variant:
            told.add(key)
            fixes = (Fix("open", (Insert(place, " on open days"),)),) if variant == "closed" else ()
            yield Finding(place, about(program, site.owner), {"clock": _clock(hour.seconds)}, variant, fixes=fixes)


def _ads(facts: Facts) -> Iterator[tuple[Site, Hour]]:
    """Every send of advertising with each hour at which it can come about."""
    ads = {content.name for content in facts.program.contents if content.purpose == "ad"}
    by_owner: dict[int, Mapping[int, tuple[Hour, ...]]] = {}
    for site in facts.sites:
        if isinstance(site.action, Send) and not ads.isdisjoint(site.action.contents):
            if site.owner.order not in by_owner:
                by_owner[site.owner.order] = hours(facts.program, site.owner)
            yield from ((site, hour) for hour in by_owner[site.owner.order].get(site.step, ()))


def _at_night(facts: Facts, site: Site, hour: Hour, night: str) -> Finding:
    text = f"quiet {night}"
    policy = facts.program.policy
    fixes = () if policy is None else (Fix("quiet", (AddTo(policy.place, text),), values=(("text", text),)),)
    values = {"text": text, "clock": _clock(hour.seconds)}
    variant = "" if hour.kind == "any" else "night"
    return Finding(site.place, about(facts.program, site.owner), values, variant, fixes=fixes)


def _may_be_in(hour: Hour, night: str) -> bool:
    return hour.kind == "any" or (hour.kind == "clock" and _is_in(hour.seconds, night))


# --- a look at 400 days -------------------------------------------------------------------------------------------


def _never_fits(program: Program, hour: Hour, quiet: Quiet | None) -> str:
    """Which is so of every day on which the wait can end: `quiet`, or `closed`; neither, where one of them is fit."""
    instants = list(_instants(program, hour))
    zone, calendar = zone_of(program.timezone), program.calendar
    try:
        if quiet is not None and all(end_of_quiet(each, quiet, calendar, zone) != each for each in instants):
            return "quiet"
        if calendar is None or calendar.place == NOWHERE or hour.weekday is None or not any(calendar.hours):
            return ""
        is_shut = not calendar.hours[hour.weekday] and not hour.on_open_days
        return "closed" if is_shut else ""
    except BeyondCalendar:
        return ""


def _instants(program: Program, hour: Hour) -> Iterable[int]:
    """The instants at which such a wait ends, of 400 days."""
    zone = zone_of(program.timezone)
    for number in range(_DAYS):
        day = _FIRST_DAY + timedelta(days=number)
        if hour.weekday is None or day.weekday() == hour.weekday:
            instant = at_clock(day, hour.seconds, zone)
            yield on_open_day(instant, program.calendar, zone) if hour.on_open_days else instant


def _is_in(seconds: int, span: str) -> bool:
    """Whether the time is in a span of clock times like 21:00-08:00, over midnight or not."""
    start, _, end = span.partition("-")
    clock = _clock(seconds)
    return start <= clock < end if start < end else clock >= start or clock < end


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


RULE = Rule(
    code="JC210",
    name="quiet-hours",
    severity="warning",
    title=Both("夜間・休日に届く広告", "Advertising at night or on days off"),
    what=Both(
        "待機のあとの広告が夜間に出ることがあるのに `policy` に `quiet` の時間帯がない、決まった時刻の待機が"
        "いつも `quiet` に入って遅れる、または営業日でない曜日に終わります。400 日分の暦で確かめます。"
        "リードの行動にすぐ答えるものは数えません。",
        "Advertising after a wait may go out at night and no policy has hours of `quiet`; or a wait for a clock time "
        "always ends in `quiet` and is late each time, or on a weekday that is never open. 400 days of the calendar "
        "are gone through. What answers the lead at once is left out.",
    ),
    why=Both(
        "夜中に資料を見た人には、三日後の夜中に広告が届きます。企業の受信箱では、朝の山に埋もれるだけです。",
        "Somebody who reads at midnight gets the next mail at midnight three days later, and it is buried by morning.",
    ),
    wordings={
        "": Wording(
            Both("この広告は夜中にも出ます", "this advertising may go out at night"),
            Both(
                "policy に {text} と書くか、wait に at 10:00 を付けます",
                "write {text} in a policy, or at 10:00 in wait",
            ),
        ),
        "night": Wording(
            Both("この広告は夜の {clock} に出ます", "this advertising goes out at {clock}, at night"),
            Both(
                "wait に at 10:00 を付けるか、policy に {text} と書きます",
                "wait at 10:00, or write {text} in a policy",
            ),
        ),
        "quiet": Wording(
            Both(
                "この待機は {clock} に終わり、いつも quiet に入って遅れます",
                "this wait ends at {clock}, which is always quiet: each send is late",
            ),
            Both("quiet の外の時刻や曜日にします", "choose a time or a weekday outside of quiet"),
        ),
        "closed": Wording(
            Both("この待機は、いつも営業日でない曜日に終わります", "this wait always ends on a weekday that is closed"),
            Both("on open days を付けるか、曜日を変えます", "add on open days, or choose another weekday"),
        ),
    },
    fixes={
        "quiet": Both("{text} を加える", "add {text}"),
        "open": Both("on open days を加える", "add on open days"),
    },
    options=(Option("night", "21:00-08:00", Both("夜とみなす時間帯", "the hours that count as night")),),
    bad="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 2 per 7d }
scenario 育成 {
  enter when downloaded(ガイド)
  goal when clicked(ご案内)
  wait 3d
  send ご案内
}
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 2 per 7d }
scenario 育成 {
  enter when downloaded(ガイド)
  goal when clicked(ご案内)
  wait 3d at 10:00
  send ご案内
}
when clicked(ご案内) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
