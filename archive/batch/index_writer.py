"""Writes the index of a pack, which ``pack_index`` describes and reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from archive.batch.pack_index import FIXED
from archive.batch.scratch import Scratch, needing_room
from archive.batch.shards import Entry

if TYPE_CHECKING:
    from archive.batch.outputs import File

_LINES = 1000


class IndexWriter(Scratch):
    """Sorts the entries of all chunks, however many; used with ``with``."""

    def __init__(self, formats: Sequence[str]) -> None:
        super().__init__("entries (id BLOB, version INTEGER, line BLOB)")
        self._formats = formats

    def add(self, shard: str, entries: Iterable[Entry]) -> None:
        """Take the entries of a chunk."""
        with needing_room():
            self._database.executemany(
                "INSERT INTO entries VALUES (?, ?, ?)",
                (_row(shard, one) for one in entries),
            )

    def write(self, file: File) -> None:
        """Write the index."""
        file.write("\t".join((*FIXED, *self._formats)).encode() + b"\n")
        with needing_room():
            lines = self._database.execute("SELECT line FROM entries ORDER BY id, version")
            while some := b"".join(line for (line,) in islice(lines, _LINES)):
                file.write(some)


def _row(shard: str, one: Entry) -> tuple[bytes, int, bytes]:
    told = "\t".join(
        [f"{frame},{size},{offset},{length}" for frame, size, offset, length in one.cells]
    )
    return one.id.encode(), one.version, f"{one.id}\t{one.version}\t{shard}\t{told}\n".encode()
