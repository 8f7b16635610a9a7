"""The checksums of files: of many small ones, of large ones ahead of time or beside other work."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from queue import SimpleQueue

_BLOCK = 2**16
_LARGE = 2**20
"""Bytes of a file, or of a block, that is worth a thread."""
_LARGE_BLOCK = 2**22
_PATIENCE_SECONDS = 0.0005
"""So long a thread waits between blocks while others are busy, in place of ten times that."""
_MOST_WAITING = 2
"""Blocks."""
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)

Sha256 = Callable[[str], str | None]
"""Returns the SHA-256 of a file; raises OSError if it cannot be read."""


def sha256(name: str, largest: int = sys.maxsize) -> str | None:
    """Return the SHA-256 of a file; ``None`` if it has more bytes than ``largest``.

    A stream for each of many small files would take as long as the hashing.

    Raises:
        OSError: it cannot be read.

    """
    number = os.open(name, _READING)
    try:
        block = os.read(number, _BLOCK)
        whole = hashlib.sha256(block)
        size = len(block)
        while len(block) == _BLOCK and size <= largest:
            block = os.read(number, _BLOCK)
            whole.update(block)
            size += len(block)
    finally:
        os.close(number)
    return whole.hexdigest() if size <= largest else None


@contextlib.contextmanager
def ahead(names: Iterable[str]) -> Iterator[Sha256]:
    """Give what returns the SHA-256 of files that are asked for in this order, or some of them.

    That of a large file is made out in a thread while something else is done: from now on for
    the first, and for each when that of the file before it has been asked for.
    """
    files = _Ahead(names)
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE_SECONDS)
    try:
        files.begin()
        yield files.sha256
    finally:
        files.end()
        sys.setswitchinterval(patience)


class _Ahead:
    def __init__(self, names: Iterable[str]) -> None:
        self._names = iter(names)
        """Files behind the next."""
        self._next = ""
        self._thread: _Thread | None = None
        """Who makes out the checksum of the next file, if it is large."""
        self._latest = ""
        """The file that was asked for before."""

    def begin(self) -> None:
        """Begin with the next file."""
        self._next = next(self._names, "")
        if self._next and _is_large(self._next):
            self._thread = _Thread(self._next)
            self._thread.start()

    def sha256(self, name: str) -> str | None:
        """Return the SHA-256 of a file."""
        if name == self._latest:
            return sha256(name)
        self._latest = name
        if name != self._next:
            self.end()
            for one in self._names:
                if one == name:
                    break
        thread, self._thread = self._thread, None
        try:
            return thread.sha256() if thread else sha256(name)
        finally:
            self.begin()

    def end(self) -> None:
        """Let go of a file that nobody has asked for."""
        if self._thread:
            self._thread.give_up()
            self._thread = None


def _is_large(name: str) -> bool:
    try:
        found = os.stat(name)  # noqa: PTH116 (asked of many)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size >= _LARGE


class _Thread(threading.Thread):
    """Makes out the checksum of a large file."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._whole = hashlib.sha256()
        self._error: OSError | None = None
        self._is_wanted = True

    def run(self) -> None:
        """Read the file."""
        try:
            with open(self._path, "rb", buffering=0) as file:  # noqa: PTH123
                room = _room(_LARGE_BLOCK)
                while self._is_wanted and (size := file.readinto(room)):
                    self._whole.update(room[:size])
        except OSError as error:
            self._error = error

    def sha256(self) -> str:
        """Return what was made out, or raise what went wrong."""
        self.join()
        if self._error:
            raise self._error
        return self._whole.hexdigest()

    def give_up(self) -> None:
        """Read no more of it."""
        self._is_wanted = False
        self.join()


def _room(size: int) -> memoryview:
    """Return room for so many bytes, which the system gives where it is filled, not at once."""
    return io.BytesIO(bytes(size)).getbuffer()


class Beside:
    """A SHA-256 that is made out in a thread of its own, while who has the bytes goes on.

    Used with ``with``. At most two blocks wait to be hashed; small ones are hashed at once, which
    takes less than to hand them over.
    """

    def __init__(self) -> None:
        from queue import SimpleQueue

        self._whole = hashlib.sha256()
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._finish()

    def update(self, block: bytes) -> None:
        """Take more of what is hashed."""
        if len(block) < _LARGE:
            self._finish()
            self._whole.update(block)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._hash, daemon=True)
            self._thread.start()
        self._room.acquire()
        self._blocks.put(block)

    def hexdigest(self) -> str:
        """Return the SHA-256 of all that was given so far."""
        self._finish()
        return self._whole.hexdigest()

    def _hash(self) -> None:
        while block := self._blocks.get():
            self._whole.update(block)
            self._room.release()

    def _finish(self) -> None:
        """Wait until all blocks are hashed; the thread is at its end then."""
        if self._thread is not None:
            self._blocks.put(b"")
            self._thread.join()
            self._thread = None
