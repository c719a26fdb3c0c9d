"""Owns the parts of a proposed mapping that every export has: the file, the lead, times, values and what they may mean.
Must not know the exports of any one system."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from journeyc.records.guessing.head import Head
from journeyc.records.guessing.looks import Form, form_of
from journeyc.records.guessing.proposal import Proposal, listed, quoted, remark_of
from journeyc.records.guessing.roles import Roles
from journeyc.records.guessing.words import Likeness

MOST_VALUES = 40
"""Values of a column that are listed one by one."""

_DELIMITERS = {"\t": "tab", ";": "semicolon", "|": '"|"'}


def say_opening(proposal: Proposal, head: Head, export: str) -> None:
    """What this is, which file it is for, and how that stands."""
    proposal.remark(0, f"export_{export}", rows=len(head.rows))
    proposal.remark(0, "look_through")
    proposal.say(0, f"files: {quoted(head.file)}", remark_of("files"))
    layout = head.layout
    said = [f"format: {(layout.format or '').lstrip('.')}"] if not head.said_by_name else []
    said += [f"delimiter: {_DELIMITERS[layout.delimiter]}"] if layout.delimiter in _DELIMITERS else []
    said += [f"header: {layout.header}"] if layout.header > 1 else []
    said += [f"blank: {listed(head.blank)}"] if head.blank else []
    if said:
        proposal.say(0, f"layout: {{{', '.join(said)}}}")
    proposal.gap()


def say_lead(proposal: Proposal, roles: Roles, head: Head) -> None:
    """Who a row is about."""
    if roles.lead is None:
        proposal.remark(0, "no_lead")
        proposal.say(0, f"lead: {quoted(next(iter(head.columns)))}")
        return
    others = ", ".join(roles.other_leads)
    remark = remark_of("other_leads", columns=others) if others else None
    if roles.mail:
        proposal.say(0, f"lead: {{column: {quoted(roles.lead)}, case: lower}}", remark)
    else:
        proposal.say(0, f"lead: {quoted(roles.lead)}", remark)


def say_at(
    proposal: Proposal,
    depth: int,
    name: str,
    column: str,
    clock: str | None,
    head: Head,
    form: Form | None = None,
    optional: bool = False,
) -> None:
    """When something happened, in the form that the values have; what they do not settle is remarked on."""
    form = form or form_of(head.columns[column].texts) or Form(None)
    day_first = [other for other in form.others if other.startswith("d")] if form.format else []
    if day_first and form.format is not None:
        proposal.remark(depth, "which_day", chosen=form.format, other=day_first[0])
    elif form.format is not None and form.others:
        proposal.remark(depth, "which_form", chosen=form.format, other=form.others[0])
    keys = [f"join: {listed((column, clock))}"] if clock is not None else [f"column: {quoted(column)}"]
    if form.format is not None:
        keys.append(f"format: {quoted(form.format)}")
    if optional:
        keys.append("optional: true")
    is_epoch = form.format is not None and form.format.startswith("epoch")
    remark = None if form.offset or is_epoch else remark_of("no_offset")
    whole = f"{name}: {{{', '.join(keys)}}}" if len(keys) > 1 or clock is not None else f"{name}: {quoted(column)}"
    proposal.say(depth, whole, remark)


def say_values(
    proposal: Proposal,
    depth: int,
    name: str,
    column: str,
    head: Head,
    guess: Callable[[str], str | None],
    kind: str,
    likely: Callable[[str], str | None] = lambda text: None,
) -> None:
    """A field whose values are put in the journey's words, each value with how often it stands there. What a value may
    mean is said where there is a guess; what is only likely, and what nothing is known of, is left to be filled in, and
    counted until it is."""
    counts = head.columns[column].counts
    proposal.say(depth, f"{name}:")
    proposal.say(depth + 1, f"column: {quoted(column)}")
    proposal.say(depth + 1, "values:", remark_of(f"values_{kind}", count=len(counts)))
    for text, count in counts.most_common(MOST_VALUES):
        meaning = guess(text)
        rows = remark_of("rows", count=count)
        if meaning is None:
            proposal.say(depth + 2, _entry(text, likely(text)), rows, off=True)
        else:
            proposal.say(depth + 2, _entry(text, meaning), rows)
    if len(counts) > MOST_VALUES:
        proposal.remark(depth + 2, "more_values", count=len(counts) - MOST_VALUES)


def _entry(text: str, meaning: str | None) -> str:
    return f"{quoted(text)}:" if meaning is None else f"{quoted(text)}: {quoted(meaning)}"


def say_attributes(
    proposal: Proposal, depth: int, attributes: Iterable[tuple[str, str]], head: Head, likeness: Likeness
) -> None:
    """The attributes of a lead with the columns that seem to hold them."""
    for attribute, column in attributes:
        counts = head.columns[column].counts
        if likeness.has_few_values(attribute) and not all(likeness.is_value(attribute, text) for text in counts):
            guess = partial(likeness.value, attribute)
            say_values(proposal, depth, quoted(attribute), column, head, guess, "attribute")
            continue
        form = form_of(head.columns[column].texts) if likeness.type_of(attribute) == "date" and counts else None
        if form is not None and form.format is not None:
            proposal.say(depth, f"{quoted(attribute)}: {{column: {quoted(column)}, format: {quoted(form.format)}}}")
        else:
            proposal.say(depth, f"{quoted(attribute)}: {quoted(column)}")
