"""Owns how tests check the examples of rules: each with the records and the options that belong to it.
Must not know what any rule finds."""

from __future__ import annotations

import json
from pathlib import Path

from journeyc.configuration import SettingsFile
from journeyc.diagnostics import Diagnostic
from journeyc.fixing import mend
from journeyc.lint.rule import OTHER, Records, Rule
from journeyc.pipeline import Asked, check_files, check_text, compile_text
from journeyc.records.names import Names
from journeyc.survey import Survey

TODAY = "2026-06-01"


def findings_in(text: str, rule: Rule, records: Records | None, folder: Path) -> tuple[Diagnostic, ...]:
    """What is found in an example of a rule, the records beside it written into the folder."""
    if records is None:
        return check_text(text, "a.journey", Asked(TODAY)).findings
    if records.journey:
        paths = [folder / "a.journey", folder / OTHER]
        for path, written_text in zip(paths, (text, records.journey), strict=True):
            path.write_text(written_text, encoding="utf-8", newline="\n")
        return check_files([str(paths[0])], Asked(TODAY))[0].findings
    program = compile_text(text, "a.journey").program
    assert program is not None
    files = written(records, folder)
    leads, events = ([str(path) for path in files if path.stem == kind] for kind in ("leads", "events"))
    survey = Survey(leads, events, Names.of(program), [], lambda problem: None)
    settings = SettingsFile("journeyc.yaml", options_of(rule, records).encode()) if records.options else None
    return check_text(text, "a.journey", Asked(TODAY, log=survey.of), settings).findings


def mended(text: str, rule: Rule, records: Records | None, folder: Path) -> str:
    """An example after all fixes that are found in it."""

    def check(now: str) -> tuple[Diagnostic, ...]:
        return findings_in(now, rule, records, folder)

    return mend(text, check(text)[0].location.file, check, unsafe=True).text


def written(records: Records, folder: Path) -> list[Path]:
    """The files of records, written into the folder."""
    texts = {"leads.csv": records.leads, "events.jsonl": records.events}
    files = [folder / name for name, text in texts.items() if text]
    for file in files:
        file.write_text(texts[file.name], encoding="utf-8", newline="\n")
    return files


def options_of(rule: Rule, records: Records) -> str:
    """A settings file with the options that the rule has beside the records."""
    return json.dumps({"options": {rule.code: dict(records.options)}})
