"""Owns which verb a spelling names, and what an event of that verb may be about.
Must not know files, rows or mappings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from journeyc.records.names import Names, find
from journeyc.records.problems import Cause, Unusable

T = TypeVar("T")

ABOUT_NOTHING = frozenset(("created", "changed"))
_ABOUT_A_TEAM = frozenset(("accepted", "rejected"))
_ABOUT_A_TASK = "done"


def named(table: Mapping[str, T], spelling: str, cause: Cause) -> T:
    """What a name stands for. Raises Unusable with `cause` and the names there are."""
    found = find(table, spelling)
    if found is None:
        raise Unusable(cause, tuple(table), name=spelling)
    return found


def verb_of(spelling: str, names: Names) -> str:
    """The English verb of a spelling. Raises Unusable, also for what only a run raises."""
    verb = find(names.verbs, spelling)
    if verb is None:
        recorded = tuple(word for word, known in names.verbs.items() if _is_recorded(known, names))
        raise Unusable(Cause.UNKNOWN_EVENT, recorded, name=spelling)
    if not _is_recorded(verb, names):
        raise Unusable(Cause.RUN_EVENT, name=verb)
    return verb


def _is_recorded(verb: str, names: Names) -> bool:
    """Whether records tell of it; what is entered, say, only a run raises."""
    return verb in ABOUT_NOTHING or verb in _ABOUT_A_TEAM or verb == _ABOUT_A_TASK or bool(names.fits.get(verb))


def subject_of(verb: str, written: str | None, names: Names) -> str | None:
    """What an event is about, by its verb; None for a verb that is about nothing. Raises Unusable."""
    if verb in ABOUT_NOTHING:
        return None
    if verb == _ABOUT_A_TASK:
        return None if written is None else named(names.tasks, written, Cause.UNKNOWN_CONTENT)
    if written is None:
        raise Unusable(Cause.NO_CONTENT, verb=verb)
    if verb in _ABOUT_A_TEAM:
        return named(names.teams, written, Cause.UNKNOWN_CONTENT)
    return _content(written, verb, names)


def _content(written: str, verb: str, names: Names) -> str:
    content = named(names.contents, written, Cause.UNKNOWN_CONTENT)
    if content.kind not in names.fits[verb]:
        verbs = ", ".join(sorted(other for other, kinds in names.fits.items() if content.kind in kinds))
        raise Unusable(Cause.UNFIT_CONTENT, content=content.name, kind=content.kind, verb=verb, verbs=verbs)
    return content.name
