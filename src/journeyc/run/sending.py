"""Owns sends: made, held, delayed, tried again, withdrawn.
Must not know which policy stops a send; policy does."""

from __future__ import annotations

from journeyc.run.clock import Kind, Timer
from journeyc.run.policy import stop
from journeyc.run.reaction import Author
from journeyc.run.state import DelayedSend, Run


def send(author: Author, content: str) -> None:
    """Send the content to the lead now if every policy lets it, else say why not, and delay it where one says so."""
    view = author.view
    declared = view.plan.contents[content]
    stopped = stop(declared, view)
    if stopped is None:
        author.record("send", content)
        view.lead.sent.add(content)
        if declared.purpose == "ad":
            view.lead.sends.setdefault(declared.kind, []).append(view.now)
        author.reaction.sent.append(content)
        return
    author.record("send", content, held=stopped.reason, until=stopped.until)
    if stopped.until is not None:
        delayed = DelayedSend(view.standing.next_number(), content, author.by, author.order, author.run)
        view.standing.delayed[delayed.number] = delayed
        view.lead.timers.set(_timer(author, delayed), stopped.until)


def send_next_of(author: Author, contents: tuple[str, ...]) -> None:
    """Send the first of the contents that was neither sent to the lead nor waits to be."""
    lead = author.view.lead
    waiting = {delayed.content for standing in lead.standings.values() for delayed in standing.delayed.values()}
    for content in contents:
        if content not in lead.sent and content not in waiting:
            send(author, content)
            return
    author.idle("send", None, "none left")


def withdraw(author: Author, run: Run | None) -> None:
    """Withdraw the delayed sends of the run, or with None all of the journey, in the order they were asked for."""
    standing = author.view.standing
    for delayed in list(standing.delayed.values()):
        if run is None or delayed.run is run:
            del standing.delayed[delayed.number]
            author.view.lead.timers.cancel(_timer(author, delayed))
            Author(author.reaction, author.view, delayed.by, delayed.order).record("send", delayed.content, held="left")


def _timer(author: Author, delayed: DelayedSend) -> Timer:
    return Timer(Kind.SEND, author.view.plan.number, delayed.order, delayed.number, delayed.content)
