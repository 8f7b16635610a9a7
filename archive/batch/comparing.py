"""Two sets of sources, of any formats: whether they say the same releases."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.batch.pieces import chunks
from archive.batch.reading import Specimen, everything
from archive.batch.sources import Source
from archive.differences import Difference, differences
from archive.findings import Finding
from archive.outcome import Obstacle, Outcome
from archive.places import NOWHERE, Places
from archive.readers import Reading

COPY = "L105"
"""The code of a copy in a file that disagrees with its original."""
Edition = tuple[str, int | None]
"""Id and version of a release, as far as it says them."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document out of a source, and what its reader says; no document where none can be read."""

    source: str
    document: Any
    findings: tuple[Finding, ...] = ()
    places: Places = NOWHERE

    @property
    def edition(self) -> Edition:
        """Return what the release is known by."""
        work, version = self.document.get("id"), self.document.get("version")
        return (
            work if isinstance(work, str) else "",
            version if isinstance(version, int) else None,
        )

    @property
    def copies(self) -> list[Finding]:
        """Return the copies in the file that disagree with their originals."""
        return [one for one in self.findings if one.code == COPY]


@dataclass(frozen=True, slots=True)
class Compared:
    """A release that one side has, or both, and what they say differently."""

    a: Read | None
    b: Read | None
    differences: tuple[Difference, ...] = ()

    @property
    def edition(self) -> Edition:
        """Return what the release is known by."""
        one = self.a or self.b
        assert one is not None  # noqa: S101 (there is at least one)
        return one.edition

    @property
    def is_same(self) -> bool:
        """Return whether both sides have it, and all that stands in their files agrees."""
        if self.a is None or self.b is None or self.differences:
            return False
        return not self.a.copies and not self.b.copies


@dataclass(slots=True)
class Side:
    """The releases of some sources; ``troubles`` grows as they are read."""

    sources: Iterable[Source]
    largest: int
    troubles: list[Outcome] = field(default_factory=list)
    """What could not be read."""

    def read(self) -> Iterator[Read]:
        """Yield the documents, in order; what else the readers say goes with them."""
        for chunk in chunks(self.sources, largest=self.largest, records=1, digests="none"):
            for piece in chunk.pieces:
                for reading in everything(piece, self.largest):
                    if (read := self._read(piece.source.name, reading)) is not None:
                        yield read

    def _read(self, name: str, reading: Reading | Specimen | Obstacle) -> Read | None:
        """Return a document that was read; what keeps others from being read is a trouble."""
        assert not isinstance(reading, Specimen)  # noqa: S101 (nothing is judged)
        if isinstance(reading, Obstacle):
            self.troubles.append(Outcome(path=name, obstacle=reading))
        elif not isinstance(reading.document, dict):
            self.troubles.append(Outcome(path=name, findings=reading.findings))
        else:
            return Read(name, reading.document, reading.findings, reading.places)
        return None


def compare(a: Side, b: Side) -> Iterator[Compared]:
    """Yield each release of both sides, with what differs.

    Both are read in step, so that memory holds only what one side has later than the other. A
    single release on either side is compared with the other even if their ids differ.
    """
    waiting = _Waiting({}), _Waiting({})
    for pair in itertools.zip_longest(a.read(), b.read()):
        for side, one in enumerate(pair):
            if one is None:
                continue
            key, other = waiting[side].key(one), waiting[1 - side]
            if key in other.reads:
                twin = other.reads.pop(key)
                yield _compared(one, twin) if side == 0 else _compared(twin, one)
            else:
                waiting[side].reads[key] = one
    left, right = (list(one.reads.values()) for one in waiting)
    if left and right and all(one.counts.total() == 1 for one in waiting):
        yield _compared(left[0], right[0])
        return
    yield from (Compared(one, None) for one in left)
    yield from (Compared(None, one) for one in right)


@dataclass(slots=True)
class _Waiting:
    """What one side has and the other has not had so far."""

    reads: dict[tuple[Edition, int], Read]
    counts: Counter[Edition] = field(default_factory=Counter)

    def key(self, one: Read) -> tuple[Edition, int]:
        """Return what a release is known by; of those that say the same each is another."""
        edition = one.edition
        self.counts[edition] += 1
        return edition, self.counts[edition]


def _compared(a: Read, b: Read) -> Compared:
    return Compared(a, b, tuple(differences(_bare(a.document), _bare(b.document))))


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without what only tells editors where the schema is."""
    return {name: value for name, value in document.items() if name != "$schema"}
