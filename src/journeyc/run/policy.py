"""Owns whether a send may be made now, and if not, why and until when (language.md §8).
Must not know what asks for the send or what becomes of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from journeyc.program.calendar import end_of_quiet
from journeyc.program.schema import Cap, Content, Policy
from journeyc.run.conditions import View, holds

Reason = Literal["consent", "unsubscribed", "suppress", "quiet", "cap", "left"]


class Stop(NamedTuple):
    """Why a send is not made; `until` is the instant at which it is tried again, None where it is dropped."""

    reason: Reason
    until: int | None = None


_NONE = Policy((), None, (), ())


def stop(content: Content, view: View) -> Stop | None:
    """The first policy that stops a send of the content now; None where it may be made."""
    policy = view.plan.program.policy or _NONE
    advertises = content.purpose == "ad"
    if advertises and not _consented(content, policy, view):
        return Stop("consent")
    if advertises and content.kind in view.lead.unsubscribed:
        return Stop("unsubscribed")
    if any(holds(condition, view) for condition in policy.suppresses):
        return Stop("suppress")
    return _delay(content, policy, view) if advertises else None


def _consented(content: Content, policy: Policy, view: View) -> bool:
    if content.consent is not None:
        return holds(content.consent, view)
    return all(holds(condition, view) for condition in policy.consents)


def _delay(content: Content, policy: Policy, view: View) -> Stop | None:
    if policy.quiet is not None:
        end = end_of_quiet(view.now, policy.quiet, view.plan.calendar, view.plan.zone)
        if end > view.now:
            return Stop("quiet", end)
    for cap in policy.caps:
        if cap.kind == content.kind and (stopped := _capped(cap, view)):
            return stopped
    return None


def _capped(cap: Cap, view: View) -> Stop | None:
    recent = [at for at in view.lead.sends.get(cap.kind, ()) if at > view.now - cap.within]
    if len(recent) < cap.limit:
        return None
    if cap.otherwise == "drop" or cap.limit == 0:
        return Stop("cap")
    return Stop("cap", recent[len(recent) - cap.limit] + cap.within)
