"""What became of a source: the value that batches give and reporters tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from archive.findings import Finding, Severity

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that a source was written to; ``path`` is relative to the output folder."""

    path: str
    sha256: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source."""

    path: str
    """The name of the source as it was given, with ``/``."""
    sha256: str | None = None
    findings: tuple[Finding, ...] = ()
    releases: int = 0
    """Documents found in the source, readable or not."""
    converted: int = 0
    held_back: int = 0
    outputs: tuple[Output, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Return whether nothing about the source is an error."""
        return not any(one.severity is Severity.ERROR for one in self.findings)


@dataclass(slots=True)
class Tally:
    """Counts over all outcomes of a run; memory does not grow with the run."""

    files: int = 0
    valid: int = 0
    releases: int = 0
    converted: int = 0
    held_back: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    written: dict[str, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0}
    )
    failed: list[str] = field(default_factory=list)
    """Names of the first sources that failed."""

    NAMED = 20

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.files += 1
        self.valid += outcome.is_valid
        self.releases += outcome.releases
        self.converted += outcome.converted
        self.held_back += outcome.held_back
        for output in outcome.outputs:
            self.written[output.change] += 1
        self._count(outcome.findings)
        if not outcome.is_valid and len(self.failed) < self.NAMED:
            self.failed.append(outcome.path)

    def _count(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if finding.severity is Severity.ERROR:
                self.errors += 1
            elif finding.severity is Severity.WARNING:
                self.warnings += 1
            else:
                self.infos += 1

    @property
    def invalid(self) -> int:
        """Return how many sources have an error."""
        return self.files - self.valid
