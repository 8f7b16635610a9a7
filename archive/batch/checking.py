"""The batch behind ``validate``: every record of every source is judged."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from archive.batch.engine import Announce, Orders
from archive.batch.judging import Terms, judged
from archive.batch.order import Batch, in_order
from archive.batch.outcomes import Done, Growing, Told
from archive.batch.pieces import Chunk
from archive.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """The judgement of chunks."""

    terms: Terms
    with_digests: bool
    """Whether the checksum of each source is told."""

    def open(self) -> Callable[[Chunk, Orders, Announce], Done]:
        """Return what judges a chunk."""
        return self._check

    def _check(self, chunk: Chunk, orders: Orders, announce: Announce) -> Done:
        growing = [Growing(piece) for piece in chunk.pieces]
        seen = []
        for group in judged(chunk, self.terms, orders, announce):
            for record in group:
                one = growing[record.piece]
                one.take(record, orders)
                if (known := record.seen()) is not None:
                    seen.append(Told(record.number, record.piece, known))
        outcomes = tuple(one.outcome(with_digest=self.with_digests) for one in growing)
        return Done(outcomes=outcomes, seen=tuple(seen), again=dict(orders.again))


def check(batch: Batch, *, with_digests: bool) -> Generator[Outcome]:
    """Yield what is to be said of each source; one that cannot be read does not stop the others."""
    work = Checking(terms=batch.terms, with_digests=with_digests)
    for _, done in in_order(work, batch):
        yield from done.outcomes
