"""The sources of a publication → the index: what has changed is read, the rest is known."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from archive.batch.keeping import Keeping
from archive.batch.known import Seen, remembered
from archive.batch.order import in_order_with
from archive.batch.outcomes import Done
from archive.batch.pieces import Chunk
from archive.batch.sources import Source
from archive.batch.terms import Batch
from archive.outcome import Outcome
from archive.publication import kept
from archive.publication.index import Stamp
from archive.publication.intake import Intake
from archive.publication.parcels import Parcel
from archive.publication.repeats import Releases
from archive.publication.settling import Settling

_SETTLED = 500
"""Editions that are entered while workers read the next ones; more would keep these waiting."""
_parcel = msgspec.msgpack.Decoder(Parcel).decode


@dataclass(slots=True)
class _Kept:
    """A source that is as it was."""

    source: Source
    number: int
    said: bytes
    releases: Releases

    def outcomes(self) -> Iterator[Outcome]:
        """Return what was said of it, in parts as then."""
        return kept.outcomes(self.source.name, self.said)

    def seen(self) -> Sequence[Seen]:
        """Return what is to be compared of it, now that its turn has come."""
        return self.releases.passing(self.number, self.source.name)


class Reading:
    """Reads the sources of a batch into an index; used once."""

    def __init__(
        self, settling: Settling, batch: Batch, *, now: int, is_later: bool, is_new: bool
    ) -> None:
        """``now`` is the moment of the file system; what is as young may change unseen.

        ``is_later``: what was held back until some time may be public by now. ``is_new``: the index
        has nothing yet, so that it is settled while sources are read.
        """
        self._settling = settling
        self._is_new = is_new
        self._index = settling.index
        self._stock = settling.stock
        self._batch = replace(batch, digests="none")
        self._entered = 0
        self._now = now
        self._is_later = is_later
        self._stamps: dict[str, Stamp] = {}
        self._current = ""
        self._number = 0
        self._said = kept.Growing()
        self._places = 0
        """Releases of the current source that have come."""
        self._releases = Releases(settling.index)

    def read(self, intake: Intake) -> Generator[Outcome]:
        """Yield what is to be said of each source; the index then has what is public in them."""
        with self._releases:
            keeping = Keeping(self._batch.sources, self._releases, self._earlier)
            yield from keeping.leading()
            if not keeping.is_at_end:
                for chunk, done in in_order_with(intake, self._batch, self._releases, keeping):
                    yield from self._take(chunk, done)
            for name in self._releases.unmet():
                self._index.drop_source(os.fsdecode(name))

    def _earlier(self, source: Source) -> _Kept | None:
        """Return what is kept of a source whose file is as it was."""
        if not source.is_file:
            return None
        try:
            found = os.stat(source.name)  # noqa: PTH116 (asked of many)
        except OSError:
            return None
        stamp = Stamp(found.st_size, found.st_ctime_ns, found.st_ino)
        before = self._index.kept(source.name, stamp, is_later=self._is_later)
        if before is None or self._batch.terms.is_shown:  # what a report shows is not kept
            self._stamps[source.name] = stamp
            return None
        return _Kept(source, *before, self._releases)

    def _take(self, chunk: Chunk, done: Done) -> Iterator[Outcome]:
        """Enter what came of some sources."""
        by_name: dict[str, list[Parcel]] = {}
        for raw in done.parcels:
            parcel = _parcel(raw)
            by_name.setdefault(chunk.pieces[parcel.piece].source.name, []).append(parcel)
        for outcome in done.outcomes:
            if chunk.number < 0 and not chunk.pieces:  # it is kept
                yield outcome
                continue
            self._begin(outcome.path)
            self._enter(by_name.pop(outcome.path, ()))
            self._collect(outcome)
            yield outcome

    def _begin(self, name: str) -> None:
        if name != self._current:
            self._current = name
            self._number = self._index.begin_source(name)
            self._said = kept.Growing()
            self._places = 0

    def _enter(self, some: Sequence[Parcel]) -> None:
        editions = [(one, self._stock.add(one)) for one in some]
        if editions:
            self._index.add_editions(self._number, editions)
            self._entered += len(editions)
        if self._is_new and self._entered >= _SETTLED:
            self._settling.go_on()
            self._entered = 0

    def _collect(self, outcome: Outcome) -> None:
        """Keep what is said of a source, if it can be said again without a look into it."""
        self._said.add(outcome)
        if self._said.is_whole:
            some = map(remembered, outcome.editions)
            self._index.add_releases(self._number, self._places, some)
            self._places += len(outcome.editions)
        if outcome.is_last:
            self._keep(outcome.path)

    def _keep(self, name: str) -> None:
        """Note a source that was read; what cannot be kept is read again by the next run."""
        stamp = self._stamps.pop(name, None)
        said = self._said.written()
        if stamp is None or not said or stamp.changed >= self._now:
            stamp, said = Stamp(-1, -1, -1), b""
            self._index.drop_releases(self._number)
        is_timed = self._said.is_timed
        self._index.keep_source(name, self._number, stamp, said, is_timed=is_timed)
