"""Owns what a pack's template may do: reach its context and nothing else, in a bounded number of steps and characters.
Must not know what it is given, nor where its text goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import DictLoader, StrictUndefined, Template, nodes, pass_environment
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_STEPS = 2_000_000
"""Turns of loops and calls in one rendering."""
LONGEST = 20_000_000
"""Characters one rendering may come to."""
LARGEST_POWER = 4_096
"""Bits of a power."""

_NOT_FOR_PACKS = ("lipsum", "cycler", "joiner")
_NOT_DETERMINISTIC = ("random",)


class Sandbox(ImmutableSandboxedEnvironment):
    """Renders the templates of one pack."""

    intercepted_binops = frozenset(("*", "**"))

    def __init__(self, templates: Mapping[str, str], filters: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(
            loader=DictLoader(dict(templates)),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters |= {**filters, _COUNTED: _counted}
        for name in _NOT_FOR_PACKS:
            del self.globals[name]
        for name in _NOT_DETERMINISTIC:
            del self.filters[name]
        self._steps = 0

    def rendered(self, template: Template, context: Mapping[str, object]) -> str:
        """The template's text. Raises SecurityError for what it may not do, and whatever the template raises."""
        self._steps = 0
        parts: list[str] = []
        length = 0
        for part in template.generate(**context):
            length += len(part)
            if length > LONGEST:
                raise SecurityError(f"more than {LONGEST} characters")
            parts.append(part)
        return "".join(parts)

    def step(self) -> None:
        """One turn of a loop, or one call."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise SecurityError(f"more than {MOST_STEPS} turns of loops and calls")

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        self.step()
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and isinstance(left, int) and left.bit_length() * right > LARGEST_POWER:
            raise SecurityError(f"a power of more than {LARGEST_POWER} bits")
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str | list | tuple) and len(many) * times > LONGEST:
                raise SecurityError(f"more than {LONGEST} items or characters")
        return super().call_binop(context, operator, left, right)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        for loop in source.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        return super()._generate(source, *args, **kwargs)


_COUNTED = " counted"
"""The filter every loop goes through; no template can name it."""


@pass_environment
def _counted(environment: Environment, items: Iterable[Any]) -> Iterator[Any]:
    assert isinstance(environment, Sandbox)
    for item in items:
        environment.step()
        yield item
