"""Owns the promises of filenames: names that every system takes, and that stay what they are.
Must not know who writes under them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyc import filenames

ODD_NAMES = ["", ".", "..", "con", "NUL.txt", "Lpt1 .x", "ＩＳ", "a/b", "あ" * 200, "class", "1日"]
ANY_NAME = st.text() | st.sampled_from(ODD_NAMES)


@given(ANY_NAME)
def test_a_file_name_is_fit_and_stable(text: str) -> None:
    name = filenames.file_name(text)
    assert not set(name) & set('<>:"/\\|?*')
    assert name[-1] not in ". "
    assert name.isprintable()
    assert unicodedata.normalize("NFKC", name) == name
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert filenames.file_name(name) == name
    assert filenames.is_fit(f"01-{name}.json")
    assert len(f"01-{name}.json") <= 80


@given(ANY_NAME)
def test_a_module_name_is_an_identifier_and_a_fit_file_name(text: str) -> None:
    name = filenames.module_name(text)
    assert name.isidentifier()
    assert filenames.module_name(name) == name
    assert filenames.is_fit(f"{name}.py")


@pytest.mark.parametrize(
    ("text", "file", "module"),
    [
        ("ナーチャリング", "ナーチャリング", "ナーチャリング"),
        ("ＩＳ", "IS", "IS"),
        ("A/B: 検証?", "A_B_ 検証_", "A_B__検証_"),
        ("con", "_con", "_con"),
        ("Nul.txt", "_Nul.txt", "Nul_txt"),
        ("2026年", "2026年", "_2026年"),
        ("class", "class", "_class"),
        ("..", "_", "__"),
    ],
)
def test_names_as_people_will_see_them(text: str, file: str, module: str) -> None:
    assert (filenames.file_name(text), filenames.module_name(text)) == (file, module)


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a\\b", "C:x", "nul.txt", "ＩＳ.txt", "a./b", "x" * 81, ""])
def test_a_path_that_some_system_refuses_is_not_fit(path: str) -> None:
    assert not filenames.is_fit(path)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a/b", "a/c", "ab"], None),
        (["IS.txt", "x", "is.TXT"], ("IS.txt", "is.TXT")),
        (["a/b", "A"], ("A", "a/b")),
        (["A/x", "a/y"], None),
    ],
)
def test_a_collision_names_both_paths(paths: list[str], expected: tuple[str, str] | None) -> None:
    assert filenames.collision(paths) == expected
