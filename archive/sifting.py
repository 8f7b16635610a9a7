"""An outcome without some of its findings, or with other severities, wherever they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from archive.findings import Finding
from archive.outcome import Outcome, Proof


def sifted(outcome: Outcome, told: Sequence[Finding | None]) -> Outcome:
    """Return an outcome with what is told in the place of each finding: ``None`` where nothing is.

    A number that is told no more counts no more either.
    """
    if all(one is now for one, now in zip(outcome.findings, told, strict=True)):
        return outcome
    made = {id(one): now for one, now in zip(outcome.findings, told, strict=True)}
    gone = {
        one.severity
        for one, now in zip(outcome.findings, told, strict=True)
        if now is None and is_number(one)
    }
    return replace(
        outcome,
        findings=tuple(one for one in told if one is not None),
        untold={at: count for at, count in outcome.untold.items() if at not in gone},
        proofs=tuple(shown for one in outcome.proofs if (shown := _shown(one, made))),
    )


def is_number(one: Finding) -> bool:
    """Return whether a finding stands for those of a source that are only counted."""
    return one.code == "J014" and one.variant == "source"


def _shown(proof: Proof, made: Mapping[int, Finding | None]) -> Proof | None:
    """Return what is shown of a release, if there is still something to be said of it."""
    told = [made.get(id(one), one) for one in proof.findings]
    numbers = {at: number for number, at in enumerate(i for i, one in enumerate(told) if one)}
    if not numbers:
        return None
    marks = (replace(one, finding=numbers[one.finding]) for one in proof.marks if told[one.finding])
    return replace(proof, findings=tuple(one for one in told if one), marks=tuple(marks))
