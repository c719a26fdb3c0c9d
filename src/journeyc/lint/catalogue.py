"""Owns which rules there are: every `jcNNN_name` module of `lint.rules`, found by looking.
Must not know what any of them checks."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module

from journeyc.lint import rules
from journeyc.lint.rule import Rule

_MODULE = re.compile(r"jc\d{3}_\w+")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    names = [module.name for module in pkgutil.iter_modules(rules.__path__) if _MODULE.fullmatch(module.name)]
    found: list[Rule] = [import_module(f"{rules.__name__}.{name}").RULE for name in sorted(names)]
    return tuple(sorted(found, key=lambda rule: rule.code))
