"""Chunks in order, with what can be known only of all of them together: which release came before.

Sources of which an earlier run has left everything are not worked on; they keep their place in the
order, and their releases count like those of the others.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive.batch.engine import PLAIN, Engine, Orders, Runs, Work
from archive.batch.judging import Terms
from archive.batch.known import Again, Known, Seen
from archive.batch.outcomes import Done, Told
from archive.batch.pieces import Chunk, chunks
from archive.batch.sources import Source
from archive.outcome import Outcome


class Kept(Protocol):
    """What an earlier run made of a source, where that still holds."""

    @property
    def source(self) -> Source:
        """Return the source."""

    def outcome(self) -> Outcome:
        """Return what became of it."""

    def seen(self) -> Sequence[Seen]:
        """Return what its releases are known by."""


Earlier = Callable[[Source], Kept | None]
"""Returns what is kept of a source."""
_KEPT_AT_ONCE = 500
_NO_CHUNK = Chunk(number=-1, pieces=())
"""Stands for what is done out of the order of chunks."""


def nothing_earlier(_: Source) -> None:
    """Return that nothing is kept."""


Engines = Callable[[Work[Done]], AbstractContextManager[Runs[Done]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is worked on, and how."""

    sources: Iterable[Source]
    terms: Terms = field(default_factory=Terms)
    jobs: int = 1
    """Processes."""
    is_large: bool = True
    """Whether it is sure that they are worth starting."""
    engine: Engines | None = None
    """Opens what has the work done, if that is not to be processes of this machine."""

    def opened(self, work: Work[Done]) -> AbstractContextManager[Runs[Done]]:
        """Return what has the work done."""
        if self.engine is not None:
            return self.engine(work)
        return Engine(work, self.jobs, is_eager=self.is_large)


def in_order(
    work: Work[Done],
    batch: Batch,
    earlier: Earlier = nothing_earlier,
) -> Iterator[tuple[Chunk, Done]]:
    """Yield what became of each chunk of the sources."""
    terms = batch.terms
    with Known() as known, batch.opened(work) as engine:
        order = _Order(engine, known, terms, earlier)
        for chunk, done in engine.run(order.chunks(batch.sources)):
            yield from order.settled(chunk, done)
        yield from order.kept(order.kept_before())


@dataclass(slots=True)
class _Order:
    engine: Runs[Done]
    known: Known
    terms: Terms
    earlier: Earlier
    begun: deque[Kept | None] = field(default_factory=deque)
    """What is kept of each source that was begun, in order; ``None`` where it is worked on."""

    def chunks(self, sources: Iterable[Source]) -> Iterator[Chunk]:
        """Yield the chunks of the sources that are to be worked on."""
        return chunks(self._fresh(sources), largest=self.terms.largest_bytes)

    def _fresh(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            kept = self.earlier(source)
            self.begun.append(kept)
            if kept is None:
                yield source

    def kept_before(self) -> list[Kept]:
        """Return what is kept of the sources up to the next that was worked on."""
        kept = []
        while self.begun and (one := self.begun.popleft()) is not None:
            kept.append(one)
        return kept

    def settled(self, chunk: Chunk, done: Done) -> Iterator[tuple[Chunk, Done]]:
        """Yield what became of a chunk, and what is kept of the sources between its own."""
        before = [self.kept_before() if piece.number == 0 else [] for piece in chunk.pieces]
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
        left = iter(kept)
        while some := list(itertools.islice(left, _KEPT_AT_ONCE)):
            batch = [
                (number, place, seen)
                for number, one in enumerate(some)
                for place, seen in enumerate(one.seen())
            ]
            repeated: dict[int, dict[int, Again]] = {}
            for again in self.known.take([(some[n].source.name, seen) for n, _, seen in batch]):
                number, place, _ = batch[again.number]
                repeated.setdefault(number, {})[place] = again
            for number, source in enumerate(some):
                if number in repeated:
                    yield from self._renewed(source.source, repeated[number])
                else:
                    yield _NO_CHUNK, Done(outcomes=(source.outcome(),), seen=())

    def _renewed(self, source: Source, found: Mapping[int, Again]) -> Iterator[tuple[Chunk, Done]]:
        """Yield what becomes of a source of which some releases, counted from 0, are repeated."""
        before = 0
        for part in chunks([source], largest=self.terms.largest_bytes):
            chunk = replace(part, number=_NO_CHUNK.number)
            told = self.engine.redo(chunk, PLAIN).seen
            again = {
                one.number: found[before + at]._replace(number=one.number)
                for at, one in enumerate(told)
                if before + at in found
            }
            before += len(told)
            yield chunk, self.engine.redo(chunk, Orders(again=again))

    def _again(self, chunk: Chunk, told: Sequence[Told]) -> dict[int, Again]:
        """Return which records of a chunk stood elsewhere before, by their numbers."""
        batch = [(chunk.pieces[one.piece].source.name, one.seen) for one in told]
        return {
            told[one.number].number: one._replace(number=told[one.number].number)
            for one in self.known.take(batch)
        }

    def _redone(self, chunk: Chunk, done: Done, again: dict[int, Again]) -> Done:
        """Return what becomes of a chunk when it is known what it repeats."""
        return done if again == done.again else self.engine.redo(chunk, Orders(again=again))
