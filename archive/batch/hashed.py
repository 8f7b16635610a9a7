"""A file that is hashed as it is read: as a whole, and in the parts that it is cut into."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import BinaryIO, Literal

from archive.batch.hashing import Beside

Digests = Literal["none", "whole", "parts"]
"""What checksums are made out: of no file, of whole files, of their parts besides."""
Ask = Callable[[], str]
"""Gives a checksum, once; waits for it."""
_REST = 2**20
"""Bytes that are read at once of what nobody has asked for."""


class Hashed:
    """A file that is read from its start to its end, and hashed meanwhile.

    A part is known where it ends in the block that was read last, and begins where the one before
    it ended; that is so of lines. Who asks for another has to read it again.
    """

    def __init__(self, stream: BinaryIO, beside: Beside, digests: Digests) -> None:
        self._stream = stream
        self._beside = beside
        self._is_hashed = digests != "none"
        self._may_have_parts = digests == "parts"
        self._has_parts = False
        self._whole = hashlib.sha256()
        self._part = hashlib.sha256()
        self._block = b""
        """What was read last."""
        self._at = 0
        """Where that begins in the file."""
        self._begun = self._taken = 0
        """Where the part begins that is being read, and how far it was hashed."""

    def read(self, size: int, /) -> bytes:
        """Return that many bytes."""
        self._pass()
        self._block = self._stream.read(size)
        return self._block

    def begin_parts(self) -> None:
        """Make out checksums of parts, if any are wanted; not more than a block is read yet."""
        self._has_parts = self._may_have_parts

    def part(self, start: int, size: int) -> Ask | None:
        """Return what gives the SHA-256 of a part, by its offset and size, if that is known."""
        if not self._has_parts:
            return None
        end, known = start + size, None
        if start == self._begun and self._taken <= end <= self._at + len(self._block):
            self._take(end)
            known = self._beside.ended(self._part)
        self._part = hashlib.sha256()
        self._begun = self._taken = max(end, self._taken)
        return known

    def sha256(self) -> str | None:
        """Return the SHA-256 of the whole file, what was not read included."""
        if not self._is_hashed:
            return None
        self._has_parts = False
        while self.read(_REST):
            pass
        return self._beside.ended(self._whole)()

    def _pass(self) -> None:
        """Hash what was read last."""
        end = self._at + len(self._block)
        if self._has_parts:
            self._take(end)
        if self._is_hashed and self._block:
            self._beside.update(self._whole, self._block)
        self._at, self._block = end, b""

    def _take(self, end: int) -> None:
        """Hash more of the part, up to an offset in the block that was read last."""
        since = max(0, self._taken - self._at)
        if end > self._taken:
            block = memoryview(self._block)[since : end - self._at]
            self._beside.update(self._part, block)
            self._taken = end
