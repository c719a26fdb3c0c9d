"""Owns JC137: an action of leads that the journey waits for and the log has never seen.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.observed import awaited, is_own, sent
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program, log = facts.program, facts.log
    least = options["least"]
    assert isinstance(least, int)
    if log.count < least:
        return  # what is rare may well be missing from so few
    seen = {(kind.verb, kind.subject) for kind in log.kinds}
    ours = sent(program) - {kind.subject for kind in log.kinds if kind.verb == "sent"}
    if not seen:
        return
    for verb, content in awaited(program):
        if (verb, content.name) not in seen and is_own(program, verb, content) and content.name not in ours:
            values = {"verb": verb, "name": content.name, "count": str(log.count)}
            yield Finding(content.place, f"{content.kind} {name_text(content.name)}", values)


RULE = Rule(
    code="JC137",
    name="never-observed",
    severity="warning",
    title=Both("一度も観測されていない行動", "An action that was never observed"),
    what=Both(
        "ジャーニーが待っている顧客の行動が、渡された記録に一度も出てきません。"
        "ジャーニー自身が送るメールなどへの反応は対象外です。",
        "What the journey waits for leads to do never occurs in the records it is given. Answers to what the journey "
        "itself sends are left out.",
    ),
    why=Both(
        "計測されていない行動を待つルールは、公開しても動きません。計測タグの抜けや名前の食い違いは、"
        "公開前の記録で見つけられます。",
        "A rule that waits for something nobody measures never fires. A missing tag or a name spelled differently "
        "can be seen in the log before go-live.",
    ),
    wordings={
        "": Wording(
            Both(
                "記録 {count} 件の中に `{verb}({name})` は一度もありません",
                "among {count} events of the log `{verb}({name})` never occurs",
            ),
            Both(
                "計測されているか、記録の中の名前 (対応表 `--map`) を確かめます",
                "see whether it is measured, and what the log calls it (a mapping, `--map`)",
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
page 料金
when downloaded(ガイド) -> stage 検討, notify 営業 within 4h
when visited(料金) -> notify 営業 "料金を見た" within 4h
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
    options=(Option("least", 100, Both("調べる記録の最少件数", "events of the log from which on it is looked at")),),
    bad_records=Records(
        options={"least": 1},
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-02T11:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L2", "at": "2026-04-02T11:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
