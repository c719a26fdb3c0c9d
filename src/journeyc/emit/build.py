"""Owns one build: what is lost, which ids are missing, the files. Everything in and out is a value.
Must not know any platform, nor where files go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from journeyc.emit.bindings import Ask, Binding, Bound, bindings_template, unbound_problem
from journeyc.emit.loss import BAD_OUTPUT, BAD_PACK, Loss, PackError, Problem, in_order
from journeyc.emit.pack import Lang, Output, Pack, Prepared
from journeyc.emit.render import (
    MANIFEST,
    Provenance,
    Renderer,
    RenderError,
    document,
    json_bytes,
    manifest,
    provenance,
    safe_path,
    text_bytes,
)
from journeyc.filenames import collision
from journeyc.program.schema import Place, Program


@dataclass(frozen=True, slots=True)
class Build:
    """What a build came to. `losses` are all that were found, `refused` those not allowed; with any refused, or any
    problem, there are no files. `unused` are bound ids the journey does not need. `validated` says whether the pack's
    schema was there and could be applied."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]
    refused: tuple[Loss, ...]
    problems: tuple[Problem, ...]
    validated: bool = False
    unused: tuple[str, ...] = ()


def required_bindings(pack: Pack, program: Program) -> list[Binding]:
    """Every id the tenant must give for this journey: exactly those the pack asks for while it renders.
    Raises PackError."""
    ask = Ask(pack.kinds, {})
    prepared = pack.prepare(program, ask)
    try:
        list(_documents(pack, prepared, ask, provenance(pack.name, pack.declared.version, program)))
    except RenderError as error:
        raise PackError(pack.name, "templates", str(error)) from error
    return list(ask.asked)


def write_bindings_template(pack: Pack, program: Program, bound: Bound, lang: Lang) -> str:
    """The bindings file to fill in, with what is bound already. Raises PackError."""
    return bindings_template(
        tuple(required_bindings(pack, program)),
        pack.kinds,
        bound,
        journey=program.journey,
        target=pack.name,
        lang=lang,
        lines=_line_of(program),
    )


def build(pack: Pack, program: Program, bound: Bound, allow: Set[str], beside: Sequence[Program] = ()) -> Build:
    """The pack's files for a journey; with others `beside` it, for all of them as one. Nothing is made while a loss is
    refused, an id unbound or an output wrong. The places of losses count the files of one journey on from those of the
    one before."""
    ask, programs = Ask(pack.kinds, bound), (program, *beside)
    made_by = provenance(pack.name, pack.declared.version, *programs)
    prepared = pack.prepare_together(programs, ask) if beside else pack.prepare(program, ask)
    losses = in_order((*_declared_losses(pack, programs), *prepared.losses))
    refused = tuple(loss for loss in losses if not loss.allowed_by(allow))
    if refused:
        return Build({}, losses, refused, ())
    try:
        files, documents = _files(pack, prepared, ask, made_by)
    except RenderError as error:
        return _failed(losses, _bad_pack(pack, str(error)))
    if ask.unbound:
        return _failed(losses, unbound_problem(pack.name, ask.unbound, _line_of(program)))
    validated, problems = _checked(pack, documents)
    if problems:
        return _failed(losses, *problems)
    files[MANIFEST] = manifest(made_by, files, tuple(loss.name for loss in losses))
    asked = {(binding.kind, binding.name, binding.key) for binding in ask.asked}
    unused = tuple(".".join(key) for key in bound if key not in asked)
    return Build(files, losses, (), (), validated, unused)


def _declared_losses(pack: Pack, programs: Sequence[Program]) -> Iterator[Loss]:
    files = 0
    for program in programs:
        for loss in pack.declared_losses(program):
            yield replace(loss, place=replace(loss.place, file=loss.place.file + files))
        files += len(program.files)


def _bad_pack(pack: Pack, reason: str) -> Problem:
    return Problem(BAD_PACK, "template", (("pack", pack.name), ("reason", " ".join(reason.split())[:300])))


def _failed(losses: tuple[Loss, ...], *problems: Problem) -> Build:
    return Build({}, losses, (), problems)


def _line_of(program: Program) -> Callable[[Place], str]:
    return lambda place: f"{program.files[place.file] if program.files else '?'}:{place.line}"


def _files(
    pack: Pack, prepared: Prepared, ask: Ask, made_by: Provenance
) -> tuple[dict[str, bytes], dict[str, tuple[Output, Any]]]:
    files: dict[str, bytes] = {}
    documents: dict[str, tuple[Output, Any]] = {}
    paths: list[str] = []
    for path, output, text in _documents(pack, prepared, ask, made_by):
        paths.append(path)
        if output.format == "json":
            content = document(text, path)
            documents[path] = (output, content)
            files[path] = json_bytes(content)
        else:
            files[path] = text_bytes(text)
    twice = collision(paths)
    if twice is not None:
        raise RenderError(f"two outputs that cannot both be: {', '.join(twice)}")
    return files, documents


def _documents(pack: Pack, prepared: Prepared, ask: Ask, made_by: Provenance) -> Iterator[tuple[str, Output, str]]:
    """Every output's path and text, in the order the pack declares them. Raises RenderError."""
    renderer = Renderer(pack.templates)
    for output in pack.declared.outputs:
        context = {**prepared.context, "made_by": made_by, "ask": ask}
        items: Any = [None] if output.each is None else context.get(output.each)
        if not isinstance(items, list | tuple):
            raise RenderError(f"the context has no list {output.each}")
        for item in items:
            context["item"] = item
            path = safe_path(renderer.inline(output.path, context))
            yield path, output, renderer.text(output.template, context)


def _checked(pack: Pack, documents: Mapping[str, tuple[Output, Any]]) -> tuple[bool, list[Problem]]:
    """Whether the schema was applied, and what is wrong: by the schema, then by the pack's own check."""
    validator = _validator(pack)
    problems: list[Problem] = []
    for path, (output, content) in documents.items():
        if validator is not None and output.validated:
            problems += _unfit(pack, validator, path, content)
    problems += pack.check_output({path: content for path, (output, content) in documents.items() if output.validated})
    return validator is not None, problems


def _unfit(pack: Pack, validator: Any, path: str, content: object) -> list[Problem]:
    """Where a document does not fit the schema, the first ten; or that the schema itself is faulty."""
    try:
        errors = sorted(validator.iter_errors(content), key=lambda error: error.json_path)[:10]
    except Exception as fault:  # noqa: BLE001 - a faulty schema raises what it likes
        return [_bad_pack(pack, f"schema.json: {type(fault).__name__}: {fault}")]
    return [
        Problem(BAD_OUTPUT, "schema", (("file", path), ("at", error.json_path), ("reason", error.message[:300])))
        for error in errors
    ]


def _validator(pack: Pack) -> Any:
    """The schema's validator; None without a schema, or where jsonschema (the extra `validate`) is not installed."""
    if pack.schema is None:
        return None
    try:
        from jsonschema import Draft202012Validator
        from referencing import Registry
    except ImportError:
        return None
    return Draft202012Validator(dict(pack.schema), registry=Registry())  # a registry that fetches nothing
