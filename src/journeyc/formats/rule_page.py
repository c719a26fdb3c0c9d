"""Owns the page of a lint rule, and the list of all pages, as Markdown: everything in them is the rule's own words.
Must not know any rule, nor where pages are written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from journeyc.catalogue import Catalogue, left_open

FOLDER = "docs/rules"


def path(code: str, texts: Catalogue) -> str:
    """Where the page of a rule lies, from the top of the checkout; of no code, the list."""
    return f"{FOLDER}/{code or 'README'}{'' if texts.language == 'en' else f'.{texts.language}'}.md"


def facts(rule: Mapping[str, Any], texts: Catalogue) -> str:
    """How severe the rule is, and whether it can be mended, in one line."""
    needs = "".join(texts(f"explain.needs_{need}") for need in rule["needs"])
    fixable = texts("explain.fixable" if rule["fixable"] else "explain.not_fixable")
    return texts("explain.facts", severity=texts(f"severity.{rule['severity']}"), fixable=fixable, needs=needs)


def option(given: Mapping[str, Any]) -> str:
    """An option with what it is by itself."""
    return f"{given['name']} = {json.dumps(given['default'], ensure_ascii=False)}"


def pages(texts: Catalogue) -> dict[str, str]:
    """Every page in one language, by path."""
    made = {path(code, texts): _page(code, rule, texts) for code, rule in texts.rules.items()}
    return {path("", texts): _list(texts), **made}


def _page(code: str, rule: Mapping[str, Any], texts: Catalogue) -> str:
    return "\n".join(_lines(code, rule, texts)) + "\n"


def _lines(code: str, rule: Mapping[str, Any], texts: Catalogue) -> Iterator[str]:
    yield from (f"# {code} {rule['finding']['title']}", "", f"`{rule['name']}` · {facts(rule, texts)}", "")
    yield from (rule["what"], "", f"## {texts('explain.why')}", "", rule["why"], "")
    yield from (f"## {texts('explain.messages')}", "")
    for variant, wording in rule["finding"].items():
        if variant != "title":
            hint = f" — {left_open(wording['hint'])}" if "hint" in wording else ""
            yield f"- {left_open(wording['message'])}{hint}"
    also = f" {texts('explain.also', codes=texts.listed(rule['also']))}" if rule["also"] else ""
    yield from ("", f"## {texts('explain.wrong')}{also}", "", "```journey", *rule["bad"].splitlines(), "```", "")
    yield from _records(rule["bad_records"])
    yield from (f"## {texts('explain.right')}", "", "```journey", *rule["good"].splitlines(), "```")
    yield from ("", *_records(rule["good_records"])) if rule["good_records"] else ()
    if rule["fixes"]:
        yield from ("", f"## {texts('explain.fixes')}", "", *(f"- {left_open(fix)}" for fix in rule["fixes"].values()))
    if rule["options"]:
        yield from ("", f"## {texts('explain.options')}", "")
        yield from (f"- `{option(each)}`: {each['about']}" for each in rule["options"])


def _records(files: Mapping[str, str]) -> Iterator[str]:
    """The files of records beside an example."""
    for name, text in files.items():
        yield from (f"`{name}`", "", "```", *text.splitlines(), "```", "")


def _list(texts: Catalogue) -> str:
    lines = [f"# {texts('explain.index')}", "", texts("explain.index_about"), "", "| | | |", "|---|---|---|"]
    for code, rule in texts.rules.items():
        page = path(code, texts).removeprefix(f"{FOLDER}/")
        lines.append(f"| [{code}]({page}) | {rule['finding']['title']} | {texts('severity.' + rule['severity'])} |")
    return "\n".join(lines) + "\n"
