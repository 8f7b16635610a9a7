"""What is said of a source, packed as it is kept for the next run: a line for each part of it.

The parts stay apart, since the findings of a large source would fill the memory all at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from archive.findings import Finding
from archive.outcome import Outcome

_REPEATED = frozenset({"R128", "R129"})
_TIMED = frozenset({"L301", "L304"})
_MOST_BYTES = 2**26
"""So much is kept of a source, half a million findings; one of which more is said is read by every
run."""


class _Part(msgspec.Struct, array_like=True, gc=False):
    """What is said of a part."""

    releases: int
    converted: int
    held_back: int
    findings: tuple[Finding, ...]


_encode = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(_Part).decode


class Growing:
    """What is said of a source as its parts come."""

    def __init__(self) -> None:
        self.is_whole = True
        """Whether all can be said again without a look into the source."""
        self.is_timed = False
        """Whether that holds until some moment only."""
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, outcome: Outcome) -> None:
        """Take in what is said of a part."""
        found = outcome.findings
        self.is_timed |= any(one.code in _TIMED and "until" in one.params for one in found)
        is_repeated = any(one.code in _REPEATED for one in found)
        if outcome.obstacle is not None or outcome.untold or is_repeated:
            self.is_whole = False
        if self.is_whole:
            self._pack(
                _Part(outcome.releases, outcome.converted, outcome.held_back, outcome.findings)
            )
        if not self.is_whole:
            self._parts.clear()

    def _pack(self, part: _Part) -> None:
        try:
            packed = _encode(part)
        except ValueError:  # half a character, told of a file that cannot be read
            self.is_whole = False
            return
        self._parts.append(packed)
        self._size += len(packed)
        self.is_whole = self._size <= _MOST_BYTES

    def written(self) -> bytes:
        """Return what :func:`outcomes` takes; nothing, if it cannot be said again."""
        return b"\n".join(self._parts) if self.is_whole else b""


def outcomes(name: str, said: bytes) -> Iterator[Outcome]:
    """Yield what was said of a source, part by part."""
    start = 0
    while start < len(said):
        end = said.find(b"\n", start)
        end = len(said) if end < 0 else end
        part = _read(said[start:end])
        yield Outcome(
            path=name, is_last=end == len(said), findings=part.findings, releases=part.releases,
            converted=part.converted, held_back=part.held_back,
        )  # fmt: skip
        start = end + 1
