"""Owns which names of a journey a mapping may give to which field of a record.
Must not know YAML, rows or columns of exports."""

from __future__ import annotations

from collections.abc import Callable

from journeyc.records.mappings.schema import IGNORE, KEEP
from journeyc.records.names import Names, find
from journeyc.records.problems import Cause, Unusable
from journeyc.records.subjects import ABOUT_NOTHING, named, subject_of, verb_of
from journeyc.records.values import read_whole


class FieldNames:
    """Checks texts that a mapping puts in place of what an export says."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._about = {**dict.fromkeys(names.contents), **dict.fromkeys(names.tasks), **dict.fromkeys(names.teams)}
        self._checks: dict[str, Callable[[str], object]] = {
            "event": self._event,
            "content": self._content,
            "stage": lambda text: named(names.stages, text, Cause.UNKNOWN_STAGE),
            "owner": lambda text: named(names.teams, text, Cause.UNKNOWN_TEAM),
            **dict.fromkeys(names.scores, read_whole),
            **names.attribute_readers,
        }

    def check(self, field: str, text: str, in_words: bool, in_else: bool) -> None:
        """Raises Unusable where a field of that name cannot hold the text. `in_words` may also say that a value is
        ignored, and its `else` that it is kept."""
        if (in_words and text == IGNORE) or (in_else and text == KEEP):
            return
        check = self._checks.get(field.removeprefix("data."))
        if check is not None:
            check(text)

    def _event(self, text: str) -> None:
        """A verb, or a verb with what it is about: `submitted(資料請求)`."""
        if not text.endswith(")"):
            verb_of(text, self._names)
            return
        spelling, _, content = text[:-1].partition("(")
        verb = verb_of(spelling.strip(), self._names)
        if verb in ABOUT_NOTHING:
            raise Unusable(Cause.NEEDLESS_CONTENT, name=content.strip(), verb=verb)
        subject_of(verb, content.strip(), self._names)

    def _content(self, text: str) -> None:
        if find(self._about, text) is None and text not in self._about:
            raise Unusable(Cause.UNKNOWN_CONTENT, tuple(self._about), name=text)
