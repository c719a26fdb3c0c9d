"""What every pack can rely on: losses are named and refused, ids are asked for, outputs stay inside their folder."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from journeyc.emit.bindings import Bound, read_bindings
from journeyc.emit.build import build, required_bindings, write_bindings_template
from journeyc.emit.constructs import CONSTRUCTS
from journeyc.emit.loss import PackError, Problem
from journeyc.emit.pack import Pack, find_packs, read_pack
from journeyc.emit.render import MANIFEST
from journeyc.program.schema import (
    PROGRAM_VERSION,
    AddTag,
    Content,
    Do,
    Duration,
    Place,
    Program,
    Scenario,
    Send,
    Step,
    Wait,
)

TARGET = """
name: sample
version: "1"
title: {ja: 見本, en: Sample}
emits: {ja: CSV, en: CSV}
outputs:
  - {template: mails.csv.j2, path: "mails/{{ program.journey }}.csv", format: text}
  - {template: mails.json.j2, path: mails.json, format: json, validated: true}
capabilities:
  exact: [scenario, action.send]
  lossy: {step.wait: wait}
losses:
  wait: {ja: "{about}待機は日単位です", en: waits are whole days}
  other: {ja: "{what} はできません", en: "no {what}"}
ids:
  emails:
    content_id: {about: {ja: メールの id, en: id of the email}, pattern: "[0-9]+"}
