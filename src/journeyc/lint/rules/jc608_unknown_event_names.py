"""Owns JC608: names of events and contents in the log that no journey knows.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Option, Options, Records, Rule, Wording
from journeyc.program.wording import name_text


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program, most = facts.program, options["most"]
    assert isinstance(most, int)
    for unknown in sorted(facts.log.unknown, key=lambda each: -each.count)[:most]:
        values = {"name": unknown.name, "count": str(unknown.count)}
        variant: str = unknown.what
        if unknown.nearest is not None:
            variant, values["nearest"] = f"{variant}_near", unknown.nearest
        about = f"journey {name_text(program.journey)}"
        yield Finding(program.place, about, values, variant, record=unknown.at)


RULE = Rule(
    code="JC608",
    name="unknown-event-names",
    severity="warning",
    title=Both("知らない名前の出来事", "Unknown names in the log"),
    what=Both(
        "記録の出来事やコンテンツの名前のうち、ジャーニーにも対応表にもないものを、多い順に示します。",
        "Names of events and contents in the log that neither the journey nor a mapping knows, the most frequent "
        "first.",
    ),
    why=Both(
        "名前の違う出来事は使われません。一文字違うだけで、ジャーニーはその行動がなかったものとして動きます。",
        "What has another name is not used: one letter of difference, and the journey acts as if it had never "
        "happened.",
    ),
    wordings={
        "event": Wording(
            Both(
                "記録にある出来事 `{name}` を知りません ({count} 件)",
                "the log has an event `{name}` that is not known ({count} x)",
            ),
            Both(
                "対応表 (`--map`) で、journeyc の動詞に結び付けるか、ignore と書きます",
                "map it to a verb with `--map`, or say there that it is to be ignored",
            ),
        ),
        "content": Wording(
            Both(
                "記録にあるコンテンツ `{name}` は宣言されていません ({count} 件)",
                "the log names a content `{name}` that is not declared ({count} x)",
            ),
            Both("宣言するか、対応表 (`--map`) で結び付けます", "declare it, or map it with `--map`"),
        ),
        "event_near": Wording(
            Both(
                "記録にある出来事 `{name}` を知りません ({count} 件)",
                "the log has an event `{name}` that is not known ({count} x)",
            ),
            Both(
                "`{nearest}` のことなら、対応表 (`--map`) で結び付けます", "if it is `{nearest}`, map it with `--map`"
            ),
        ),
        "content_near": Wording(
            Both(
                "記録にあるコンテンツ `{name}` は宣言されていません ({count} 件)",
                "the log names a content `{name}` that is not declared ({count} x)",
            ),
            Both(
                "`{nearest}` のことなら、対応表 (`--map`) で結び付けます", "if it is `{nearest}`, map it with `--map`"
            ),
        ),
    },
    bad="""journey 例
timezone Asia/Tokyo
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
    options=(Option("most", 20, Both("一度に示す名前の数", "how many names are shown")),),
    bad_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
{"lead": "L1", "at": "2026-04-02T10:00:00+09:00", "event": "webinar_joined", "content": "説明会"}
""",
    ),
    good_records=Records(
        events="""{"lead": "L1", "at": "2026-04-01T10:00:00+09:00", "event": "downloaded", "content": "ガイド"}
""",
    ),
)
