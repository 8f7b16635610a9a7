"""What became of a source: the value that batches give and reporters tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from msgspec import field
from msgspec.structs import replace

from archive.findings import Finding, Position, Severity, finding

Change = Literal["new", "changed", "unchanged"]
_SEVERITIES = tuple(Severity)


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a source was written to; ``path`` is relative to the output folder."""

    path: str
    sha256: str
    size: int
    """Bytes."""
    change: Change
    staged: str = ""
    """Where it waits to be put in place, below the output folder; empty when it stands there."""


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """What kept the program from its work on a source; no fault of the data."""

    key: Literal["cannot_read", "cannot_write"]
    """The phrase that says it."""
    name: str
    reason: str


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a source, or the part of it around a place, where no release can be shown."""

    position: Position
    text: str
    at: int
    """Which character of the text stands at the place."""
    above: str = ""
    """The line before it, or the beginning of it."""
    is_cut_before: bool = False
    is_cut_behind: bool = False


class Timing(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """How long the work on one release took."""

    seconds: float
    path: str
    line: int
    """Where the release begins; 0 where that is not known."""


MOST_TIMINGS = 10
"""How many releases are told to be the slowest."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a release, or a field of it that something is to be said of."""

    pointer: str
    text: str = ""
    """Empty where a field is missing, or holds no text."""
    language: str = ""
    """What the record says of it, whatever that is; empty for what is no prose."""
    note: str = ""
    """The name of the person, place … that the field belongs to."""
    is_cut: bool = False
    """Whether there is more of it than stands here."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Where a finding shows: characters of a passage; none of them where it is about all of it."""

    finding: int
    """Its number in the proof."""
    passage: int
    start: int = 0
    end: int = 0


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a release."""

    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...]


MOST_OF_SOURCE = 100_000
"""How many findings of each severity are told of one source."""


class Collected(msgspec.Struct):
    """The findings of a source as they come; those beyond a number are counted and let go.

    A file of JSON Lines may hold millions of records: memory must not grow with it.
    """

    told: list[Finding] = field(default_factory=list)
    counts: Counter[Severity] = field(default_factory=Counter)

    def add(self, found: Iterable[Finding]) -> None:
        """Take findings."""
        for one in found:
            self.counts[one.severity] += 1
            if self.counts[one.severity] <= MOST_OF_SOURCE:
                self.told.append(one)

    @property
    def has_errors(self) -> bool:
        """Return whether there is an error among them."""
        return self.counts[Severity.ERROR] > 0

    @property
    def untold(self) -> dict[Severity, int]:
        """Return how many findings of each severity were let go."""
        return {
            severity: count - MOST_OF_SOURCE
            for severity, count in self.counts.items()
            if count > MOST_OF_SOURCE
        }

    def findings(self) -> tuple[Finding, ...]:
        """Return what is told; what is not is told as a number (J014)."""
        numbers = (
            replace(
                finding("J014", variant="source", most=MOST_OF_SOURCE, untold=count),
                severity=severity,
            )
            for severity, count in sorted(self.untold.items())
        )
        return (*self.told, *numbers)


class Outcome(msgspec.Struct, kw_only=True):
    """What became of one source, or of a part of it: a large one is worked on in parts.

    Nobody changes one.
    """

    path: str
    """The name of the source as it was given, with ``/``."""
    is_last: bool = True
    """Whether this is the last part of the source; it carries the checksum."""
    sha256: str | None = None
    size: int = 0
    """Bytes of a part; 0 for a whole source."""
    findings: tuple[Finding, ...] = ()
    untold: Mapping[Severity, int] = field(default_factory=dict)
    """How many findings there were beside those, by severity."""
    known: Mapping[Severity, int] = field(default_factory=dict)
    """How many findings are not told because an earlier run has told them, by severity."""
    is_partly_judged: bool = False
    """Whether an error of the schema, which keeps the rules from looking, is passed over."""
    releases: int = 0
    """Documents found in the source, readable or not."""
    converted: int = 0
    held_back: int = 0
    outputs: tuple[Output, ...] = ()
    kept: int = 0
    """Files that an earlier run has made and nobody looked into."""
    editions: tuple[str, ...] = ()
    """What its releases are known by, where a manifest asks for it."""
    obstacle: Obstacle | None = None
    proofs: tuple[Proof, ...] = ()
    """Releases with something found in them, where a report shows them; the first ones."""
    excerpts: tuple[Excerpt, ...] = ()
    """Lines of the source where no release can be shown, likewise."""
    slowest: tuple[Timing, ...] = ()
    """The releases that took longest, where a report tells it; in no order."""

    @property
    def is_valid(self) -> bool:
        """Return whether the source could be worked on and nothing about it is an error."""
        if self.obstacle is not None or self.known.get(Severity.ERROR):
            return False
        return Severity.ERROR not in [one.severity for one in self.findings]


class Tally(msgspec.Struct):
    """Counts over all outcomes of a run; memory does not grow with the run."""

    files: int = 0
    valid: int = 0
    releases: int = 0
    converted: int = 0
    held_back: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    obstacles: int = 0
    """How many sources could not be read, or their files not be written."""
    known: int = 0
    """Findings that are not told because an earlier run has told them."""
    partly_judged: int = 0
    """Parts of sources of which an error of the schema is passed over."""
    written: dict[str, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0}
    )
    failed: list[str] = field(default_factory=list)
    """Names of the first sources that failed."""
    _is_valid: bool = True
    """Whether the parts of the present source are, so far."""
    _outputs: frozenset[str] = frozenset()
    """The outputs of the outcome before: sources may share a file."""

    NAMED = 20

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.releases += outcome.releases
        self.converted += outcome.converted
        self.held_back += outcome.held_back
        self.obstacles += outcome.obstacle is not None
        self.written["unchanged"] += outcome.kept
        for output in outcome.outputs:
            self.written[output.change] += output.path not in self._outputs
        if outcome.outputs:
            self._outputs = frozenset(output.path for output in outcome.outputs)
        if outcome.findings:
            self._count(outcome)
        if outcome.known:
            self.known += sum(outcome.known.values())
        self.partly_judged += outcome.is_partly_judged
        self._is_valid = self._is_valid and outcome.is_valid
        if outcome.is_last:
            self.files += 1
            self.valid += self._is_valid
            if not self._is_valid and len(self.failed) < self.NAMED:
                self.failed.append(outcome.path)
            self._is_valid = True

    def _count(self, outcome: Outcome) -> None:
        severities = [one.severity for one in outcome.findings]
        counts = {one: severities.count(one) for one in _SEVERITIES}
        for severity, untold in outcome.untold.items():
            counts[severity] += untold - 1  # a finding of its own stands for them
        self.errors += counts[Severity.ERROR]
        self.warnings += counts[Severity.WARNING]
        self.infos += counts[Severity.INFO]

    @property
    def invalid(self) -> int:
        """Return how many sources have an error, or met an obstacle."""
        return self.files - self.valid
