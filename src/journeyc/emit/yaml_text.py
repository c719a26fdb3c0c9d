"""Owns how YAML from outside is read: safely, with no alias and no key twice, and one kind of error.
Must not know what it says, nor where it lies."""

from __future__ import annotations

import yaml


class YamlError(Exception):
    """A text that is no such YAML, and why, in one line."""


def read_values(text: str) -> object:
    """The plain values a text holds. Raises YamlError."""
    return _read(text, _Values)


def read_texts(text: str) -> object:
    """What a text holds, with every value as the text that stands there (`0123` stays `0123`). Raises YamlError."""
    return _read(text, _Texts)


def _read(text: str, loader: type[_Values | _Texts]) -> object:
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones
    # A value that only looks like a number, a time or a truth is told by whatever reading it raises.
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, AttributeError) as error:
        raise YamlError(" ".join(str(error).split())[:200] or type(error).__name__) from error


class _Strict(yaml.composer.Composer, yaml.constructor.BaseConstructor):
    """Takes no alias, with which a short text makes an endless value, and no key twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]  # the parser, mixed in beside, has it
            event = self.peek_event()  # type: ignore[attr-defined]  # the parser, mixed in beside, has it
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not taken", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    reason = f"the key {key.value} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Values(_Strict, yaml.SafeLoader):
    """Reads what YAML's own types say."""


class _Texts(_Strict, yaml.BaseLoader):
    """Reads every value as a text."""
