"""The checksums of many small files; a stream for each would take as long as the hashing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterator

_BLOCK = 2**16
_MUCH = 500
"""Files to be looked at beside, for which it is worth hashing in a thread of its own."""
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def sha256(name: str, largest: int = sys.maxsize) -> str | None:
    """Return the SHA-256 of a file; ``None`` if it has more bytes than ``largest``.

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
def begun(name: str, beside: int) -> Iterator[Callable[[], str | None]]:
    """Give what returns the SHA-256 of a file, or raises what :func:`sha256` does.

    Where so many files are looked at beside that it pays, it is made out meanwhile.
    """
    if beside < _MUCH:
        yield lambda: sha256(name)
        return
    told: list[str | OSError | None] = []

    def hash_it() -> None:
        try:
            told.append(sha256(name))
        except OSError as error:
            told.append(error)

    thread = threading.Thread(target=hash_it)
    thread.start()

    def digest() -> str | None:
        thread.join()
        (one,) = told
        if isinstance(one, OSError):
            raise one
        return one

    try:
        yield digest
    finally:
        thread.join()
