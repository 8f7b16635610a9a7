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
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from queue import SimpleQueue

    Task = tuple["Hash", "Block", SimpleQueue[str] | None]
    """A block that is hashed, and who waits for the checksum behind it."""

_BLOCK = 2**16
_LARGE = 2**20
"""Bytes of a file, or of a block, that is worth a thread."""
_LARGE_BLOCK = 2**22
_PATIENCE_SECONDS = 0.0005
"""So long a thread waits between blocks while others are busy, in place of ten times that."""
_MOST_WAITING = 4
"""Blocks, of which each may be hashed twice."""
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)

Sha256 = Callable[[str], str | None]
"""Returns the SHA-256 of a file; raises OSError if it cannot be read."""
Block = bytes | memoryview


class Hash(Protocol):
    """A checksum as it is made out."""

    def update(self, block: Block, /) -> None:
        """Take more of what is hashed."""

    def hexdigest(self) -> str:
        """Return it."""


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
    """A thread that makes out checksums while who has the bytes goes on; used with ``with``.

    Few blocks wait for it. It begins with the first large one: to hand over a small one takes more
    than to hash it.
    """

    def __init__(self) -> None:
        from queue import SimpleQueue

        self._blocks: SimpleQueue[Task | None] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread is not None:
            self._blocks.put(None)
            self._thread.join()
            self._thread = None

    def update(self, whole: Hash, block: Block) -> None:
        """Take more of what is hashed."""
        if self._thread is None:
            if len(block) < _LARGE:
                whole.update(block)
                return
            self._thread = threading.Thread(target=self._hash, daemon=True)
            self._thread.start()
        self._room.acquire()
        self._blocks.put((whole, block, None))

    def ended(self, whole: Hash) -> Callable[[], str]:
        """Return what gives the checksum, once, of all that was taken so far; it may wait."""
        from queue import SimpleQueue

        told: SimpleQueue[str] = SimpleQueue()
        if self._thread is None:
            told.put(whole.hexdigest())
        else:
            self._room.acquire()
            self._blocks.put((whole, b"", told))
        return told.get

    def _hash(self) -> None:
        while (one := self._blocks.get()) is not None:
            whole, block, told = one
            whole.update(block)
            if told is not None:
                told.put(whole.hexdigest())
            self._room.release()
