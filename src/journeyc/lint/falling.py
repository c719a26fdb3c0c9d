"""Owns branches without an else that some lead falls through, each with that lead.
Must not know what is said about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyc.lint.branches import Reached, reached
from journeyc.lint.proof.asking import Item, Way
from journeyc.lint.proof.proofs import Proofs
from journeyc.lint.proof.witness import Witness
from journeyc.lint.rule import AddTo, Edit, Fix, Insert
from journeyc.program.schema import Arm, Attribute, Branch, Known, OneOf, Program, Rule, Scenario

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fall:
    """A branch that the witness falls through. Where every line asks for values of one enum, `missing` are those that
    no line asks for, and `attribute` is the enum."""

    owner: Rule | Scenario
    branch: Branch
    witness: Witness
    attribute: str = ""
    missing: tuple[str, ...] = ()

    def fixes(self, otherwise: str) -> tuple[Fix, ...]:
        """An `else` that does what `otherwise` says."""
        if self.branch.source == "choose":
            edit: Edit = AddTo(self.owner.place, f"else -> {otherwise}")
        else:
            edit = Insert(self.branch.place, f" else {{ {otherwise} }}")
        return (Fix("else", (edit,), values=(("text", otherwise),)),)


def falls(program: Program, proofs: Proofs) -> Iterator[Fall]:
    """Every branch of more than one line without an else, or `choose` without one, that some lead falls through."""
    for step in reached(program):
        branch = step.step
        if isinstance(branch, Branch) and _is_looked_at(branch):
            yield from _falls(program, proofs, step, branch)


def _is_looked_at(branch: Branch) -> bool:
    if branch.source == "match" or branch.otherwise_place is not None:
        return False
    return branch.source == "choose" or len(branch.paths) > 1


def _falls(program: Program, proofs: Proofs, step: Reached, branch: Branch) -> Iterator[Fall]:
    for context in step.contexts:
        through = (*context, *(Item(path.condition, False) for path in branch.paths))
        if proofs.impossible(*through):
            continue
        happens = any(isinstance(item.what, Arm) for item in context)
        taking = Way(step.owner.order, step.number, -1) if happens else None
        witness = proofs.show(*through, taking=taking)
        if witness is not None:
            attribute = _attribute(branch)
            missing = tuple(
                name
                for name, item in (_values(program, branch, attribute) if attribute else ())
                if not proofs.impossible(*context, item)
            )
            yield Fall(step.owner, branch, witness, attribute if missing else "", missing)
            return


def _attribute(branch: Branch) -> str:
    """The one enum that every line asks about, if there is one."""
    values = {path.condition.value if isinstance(path.condition, OneOf) else None for path in branch.paths}
    value = next(iter(values), None)
    return value.name if len(values) == 1 and isinstance(value, Attribute) else ""


def _values(program: Program, branch: Branch, name: str) -> Iterator[tuple[str, Item]]:
    """The values of the enum without a line, each with what it is to have it."""
    declared = next(attribute for attribute in program.attributes if attribute.name == name)
    asked = {option for path in branch.paths if isinstance(path.condition, OneOf) for option in path.condition.options}
    if declared.type != "enum":
        return
    for value in declared.values:
        if value not in asked:
            yield value, Item(OneOf(Attribute(name), (value,)))
    if declared.default is None:
        yield UNKNOWN, Item(Known(Attribute(name)), False)
