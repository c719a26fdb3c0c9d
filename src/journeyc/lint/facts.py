"""Owns what rules ask of a journey beyond the Program itself: worked out when first asked for, and once.
Must not know any rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from journeyc.lint.ladder import Ladder, stages_entered
from journeyc.lint.proof.judging import Judged, judged
from journeyc.lint.proof.proofs import Proofs
from journeyc.lint.thresholds import most_points
from journeyc.lint.uses import uses
from journeyc.lint.walking import Site, sites
from journeyc.program.schema import ChangeScore

if TYPE_CHECKING:
    from journeyc.lint.log import LogFacts
    from journeyc.lint.proof.witness import Replay
    from journeyc.lint.suppression import Ignore
    from journeyc.program.schema import Place, Program, Score, Stage


class Facts:
    """What is known of one journey."""

    def __init__(
        self,
        program: Program,
        replay: Replay,
        log: LogFacts | None = None,
        others: Callable[[], Iterable[Program]] = tuple,
    ) -> None:
        self.program = program
        self._others = others
        self.records = log
        """What records of leads and events say, where there are some."""
        self.proofs = Proofs(program, replay)
        """What never holds, what always does, and which lead shows it."""
        self.ignores: tuple[Ignore, ...] = ()
        """What comments ask to put away."""
        self.asked: frozenset[str] = frozenset()
        """The codes of the rules that were asked."""
        self.known_codes: frozenset[str] = frozenset()
        """The codes of all rules."""
        self.today = ""
        """The day on which the rules are asked, as YYYY-MM-DD."""

    @property
    def log(self) -> LogFacts:
        """What records say, for the rules that are asked only where there are some."""
        assert self.records is not None
        return self.records

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """The conditions that never hold, and those that always do."""
        return tuple(judged(self.program, self.proofs))

    @cached_property
    def most_points(self) -> dict[str, int | None]:
        """The most points that the lines of each score and the actions on it add up to, standing points left out; None
        where they go on adding."""
        changes = [site.action for site in self.sites if isinstance(site.action, ChangeScore)]
        return {s.name: most_points(s, [c for c in changes if c.score == s.name]) for s in self.program.scores}

    def score(self, name: str) -> Score:
        """The score of that name."""
        return next(score for score in self.program.scores if score.name == name)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every action with where it stands."""
        return tuple(sites(self.program))

    @cached_property
    def ladder(self) -> Ladder:
        """Where on the ladder a lead can stand. Other journeys are looked at only where it seems that nobody can."""
        alone = Ladder(self.program)
        if all(stage.name in alone.reached or stage.hidden for stage in self.program.stages):
            return alone
        entered = {stage for other in self.others for stage in stages_entered(other, self.program.journey)}
        return Ladder(self.program, entered) if entered - alone.reached else alone

    @cached_property
    def others(self) -> tuple[Program, ...]:
        """The journeys that are checked with this one, and those in its folder."""
        return tuple(self._others())

    def used(self, kind: str) -> frozenset[str]:
        """The names of a kind (content, team, segment, score, scenario) that something refers to."""
        return self._used.get(kind, frozenset())

    @cached_property
    def _used(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for kind, name in uses(self.program):
            found.setdefault(kind, set()).add(name)
        return {kind: frozenset(names) for kind, names in found.items()}

    # --- the map: what is meant for which stage

    @cached_property
    def described_stages(self) -> tuple[Stage, ...]:
        """The stages of which the journey says more than their names."""
        evident = {rule.place for rule in self.program.rules if rule.origin == "stage"}
        return tuple(
            stage
            for stage in self.program.stages
            if stage.title or stage.owner or stage.contents or stage.notes or stage.hidden or stage.pass_rate
            or any(_is_within(place, stage.place) for place in evident)
        )  # fmt: skip

    @cached_property
    def contents_by_stage(self) -> dict[str, frozenset[str]]:
        """The contents meant for each stage that has any: its own, and those of the personas' cells."""
        found: dict[str, set[str]] = {}
        for stage, content in self._meant():
            found.setdefault(stage, set()).add(content)
        return {stage: frozenset(contents) for stage, contents in found.items()}

    @cached_property
    def stages_of_content(self) -> dict[str, frozenset[str]]:
        """The stages each content is meant for, where it is meant for any."""
        found: dict[str, set[str]] = {}
        for stage, content in self._meant():
            found.setdefault(content, set()).add(stage)
        return {content: frozenset(stages) for content, stages in found.items()}

    def _meant(self) -> Iterator[tuple[str, str]]:
        for stage in self.program.stages:
            yield from ((stage.name, content) for content in stage.contents)
        for persona in self.program.personas:
            for cell in persona.cells:
                yield from ((cell.stage, content) for content in cell.contents)
                yield from ((cell.stage, content) for note in cell.notes for content in note.answered_by)


def _is_within(inner: Place, outer: Place) -> bool:
    return (
        inner.file == outer.file
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )
