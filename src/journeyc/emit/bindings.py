"""Owns the ids that only the tenant knows: which ones a journey needs, the file that holds them, its template.
Must not know any platform (a pack declares its kinds of ids) nor where the file lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from journeyc.emit.loss import BAD_BINDINGS, UNBOUND, Problem
from journeyc.emit.yaml_text import YamlError, read_texts
from journeyc.program.schema import NOWHERE, Place

LONGEST_FILE = 1_000_000
LONGEST_VALUE = 1_000


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return text


Expression = Annotated[str, AfterValidator(_expression)]
"""A regular expression, as a text."""


class IdField(BaseModel):
    """One id of a kind, as a pack declares it: `about` says what it is, by language; `pattern` is what the whole value
    must match; a field with a `default` may stay unbound."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: dict[Literal["ja", "en"], str]
    pattern: Expression = ".+"
    default: str | None = None


Kinds = Mapping[str, Mapping[str, IdField]]
"""The kinds of ids a pack declares, each with its fields."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One id the journey needs: `kind` and `key` are the pack's, `name` is the journey's (a content, a team …).
    `suggestion` is a value that fits where the tenant creates the thing for this journey."""

    kind: str
    name: str
    key: str
    place: Place = field(default=NOWHERE, compare=False)
    suggestion: str | None = field(default=None, compare=False)

    @property
    def path(self) -> str:
        return f"{self.kind}.{self.name}.{self.key}"


Bound = Mapping[tuple[str, str, str], str]


class Ask:
    """Gives a pack the ids it asks for, and remembers each question: what was asked is what a journey needs.
    Where an id is not bound yet the answer is `PLACEHOLDER`, and nothing that holds one is ever written."""

    PLACEHOLDER = "0"

    def __init__(self, kinds: Kinds, bound: Bound) -> None:
        self._kinds = kinds
        self._bound = bound
        self._asked: dict[Binding, None] = {}

    def __call__(self, kind: str, name: str, key: str, place: Place = NOWHERE, suggestion: str | None = None) -> str:
        """The id; a kind or key the pack has not declared is a KeyError: the pack is at fault."""
        default = self._kinds[kind][key].default
        self._asked.setdefault(Binding(kind, name, key, place, suggestion or default))
        return self._bound.get((kind, name, key), default or self.PLACEHOLDER)

    @property
    def asked(self) -> tuple[Binding, ...]:
        """Every id asked for, in the order of the pack's kinds, then of the questions."""
        kinds = list(self._kinds)
        return tuple(sorted(self._asked, key=lambda binding: kinds.index(binding.kind)))

    @property
    def unbound(self) -> tuple[Binding, ...]:
        return tuple(
            binding
            for binding in self.asked
            if (binding.kind, binding.name, binding.key) not in self._bound
            and self._kinds[binding.kind][binding.key].default is None
        )


def unbound_problem(target: str, unbound: tuple[Binding, ...], lines: Callable[[Place], str]) -> Problem:
    """One problem that lists every id still to be bound, with the source line that needs it."""
    listed = "\n".join(f"  {binding.path}  ({lines(binding.place)})" for binding in unbound)
    return Problem(UNBOUND, "", (("target", target), ("count", str(len(unbound))), ("list", listed)), unbound[0].place)


# --- the file ----------------------------------------------------------------------------------------------------


def read_bindings(text: str, target: str, kinds: Kinds, secrets: tuple[str, ...]) -> tuple[Bound, tuple[Problem, ...]]:
    """The ids a bindings file holds, and everything wrong with it. An empty value counts as not bound yet."""
    if len(text) > LONGEST_FILE:
        return {}, (_bad("unreadable", reason=f"> {LONGEST_FILE}"),)
    try:
        content = read_texts(text) or {}
    except YamlError as error:
        return {}, (_bad("unreadable", reason=str(error)),)
    if not isinstance(content, dict):
        return {}, (_bad("not_a_mapping", path="."),)
    if content.get("target", target) != target:
        return {}, (_bad("other_target", found=str(content["target"]), target=target),)
    bound: dict[tuple[str, str, str], str] = {}
    problems: list[Problem] = []
    for (kind, name, key), value in _entries(content, kinds, problems):
        path, pattern = f"{kind}.{name}.{key}", kinds[kind][key].pattern
        if not isinstance(value, str) or len(value) > LONGEST_VALUE:
            problems.append(_bad("wrong_type", path=path))
        elif any(re.search(secret, value) for secret in secrets):
            problems.append(_bad("secret", path=path))
        elif value and not re.fullmatch(pattern, value):
            problems.append(_bad("wrong_value", path=path, value=value, pattern=pattern))
        elif value:
            bound[kind, name, key] = value
    return bound, tuple(problems)


def _entries(
    content: Mapping[object, object], kinds: Kinds, problems: list[Problem]
) -> Iterator[tuple[tuple[str, str, str], object]]:
    """Every `kind.name.field` with its value; a key that is not one the pack knows becomes a problem."""
    for kind, names in content.items():
        if kind in ("journey", "target"):
            continue
        if kind not in kinds:
            problems.append(_bad("unknown_key", path=str(kind), known=", ".join(kinds)))
        elif not isinstance(names, dict):
            problems.append(_bad("not_a_mapping", path=str(kind)))
        else:
            for name, fields in names.items():
                path = f"{kind}.{name}"
                if not isinstance(fields, dict):
                    problems.append(_bad("not_a_mapping", path=path))
                    continue
                for key, value in fields.items():
                    if key in kinds[str(kind)]:
                        yield (str(kind), str(name), str(key)), value
                    else:
                        known = ", ".join(kinds[str(kind)])
                        problems.append(_bad("unknown_key", path=f"{path}.{key}", known=known))


def _bad(variant: str, **values: str) -> Problem:
    return Problem(BAD_BINDINGS, variant, tuple(values.items()))


def bindings_template(
    needed: tuple[Binding, ...],
    kinds: Kinds,
    bound: Bound,
    *,
    journey: str,
    target: str,
    lang: Literal["ja", "en"],
    lines: Callable[[Place], str],
) -> str:
    """The bindings file to fill in: every id the journey needs, what it is and the source line that needs it.
    What `bound` holds already is kept."""
    out = [f"journey: {_quoted(journey)}", f"target: {_quoted(target)}"]
    for kind, names in _grouped(needed).items():
        out += ["", f"{kind}:"]
        for name, bindings in names.items():
            out.append(f"  {_quoted(name)}:  # {lines(bindings[0].place)}")
            for binding in bindings:
                value = bound.get((kind, name, binding.key), binding.suggestion)
                about = kinds[kind][binding.key].about.get(lang, "")
                out.append(f"    {binding.key}: {_quoted(value) if value else ''}  # {about}".replace(":   #", ":  #"))
    return "\n".join(out) + "\n"


def _grouped(needed: tuple[Binding, ...]) -> dict[str, dict[str, list[Binding]]]:
    grouped: dict[str, dict[str, list[Binding]]] = {}
    for binding in needed:
        grouped.setdefault(binding.kind, {}).setdefault(binding.name, []).append(binding)
    return grouped


def _quoted(value: str) -> str:
    """A double-quoted YAML text: no value can be read as anything but itself."""
    return str(yaml.safe_dump(value, default_style='"', allow_unicode=True, width=LONGEST_VALUE * 10)).strip()
