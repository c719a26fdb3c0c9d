"""Owns the exports whose columns give their system away: Segment, Marketo, HubSpot.
Must not know how a mapping is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from journeyc.records.guessing.head import Head
from journeyc.records.guessing.proposal import Line, Proposal, listed, quoted, remark_of
from journeyc.records.guessing.words import Likeness
from journeyc.records.guessing.writing import say_at, say_attributes, say_opening, say_values


class Export(NamedTuple):
    """The export of one system: how it is told, and what is proposed for it."""

    fits: Callable[[Head], bool]
    propose: Callable[[Head, Likeness], Proposal]


# --- Segment -----------------------------------------------------------------------------------------------------


def _is_segment(head: Head) -> bool:
    return head.has("type", "timestamp") and head.first("userId", "anonymousId") is not None


def _segment(head: Head, likeness: Likeness) -> Proposal:
    proposal = Proposal()
    say_opening(proposal, head, "segment")
    ids = [name for name in ("userId", "anonymousId") if head.has(name)]
    proposal.say(0, f"lead: {{first: {listed(ids)}}}")
    proposal.say(0, "at: timestamp")
    if head.has("messageId"):
        proposal.say(0, "id: messageId")
    calls = head.columns["type"].counts
    same = ["{where: {type: alias}, lead: userId, was: previousId}"] if "alias" in calls else []
    same += (
        ["{where: {type: identify}, lead: userId, was: anonymousId}"] if "identify" in calls and len(ids) > 1 else []
    )
    if same:
        proposal.gap()
        proposal.say(0, "same:", remark_of("same"))
        for each in same:
            proposal.say(1, f"- {each}")
    known = ("track", "page", "identify", "group")
    if others := [call for call in calls if call not in known]:
        proposal.gap()
        proposal.say(0, "drop:", remark_of("dropped"))
        proposal.say(1, f"- {{type: {listed(others)}}}")
    proposal.gap()
    proposal.say(0, "events:" if any(call in calls for call in known) else "events: []")
    for call, say in (("track", _track), ("page", _page), ("identify", _identify), ("group", _identify)):
        if call in calls:
            proposal.say(1, f"- where: {{type: {call}}}")
            say(proposal, head.of_rows("type", call), likeness)
    return proposal


def _track(proposal: Proposal, head: Head, likeness: Likeness) -> None:
    if head.has("event"):
        say_values(proposal, 2, "event", "event", head, likeness.deed, "events", likeness.chance_deed)
    else:
        proposal.remark(2, "no_event")
        proposal.say(2, "event: changed")


def _page(proposal: Proposal, head: Head, likeness: Likeness) -> None:
    proposal.say(2, "event: visited")
    column = head.first("properties.path", "properties.url", "name", "properties.title")
    if column is None:
        proposal.remark(2, "no_content")
        return
    say_values(proposal, 2, "content", column, head, lambda text: likeness.content(text, "visited"), "contents")


def _identify(proposal: Proposal, head: Head, likeness: Likeness) -> None:
    traits = [name for name in head.columns if name.startswith("traits.")]
    found: dict[str, str] = {}
    for name in traits:
        if (attribute := likeness.attribute(name)) is not None:
            found.setdefault(attribute, name)
    proposal.say(2, "event: changed")
    proposal.say(2, "data:" if found else "data: {}", remark_of("traits", columns=", ".join(traits)))
    say_attributes(proposal, 3, found.items(), head, likeness)


# --- Marketo -----------------------------------------------------------------------------------------------------

_MAILS = {
    "6": "sent",
    "7": "delivered",
    "8": "bounced",
    "9": "unsubscribed",
    "10": "opened",
    "11": "clicked",
    "27": "bounced",
}
_FORM, _PAGE, _CHANGE = "2", "1", "13"


def _is_marketo(head: Head) -> bool:
    return head.has("marketoGUID", "leadId", "activityDate", "activityTypeId")


def _marketo(head: Head, likeness: Likeness) -> Proposal:
    proposal = Proposal()
    say_opening(proposal, head, "marketo")
    proposal.say(0, "lead: leadId")
    proposal.say(0, "at: activityDate")
    proposal.say(0, "id: marketoGUID")
    kinds = head.columns["activityTypeId"].counts
    others = [kind for kind in kinds if kind not in (*_MAILS, _FORM, _PAGE, _CHANGE)]
    proposal.gap()
    proposal.say(0, "drop:" if others or head.has("actionResult") else "drop: []", remark_of("marketo_types"))
    if head.has("actionResult"):
        proposal.say(1, "- {actionResult: [skipped, failed]}")
    if others:
        proposal.say(1, f"- {{activityTypeId: {listed(others)}}}", remark_of("dropped"))
    proposal.gap()
    proposal.say(0, "events:")
    for kind, verb in ((_FORM, "submitted"), (_PAGE, "visited")):
        if kind in kinds:
            proposal.say(1, f'- where: {{activityTypeId: "{kind}"}}')
            proposal.say(2, f"event: {verb}")
            _say_asset(proposal, head, likeness, (kind,), verb)
    if mails := [kind for kind in _MAILS if kind in kinds]:
        proposal.say(1, f"- where: {{activityTypeId: {listed(mails)}}}")
        words = ", ".join(f'"{kind}": {_MAILS[kind]}' for kind in mails)
        proposal.say(2, f"event: {{column: activityTypeId, values: {{{words}}}}}")
        _say_asset(proposal, head, likeness, tuple(mails), "opened")
    if _CHANGE in kinds:
        _say_changes(proposal, head, likeness)
    if proposal.ends_with("events:"):
        proposal.lines = [Line(0, "events: []") if line.text == "events:" else line for line in proposal.lines]
    return proposal


def _say_asset(proposal: Proposal, head: Head, likeness: Likeness, kinds: tuple[str, ...], verb: str) -> None:
    own, column = head.of_rows("activityTypeId", *kinds), "primaryAttributeValue"
    if own.has(column):
        say_values(proposal, 2, "content", column, own, lambda text: likeness.content(text, verb), "contents")
    else:
        proposal.remark(2, "no_content")


def _say_changes(proposal: Proposal, head: Head, likeness: Likeness) -> None:
    """One section for each field of a lead that changes and that the journey knows."""
    fields = Counter(
        row["primaryAttributeValue"]
        for row in head.rows
        if row.get("activityTypeId") == _CHANGE and "primaryAttributeValue" in row
    )
    for name in fields:
        attribute = likeness.attribute(name)
        off = attribute is None
        proposal.say(1, f'- where: {{activityTypeId: "{_CHANGE}", primaryAttributeValue: {quoted(name)}}}', off=off)
        proposal.say(2, "event: changed", off=off)
        proposal.say(2, f"data: {{{quoted(attribute or name)}: attributes.New Value}}", off=off)


# --- HubSpot -----------------------------------------------------------------------------------------------------

_RECORD = ("Record ID", "レコードID", "hs_object_id", "Contact ID", "コンタクトID")
_MAIL = ("Email", "Eメール", "メールアドレス", "email")
_STAGE = ("Lifecycle Stage", "ライフサイクルステージ", "lifecyclestage")
_CREATED = ("Create Date", "作成日", "createdate")
_REACHED = re.compile(r"(Became an? .+ Date|Date entered .+|.+になった日付?|.+に入った日時?|hs_date_entered_.+)")


def _is_contacts(head: Head) -> bool:
    return head.first(*_RECORD) is not None and head.first(*_MAIL, *_STAGE) is not None


def _contacts(head: Head, likeness: Likeness) -> Proposal:
    proposal = Proposal()
    say_opening(proposal, head, "hubspot_contacts")
    record, mail = head.first(*_RECORD), head.first(*_MAIL)
    remark = remark_of("other_leads", columns=record if mail else "")
    if mail is not None:
        proposal.say(0, f"lead: {{column: {quoted(mail)}, case: lower}}", remark)
    else:
        proposal.say(0, f"lead: {quoted(record or '')}")
    proposal.gap()
    proposal.say(0, "leads:")
    found: dict[str, str] = {}
    for name in head.columns:
        if name not in (record, mail) and (attribute := likeness.attribute(name)) is not None:
            found.setdefault(attribute, name)
    say_attributes(proposal, 1, found.items(), head, likeness)
    if stage := head.first(*_STAGE):
        say_values(proposal, 1, "stage", stage, head, likeness.stage, "stages")
    if created := head.first(*_CREATED):
        say_at(proposal, 1, "created", created, None, head)
    reached = [name for name in head.columns if _REACHED.fullmatch(name)]
    if reached:
        _say_reached(proposal, head, likeness, reached)
    return proposal


def _say_reached(proposal: Proposal, head: Head, likeness: Likeness, reached: list[str]) -> None:
    proposal.gap()
    deeds = {name: likeness.content(name, "happened") for name in reached}
    proposal.remark(0, "reached")
    any_known = any(deed is not None for deed in deeds.values())
    proposal.say(0, "events:", off=not any_known)
    for name, deed in deeds.items():
        off = deed is None
        if off:
            proposal.say(1, f"- at: {{column: {quoted(name)}, optional: true}}", off=True)
            proposal.say(1, "  event: happened(…)", off=True)
        else:
            say_at(proposal, 1, "- at", name, None, head, optional=True)
            proposal.say(2, f"event: {quoted(f'happened({deed})')}")


def _is_email_events(head: Head) -> bool:
    return head.has("recipient", "created", "type")


def _email_events(head: Head, likeness: Likeness) -> Proposal:
    proposal = Proposal()
    say_opening(proposal, head, "hubspot_email")
    proposal.say(0, "lead: {column: recipient, case: lower}")
    proposal.gap()
    proposal.say(0, "events:")
    say_at(proposal, 1, "at", "created", None, head)
    if head.has("id"):
        proposal.say(1, "id: id")
    say_values(proposal, 1, "event", "type", head, likeness.verb, "verbs")
    if column := head.first("emailCampaignName", "subject", "emailCampaignId"):
        say_values(proposal, 1, "content", column, head, lambda text: likeness.content(text, "opened"), "contents")
    else:
        proposal.remark(1, "no_content")
    return proposal


def _is_history(head: Head) -> bool:
    return any(name.startswith("propertiesWithHistory.") for name in head.lists)


def _history(head: Head, likeness: Likeness) -> Proposal:
    proposal = Proposal()
    say_opening(proposal, head, "hubspot_history")
    mail = head.first("properties.email")
    lead = f"{{column: {mail}, case: lower}}" if mail else (head.first("id", "vid") or next(iter(head.columns)))
    proposal.say(0, f"lead: {lead}")
    proposal.gap()
    proposal.say(0, "events:")
    for path in sorted(head.lists):
        name = path.rpartition(".")[2]
        attribute = likeness.attribute(name)
        proposal.say(1, f"- each: {quoted(path)}")
        proposal.say(2, "at: each.timestamp")
        proposal.say(2, "event: changed")
        proposal.say(2, f"data: {{{quoted(attribute or name)}: each.value}}")
    return proposal


EXPORTS = (
    Export(_is_segment, _segment),
    Export(_is_marketo, _marketo),
    Export(_is_email_events, _email_events),
    Export(_is_history, _history),
    Export(_is_contacts, _contacts),
)
"""Every export that is known, in the order in which it is looked for."""
