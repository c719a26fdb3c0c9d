"""Owns how rules are asked: which of them, how severe what they find is, and what comments put away.
Must not know any rule, nor how findings are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from journeyc.lint import suppression
from journeyc.lint.catalogue import all_rules
from journeyc.lint.facts import Facts
from journeyc.lint.proof.witness import Replay
from journeyc.lint.rule import Finding, Rule, Severity
from journeyc.lint.settings import Settings
from journeyc.lint.suppression import Comment
from journeyc.program.schema import Program

if TYPE_CHECKING:
    from journeyc.lint.log import LogFacts


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its rule, and how severe it is under the settings."""

    rule: Rule
    finding: Finding
    severity: Severity


class Linted(NamedTuple):
    """What all rules have found, by place, then by code; how many questions of proof were not decided; and how many
    rules were not asked, since they need records and there are none."""

    found: tuple[Found, ...]
    undecided: int
    unasked: int


def lint(
    program: Program,
    settings: Settings,
    comments: Iterable[Comment],
    today: str,
    replay: Replay,
    log: LogFacts | None = None,
    others: Callable[[], Iterable[Program]] = tuple,
) -> Linted:
    """What the selected rules find on the day `today` and no comment puts away. `replay` is what proofs are confirmed
    by. Rules that need records are asked where there is a `log`. `others` gives the other journeys, if a rule asks."""
    facts = Facts(program, replay, log, others)
    facts.ignores = suppression.read(comments, today)
    facts.today = today
    facts.known_codes = frozenset(rule.code for rule in all_rules())
    selected = [rule for rule in all_rules() if settings.selects(rule.code)]
    asked = [rule for rule in selected if log is not None or rule.logless]
    facts.asked = frozenset(rule.code for rule in asked)
    found = [each for rule in asked if not rule.last for each in _asked(rule, facts, settings)]
    found += [each for rule in asked if rule.last for each in _asked(rule, facts, settings)]
    return Linted(tuple(sorted(found, key=_rank)), facts.proofs.tally.undecided, len(selected) - len(asked))


def _asked(rule: Rule, facts: Facts, settings: Settings) -> Iterator[Found]:
    for finding in rule.check(facts, settings.options_of(rule)):
        place = finding.place
        if not suppression.ignored(facts.ignores, rule.code, place.line, place.file):
            yield Found(rule, finding, settings.severity.get(rule.code) or finding.severity or rule.severity)


def _rank(found: Found) -> tuple[int, str, int, int, str, str]:
    """Those in the journey's own files first, in their order."""
    place, code, variant = found.finding.place, found.rule.code, found.finding.variant
    record = found.finding.record
    if record is not None:
        return sys.maxsize, record.file, record.line, 0, code, variant
    return place.file, "", place.line, place.column, code, variant
