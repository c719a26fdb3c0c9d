"""Owns JC119: rules and scenarios that set each other off without end.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator

from journeyc.lint.effects import Effects
from journeyc.lint.facts import Facts
from journeyc.lint.loops import Loop, loops
from journeyc.lint.rule import Beside, Both, Finding, Fix, Option, Options, Replace, Rule, Wording


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    effects = Effects(facts.program, facts.ladder)
    for loop in loops(facts.program, effects):
        first, *others = loop.way[:-1]
        yield Finding(
            first.place,
            first.about,
            {"way": " -> ".join(actor.about for actor in loop.way)},
            "" if loop.at_once else "later",
            tuple(Beside(actor.place, "next") for actor in others),
            tuple(_fixes(loop, str(options["after"]))),
            None if loop.at_once else "warning",
        )


def _fixes(loop: Loop, after: str) -> Iterator[Fix]:
    for actor in loop.way[:-1]:
        if actor.scenario is not None:
            edit = Replace(actor.scenario.reenter_place, f"reenter after {after}")
            yield Fix("after", (edit,), values=(("name", actor.scenario.name), ("after", after)))
            return


RULE = Rule(
    code="JC119",
    name="loop-through-effects",
    severity="error",
    title=Both("終わらない連鎖", "A chain without end"),
    what=Both(
        "ルールやシナリオの動作が次のルールやシナリオを起こし、一周して元に戻ります。タグ、段階、属性、担当、点数、"
        "配信、`start`、期限超過をたどります。"
        "二度目が起きないもの (付いているタグ、進むだけの段階、再入場しないシナリオ) は除きます。"
        "一瞬で回るものはエラー、待機や期限をはさむものは警告です。",
        "What rules and scenarios do sets off others of them, and in the end the first again: through tags, stages, "
        "attributes, owners, points, sends, `start` and promises not kept. What does not happen a second time (a tag "
        "that is there, a stage that only rises, a scenario that is not entered again) is left out. One that goes "
        "round at once is an error; one with a wait or a promise in it, a warning.",
    ),
    why=Both(
        "一瞬で回る連鎖は 64 回で実行時エラーになります。待機をはさむ連鎖は止まらず、同じ人に送り、知らせ続けます。",
        "A chain that goes round at once ends in a run-time error after 64 steps. One with a wait never stops: it goes "
        "on sending and telling about the same lead.",
    ),
    wordings={
        "": Wording(
            Both("同じ瞬間に回り続けます: {way}", "this goes round and round at one instant: {way}"),
            Both(
                "どこかで止めます。条件に not tag … を加える、reenter after を使うなどです",
                "break it somewhere: with not tag … in a condition, or reenter after",
            ),
        ),
        "later": Wording(
            Both("待つたびに繰り返し、終わりません: {way}", "this comes round after each wait and never ends: {way}"),
            Both(
                "回数か期間で止めます。条件に not tag … を加える、reenter after を使うなどです",
                "bound it: with not tag … in a condition, or reenter after",
            ),
        ),
    },
    labels={"next": Both("これが次を起こします", "this is set off, and sets off the next")},
    fixes={"after": Both("`{name}` を reenter after {after} にする", "make `{name}` reenter after {after}")},
    options=(
        Option("after", "90d", Both("修正で書く再入場までの時間", "the time between two runs that a fix writes")),
    ),
    bad="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討, tag 再活性化
when tag 再活性化 -> untag 再活性化, tag 対応待ち
when tag 対応待ち -> untag 対応待ち, tag 再活性化, notify 営業
""",
    good="""journey 例
team 営業 "営業"
stages 課題認知 -> 検討
page 料金
when visited(料金) -> stage 検討, tag 再活性化
when tag 再活性化 -> untag 再活性化, tag 対応待ち
when tag 対応待ち -> untag 対応待ち, tag 対応済み, notify 営業
""",
    check=_check,
)
