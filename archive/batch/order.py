"""Chunks in order, with what only all of them together can say: which release came before."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from archive.batch.engine import PLAIN, Orders, Runs, Work
from archive.batch.keeping import Group, Keeping, Kept
from archive.batch.known import Again, Known
from archive.batch.outcomes import Done, Told
from archive.batch.pieces import Chunk, chunks
from archive.batch.sources import Source
from archive.batch.terms import Batch, Terms

_NO_CHUNK = Chunk(number=-1, pieces=())
"""Stands for what is done out of the order of chunks."""


EarlierChunk = Callable[[Chunk], Done | None]
"""Returns what became of a chunk in an earlier run, if that still holds."""


def no_chunk_earlier(_: Chunk) -> None:
    """Return that nothing is known of an earlier run."""


def in_order(
    work: Work[Done], batch: Batch, earlier: EarlierChunk = no_chunk_earlier
) -> Generator[tuple[Chunk, Done]]:
    """Yield what became of each chunk of the sources.

    The first of them that ``earlier`` knows are not given to anybody, so that no process is started
    where all have been done.
    """
    with Known() as known:
        keeping = Keeping(batch.sources, known)
        yield from in_order_with(work, batch, known, keeping, earlier)


def in_order_with(
    work: Work[Done],
    batch: Batch,
    known: Known,
    keeping: Keeping,
    earlier: EarlierChunk = no_chunk_earlier,
) -> Generator[tuple[Chunk, Done]]:
    """Yield what became of each chunk of the sources, and of those between that are kept."""
    with batch.opened(work) as engine:
        order = _Order(engine, known, batch.terms, keeping)
        yield from order.decided(keeping.undecided())
        largest = batch.terms.largest_bytes
        left = chunks(keeping.fresh(), largest=largest, digests=batch.digests)
        for chunk in left:
            if (done := earlier(chunk)) is None:
                left = itertools.chain([chunk], left)
                break
            yield from order.settled(chunk, done)
        for chunk, done in engine.run(left):
            yield from order.settled(chunk, done)
        yield from order.kept(keeping.before())


class _Order(msgspec.Struct):
    engine: Runs[Done]
    known: Known
    terms: Terms
    keeping: Keeping

    def settled(self, chunk: Chunk, done: Done) -> Iterator[tuple[Chunk, Done]]:
        """Yield what became of a chunk, and what is kept of the sources between its own."""
        before = [self.keeping.before() if piece.number == 0 else [] for piece in chunk.pieces]
        if not any(before):
            yield chunk, self._redone(chunk, done, self._again(chunk, done.seen))
            return
        again: dict[int, Again] = {}
        for at, kept in enumerate(before):
            yield from self.kept(kept)
            if at < len(done.outcomes):
                again |= self._again(chunk, [one for one in done.seen if one.piece == at])
                done = self._redone(chunk, done, again)
                yield chunk, replace(done, outcomes=done.outcomes[at : at + 1])

    def kept(self, kept: Iterable[Kept]) -> Iterator[tuple[Chunk, Done]]:
        """Yield what is kept of sources; one that repeats another now is worked on after all."""
        yield from self.decided(self.keeping.groups(kept))

    def decided(self, groups: Iterable[Group]) -> Iterator[tuple[Chunk, Done]]:
        """Yield the same of sources of which it is known what they repeat."""
        for some, repeated in groups:
            for number, one in enumerate(some):
                if number in repeated:
                    yield from self._renewed(one.source, repeated[number])
                else:
                    for outcome in one.outcomes():
                        yield _NO_CHUNK, Done(outcomes=(outcome,), seen=())

    def _renewed(self, source: Source, found: Mapping[int, Again]) -> Iterator[tuple[Chunk, Done]]:
        """Yield what becomes of a source of which some releases, counted from 0, are repeated."""
        before = 0
        for part in chunks([source], largest=self.terms.largest_bytes):
            chunk = Chunk(number=_NO_CHUNK.number, pieces=part.pieces)
            told = self.engine.redo(chunk, PLAIN).seen
            again = {
                one.number: replace(found[before + at], number=one.number)
                for at, one in enumerate(told)
                if before + at in found
            }
            before += len(told)
            yield chunk, self.engine.redo(chunk, Orders(again=again))

    def _again(self, chunk: Chunk, told: Sequence[Told]) -> dict[int, Again]:
        """Return which records of a chunk stood elsewhere before, by their numbers."""
        batch = [(chunk.pieces[one.piece].source.name, one.seen) for one in told]
        return {
            told[one.number].number: replace(one, number=told[one.number].number)
            for one in self.known.take(batch)
        }

    def _redone(self, chunk: Chunk, done: Done, again: dict[int, Again]) -> Done:
        """Return what becomes of a chunk when it is known what it repeats."""
        return done if again == done.again else self.engine.redo(chunk, Orders(again=again))
