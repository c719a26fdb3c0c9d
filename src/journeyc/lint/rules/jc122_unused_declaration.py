"""Owns JC122: something declared that nothing in the journey uses.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.facts import Facts
from journeyc.lint.rule import Both, Finding, Fix, Options, Remove, Rule, Wording
from journeyc.program.schema import Content, Place, Program
from journeyc.program.wording import name_text

_MARK = "_"
_OWN_FILE = 0


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    for kind, word, name, place, harmless in _declared(facts.program):
        # What a used file declares is there for every journey that uses it.
        if place.file == _OWN_FILE and not name.startswith(_MARK) and name not in facts.used(kind):
            fix = Fix("remove", (Remove(place),), safe=harmless, values=(("name", name),))
            yield Finding(place, f"{word} {name_text(name)}", {"kind": kind, "name": name}, fixes=(fix,))


def _declared(program: Program) -> Iterator[tuple[str, str, str, Place, bool]]:
    """Kind, keyword, name and place of what should be used; and whether the journey does the same without it."""
    for team in program.teams:
        yield "team", "team", team.name, team.place, True
    for content in program.contents:
        yield "content", content.kind, content.name, content.place, _is_never_recorded(content, program)
    for segment in program.segments:
        if segment.role is None and segment.boundary is None:
            yield "segment", "segment", segment.name, segment.place, True
    for score in program.scores:
        yield "score", "score", score.name, score.place, False
    for scenario in program.scenarios:
        if not scenario.enters:
            yield "scenario", "scenario", scenario.name, scenario.place, True


def _is_never_recorded(content: Content, program: Program) -> bool:
    """Records may name any content that people do something with; without it those would be refused."""
    return not dict(program.own_verbs).get(content.kind)


RULE = Rule(
    code="JC122",
    name="unused-declaration",
    severity="warning",
    title=Both("使われていない宣言", "Something nothing uses"),
    what=Both(
        "宣言されたチーム、コンテンツ、セグメント、スコア、シナリオが、どこからも使われていません。"
        "役割のあるセグメントと境界はレポートが使うので対象外です。"
        "読み込んだファイルの宣言も、ほかの journey が使うので対象外です。名前を `_` で始めると指摘しません。",
        "A team, a content, a segment, a score or a scenario is declared and nothing uses it. Segments with a role and "
        "boundaries are left out: reports use them. So is what a file taken in by `use` declares: others use it. "
        "A name that begins with `_` is never found.",
    ),
    why=Both(
        "消し忘れか、つなぎ忘れです。つなぎ忘れなら、そのメールは誰にも届きません。",
        "It was forgotten when something was removed, or never connected: then that mail reaches nobody.",
    ),
    wordings={
        "": Wording(
            Both("{kind} `{name}` はどこからも使われていません", "nothing uses the {kind} `{name}`"),
            Both("使うか、消すか、名前を _ で始めます", "use it, take it out, or let its name begin with _"),
        ),
    },
    fixes={"remove": Both("`{name}` の宣言を消す", "take out the declaration of `{name}`")},
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download 旧カタログ
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
download ガイド
download _旧カタログ
when downloaded(ガイド) -> stage 検討, notify 営業
""",
    check=_check,
)
