"""A source → its documents, each judged, every finding with its place."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.batch.sources import Source
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, Severity, finding
from archive.json_text import LARGEST_BYTES
from archive.outcome import Obstacle
from archive.positions import Places
from archive.readers import READERS
from archive.validation import Profile, validate

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HEAD = 65536
_ORIGIN = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A document of a source and all that is said about it; no document where none can be read."""

    document: Any
    findings: tuple[Finding, ...]
    places: Places | None = None

    @property
    def is_record(self) -> bool:
        """Return whether there is a document, and the schema has nothing against it."""
        return self.document is not None and not any(
            one.code[0] == "S" and one.severity is Severity.ERROR for one in self.findings
        )

    @property
    def is_valid(self) -> bool:
        """Return whether there is a document without errors."""
        return self.document is not None and not any(
            one.severity is Severity.ERROR for one in self.findings
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """How strict and how large: what a run asks of its sources."""

    profile: Profile = "current"
    largest_bytes: int = LARGEST_BYTES


def open_source(source: Source) -> AbstractContextManager[BinaryIO]:
    """Open a source; standard input stays open behind it."""
    return nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb")


def not_read(source: Source, error: OSError) -> Obstacle:
    """Return why a source could not be read."""
    return Obstacle(
        key="cannot_read", name=source.name, reason=error.strerror or type(error).__name__
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def judged(source: Source, stream: BinaryIO, terms: Terms) -> Iterator[Judged]:
    """Yield the documents of a source in order, judged; never raises on what the data are."""
    head, whole = _peek(stream)
    word = source.format or _guess(head)
    if word == "json" and _looks_like_ninjs(head):
        word = "ninjs"
    if not word:
        yield Judged(None, (_not_read(source, head).at(_ORIGIN),))
        return
    try:
        for reading in READERS[word].load()(whole, largest=terms.largest_bytes):
            found = reading.findings
            if reading.document is not None:
                found += tuple(
                    one.at(reading.places.find(one.pointer))
                    for one in validate(reading.document, profile=terms.profile)
                )
            yield Judged(reading.document, _by_place(found), reading.places)
    except UnreadableSource as error:
        yield Judged(None, error.findings)


def _by_place(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings in the order of their places; what has none comes first."""
    return tuple(sorted(findings, key=lambda one: one.position or Position(0, 0)))


def _peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and a stream that still has them."""
    if stream.seekable():
        head = stream.read(_HEAD)
        stream.seek(-len(head), os.SEEK_CUR)
        return head, stream
    head = stream.read(_HEAD)
    return head, io.BufferedReader(_Again(head, stream), _HEAD)


class _Again(io.RawIOBase):
    """A stream from its beginning, of which the first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read as much as fits."""
        view = memoryview(buffer)
        piece = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def _guess(head: bytes) -> str:
    """Return the format of standard input without a name: JSON, or JSON Lines."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] not in (b"{", b"["):
        return ""
    first, _, rest = start.partition(b"\n")
    return "jsonl" if first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{" else "json"


def _looks_like_ninjs(head: bytes) -> bool:
    if b'"schemaVersion"' in head or b'"uri"' not in head:
        return False
    signs = (b'"versioncreated"', b'"versionCreated"', b'"headlines"', b'"body_text"', b'"bodies"')
    return any(sign in head for sign in signs)


def _not_read(source: Source, head: bytes) -> Finding:
    suffix = source.relative.rpartition(".")[2] if "." in source.relative else ""
    kind = "XML" if head.lstrip()[:1] == b"<" else suffix or "?"
    return finding("J013", format=suffix or kind)
