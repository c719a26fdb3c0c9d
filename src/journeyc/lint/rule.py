"""Owns what a lint rule is: what it is called and says in both languages, its examples, its options, its check.
Must not know any rule, nor how findings are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from journeyc.program.schema import Place

if TYPE_CHECKING:
    from journeyc.lint.facts import Facts
    from journeyc.lint.log import RecordLine
    from journeyc.lint.proof.witness import Witness

Severity = Literal["error", "warning", "info"]
OptionValue = int | float | str | bool | tuple[str, ...]
Options = Mapping[str, OptionValue]
Needs = Literal["prover", "records"]


class Both(NamedTuple):
    """A text in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a finding is told: `message`, and a `hint` at what to do. `{name}` in them is a value of the finding."""

    message: Both
    hint: Both | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a rule: its value must have the type of `default`."""

    name: str
    default: OptionValue
    about: Both


# --- findings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replace:
    """Put `text` in the place of what stands there."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `text` right before or after what stands there. With `line`, as a line of its own, indented as that is."""

    place: Place
    text: str
    where: Literal["before", "after"] = "after"
    line: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out what stands there, with its documentation; its lines too, where nothing else stands on them."""

    place: Place


@dataclass(frozen=True, slots=True)
class AddTo:
    """Put `text` into the block of the declaration there, as its last line; where it has none, a block is made."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Take out the condition that stands there from those that all have to hold, with the `and` that joins it."""

    place: Place


Edit = Replace | Insert | Remove | AddTo | Drop


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a finding: `title` is a key of the rule's `fixes`. A safe one changes nothing the journey does."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A second place worth looking at; `text` is a key of the rule's `labels`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found: where; `about`, the declaration it is in; `values` for the wording, none of which may
    depend on lines. `variant` picks among the rule's wordings, `severity` stands in place of the rule's own. `witness`
    shows what is claimed, where somebody can. `record` is the line of records that is pointed at, where `place` is only
    where the journey speaks of them."""

    place: Place
    about: str
    values: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    beside: tuple[Beside, ...] = ()
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None
    witness: Witness | None = None
    record: RecordLine | None = None


Check = Callable[["Facts", Options], Iterable[Finding]]
OTHER = "other.journey"
"""What the other journey beside an example is called."""


# --- rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Records:
    """What is beside an example, as texts: a lead file (CSV), an event file (JSON Lines), another journey in its
    folder; and the options that the rule has there."""

    leads: str = ""
    events: str = ""
    journey: str = ""
    options: Options = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One lint rule, whole. `bad` gives this code, and those of `also`; `good` gives nothing; each beside its records.
    `why` has the reason a user can check. `needs` is what the check asks the facts for beyond the Program. A rule that
    looks `last` sees what became of the findings of the others."""

    code: str
    name: str
    severity: Severity
    title: Both
    what: Both
    why: Both
    wordings: Mapping[str, Wording]
    bad: str
    good: str
    check: Check
    fixes: Mapping[str, Both] = field(default_factory=dict)
    labels: Mapping[str, Both] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    also: tuple[str, ...] = ()
    needs: frozenset[Needs] = frozenset()
    last: bool = False
    bad_records: Records | None = None
    good_records: Records | None = None

    @property
    def logless(self) -> bool:
        """Whether the rule can be asked without records."""
        return "records" not in self.needs

    @property
    def fixable(self) -> bool:
        """Whether some of its findings bring a fix."""
        return bool(self.fixes)

    def texts(self, language: Literal["ja", "en"]) -> dict[str, object]:
        """Everything the rule says in a language, in the shape of the message catalogue."""

        def said(texts: Mapping[str, Both]) -> dict[str, str]:
            return {key: getattr(text, language) for key, text in texts.items()}

        finding: dict[str, object] = {"title": getattr(self.title, language)}
        for variant, wording in self.wordings.items():
            hint = {"hint": getattr(wording.hint, language)} if wording.hint is not None else {}
            finding[variant] = {"message": getattr(wording.message, language), **hint}
        return {
            "finding": finding,
            "fixes": said(self.fixes),
            "labels": said(self.labels),
            "what": getattr(self.what, language),
            "why": getattr(self.why, language),
            "options": [
                {"name": option.name, "default": option.default, "about": getattr(option.about, language)}
                for option in self.options
            ],
            "also": list(self.also),
            "bad": self.bad,
            "good": self.good,
            "bad_records": self._listed(self.bad_records),
            "good_records": self._listed(self.good_records),
            "severity": self.severity,
            "name": self.name,
            "fixable": self.fixable,
            "needs": ["proof" if need == "prover" and not self._shows else need for need in sorted(self.needs)],
        }

    @property
    def _shows(self) -> bool:
        """Whether findings tell of a lead that shows them."""
        hints = [wording.hint for wording in self.wordings.values() if wording.hint is not None]
        return any("{witness}" in hint.en for hint in hints)

    def _listed(self, records: Records | None) -> dict[str, str]:
        """The files beside an example, by name."""
        if records is None:
            return {}
        options = "".join(f"    {name}: {json.dumps(value)}\n" for name, value in records.options.items())
        settings = f"options:\n  {self.code}:\n{options}" if options else ""
        files = {
            "leads.csv": records.leads,
            "events.jsonl": records.events,
            OTHER: records.journey,
            "journeyc.yaml": settings,
        }
        return {name: text for name, text in files.items() if text}
