"""The checksums of many small files; a stream for each would take as long as the hashing."""

from __future__ import annotations

import hashlib
import os
import sys

_BLOCK = 2**16
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
