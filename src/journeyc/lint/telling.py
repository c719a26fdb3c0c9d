"""Owns how findings that rest on proofs are told: with the lead that shows them, where one was found.
Must not know any rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journeyc.lint.proof.witness import Witness, witness_text
from journeyc.lint.rule import Both, Wording
from journeyc.program.schema import Condition, Program
from journeyc.program.wording import condition_text


def wordings(variant: str, message: Both, hint: Both) -> dict[str, Wording]:
    """The wording of a variant with the lead that shows it, and without one."""
    example = Both(f"{hint.ja}。例: {{witness}}", f"{hint.en}; for example: {{witness}}")
    return {variant: Wording(message, example), told_as(variant, None): Wording(message, hint)}


def told_as(variant: str, witness: Witness | None) -> str:
    """The variant that tells of the witness, or of none."""
    return variant if witness is not None else f"{variant}_unshown".lstrip("_")


def values(program: Program, witness: Witness | None, **others: str) -> Mapping[str, str]:
    """The values of a finding, the witness among them."""
    return others if witness is None else {**others, "witness": witness_text(program, witness)}


def clauses_text(program: Program, conditions: Iterable[Condition]) -> str:
    """Conditions for a message, each in backquotes."""
    return ", ".join(f"`{condition_text(program, condition)}`" for condition in conditions)
