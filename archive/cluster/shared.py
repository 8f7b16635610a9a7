"""Files that all machines see under the same path, found also from another working directory."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.batch.outputs import OutputFolder
from archive.batch.sources import Source


class SharedSource(Source, frozen=True, kw_only=True):
    """A file whose name is relative to a folder; the name stays as it was given."""

    folder: str

    def open(self) -> io.BufferedReader:
        """Open it, wherever this process is."""
        return open(self._place(), "rb")  # noqa: PTH123 (the caller closes it)

    def size_bytes(self) -> int:
        """Return how many bytes there are."""
        return os.stat(self._place()).st_size  # noqa: PTH116 (asked of many)

    def _place(self) -> str:
        return os.path.join(self.folder, self.name)  # noqa: PTH118 (asked of many)


def shared(sources: Iterable[Source], folder: str) -> Iterator[Source]:
    """Yield sources so that they are found from anywhere; ``folder`` is where names begin."""
    for one in sources:
        if one.is_file and not os.path.isabs(one.name):  # noqa: PTH117 (asked of many)
            yield SharedSource(one.name, one.format, one.above, folder=folder)
        else:
            yield one


class SharedFolder(OutputFolder):
    """A folder that several machines write to."""

    def __init__(self, folder: Path, *, is_dry_run: bool = False, is_forced: bool = False) -> None:
        super().__init__(folder, real=folder.absolute(), is_dry_run=is_dry_run, is_forced=is_forced)

    def _staged(self, name: str) -> str:
        """Return what a file is called that waits.

        A worker that was given up may still be writing: no two of them have one name.
        """
        return f"{super()._staged(name)}-{secrets.token_hex(8)}"
