"""Text that grows with a run, but not in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

_IN_MEMORY_BYTES = 2**22
_PIECE_CHARACTERS = 2**16


class Spool:
    """Text that is kept until a report has its end, on disk when it is much."""

    def __init__(self) -> None:
        self._kept = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed by `close`)
            _IN_MEMORY_BYTES, "w+", encoding="utf-8", newline="\n"
        )
        self.writes = 0
        """How often something was written."""

    def write(self, text: str) -> None:
        """Keep more text."""
        self._kept.write(text)
        self.writes += 1

    def pieces(self) -> Iterator[str]:
        """Yield all of it, in pieces of no special size; nothing is written afterwards."""
        self._kept.seek(0)
        while piece := self._kept.read(_PIECE_CHARACTERS):
            yield piece

    def lines(self) -> Iterator[str]:
        """Yield its lines, without their ends; nothing is written afterwards."""
        self._kept.seek(0)
        while line := self._kept.readline():
            yield line.removesuffix("\n")

    def close(self) -> None:
        """Give back its memory, or its file."""
        self._kept.close()
