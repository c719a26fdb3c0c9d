"""Owns JC608: events in the records that the language knows no word for.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Options, Records, Rule, Wording
from journeyc.program.schema import NOWHERE
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for misfit in facts.log.misfits:
        if misfit.cause == "unknown_event":
            place = {"count": str(misfit.count), "file": misfit.file, "line": str(misfit.line)}
            values = {"name": misfit.values.get("name", ""), **place}
            yield Finding(NOWHERE, f"journey {name_text(facts.program.journey)}", values)


RULE = Rule(
    code="JC608",
    name="unknown-event-names",
    severity="warning",
    title=Both("知らない名前の出来事", "Events of unknown names"),
    what=Both(
        "出来事の記録に、言語にない名前のものがあり、使われません。件数と最初の一つを示します。",
        "The event records hold events that the language has no verb for. They are not used. How many there are is "
        "told, and the first.",
    ),
    why=Both(
        "名前の対応がないだけで、開封やクリックが丸ごと数えられていないことがあります。",
        "For want of a mapping every open or click may go uncounted.",
    ),
    wordings={
        "": Wording(
            Both(
                "知らない名前の出来事が {count} 件あります。最初は {file}:{line} の `{name}` です",
                "{count} events have unknown names; the first is `{name}`, {file}:{line}",
            ),
            Both("--map で言語の動詞に対応づけます", "map them to the verbs of the language with --map"),
        ),
    },
    needs=frozenset({"records"}),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    bad_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00", "event": "download_finished", "content": "ガイド"}
""",
    ),
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
""",
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
    check=_check,
)
