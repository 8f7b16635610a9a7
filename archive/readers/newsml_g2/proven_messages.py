"""Messages of items that our writer wrote, cut where it ends each; as far as they are proven.

No item belongs to another one where all are texts of works: then each can be read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archive.newsml_g2 import DECLARATION, ITEM, ITEM_END, TAIL, head
from archive.readers import Reading
from archive.readers.newsml_g2 import proven
from archive.readers.newsml_g2.message import later

_BLOCK = 2**18
_GUID = re.compile(rb"guid\s*=")
_START = ITEM.encode()
_MESSAGE = DECLARATION + b"<newsMessage "
_ITEMS = b"<itemSet>\n"


@dataclass(slots=True)
class Beginning:
    """What has been read of a message, from its first item on."""

    readings: list[Reading] = field(default_factory=list)
    latest: str = ""
    """The latest moment at which one of them was made."""
    is_whole: bool = False
    """Whether that is all, and nothing is to be told."""

    def add(self, reading: Reading) -> None:
        """Take in one more."""
        self.readings.append(reading)
        self.latest = later(self.latest, reading.document["versionCreated"])


def beginning(raw: bytes) -> Beginning:
    """Return what a message says up to the first item that is not proven."""
    known = Beginning()
    start, end = _first(raw), len(raw) - len(TAIL)
    if not start or not raw.endswith(ITEM_END + TAIL):
        return known
    parts = [part + ITEM_END for part in raw[start:end].split(ITEM_END)[:-1]]
    if not all(map(_is_text, parts)) or len(_GUID.findall(raw)) != len(parts):
        return known
    line = raw.count(b"\n", 0, start) + 1
    for part in parts:
        reading = proven.reading(part, line)
        if reading is None:
            return known
        known.add(reading)
        line += part.count(b"\n")
    known.is_whole = raw[:start] == head(known.latest)
    return known


class Stream:
    """A message of any size, of which a start was read; one item is held at a time."""

    def __init__(self, start: bytes, stream: BinaryIO, largest: int) -> None:
        first = _first(start)
        self.head = start[:first]
        """All before the first item; nothing, if the message does not begin as our writer's do."""
        self.latest = ""
        """The latest moment at which an item was made that was passed on."""
        self.lines = 0
        """The lines of those items."""
        self.is_whole = False
        """Whether that is all, and nothing is to be told."""
        self._line = self.head.count(b"\n") + 1
        self._buffer = start
        self._at = first
        self._stream = stream
        self._largest = largest

    @property
    def rest(self) -> bytes:
        """What was read behind the items that were passed on."""
        return self._buffer[self._at :]

    def readings(self) -> Iterator[Reading]:
        """Yield what the items say up to one that may not stand by itself, or is not proven."""
        held: Reading | None = None
        size = lines = 0
        while self.head and _is_text(part := self._part(size)):
            reading = proven.reading(part, self._line + self.lines + lines)
            if reading is None:
                return
            if held is not None:
                yield self._passed(held, size, lines)
            held, size, lines = reading, len(part), part.count(b"\n")
        if held is not None and self._is_end(size):
            latest = later(self.latest, held.document["versionCreated"])
            self.is_whole = self.head == head(latest)
            if self.is_whole:
                yield held

    def _passed(self, held: Reading, size: int, lines: int) -> Reading:
        self.latest = later(self.latest, held.document["versionCreated"])
        self.lines += lines
        self._at += size
        return held

    def _part(self, size: int) -> bytes:
        """Return the item behind the one that is held; nothing, if none ends soon."""
        while (end := self._buffer.find(ITEM_END, self._at + size)) < 0:
            if len(self._buffer) - self._at - size > self._largest or not self._goes_on():
                return b""
        return self._buffer[self._at + size : end + len(ITEM_END)]

    def _goes_on(self) -> bool:
        """Return whether more can be read of the stream; read it."""
        block = self._stream.read(_BLOCK)
        self._buffer = self.rest + block
        self._at = 0
        return len(block) > 0

    def _is_end(self, size: int) -> bool:
        """Return whether nothing but the end stands behind the item that is held."""
        return self._buffer[self._at + size :] == TAIL and not self._goes_on()


def _first(raw: bytes) -> int:
    """Return where the first item of a message begins, if it begins as our writer lets it."""
    found = raw.find(_ITEMS) if raw.startswith(_MESSAGE) else -1
    return found + len(_ITEMS) if found > 0 else 0


def _is_text(part: bytes) -> bool:
    """Return whether an item begins like the text of a work, to which others may belong."""
    if not part.startswith(_START):
        return False
    return b"#" not in part[len(_START) : part.find(b'"', len(_START))]
