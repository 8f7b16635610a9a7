"""What a pack lists of itself: the index, and the checksums of all files.

Both say the same as the receipts, so that they are left alone where these are what they were.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from archive.batch.layouts import Packed
from archive.batch.leftovers import SUMS
from archive.batch.outcomes import Done
from archive.batch.shards import INDEX, sums
from archive.outcome import Output

if TYPE_CHECKING:
    from archive.batch.index_writer import IndexWriter


class Lists:
    """The index and the checksums of one run; used with ``with``."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._folder = packed.folder
        self._files: list[tuple[str, str]] = []
        self._unchanged: list[str] = []
        """The first chunks, as long as all their files stood there; receipts have their entries."""
        self._index: IndexWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._index is not None:
            self._index.close()

    def add(self, stem: str, done: Done) -> None:
        """Take what became of a chunk."""
        outputs = (*done.files, *done.receipts)
        self._files += ((one.path, one.sha256) for one in outputs)
        if self._index is None and done.receipts and all(map(_is_there, outputs)):
            self._unchanged.append(stem)
        else:
            self._begun().add(stem, done.entries)

    def write(self) -> None:
        """Write both lists, unless they stand there."""
        if self._index is None and self._are_there():
            return
        index = self._begun()
        with self._folder.new_file(INDEX) as file:
            index.write(file)
        self._files.append((INDEX, file.sha256))
        with self._folder.new_file(SUMS) as file:
            for line in sums(self._files):
                file.write(line)

    def _are_there(self) -> bool:
        """Return whether the checksums are those of the files of this run, and of the index."""
        try:
            index = hashlib.sha256(self._folder.read(INDEX)).hexdigest()
            listed = self._folder.read(SUMS)
        except OSError:
            return False
        return listed == b"".join(sums([*self._files, (INDEX, index)]))

    def _begun(self) -> IndexWriter:
        """Return the index with the entries of all chunks so far."""
        if self._index is None:
            from archive.batch.index_writer import IndexWriter

            self._index = IndexWriter(self._packed.formats)
            for stem in self._unchanged:
                self._index.add(stem, self._packed.entries(stem))
        return self._index


def _is_there(output: Output) -> bool:
    """Return whether a file stood in its place before, with the same bytes."""
    return output.change == "unchanged" and not output.staged
