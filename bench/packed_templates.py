"""The bare templates as a program: a file of JSON Lines → shards, on one process or several.

``python -m bench.packed_templates FILE FOLDER WORKERS``. Workers are given places in the file and
write shards themselves; what is not valid is left out without a word.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archive import contracts
from bench.packing import SHARD, Digests, Shards, write_sums
from bench.templates import Templates

Chunk = tuple[int, int, int]
"""Number, first byte and size of the lines that become one shard."""


def chunks(source: Path) -> Iterator[Chunk]:
    """Yield the chunks of a file; the same, however many workers there are."""
    start = number = 0
    with source.open("rb") as lines:
        while size := sum(map(len, islice(lines, SHARD))):
            yield number, start, size
            start += size
            number += 1


class Worker:
    """What one process needs: the validator, compiled once, and a place to write to."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._source = source
        self._templates = Templates(contracts.contract("release.schema.json"))
        self._shards = Shards(folder)

    def pack(self, chunk: Chunk) -> Digests:
        """Write the shards of a chunk; return their digests."""
        number, start, size = chunk
        with self._source.open("rb") as stream:
            stream.seek(start)
            lines = stream.read(size).splitlines()
        return self._shards.write(number, filter(None, map(self._templates.files, lines)))


_workers: list[Worker] = []
"""The worker of this process, in a process of a pool."""


def _open(source: Path, folder: Path) -> None:
    _workers.append(Worker(source, folder))


def _pack(chunk: Chunk) -> Digests:
    return _workers[0].pack(chunk)


def pack(source: Path, folder: Path, workers: int) -> None:
    """Write a file of releases as shards into a folder."""
    digests: Digests = {}
    if workers == 1:
        worker = Worker(source, folder)
        for chunk in chunks(source):
            digests |= worker.pack(chunk)
    else:
        context = multiprocessing.get_context("spawn")
        with context.Pool(workers, _open, (source, folder)) as pool:
            for one in pool.imap(_pack, chunks(source)):
                digests |= one
    write_sums(folder, digests)


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
