"""Owns how worked cases stand in Markdown: a journey, records, and the actions, the log or the failure they lead to.
Must not know what an engine is: it gives the texts of a case, and words actions as the cases do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "meaning"
PAGE = Path(__file__).parents[2] / "docs" / "meaning.md"
PRELUDE = (HERE / "prelude.journey").read_text(encoding="utf-8")
"""What a journey that does not name itself stands after."""

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEAD = re.compile(r"lead(?: (\w+):)?((?: \S+=\S*)*)")
_RECORD = re.compile(r"(?:(\w+): )?(\d\d-\d\d \S+) (\w+)(?:\((.*?)\))?((?: \w+=\S*)*)(?: #(\w+))?")


@dataclass(frozen=True)
class Case:
    """What stands under one heading, block by block: each has its kind and its text."""

    name: str
    blocks: tuple[tuple[str, str], ...]

    def texts(self, kind: str) -> list[str]:
        """The blocks of a kind."""
        return [text for name, text in self.blocks if name == kind]

    @property
    def journey(self) -> str:
        """The journey, whole; of several the first."""
        text = self.texts("journey")[0]
        return text if text.startswith("journey") else PRELUDE + text

    @property
    def files(self) -> list[str]:
        """The names of the journeys' files, in the order of the run."""
        return ["case.journey", *(f"case{number}.journey" for number in range(2, len(self.texts("journey")) + 1))]

    @property
    def leads(self) -> list[str]:
        """The leads that records tell of."""
        lines = [line for text in self.texts("records") for line in text.splitlines()]
        return sorted({found[1] or "L" for line in lines if (found := _RECORD.fullmatch(line))})

    def paths(self, folder: Path) -> list[str]:
        """The journeys' files, once they are written into the folder, in the order of the run."""
        return [str(folder / name) for name in self.files]

    def written(self, folder: Path) -> list[str]:
        """Write the case's files into the folder, and give the options that name its records. Each `records` block is a
        file of events: `B: 04-01 10:00 visited(料金) 秒数=30 #e1` (without a name the lead is L). In any of them
        `lead B: stage=検討` is a line of the lead file, and `until 04-30 00:00` an option."""
        for name, text in zip(self.files, [self.journey, *self.texts("journey")[1:]], strict=True):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        arguments: list[str] = []
        leads: list[str] = []
        for number, text in enumerate(self.texts("records")):
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


def each_case() -> pytest.MarkDecorator:
    """The decorator of a test that asks for a case: it gets those of the language's page and of meaning/."""
    found = [
        pytest.param(case, id=f"{path.stem}: {case.name}")
        for path in (PAGE, *sorted(HERE.glob("*.md")))
        for case in _cases_in(path)
    ]
    return pytest.mark.parametrize("case", found)


def _cases_in(path: Path) -> Iterator[Case]:
    parts = _HEADING.split(path.read_text(encoding="utf-8"))[1:]
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        case = Case(name, tuple(_BLOCK.findall(body)))
        if case.blocks:
            assert any(case.texts(kind) for kind in ("actions", "log", "fails")), name
            yield case


# --- records in --------------------------------------------------------------------------------------------------


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


def shown(action: dict[str, object]) -> str:
    """An action as the cases write it: the lead only where it is not `L`, seconds only where there are any."""
    named = [f"{action['lead']}:" if action["lead"] != "L" else None, _clock(action["at"]), action["action"]]
    named += [action["target"], f"from {action['from']}" if "from" in action else None]
    named += [f"{action['points']:+}" if "points" in action else None]
    named += [f"= {_literal(action['value'])}" if "value" in action else None, action.get("reason")]
    named += [f'"{action[key]}"' for key in ("title", "text") if key in action]
    named += [f"({action['member']})" if "member" in action else None]
    named += [f"due {_clock(action['due'])}" if "due" in action else None]
    named += [f"held {action['held']}" if "held" in action else None]
    named += [f"until {_clock(action['until'])}" if "until" in action else None]
    return " ".join(str(part) for part in named if part is not None)


def _literal(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _clock(at: object) -> str:
    return str(at)[5:].removesuffix("+09:00").removesuffix(":00").replace("T", " ")
