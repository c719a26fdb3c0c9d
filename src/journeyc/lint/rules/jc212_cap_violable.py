"""Owns JC212: more advertising than the cap lets through, from all that a lead can be in at once.
Must not know how findings are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeyc.lint.apart import Apart
from journeyc.lint.facts import Facts
from journeyc.lint.rule import (
    AddTo,
    Beside,
    Both,
    Edit,
    Finding,
    Fix,
    Option,
    Options,
    OptionValue,
    Replace,
    Rule,
    Wording,
)
from journeyc.lint.sending import Sending
from journeyc.lint.walking import Site, about, owners
from journeyc.program.calendar import DAY, HOUR
from journeyc.program.schema import Cap, Place, Scenario, Send, StartScenario
from journeyc.program.schema import Rule as JourneyRule

_Owner = JourneyRule | Scenario


@dataclass(frozen=True, slots=True)
class _Worst:
    """The most messages of a kind in a span, and what sends them."""

    count: int
    senders: tuple[_Owner, ...]


def _check(facts: Facts, options: Options) -> Iterator[Finding]:
    program = facts.program
    caps = program.policy.caps if program.policy is not None else ()
    for cap in caps:
        worst = _worst(facts, cap.kind, cap.within)
        if cap.otherwise == "drop" and worst.count > cap.limit:
            text = f"cap {cap.kind} {cap.limit} per {_length(cap.within)} else delay"
            yield _finding(facts, cap, cap.place, worst, "", Replace(cap.place, text))
    most, days = _whole(options["most"]), _whole(options["days"])
    for kind, site in _kinds(facts).items():
        if all(cap.kind != kind for cap in caps):
            worst = _worst(facts, kind, days * DAY)
            if worst.count > most:
                text = f"cap {kind} {most} per {days}d else delay"
                edit = AddTo(program.policy.place, text) if program.policy is not None else None
                yield _finding(facts, Cap(kind, most, days * DAY, "delay"), site.place, worst, "none", edit)


def _finding(facts: Facts, cap: Cap, place: Place, worst: _Worst, variant: str, edit: Edit | None) -> Finding:
    values = {
        "kind": cap.kind,
        "count": str(worst.count),
        "limit": str(cap.limit),
        "length": _length(cap.within),
        "senders": ", ".join(about(facts.program, sender) for sender in worst.senders),
    }
    return Finding(
        place,
        "policy",
        values,
        variant,
        tuple(Beside(sender.place, "sender") for sender in worst.senders),
        (Fix("delay", (edit,)),) if edit is not None else (),
    )


# --- the worst case -----------------------------------------------------------------------------------------------


def _kinds(facts: Facts) -> dict[str, Site]:
    """The kinds of advertising that are sent, each with the first place."""
    kinds = {content.name: content.kind for content in facts.program.contents if content.purpose == "ad"}
    found: dict[str, Site] = {}
    for site in facts.sites:
        for name in site.action.contents if isinstance(site.action, Send) else ():
            if name in kinds:
                found.setdefault(kinds[name], site)
    return found


def _worst(facts: Facts, kind: str, window: int) -> _Worst:
    """The stage on which a lead can be sent the most, with all that sends there; of the scenarios that one choice
    starts, one, and of those that no lead gets into both of, the one that sends more."""
    program = facts.program
    of_kind = {each.name for each in program.contents if each.purpose == "ad" and each.kind == kind}
    steps: dict[int, list[int]] = {}
    for site in facts.sites:
        if isinstance(site.action, Send) and not of_kind.isdisjoint(site.action.contents):
            steps.setdefault(site.owner.order, []).append(site.step)
    senders = [owner for owner in owners(program) if owner.order in steps]
    starts = _starts(facts)
    chosen = {owner.order: _choice(owner, starts) for owner in senders}
    sending, apart = Sending(program), Apart(facts)
    known: dict[tuple[int, frozenset[int]], int] = {}
    worst = _Worst(0, ())
    for stage in (stage.name for stage in program.stages if stage.name in facts.ladder.reached):
        most: dict[int, tuple[int, _Owner]] = {}
        for owner in senders:
            counted = frozenset(step for step in steps[owner.order] if stage in facts.ladder.at(owner, step))
            key = (owner.order, counted)
            if key not in known:
                known[key] = sending.most(owner, counted, window)
            group = chosen[owner.order]
            if known[key] > most.get(group, (0, owner))[0]:
                most[group] = known[key], owner
        if sum(number for number, _ in most.values()) > worst.count:
            together = _together(list(most.values()), apart)
            count = sum(number for number, _ in together)
            if count > worst.count:
                worst = _Worst(count, tuple(owner for _, owner in together))
    return worst


def _together(sending: Sequence[tuple[int, _Owner]], apart: Apart) -> list[tuple[int, _Owner]]:
    """Of all that sends, those that one lead can be in, as they stand: the ones that send most are taken first."""
    kept: list[tuple[int, _Owner]] = []
    for count, owner in sorted(sending, key=lambda each: -each[0]):
        if not any(apart.are(owner, other) for _, other in kept):
            kept.append((count, owner))
    return [each for each in sending if each in kept]


def _starts(facts: Facts) -> dict[str, dict[int, _Owner]]:
    """What starts each scenario."""
    found: dict[str, dict[int, _Owner]] = {}
    for site in facts.sites:
        if isinstance(site.action, StartScenario):
            found.setdefault(site.action.scenario, {})[site.owner.order] = site.owner
    return found


def _choice(owner: _Owner, starts: dict[str, dict[int, _Owner]]) -> int:
    """What alone starts the scenario, where it is a choice among several; else the scenario itself."""
    if isinstance(owner, Scenario) and not owner.enters:
        begins = list(starts.get(owner.name, {}).values())
        if len(begins) == 1 and isinstance(begins[0], JourneyRule) and begins[0].origin == "choose":
            return begins[0].order
    return owner.order


def _whole(value: OptionValue) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _length(seconds: int) -> str:
    if seconds % DAY == 0:
        return f"{seconds // DAY}d"
    return f"{seconds // HOUR}h" if seconds % HOUR == 0 else f"{seconds // 60}m"


RULE = Rule(
    code="JC212",
    name="cap-violable",
    severity="warning",
    title=Both("上限を超える配信", "More than the cap lets through"),
    what=Both(
        "1 人のリードが同時に入りうるシナリオとルールをすべて足すと、ある期間の広告が上限 (`cap`) を超え、"
        "超えた分が捨てられます。待機は最短で数え (営業時間も最短)、シナリオは 1 回、ルールは 1 回ずつ数えます。"
        "役職やペルソナの条件で、同じリードが両方に入ることのないものは足しません。"
        "一方の終了が他方と重ならないことまでは見ないので、和は多くてもこの数という意味です。"
        "`else delay` なら何も捨てられないので対象外です。`cap` がなければ、決まった数と比べます。",
        "All the scenarios and rules that a lead can be in at once, added up, send more advertising in some span of "
        "time than the `cap` lets through, and what is over it is dropped. Waits count at their shortest, business "
        "time too; one run of each scenario, each rule once; those for different people, by attribute or persona, are "
        "not added. Whether one ends where another begins is not looked at: the sum is the most that may come. With "
        "`else delay` nothing is dropped, and nothing is said. Without a `cap`, a set number is compared with.",
    ),
    why=Both(
        "一つずつは控えめなシナリオも、重なれば同じ日に二通届きます。どれが捨てられるかは、届いた順で決まります。",
        "Scenarios that are modest one by one send two mails on one day where they overlap, and which of them is "
        "dropped depends on which came first.",
    ),
    wordings={
        "": Wording(
            Both(
                "{length} に {kind} が {count} 通になりえます。上限 {limit} を超えた分は捨てられます: {senders}",
                "{count} {kind} messages can come in {length}; those over the cap of {limit} are dropped: {senders}",
            ),
            Both(
                "else delay で遅らせるか、間隔をあけるか、シナリオが重ならないようにします",
                "delay them with else delay, wait longer, or keep the scenarios apart",
            ),
        ),
        "none": Wording(
            Both(
                "{length} に {kind} が {count} 通届きえます (上限なし): {senders}",
                "{count} {kind} messages can come in {length}, and there is no cap: {senders}",
            ),
            Both(
                "policy に cap {kind} {limit} per {length} else delay のように上限を書きます",
                "write a cap in a policy, such as cap {kind} {limit} per {length} else delay",
            ),
        ),
    },
    labels={"sender": Both("ここからも送られます", "this sends some of them")},
    fixes={"delay": Both("上限を超えた分を遅らせる", "delay what is over the cap")},
    options=(
        Option("most", 3, Both("`cap` がないときに比べる数", "the number to compare with where there is no cap")),
        Option("days", 7, Both("その数を数える日数", "the days in which that number is counted")),
    ),
    bad="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
webinar 入門
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
email お礼 { subject "参加のお礼"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 1 per 7d }
scenario 育成 {
  enter when downloaded(ガイド)
  goal when clicked(ご案内)
  wait 1d at 10:00
  send ご案内
}
scenario 入門のあと {
  enter when attended(入門)
  goal when clicked(お礼)
  wait 1d at 10:00
  send お礼
}
when clicked(any) -> stage 検討, notify 営業 within 4h
""",
    good="""journey 例
team 営業 "営業"
lead { 会社名: text; メール許諾: bool = false }
stages 課題認知 -> 検討
download ガイド
webinar 入門
email ご案内 { subject "事例のご案内"; footer "配信停止: https://example.co.jp/stop" }
email お礼 { subject "参加のお礼"; footer "配信停止: https://example.co.jp/stop" }
policy { consent メール許諾; suppress when 会社名 in ["競合A"]; cap email 1 per 7d else delay }
scenario 育成 {
  enter when downloaded(ガイド)
  goal when clicked(ご案内)
  wait 1d at 10:00
  send ご案内
}
scenario 入門のあと {
  enter when attended(入門)
  goal when clicked(お礼)
  wait 1d at 10:00
  send お礼
}
when clicked(any) -> stage 検討, notify 営業 within 4h
""",
    check=_check,
)
