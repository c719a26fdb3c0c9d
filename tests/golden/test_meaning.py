"""Owns the worked cases of meaning/: what the language page says comes of records, whatever engine takes them.
Must not know how an engine works: it gives files and reads the action log."""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from journeyc import cli

CASES = Path(__file__).parent / "meaning"
PRELUDE = (CASES / "prelude.journey").read_text(encoding="utf-8")
Engine = Callable[[Path, Sequence[str]], None]

_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEAD = re.compile(r"lead(?: (\w+):)?((?: \S+=\S*)*)")
_RECORD = re.compile(r"(?:(\w+): )?(\d\d-\d\d \S+) (\w+)(?:\((.*?)\))?((?: \w+=\S*)*)(?: #(\w+))?")


@dataclass(frozen=True)
class Case:
    """A journey, files of records, and the actions, the log or the failure that they lead to."""

    name: str
    blocks: tuple[tuple[str, str], ...]

    def texts(self, kind: str) -> list[str]:
        """The blocks of a kind."""
        return [text for name, text in self.blocks if name == kind]

    @property
    def journey(self) -> str:
        """The journey, whole; one that does not name itself stands after the prelude."""
        [text] = self.texts("journey")
        return text if text.startswith("journey") else PRELUDE + text


def interpreted(folder: Path, records: Sequence[str]) -> None:
    """The interpreter, which is the meaning."""
    _journeyc("run", folder / "case.journey", *records, "--actions", folder / "actions.jsonl")


def emitted(folder: Path, records: Sequence[str]) -> None:
    """The Python that journeyc writes, which knows nothing of journeyc."""
    _journeyc("build", folder / "case.journey", "--target", "python", "--out", folder / "build")
    [module] = (folder / "build").glob("*.py")
    with pytest.MonkeyPatch.context() as patch, suppress(SystemExit):
        patch.setattr(sys, "argv", [str(module), *records, "--actions", str(folder / "actions.jsonl")])
        runpy.run_path(str(module), run_name="__main__")


ENGINES: dict[str, Engine] = {"interpreter": interpreted, "python": emitted}


def _journeyc(*arguments: str | Path) -> None:
    with suppress(SystemExit):
        cli.main([str(argument) for argument in arguments])


def _cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.md")):
        parts = _HEADING.split(file.read_text(encoding="utf-8"))[1:]
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            yield pytest.param(Case(name, tuple(_BLOCK.findall(body))), id=f"{file.stem}: {name}")


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("case", list(_cases()))
def test_the_case_comes_out_as_the_page_says(
    case: Case, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.journey").write_text(case.journey, encoding="utf-8", newline="\n")
    engine(tmp_path, _written_records(case, tmp_path))
    log = tmp_path / "actions.jsonl"
    if case.texts("fails"):
        [named] = case.texts("fails")
        said = capsys.readouterr().err
        assert all(name in said for name in named.split())
        assert not log.exists()
        return
    text = log.read_text(encoding="utf-8")
    for expected in case.texts("log"):
        assert text == expected
    for expected in case.texts("actions"):
        assert [_shown(json.loads(line)) for line in text.splitlines()] == expected.splitlines()


# --- records in --------------------------------------------------------------------------------------------------


def _written_records(case: Case, folder: Path) -> list[str]:
    """The arguments that name a case's records. Each `records` block is a file of events: `B: 04-01 10:00 visited(料金)
    秒数=30 #e1` (without a name the lead is L); `lead B: stage=検討` is a line of the lead file, `until` an option."""
    arguments: list[str] = []
    leads: list[str] = []
    for number, text in enumerate(case.texts("records")):
        events: list[str] = []
        for line in text.splitlines():
            if line.startswith("until "):
                arguments += ["--until", _time(line.removeprefix("until "))]
            elif line.startswith("lead"):
                leads.append(_lead(line))
            else:
                events.append(_event(line))
        arguments += ["--events", _file(folder / f"events{number}.jsonl", events)] if events else []
    return [*(["--leads", _file(folder / "leads.jsonl", leads)] if leads else []), *arguments]


def _file(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return str(path)


def _lead(line: str) -> str:
    found = _LEAD.fullmatch(line)
    assert found is not None, line
    name, given = found.groups()
    fields = _pairs(given)
    if "created" in fields:
        fields["created"] = _time(str(fields["created"]).replace("T", " "))
    return json.dumps({"lead": name or "L", **fields}, ensure_ascii=False)


def _event(line: str) -> str:
    found = _RECORD.fullmatch(line)
    assert found is not None, line
    lead, at, verb, content, data, name = found.groups()
    record = {"lead": lead or "L", "at": _time(at), "event": verb, "content": content, "data": _pairs(data), "id": name}
    return json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False)


def _time(text: str) -> str:
    """`04-01 10:00` is of 2026; seconds, fractions and an offset may follow."""
    return f"2026-{text.replace(' ', 'T')}"


def _pairs(text: str) -> dict[str, object]:
    return {name: _scalar(value) for name, _, value in (pair.partition("=") for pair in text.split())}


def _scalar(text: str) -> object:
    return json.loads(text) if re.fullmatch(r"true|false|-?\d+", text) else text


# --- actions out -------------------------------------------------------------------------------------------------


def _shown(action: dict[str, object]) -> str:
    """An action as the cases write it: the lead only where it is not `L`, seconds only where there are any."""
    named = [f"{action['lead']}:" if action["lead"] != "L" else None, _clock(action["at"]), action["action"]]
    named += [action["target"], f"from {action['from']}" if "from" in action else None]
    named += [f"{action['points']:+}" if "points" in action else None]
    named += [f"= {action['value']}" if "value" in action else None, action.get("reason")]
    named += [f'"{action[key]}"' for key in ("title", "text") if key in action]
    named += [f"({action['member']})" if "member" in action else None]
    named += [f"due {_clock(action['due'])}" if "due" in action else None]
    named += [f"held {action['held']}" if "held" in action else None]
    named += [f"until {_clock(action['until'])}" if "until" in action else None]
    return " ".join(str(part) for part in named if part is not None)


def _clock(at: object) -> str:
    return str(at)[5:].removesuffix("+09:00").removesuffix(":00").replace("T", " ")
