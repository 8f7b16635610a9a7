"""A file that is hashed as it is written."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import IO

from archive.batch.outputs import naming

_BLOCK = 2**20


class HashedFile:
    """A file as it grows; ``path`` is what messages and lists call it."""

    def __init__(self, path: str, stream: IO[bytes]) -> None:
        self.path = path
        self.size = 0
        self._stream = stream
        self._digest = sha256()

    @property
    def sha256(self) -> str:
        """Return the digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> int:
        """Write more of it, and return how many bytes that is."""
        self._digest.update(content)
        self.size += len(content)
        with naming(self.path):
            return self._stream.write(content)

    def copy(self, source: Path, at: int, size: int) -> None:
        """Write some bytes of another file.

        Raises:
            EOFError: it does not have them any more.
        """
        if not source.exists():
            raise EOFError(source)
        with source.open("rb") as stream:
            stream.seek(at)
            while size:
                block = stream.read(min(size, _BLOCK))
                if not block:
                    raise EOFError(source)
                self.write(block)
                size -= len(block)

    def flush(self) -> None:
        """Let others see what was written."""
        self._stream.flush()

    def close(self) -> None:
        """Let the file be whole."""
        with naming(self.path):
            self._stream.close()

    @property
    def closed(self) -> bool:
        """Return whether nothing can be added any more."""
        return self._stream.closed