secrets: ["^pat-"]
"""
CSV = """// {{ made_by.pack }} {{ made_by.program_sha256 }}
{% for content in program.contents %}
{{ content.name | csv }},{{ ask("emails", content.name, "content_id", content.place) | csv }}
{% endfor %}
"""
JSON = '{"mails": {{ program.contents | map(attribute="name") | list | json }} }'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = tmp_path / "sample"
    (pack / "templates").mkdir(parents=True)
    write(pack / "target.yaml", TARGET)
    write(pack / "templates" / "mails.csv.j2", CSV)
    write(pack / "templates" / "mails.json.j2", JSON)
    return pack


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def sample(folder: Path) -> Pack:
    return read_pack(folder, trust=False)


def bindings(pack: Pack, text: str) -> tuple[Bound, tuple[Problem, ...]]:
    return read_bindings(text, pack.name, pack.kinds, pack.declared.secrets)


def journey(*steps: Step) -> Program:
    mail = Content("お礼", "email", None, "ad", None, (), (), None, None, (), None, None, Place(0, 2, 1, 2, 5))
    scenario = Scenario("追客", None, (), None, (), (), (), steps, 1, None, Place(0, 3, 1, 3, 5))
    empty: tuple[()] = ()
    return Program(
        PROGRAM_VERSION, "育成", None, None, ("a.journey",), "Asia/Tokyo", None, empty, empty, empty, empty, empty,
        empty, empty, (mail,), empty, empty, (scenario,), None, empty, None, empty, empty, empty, empty,
    )  # fmt: skip


SEND = Do(Send(("お礼",)), None, Place(0, 4, 3, 4, 9))
WAIT = Wait(Duration("s", 60), None, False, None, 2, Place(0, 5, 3, 5, 9))
TAG = Do(AddTag("優先"), None, Place(0, 6, 3, 6, 9))
BOUND = {("emails", "お礼", "content_id"): "7"}


def test_files_and_what_made_them(folder: Path) -> None:
    made = build(sample(folder), journey(SEND), BOUND, set())
    assert list(made.files) == ["mails/育成.csv", "mails.json", MANIFEST]
    assert made.files["mails/育成.csv"].decode().endswith("お礼,7\n")
    assert made.files["mails.json"].decode() == '{\n  "mails": [\n    "お礼"\n  ]\n}\n'
    manifest = json.loads(made.files[MANIFEST])
    assert (manifest["pack"], manifest["journey"]) == ("sample", "育成")
    assert manifest["program_sha256"] in made.files["mails/育成.csv"].decode()
    assert made.files == build(sample(folder), journey(SEND), BOUND, set()).files


def test_bound_ids_that_nothing_asks_for_are_told(folder: Path) -> None:
    bound = {**BOUND, ("emails", "昔のメール", "content_id"): "8"}
    assert build(sample(folder), journey(SEND), bound, set()).unused == ("emails.昔のメール.content_id",)


def test_a_loss_is_refused_until_it_is_allowed(folder: Path) -> None:
    pack = sample(folder)
    refused = build(pack, journey(SEND, WAIT, TAG), BOUND, set())
    assert [(loss.name, loss.place.line) for loss in refused.refused] == [
        ("JC503:step.wait", 5),
        ("JC501:action.tag", 6),
    ]
    assert not refused.files
    assert [pack.describe(loss, "ja") for loss in refused.losses] == ["…待機は日単位です", "action.tag はできません"]
    assert not build(pack, journey(SEND, WAIT, TAG), BOUND, {"JC503"}).files
    allowed = build(pack, journey(SEND, WAIT, TAG), BOUND, {"JC503", "JC501:action.tag"})
    assert json.loads(allowed.files[MANIFEST])["losses"] == ["JC503:step.wait", "JC501:action.tag"]


def test_unbound_ids_are_one_problem_that_lists_them(folder: Path) -> None:
    made = build(sample(folder), journey(SEND), {}, set())
    assert [(problem.code, problem.values) for problem in made.problems] == [
        ("JC510", (("target", "sample"), ("count", "1"), ("list", "  emails.お礼.content_id  (a.journey:2)")))
    ]
    assert not made.files


def test_the_bindings_template_asks_for_what_is_needed_and_reads_back(folder: Path) -> None:
    pack = sample(folder)
    assert [binding.path for binding in required_bindings(pack, journey(SEND))] == ["emails.お礼.content_id"]
    text = write_bindings_template(pack, journey(SEND), {}, "ja")
    assert text == (
        'journey: "育成"\ntarget: "sample"\n\nemails:\n  "お礼":  # a.journey:2\n    content_id:  # メールの id\n'
    )
    assert bindings(pack, text) == ({}, ())
    kept = write_bindings_template(pack, journey(SEND), BOUND, "ja")
    assert bindings(pack, kept) == (BOUND, ())


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("emails: {お礼: {content_id: abc}}", "wrong_value"),
        ("emails: {お礼: {content_id: [1]}}", "wrong_type"),
        ("emails: {お礼: {content: 1}}", "unknown_key"),
        ("mails: {お礼: {content_id: 1}}", "unknown_key"),
        ("emails: {お礼: 1}", "not_a_mapping"),
        ("emails: 1", "not_a_mapping"),
        ("- 1", "not_a_mapping"),
        ("emails: {お礼: {content_id: pat-na1-1234}}", "secret"),
        ("emails: &a {お礼: *a}", "unreadable"),
        ("emails: {}\nemails: {}", "unreadable"),
        ("emails: [", "unreadable"),
        ("target: other", "other_target"),
        ("emails: !!python/object/apply:os.getcwd []", "not_a_mapping"),
        ("[" * 100_000, "unreadable"),
    ],
)
def test_bad_bindings_are_named(folder: Path, text: str, variant: str) -> None:
    pack = sample(folder)
    bound, problems = bindings(pack, text)
    assert bound == {}
    assert [(problem.code, problem.variant) for problem in problems] == [("JC511", variant)]


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "C:x", "a\\b", "NUL.txt", "x.", "", "a//b", "a\nb", MANIFEST]
)
def test_no_output_leaves_its_folder(folder: Path, name: str) -> None:
    write(folder / "target.yaml", TARGET.replace("mails.json,", '"{{ program.journey }}",'))
    made = build(sample(folder), replace(journey(SEND), journey=name), BOUND, set())
    assert [problem.code for problem in made.problems] == ["JC512"]
    assert not made.files


@pytest.mark.parametrize(
    "template",
    [
        "{{ undefined_name }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ program.contents.__class__ }}",
        "{% include '../target.yaml' %}",
        "{% set x = program.files.append('x') %}",
        "{{ ask('emails', 'お礼', 'unknown') }}",
        "not json",
        '{"a": 1, "a": 2}',
        "{% for x in range(10000000) %}{% endfor %}",
        "{% for x in range(9999) %}{% for y in range(9999) %}{% endfor %}{% endfor %}",
        "{% macro twice(n) %}{% if n %}{{ twice(n - 1) }}{{ twice(n - 1) }}{% endif %}{% endmacro %}{{ twice(40) }}",
        "{% for x in range(9999) %}{{ ' ' * 9999 }}{% endfor %}",
        "{{ 'x' * 10 ** 11 }}",
        "{{ 9 ** 9 ** 9 ** 9 ** 9 }}",
        "{{ 1 / 0 }}",
        "{{ 'x'.encode('no such code') }}",
        "{{ [1, 2] | random }}",
        "\"{{ '\\ud800' }}\"",
        "1e999",
    ],
)
def test_a_faulty_template_is_one_problem(folder: Path, template: str) -> None:
    write(folder / "templates" / "mails.json.j2", template)
    made = build(sample(folder), journey(SEND), BOUND, set())
    assert [problem.code for problem in made.problems] == ["JC512"]


def test_templates_find_journeys_that_are_built_together(folder: Path) -> None:
    write(folder / "target.yaml", TARGET + "together: true\n")
    write(folder / "templates" / "mails.csv.j2", "{% for each in programs %}{{ each.journey }} {% endfor %}")
    wait = Wait(Duration("s", 60), None, False, None, 1, Place(0, 7, 1, 7, 2))
    made = build(sample(folder), journey(), {}, {"JC503"}, [replace(journey(wait), journey="別")])
    assert made.files["mails/育成.csv"].decode() == "育成 別 "
    assert [(loss.name, loss.place.file, loss.place.line) for loss in made.losses] == [("JC503:step.wait", 1, 7)]


def test_a_pack_that_takes_journeys_together_has_the_function_for_it(folder: Path) -> None:
    write(folder / "target.yaml", TARGET + "together: true\n")
    write(folder / "hooks.py", "def prepare(program, pack, ask): ...\n")
    with pytest.raises(PackError, match="no function prepare_together"):
        read_pack(folder, trust=True)


def test_a_pack_from_elsewhere_runs_no_python_unless_trusted(folder: Path) -> None:
    write(folder / "hooks.py", "raise RuntimeError('ran')\n")
    with pytest.raises(PackError, match="trusted"):
        find_packs([folder])
    with pytest.raises(PackError, match="RuntimeError: ran"):
        find_packs([folder], trust=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("name: sample", "name: other"), "calls itself"),
        (("version:", "verson:"), "version: Field required"),
        (("secrets:", "secret:"), "secret: Extra inputs"),
        (("mails.csv.j2", "none.j2"), "no templates/none.j2"),
        (("outputs:", "outputs: ["), "target.yaml"),
        (('["^pat-"]', '["("]'), "no regular expression"),
    ],
)
def test_a_broken_pack_says_where(folder: Path, change: tuple[str, str], reason: str) -> None:
    write(folder / "target.yaml", TARGET.replace(*change))
    with pytest.raises(PackError, match=reason):
        sample(folder)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("mapping.yaml", "a: &a [x]\nb: [*a, *a]\n", "an alias"),
        ("mapping.yaml", "a: 1\na: 2\n", "stands twice"),
        ("mapping.yaml", "a: !!python/object/apply:os.getcwd []\n", "constructor"),
        ("mapping.yaml", "a: 2026-13-45\n", "month"),
        ("mapping.yaml", "a: !!bool x\n", "x"),
        ("schema.json", "[]", "not an object"),
    ],
)
def test_what_a_pack_holds_is_read_safely(folder: Path, name: str, text: str, reason: str) -> None:
    write(folder / name, text)
    with pytest.raises(PackError, match=reason):
        sample(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave there")
def test_a_link_that_leads_out_of_the_pack_is_not_followed(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "private", "not for anybody's output")
    (folder / "templates" / "mails.json.j2").unlink()
    (folder / "templates" / "mails.json.j2").symlink_to(tmp_path / "private")
    with pytest.raises(PackError, match="leads out of the pack"):
        sample(folder)


@pytest.mark.parametrize("schema", ['{"$ref": "#/nowhere"}', '{"$ref": "#"}', '{"type": "nothing"}', '{"type": 5}'])
def test_a_faulty_schema_is_one_problem(folder: Path, schema: str) -> None:
    pytest.importorskip("jsonschema")
    write(folder / "schema.json", schema)
    (problem,) = build(sample(folder), journey(SEND), BOUND, set()).problems
    assert problem.code == "JC512"
    assert ("pack", "sample") in problem.values


def test_a_schema_fetches_nothing(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("jsonschema")
    write(tmp_path / "all.json", "{}")
    write(folder / "schema.json", json.dumps({"$ref": (tmp_path / "all.json").as_uri()}))
    assert [problem.code for problem in build(sample(folder), journey(SEND), BOUND, set()).problems] == ["JC512"]


@pytest.mark.parametrize("name", sorted(find_packs()))
def test_every_shipped_pack_names_every_construct(name: str) -> None:
    capabilities = find_packs()[name].declared.capabilities
    named = {*capabilities.exact, *capabilities.emulated, *capabilities.lossy, *capabilities.none}
    assert not set(CONSTRUCTS) - named
    assert not {key for key in named if not key.startswith(("trigger.", "history."))} - set(CONSTRUCTS)
