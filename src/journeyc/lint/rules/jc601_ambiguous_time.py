"""Owns JC601: times in a log that cannot be read for sure: which is the day, which unit, which zone.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Insert, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program, log = facts.program, facts.log
    about = f"journey {name_text(program.journey)}"
    for times in log.unread:
        variant = times.decided or times.reason
        values = {"file": times.file, "count": str(times.count), "text": times.text}
        yield Finding(program.place, about, values, variant, record=times.at)
    naive = [clocks for clocks in log.clocks if not clocks.offset]
    if naive and not program.zoned:
        values = {"file": naive[0].file, "count": str(naive[0].count), "zone": program.timezone}
        line = Insert(program.place, f"timezone {program.timezone}", line=True)
        fix = Fix("zone", (line,), safe=True, values=(("zone", program.timezone),))
        yield Finding(program.place, about, values, "naive", fixes=(fix,), severity="warning")


RULE = Rule(
    code="JC601",
    name="ambiguous-time",
    severity="error",
    title=Both("読み取れない日時", "Times that cannot be read for sure"),
    what=Both(
        "記録の日時の形が決まりません。日と月の順、単位のない数値 (エポック)、"
        "時計の切り替えで二度ある時刻やない時刻、時差も `timezone` もない時刻です。",
        "The form of times in the records is open: the order of day and month, a bare number (an epoch), a time that "
        "the clocks go through twice or skip, or a time with no zone while the journey writes no `timezone`.",
    ),
    why=Both(
        "04/03/2026 が 4 月 3 日か 3 月 4 日かで、並び順も待ち時間も変わります。どちらにも読める書き方は、"
        "読み込む前に決めます。",
        "Whether 04/03/2026 is in March or in April changes every order and every wait. What can be read in two ways "
        "is to be settled before it is read.",
    ),
    wordings={
        "order": Wording(
            Both(
                "{file} の日時 {count} 件は日と月のどちらが先か決められません (例: `{text}`)",
                "times in {file} of which nobody can say whether day or month comes first: {count} (`{text}`)",
            ),
            Both(
                "対応表 (`--map`) の times に `format: dd/MM/yyyy` か `format: MM/dd/yyyy` と書きます",
                "say it in a mapping (`--map`), under times: `format: dd/MM/yyyy` or `format: MM/dd/yyyy`",
            ),
        ),
        "day": Wording(
            Both(
                "{file} の日時 {count} 件は日が先の形です (例: `{text}`)",
                "times in {file} that have the day first: {count} (`{text}`)",
            ),
            Both(
                "対応表 (`--map`) の times に `format: dd/MM/yyyy` と書けば読めます",
                "a mapping (`--map`) reads them: under times, `format: dd/MM/yyyy`",
            ),
        ),
        "month": Wording(
            Both(
                "{file} の日時 {count} 件は月が先の形です (例: `{text}`)",
                "times in {file} that have the month first: {count} (`{text}`)",
            ),
            Both(
                "対応表 (`--map`) の times に `format: MM/dd/yyyy` と書けば読めます",
                "a mapping (`--map`) reads them: under times, `format: MM/dd/yyyy`",
            ),
        ),
        "epoch": Wording(
            Both(
                "{file} の日時 {count} 件は数値で、単位が分かりません (例: `{text}`)",
                "times in {file} that are numbers whose unit is not said: {count} (`{text}`)",
            ),
            Both(
                "対応表 (`--map`) の times に `format: epoch-s`、`epoch-ms`、`epoch-us` のどれかを書きます",
                "say it in a mapping (`--map`), under times: `format: epoch-s`, `epoch-ms` or `epoch-us`",
            ),
        ),
        "twice": Wording(
            Both(
                "{file} の日時 {count} 件は、時計が戻る日に二度ある時刻です (例: `{text}`)",
                "times in {file} that come twice, on the day the clocks go back: {count} (`{text}`)",
            ),
            Both("時差を付けて書き出します", "export them with their offset"),
        ),
        "skipped": Wording(
            Both(
                "{file} の日時 {count} 件は、時計が進む日にない時刻です (例: `{text}`)",
                "times in {file} that do not exist, since the clocks skip them: {count} (`{text}`)",
            ),
            Both(
                "時差を付けて書き出すか、正しい時間帯を書きます",
                "export them with their offset, or write the right zone",
            ),
        ),
        "naive": Wording(
            Both(
                "{file} の日時 {count} 件には時差がなく、ジャーニーにも `timezone` がありません",
                "times in {file} that say no zone, while the journey writes no `timezone`: {count}",
            ),
            Both("{zone} として読んでいます", "they are read as {zone}"),
        ),
    },
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
    needs=frozenset({"records"}),
    fixes={"zone": Both("`timezone {zone}` と書く", "write `timezone {zone}`")},
    bad_records=Records(
        events="""\
{"lead": "L1", "at": "04/03/2026 10:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "05/03/2026 11:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L3", "at": "2026-03-06 09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
    good_records=Records(
        events="""\
{"lead": "L1", "at": "2026-03-04 10:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-03-05 11:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
