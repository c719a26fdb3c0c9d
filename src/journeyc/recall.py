"""Owns what a check found, and how that is kept between runs and told again.
Must not know how findings come about, nor whether what was kept still holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from journeyc import project
from journeyc.encoding import source_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeyc.diagnostics import Diagnostic, Location
    from journeyc.source import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of the journey file at `path`. `sources` has the texts that findings point into, by name. `fail_on`
    is the least severity that fails, where the settings name one. `used` are the files that were taken in; `shared`
    says that the file is no journey itself. `undecided` counts the questions of proof that were not decided,
    `unasked` the rules that need records and had none."""

    path: str
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    fail_on: str | None = None
    used: tuple[str, ...] = ()
    shared: bool = False
    undecided: int = 0
    unasked: int = 0


def kept_form(path: str, checked: Checked) -> dict[str, Any]:
    """What is kept of a checked journey. Files are named as they are seen from it, so that it does not matter how its
    own path is written next time."""

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: _seen(path, v) if name == "file" else renamed(v) for name, v in value.items()}
        return [renamed(item) for item in value] if isinstance(value, list | tuple) else value

    findings = [renamed(asdict(finding)) for finding in checked.findings]
    rest = {"used": checked.used, "shared": checked.shared, "undecided": checked.undecided, "unasked": checked.unasked}
    return {"findings": findings, "fail_on": checked.fail_on, **rest}


def _seen(path: str, file: str) -> str:
    return "" if file == path else project.seen_from(path, file)


def recalled(path: str, data: bytes, known: Mapping[str, Any]) -> Checked:
    """A journey's findings as they were, with the texts they point into."""
    findings = tuple(_unpacked(entry, path) for entry in known["findings"])
    sources = {}
    for name in {place.file for finding in findings for place in _places(finding)}:
        text = data if name == path else project.bytes_of(name)
        if isinstance(text, bytes):
            sources[name] = source_of(name, text)
    rest = (known["fail_on"], tuple(known["used"]), known["shared"], known["undecided"], known["unasked"])
    return Checked(path, findings, sources, *rest)


def _places(finding: Diagnostic) -> list[Location]:
    return [finding.location, *(label.location for label in finding.labels)]


def _unpacked(entry: dict[str, Any], path: str) -> Diagnostic:
    """A finding as it was, seen from the journey at `path`."""
    from journeyc.diagnostics import Diagnostic, Edit, Fix, Label, Location

    def location(fields: dict[str, Any]) -> Location:
        seen = fields["file"]
        return Location(**{**fields, "file": project.beside(path, seen) if seen else path})

    def pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, value in values)

    fixes = [
        Fix(
            fix["title"],
            tuple(Edit(location(edit["location"]), edit["text"]) for edit in fix["edits"]),
            fix["safe"],
            pairs(fix["values"]),
        )
        for fix in entry["fixes"]
    ]
    return Diagnostic(
        entry["code"],
        entry["severity"],
        location(entry["location"]),
        entry["variant"],
        pairs(entry["values"]),
        tuple(Label(location(label["location"]), label["text"]) for label in entry["labels"]),
        tuple(fixes),
        entry["about"],
    )
