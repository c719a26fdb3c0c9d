"""Owns the settings of lints: which rules are asked, how severe they are, their options; and what is wrong with them.
Must not know where settings are written. It loads with every check, so it imports rules only to tell their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyc.lint.rule import Option, Options, OptionValue, Rule, Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
KEYS = ("select", "ignore", "severity", "options", "fail-on")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has set. `select` and `ignore` hold codes or beginnings of codes; of two that fit a rule the longer
    one counts, of equal ones `ignore`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    fail_on: str | None = None

    def selects(self, code: str) -> bool:
        """Whether the rule is asked."""
        chosen = max((len(part) for part in self.select if code.startswith(part)), default=-1)
        refused = max((len(part) for part in self.ignore if code.startswith(part)), default=-1)
        return refused < 0 if not self.select else chosen > refused

    @property
    def asks_any(self) -> bool:
        """Whether any rule may be asked: none is where all codes are ignored (`JC`) and none is selected."""
        return bool(self.select) or not any("JC".startswith(part) for part in self.ignore)

    def options_of(self, rule: Rule) -> Options:
        """The options of a rule, its defaults where nothing is set."""
        return {option.name: option.default for option in rule.options} | dict(self.options.get(rule.code, {}))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault of the settings: the keys that lead to it, and which one it is; `values` fill the wording."""

    path: tuple[str, ...]
    variant: str
    values: tuple[tuple[str, str], ...] = ()


def read(table: Mapping[str, object]) -> tuple[Settings, tuple[Wrong, ...]]:
    """The settings that a table of plain values holds, and what is wrong with it."""
    reading = _Reading(table)
    return reading.settings, tuple(reading.wrong)


def unknown_code(code: str) -> bool:
    """Whether no rule has this code, or a code that begins so."""
    from journeyc.lint.catalogue import all_rules

    return not code or not any(rule.code.startswith(code) for rule in all_rules())


class _Reading:
    def __init__(self, table: Mapping[str, object]) -> None:
        from journeyc.lint.catalogue import all_rules

        self.wrong: list[Wrong] = []
        self._rules = {rule.code: rule for rule in all_rules()}
        for key in table:
            if key not in KEYS:
                self._unknown((key,), KEYS)
        self.settings = Settings(
            tuple(self._codes(table, "select")),
            tuple(self._codes(table, "ignore")),
            dict(self._severities(table)),
            {code: dict(self._options(code, options)) for code, options in self._tables(table, "options")},
            self._fail_on(table),
        )

    def _fault(self, path: tuple[str, ...], variant: str, **values: str) -> None:
        self.wrong.append(Wrong(path, variant, tuple(values.items())))

    def _unknown(self, path: tuple[str, ...], known: Iterable[str]) -> None:
        self._fault(path, "key", name=path[-1], known="|".join(known))

    def _codes(self, table: Mapping[str, object], key: str) -> Iterator[str]:
        given = table.get(key, [])
        if not isinstance(given, list | tuple) or not all(isinstance(code, str) for code in given):
            self._fault((key,), "list", name=key)
            return
        for code in given:
            if unknown_code(code):
                self._fault((key, code), "code", name=code, known="|".join(self._rules))
            else:
                yield code

    def _tables(self, table: Mapping[str, object], key: str) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The inner tables under a key, each of a rule."""
        for code, inner in self._table(table, key):
            if not isinstance(inner, Mapping):
                self._fault((key, code), "table", name=code)
            elif code not in self._rules:
                self._fault((key, code), "code", name=code, known="|".join(self._rules))
            else:
                yield code, inner

    def _table(self, table: Mapping[str, object], key: str) -> Iterator[tuple[str, object]]:
        inner = table.get(key, {})
        if isinstance(inner, Mapping):
            yield from ((str(name), value) for name, value in inner.items())
        else:
            self._fault((key,), "table", name=key)

    def _severities(self, table: Mapping[str, object]) -> Iterator[tuple[str, Severity]]:
        for code, given in self._table(table, "severity"):
            severity = next((each for each in SEVERITIES if each == given), None)
            if code not in self._rules:
                self._fault(("severity", code), "code", name=code, known="|".join(self._rules))
            elif severity is None:
                self._fault(("severity", code), "choice", name=str(given), choices=", ".join(SEVERITIES))
            else:
                yield code, severity

    def _options(self, code: str, given: Mapping[str, object]) -> Iterator[tuple[str, OptionValue]]:
        known = {option.name: option for option in self._rules[code].options}
        for name, value in given.items():
            taken = _taken(known[name], value) if name in known else None
            if name not in known:
                self._unknown(("options", code, str(name)), known)
            elif taken is None:
                wanted = _KINDS[type(known[name].default)]
                self._fault(("options", code, name), "value", name=name, wanted=wanted)
            else:
                yield name, taken

    def _fail_on(self, table: Mapping[str, object]) -> str | None:
        given = table.get("fail-on")
        if given is None or given in SEVERITIES[:2]:
            return None if given is None else str(given)
        self._fault(("fail-on",), "choice", name=str(given), choices=", ".join(SEVERITIES[:2]))
        return None


_KINDS: Mapping[type, str] = {int: "number", float: "number", str: "text", bool: "bool", tuple: "texts"}


def _taken(option: Option, value: object) -> OptionValue | None:
    """The value, if it is of the option's kind."""
    default = option.default
    if isinstance(default, bool) or isinstance(value, bool):
        return value if isinstance(value, bool) and isinstance(default, bool) else None
    if isinstance(default, int | float):
        return value if isinstance(value, int | float) else None
    if isinstance(default, tuple):
        listed = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        return tuple(value) if listed and isinstance(value, list | tuple) else None
    return value if isinstance(value, str) else None
