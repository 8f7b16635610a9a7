"""A NewsML-G2 file and the files beside it → where they are not what it says (X021, R138)."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import BinaryIO

from archive.batch.attachments import Completed
from archive.batch.measuring import PIECE, Files, Unmeasured
from archive.findings import Finding, Position, finding
from archive.judges.newsml_g2.fixity import ALGORITHMS
from archive.judges.newsml_g2.judge import NewsmlG2


@dataclass(frozen=True, slots=True)
class _Content:
    """A file as it is: bytes, and its digests by algorithm."""

    size: int
    digests: dict[str, bytes]

    def digest(self, algorithm: str) -> bytes:
        """Return a digest of a kind that NewsML-G2 names."""
        return self.digests[algorithm]


class _Contents:
    """Finds the files of a folder by their ``href``; each is read once, whatever it is called."""

    def __init__(self, files: Files) -> None:
        self.read: dict[tuple[int, int], _Content] = {}
        self._files = files

    def of(self, href: str) -> _Content | Finding | None:
        """Return the content, why it cannot be read, or ``None`` for what is elsewhere."""
        name = self._files.name(href)
        if name is None:
            return None
        found = self._files.taken(name, self._digested)
        if isinstance(found, Unmeasured):
            return finding("R138", variant=found.why, name=name, reason=found.reason)
        return found

    def _digested(self, stream: BinaryIO) -> _Content:
        file = os.fstat(stream.fileno())
        known = file.st_dev, file.st_ino
        if known not in self.read:
            self.read[known] = _digested(stream)
        return self.read[known]


def _digested(stream: BinaryIO) -> _Content:
    digests, size = [hashlib.new(name) for name in ALGORITHMS], 0
    while piece := stream.read(PIECE):
        size += len(piece)
        for one in digests:
            one.update(piece)
    return _Content(size, {one.name: one.digest() for one in digests})


def compared(raw: bytes, files: Files, *, largest: int) -> Completed:
    """Return what is wrong with the files of an item, or of all items of a message.

    Only those are looked at of which it says a size or a hash; nothing is added to it.
    """
    if len(raw) > largest:
        return Completed(None, (finding("J009", largest=largest).at(Position(1, 1)),))
    contents = _Contents(files)
    found = NewsmlG2(None).differing_files(raw, contents.of)
    return Completed(None, tuple(found), measured=len(contents.read))
