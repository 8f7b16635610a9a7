"""The outcomes of the pieces of a chunk, as they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import field

from archive.batch.engine import Orders
from archive.batch.known import Again, Seen
from archive.batch.pieces import Piece, digest
from archive.batch.shards import Entry
from archive.findings import Finding, finding
from archive.outcome import Collected, Obstacle, Outcome, Output

if TYPE_CHECKING:
    from archive.batch.judging import Record
    from archive.batch.showing import Shown


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A release of a chunk that later ones are compared with."""

    number: int
    """Its number among the records of the chunk."""
    piece: int
    """Number of its piece in the chunk."""
    seen: Seen


class Streamed(msgspec.Struct, frozen=True, kw_only=True):
    """Releases that go into one stream."""

    parts: tuple[bytes, ...]
    first: bytes
    """The first of them as it stands alone."""
    latest: str
    """The greatest ``versionCreated`` among them."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a chunk."""

    outcomes: tuple[Outcome, ...]
    """One for each piece, or for those up to the one at which the run is to stop."""
    seen: tuple[Told, ...]
    again: dict[int, Again] = field(default_factory=dict)
    """Records that were taken for repetitions, since the orders said so."""
    files: tuple[Output, ...] = ()
    """Shards; the files of sources are in their outcomes."""
    receipts: tuple[Output, ...] = ()
    """What says that the shards are whole, if that can be said; it is placed behind them."""
    entries: tuple[Entry, ...] = ()
    """Where each release stands in the shards."""
    streamed: Streamed | None = None
    parcels: tuple[bytes, ...] = ()
    """What the work hands on of its releases, in a form of its own."""


class Growing(msgspec.Struct):
    """The outcome of one piece."""

    piece: Piece
    collected: Collected = field(default_factory=Collected)
    outputs: dict[str, Output] = field(default_factory=dict)
    editions: list[str] = field(default_factory=list)
    releases: int = 0
    converted: int = 0
    held_back: int = 0
    obstacle: Obstacle | None = None
    shown: Shown | None = None
    """What a report shows of it, if one does."""

    def take(self, record: Record, orders: Orders) -> None:
        """Take what is said of a record, also that it stood elsewhere before."""
        if record.obstacle is not None:
            self.obstacle = record.obstacle
            self.releases = max(self.releases, self.converted + self.held_back + 1)
            return
        self.releases += 1
        if again := orders.again.get(record.number):
            record.findings += (_repeated(record, again),)
        self.collected.add(record.findings)
        if self.shown is not None:
            self.shown.take(record)

    @property
    def is_valid(self) -> bool:
        """Return whether nothing is wrong so far."""
        return self.obstacle is None and not self.collected.has_errors

    def outcome(self, *, with_digest: bool = True) -> Outcome:
        """Return what became of the piece; the last of a source has its checksum."""
        sha256 = None
        is_there = not self.piece.source.is_stdin
        if with_digest and is_there and self.piece.is_last and self.obstacle is None:
            sha256 = self.piece.sha256 or digest(self.piece)
        return Outcome(
            path=self.piece.source.name, is_last=self.piece.is_last, sha256=sha256,
            size=self.piece.size or len(self.piece.data or b""),
            findings=self.collected.findings(), untold=self.collected.untold,
            releases=self.releases, converted=self.converted, held_back=self.held_back,
            outputs=tuple(self.outputs.values()), editions=tuple(self.editions),
            obstacle=self.obstacle,
            **(self.shown.told() if self.shown is not None else {}),
        )  # fmt: skip


def _repeated(record: Record, again: Again) -> Finding:
    document = record.document
    found = finding(
        again.code, "/id", id=document["id"], version=document["version"], first=again.first
    )
    return found.at(record.places.find("/id"))
