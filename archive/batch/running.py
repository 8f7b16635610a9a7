"""A run over many sources whose releases go together: into shards, or into one stream."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from archive.batch.layouts import Packed, Streaming, stem
from archive.batch.order import in_order, no_chunk_earlier
from archive.batch.outcomes import Done, Streamed
from archive.batch.outputs import Folder, naming
from archive.batch.pack_lists import Lists
from archive.batch.pieces import Chunk
from archive.batch.plan import Conversion
from archive.batch.terms import Batch, Wishes
from archive.errors import PhrasedError
from archive.outcome import Outcome
from archive.writers import WRITERS

if TYPE_CHECKING:
    from concurrent.futures import Future

_SPOOL_BYTES = 8 * 2**20


class OneOnly(PhrasedError):  # noqa: N818 (says what happened)
    """A format that holds one release was asked to hold several."""

    def __init__(self, word: str) -> None:
        super().__init__("one_only", format=word)


def pack(batch: Batch, wishes: Wishes, packed: Packed) -> Generator[Outcome]:
    """Yield what became of each source; the pack is whole when the last was yielded.

    Raises:
        Unwritable: a shard cannot be written.
        InUse: another run writes to the folder.
    """
    folder = packed.folder
    with folder.opened(), Lists(packed) as lists:
        work = Conversion(wishes, batch.terms, packed)
        earlier = packed.earlier if batch.engine is None else no_chunk_earlier
        results = in_order(work, replace(batch, digests="parts"), earlier)
        for chunk, done in _synced(folder, _until_error(results, wishes)):
            for output in (*done.files, *done.receipts):
                folder.place(output)
            lists.add(stem(chunk), done)
            yield from done.outcomes
        if not folder.is_dry_run:
            lists.write()


def _until_error(
    results: Iterable[tuple[Chunk, Done]], wishes: Wishes
) -> Iterator[tuple[Chunk, Done]]:
    """Yield what became of chunks; where errors stop a run, up to the first chunk that has some."""
    for chunk, done in results:
        yield chunk, done
        if wishes.stop_on_error and not all(one.is_valid for one in done.outcomes):
            return


def _synced(folder: Folder, results: Iterable[tuple[Chunk, Done]]) -> Iterator[tuple[Chunk, Done]]:
    """Yield what became of chunks when their files are on the disk.

    Those of the first chunks are there already, where an earlier run has done these.
    """
    left = iter(results)
    for chunk, done in left:
        if any(output.staged for output in (*done.files, *done.receipts)):
            yield from _synced_beside(folder, itertools.chain([(chunk, done)], left))
            return
        yield chunk, done


def _synced_beside(
    folder: Folder, results: Iterable[tuple[Chunk, Done]]
) -> Iterator[tuple[Chunk, Done]]:
    """Yield the same; the disk has the time that the next chunk takes."""
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[tuple[Chunk, Done, Future[None]]] = deque()
    with ThreadPoolExecutor(1) as disk:
        for chunk, done in results:
            outputs = (*done.files, *done.receipts)
            waiting.append((chunk, done, disk.submit(folder.sync, outputs)))
            if len(waiting) > 1:
                yield _on_disk(*waiting.popleft())
        for one in waiting:
            yield _on_disk(*one)


def _on_disk(chunk: Chunk, done: Done, synced: Future[None]) -> tuple[Chunk, Done]:
    synced.result()
    return chunk, done


def convert_to_stream(batch: Batch, wishes: Wishes, stream: BinaryIO) -> Generator[Outcome]:
    """Yield what became of each source; the releases stand in one stream, written at the end.

    Raises:
        OneOnly: there are several releases and the format holds one.
    """
    (word,) = wishes.formats
    work = Conversion(wishes, batch.terms, Streaming(word))
    with _Together(word) as together:
        for _, done in _until_error(in_order(work, replace(batch, jobs=1)), wishes):
            if done.streamed is not None:
                together.add(done.streamed)
            yield from done.outcomes
        together.copy_to(stream)


def _spool() -> tuple[IO[bytes], Path]:
    """Return a file that is in memory as long as it is small, and the folder for what is not."""
    import tempfile

    spool = tempfile.SpooledTemporaryFile(_SPOOL_BYTES)  # noqa: SIM115 (closed by its owner)
    return spool, Path(tempfile.gettempdir())


class _Together:
    """All releases of one stream, until the last is there."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._many = WRITERS[word].load().many
        self._spool, self._spool_folder = _spool()
        self._first = b""
        self._count = 0
        self._latest: tuple[datetime, str] | None = None

    def __enter__(self) -> _Together:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def add(self, streamed: Streamed) -> None:
        """Keep the releases of a chunk."""
        from archive.edtf import instant

        self._first = self._first or streamed.first
        moment = instant(streamed.latest), streamed.latest
        self._latest = max(self._latest or moment, moment, key=lambda one: one[0])
        for part in streamed.parts:
            with naming(self._spool_folder):
                self._keep(part)

    def _keep(self, part: bytes) -> None:
        if self._many is None and self._count:
            raise OneOnly(self._word)
        if self._many is not None and self._count:
            self._spool.write(self._many.between)
        self._spool.write(part)
        self._count += 1

    def copy_to(self, stream: BinaryIO) -> None:
        """Write all that was kept."""
        if self._count < 2:
            stream.write(self._first)
            return
        assert self._many is not None  # noqa: S101 (there are several)
        assert self._latest is not None  # noqa: S101
        stream.write(self._many.head(self._latest[1]))
        self._spool.seek(0)
        while block := self._spool.read(2**20):
            stream.write(block)
        stream.write(self._many.tail)
