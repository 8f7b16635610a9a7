"""What is said of a source, packed as it is kept for the next run."""

from __future__ import annotations

import msgspec

from archive.findings import Finding
from archive.outcome import Outcome

_REPEATED = frozenset({"R128", "R129"})
_TIMED = frozenset({"L301", "L304"})
_MOST_KEPT = 200_000
"""Findings, or releases, of a source of which they are kept; larger ones are read by every run."""


class Entry(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a source."""

    releases: int
    converted: int
    held_back: int
    findings: tuple[Finding, ...]

    def outcome(self, name: str) -> Outcome:
        """Return what was said of it."""
        return Outcome(
            path=name, findings=self.findings, releases=self.releases, converted=self.converted,
            held_back=self.held_back,
        )  # fmt: skip


_encode = msgspec.json.Encoder().encode
read = msgspec.json.Decoder(Entry).decode


class Growing:
    """The same as its parts come: packed, since a large source has many findings."""

    def __init__(self) -> None:
        self.is_whole = True
        """Whether all can be said again without a look into the source."""
        self.is_timed = False
        """Whether that holds until some moment only."""
        self._releases = self._converted = self._held_back = 0
        self._findings: list[bytes] = []
        self._found = 0
        self._editions = 0

    def add(self, outcome: Outcome) -> None:
        """Take in what is said of a part."""
        found = outcome.findings
        self._found += len(found)
        self._editions += len(outcome.editions)
        self.is_timed |= any(one.code in _TIMED and "until" in one.params for one in found)
        is_repeated = any(one.code in _REPEATED for one in found)
        is_large = self._found > _MOST_KEPT or self._editions > _MOST_KEPT
        if outcome.obstacle is not None or outcome.untold or is_repeated or is_large:
            self.is_whole = False
        self._releases += outcome.releases
        self._converted += outcome.converted
        self._held_back += outcome.held_back
        self._pack(found)

    def _pack(self, found: tuple[Finding, ...]) -> None:
        try:
            packed = _encode(found)[1:-1] if self.is_whole else b""
        except ValueError:  # half a character, told of a file that cannot be read
            self.is_whole = False
        if not self.is_whole:
            self._findings.clear()
        elif packed:
            self._findings.append(packed)

    def written(self) -> bytes:
        """Return what :data:`read` takes; nothing, if it cannot be said again."""
        if not self.is_whole:
            return b""
        counts = f"[{self._releases},{self._converted},{self._held_back},["
        return b"".join((counts.encode(), b",".join(self._findings), b"]]"))
