"""Writes docs/rules from the files of the lint rules. A test fails when that has been forgotten."""

from __future__ import annotations

from pathlib import Path

from journeyc.catalogue import LANGUAGES, Catalogue
from journeyc.formats.rule_page import FOLDER, pages

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write every page, and take away those of rules that are gone."""
    made = {path: text for language in LANGUAGES for path, text in pages(Catalogue(language)).items()}
    for old in (ROOT / FOLDER).glob("*.md"):
        if f"{FOLDER}/{old.name}" not in made:
            old.unlink()
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for path, text in made.items():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
