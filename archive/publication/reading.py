"""The sources of a publication → the index: what has changed is read, the rest is known."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from archive.batch.keeping import Keeping
from archive.batch.known import Known, Seen, remembered
from archive.batch.order import in_order_with
from archive.batch.outcomes import Done
from archive.batch.pieces import Chunk
from archive.batch.sources import Source
from archive.batch.terms import Batch
from archive.findings import Finding
from archive.outcome import Outcome
from archive.publication.index import Stamp
from archive.publication.intake import Intake
from archive.publication.parcels import Parcel
from archive.publication.settling import Settling

_REPEATED = frozenset({"R128", "R129"})
_TIMED = frozenset({"L301", "L304"})
_MOST_KEPT = 200_000
"""Findings, or releases, of a source of which they are kept; larger ones are read by every run."""
_AT_ONCE = 1000
_SETTLED = 500
"""Editions that are entered while workers read the next ones; more would keep these waiting."""
_parcel = msgspec.msgpack.Decoder(Parcel).decode


class _Entry(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a source."""

    releases: int
    converted: int
    held_back: int
    findings: tuple[Finding, ...]
    editions: list[Seen]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Entry).decode


@dataclass(slots=True)
class _Kept:
    """A source that is as it was."""

    source: Source
    entry: _Entry

    def outcome(self) -> Outcome:
        """Return what was said of it."""
        one = self.entry
        return Outcome(
            path=self.source.name, findings=one.findings, releases=one.releases,
            converted=one.converted, held_back=one.held_back,
        )  # fmt: skip

    def seen(self) -> Sequence[Seen]:
        """Return what its releases are known by."""
        return self.entry.editions


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
        self._batch = batch
        self._entered = 0
        self._now = now
        self._is_later = is_later
        self._stamps: dict[str, Stamp] = {}
        self._current = ""
        self._number = 0
        self._collected = _Entry(0, 0, 0, (), [])
        self._is_whole = True
        self._seen: list[tuple[bytes]] = []
        self._index.database.execute("CREATE TEMP TABLE seen (name BLOB PRIMARY KEY) WITHOUT ROWID")

    def read(self, intake: Intake) -> Generator[Outcome]:
        """Yield what is to be said of each source; the index then has what is public in them."""
        with Known() as known:
            keeping = Keeping(self._batch.sources, known, self._earlier)
            yield from keeping.leading()
            if not keeping.is_at_end:
                for chunk, done in in_order_with(intake, self._batch, known, keeping):
                    yield from self._take(chunk, done)
        self._drop_missing()

    def _earlier(self, source: Source) -> _Kept | None:
        """Return what is kept of a source whose file is as it was."""
        if not source.is_file:
            return None
        try:
            found = os.stat(source.name)  # noqa: PTH116 (asked of many)
        except OSError:
            return None
        stamp = Stamp(found.st_size, found.st_ctime_ns, found.st_ino)
        self._see(source.name)
        kept = self._index.kept(source.name, stamp, is_later=self._is_later)
        if kept is None or self._batch.terms.is_shown:  # what a report shows is not kept
            self._stamps[source.name] = stamp
            return None
        return _Kept(source, _decode(kept))

    def _see(self, name: str) -> None:
        self._seen.append((os.fsencode(name),))
        if len(self._seen) >= _AT_ONCE:
            self._note_seen()

    def _note_seen(self) -> None:
        self._index.database.executemany("INSERT OR IGNORE INTO seen VALUES (?)", self._seen)
        self._seen.clear()

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
            self._see(name)
            self._number = self._index.begin_source(name)
            self._collected = _Entry(0, 0, 0, (), [])
            self._is_whole = True

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
        one = self._collected
        one.releases += outcome.releases
        one.converted += outcome.converted
        one.held_back += outcome.held_back
        one.findings += outcome.findings
        one.editions += map(remembered, outcome.editions)
        is_repeated = any(found.code in _REPEATED for found in outcome.findings)
        is_large = len(one.findings) > _MOST_KEPT or len(one.editions) > _MOST_KEPT
        if outcome.obstacle is not None or outcome.untold or is_repeated or is_large:
            self._is_whole = False
        if not self._is_whole:
            self._collected = _Entry(0, 0, 0, (), [])
        if outcome.is_last:
            self._keep(outcome.path)

    def _keep(self, name: str) -> None:
        """Note a source that was read; what cannot be kept is read again by the next run."""
        one = self._collected
        stamp = self._stamps.pop(name, None)
        kept = b""
        with suppress(ValueError):  # half a character, told of a file that cannot be read
            kept = _encode(one)
        if stamp is None or not kept or not self._is_whole or stamp.changed >= self._now:
            stamp = Stamp(-1, -1, -1)
        is_timed = any(found.code in _TIMED and "until" in found.params for found in one.findings)
        self._index.keep_source(name, self._number, stamp, kept, is_timed=is_timed)

    def _drop_missing(self) -> None:
        """Let go of sources that are not among those of this run."""
        self._note_seen()
        gone = self._index.database.execute(
            "SELECT name FROM sources WHERE name NOT IN (SELECT name FROM seen)"
        ).fetchall()
        for (name,) in gone:
            self._index.drop_source(os.fsdecode(name))
