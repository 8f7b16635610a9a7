"""Sources → pieces that are worked on at once, in chunks.

Where pieces and chunks end depends on the sources alone. Memory holds a few pieces, however large
a source is.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO

import msgspec
from msgspec import field
from msgspec.structs import replace

from archive import json_text
from archive.batch import cuts
from archive.batch.cuts import Item, Limits, Span
from archive.batch.hashed import Ask, Digests, Hashed
from archive.batch.hashing import Beside
from archive.batch.kinds import decided, shape, unknown
from archive.batch.opening import Readable, not_read, unpacked
from archive.batch.sources import Source, packed_suffix
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.outcome import Obstacle
from archive.readers import READERS

BLOCK = 2**20
ORIGIN = Position(1, 1)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a source that is worked on at once; the whole of it where it is small."""

    source: Source
    number: int = 0
    is_last: bool = True
    format: str
    """A word of ``READERS`` or ``JUDGES``; of a whole source what its name says, or nothing."""
    start: int = 0
    size: int | None = None
    """Bytes of the file; ``None``: all of them."""
    data: bytes | None = None
    """The bytes themselves, where they cannot be read again (standard input, compressed files)."""
    first_line: int = 1
    items: tuple[Item, ...] | None = None
    """The records of an array; ``None`` where the reader of the format finds them."""
    first_item: int = 0
    warnings: tuple[Finding, ...] = ()
    """What is told with the first of the records."""
    sha256: str | None = None
    """Of the file as it lies on the disk; stands in the last of its pieces."""
    part_sha256: str | None = None
    """Of the piece itself, where that is known."""
    findings: tuple[Finding, ...] = ()
    """What the cutting found; it is told behind the records, and not by :func:`readings`."""
    obstacle: Obstacle | None = None
    """Why the source could not be read, or not to its end."""
    is_flowing: bool = False
    """Whether a compressed file is unpacked by who reads it, a release at a time."""
    digests: list[str] = field(default_factory=list)
    """The SHA-256 of a file that is read as a whole, as soon as it was read."""


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces that go to a worker together."""

    number: int
    pieces: tuple[Piece, ...]


class _Weighed(msgspec.Struct, frozen=True):
    """A piece, and how much of a chunk it fills."""

    piece: Piece
    records: int = 1
    size: int = 0


def chunks(
    sources: Iterable[Source],
    *,
    largest: int,
    records: int = 500,
    size_bytes: int = 4 * 2**20,
    digests: Digests = "whole",
) -> Iterator[Chunk]:
    """Yield all that stands in the sources, in order.

    A chunk has at most ``records`` records and ``size_bytes`` bytes, unless it is a single piece:
    of lines, which ends where there are enough, or of one large record. A whole file counts as one.
    The ``digests`` are made out of what is read here; others are left to who works on a piece.
    """
    limits = Limits(largest=largest, records=records, size_bytes=size_bytes, is_kept=False)
    filling = _Filling(limits)
    for source in sources:
        if source.is_stdin:  # who knows when it flows; what stands before it need not wait
            yield from filling.close()
        for one in _pieces(source, limits, digests):
            if not filling.has_room(one):
                yield from filling.close()
            filling.add(one)
    yield from filling.close()


class _Filling(msgspec.Struct):
    """The chunk that is being filled."""

    limits: Limits
    number: int = 0
    pieces: list[Piece] = field(default_factory=list)
    records: int = 0
    size: int = 0

    def has_room(self, one: _Weighed) -> bool:
        """Return whether a piece fits in; an empty chunk takes any."""
        return not self.pieces or (
            self.records + one.records <= self.limits.records
            and self.size + one.size <= self.limits.size_bytes
        )

    def add(self, one: _Weighed) -> None:
        """Put a piece in."""
        self.pieces.append(one.piece)
        self.records += one.records
        self.size += one.size

    def close(self) -> Iterator[Chunk]:
        """Yield the chunk, if there is something in it, and begin the next."""
        if self.pieces:
            yield Chunk(number=self.number, pieces=tuple(self.pieces))
            self.number += 1
            self.pieces, self.records, self.size = [], 0, 0


def _keeping(limits: Limits) -> Limits:
    """Return limits for what can be read once only: pieces keep their bytes."""
    return replace(limits, is_kept=True)


def _pieces(source: Source, limits: Limits, digests: Digests) -> Iterator[_Weighed]:
    """Yield the pieces of a source; why it cannot be opened is a piece, too."""
    try:
        if source.is_stdin:
            yield from _flowing(source, sys.stdin.buffer, _keeping(limits))
            return
        size = source.size_bytes()
        if not packed_suffix(source.name) and size <= limits.size_bytes:
            yield _Weighed(Piece(source=source, format=source.format), size=size)
            return
        with source.open() as stream, Beside() as beside:
            hashed = Hashed(stream, beside, digests)
            if packed_suffix(source.name):
                yield from _flowing(source, hashed, _keeping(limits))
            else:
                yield from _large(source, hashed, size, limits)
    except OSError as error:
        piece = Piece(source=source, format="", items=(), obstacle=not_read(source, error))
        yield _Weighed(piece)


def _sha256(stream: Readable) -> str | None:
    """Return the SHA-256 of a file; standard input has none."""
    return stream.sha256() if isinstance(stream, Hashed) else None


def _flowing(source: Source, packed: Readable, limits: Limits) -> Iterator[_Weighed]:
    """Yield the pieces of what can be read once: all of it if it is small, else as it is cut."""
    stream = unpacked(source, packed)
    head, is_whole = _beginning(stream, limits.size_bytes)
    if is_whole:
        sha256 = _sha256(packed)
        piece = Piece(source=source, format=source.format, data=head, sha256=sha256)
        yield _Weighed(piece, size=len(head))
        return
    word = decided(source.format, head, source.judges)
    if source.is_file and _is_streamed(word, head, source):
        yield _Weighed(Piece(source=source, format=word, is_flowing=True), size=limits.size_bytes)
        return
    whole = Piece(source=source, format=word, warnings=_mark(word, head, source.judges))
    yield from _numbered(whole, _spans(whole, head, stream, limits), packed)


def _is_streamed(word: str, head: bytes, source: Source) -> bool:
    """Return whether a reader takes a source release by release, however large it is."""
    is_read = word in READERS and word not in source.judges
    is_whole = is_read and shape(word, head, source.judges) == "text"
    return is_whole and READERS[word].is_streamed


def _beginning(stream: BinaryIO, size: int) -> tuple[bytes, bool]:
    """Return a little more than so many bytes, and whether no more than so many can be had."""
    head = b""
    try:
        head = stream.read(size + 1)
        return head, len(head) <= size and not stream.read(1)
    except UnreadableSource:  # it is raised again where the rest is asked for
        return head, False


def _large(source: Source, stream: Hashed, size: int, limits: Limits) -> Iterator[_Weighed]:
    """Yield the pieces of a plain file; one that holds a single record is not read here."""
    head = stream.read(BLOCK)
    word = decided(source.format, head, source.judges)
    if word and shape(word, head, source.judges) == "text":
        yield _Weighed(Piece(source=source, format=word), size=size)
        return
    whole = Piece(source=source, format=word, warnings=_mark(word, head, source.judges))
    yield from _numbered(whole, _spans(whole, head, stream, limits), stream)


def _numbered(whole: Piece, spans: Iterator[Span], stream: Readable) -> Iterator[_Weighed]:
    """Yield spans as pieces; the last one says what was in the way of the rest."""
    held = _Weighed(replace(whole, items=(), number=-1))
    findings: tuple[Finding, ...] = ()
    obstacle = sha256 = digest = None
    try:
        for span in spans:
            if held.piece.number >= 0:
                yield _with_digest(held, digest)
            held = _Weighed(_piece(whole, span, held.piece.number + 1), span.records, span.size)
            digest = _digest_of_span(stream, span)
    except UnreadableSource as error:
        findings = error.findings
    except OSError as error:
        obstacle = not_read(whole.source, error)
    if obstacle is None:
        sha256 = _sha256(stream)
    last = held.piece
    if last.number < 0:
        findings, last = last.warnings + findings, replace(last, number=0, warnings=())
    last = replace(last, is_last=True, sha256=sha256, findings=findings, obstacle=obstacle)
    yield _Weighed(last, held.records, held.size)


def _digest_of_span(stream: Readable, span: Span) -> Ask | None:
    """Return what gives the SHA-256 of what is cut off, if it is known."""
    return stream.part(span.start, span.size) if isinstance(stream, Hashed) else None


def _with_digest(held: _Weighed, digest: Ask | None) -> _Weighed:
    """Return a piece with its SHA-256, which was made out while the one behind it was cut."""
    if digest is None:
        return held
    return replace(held, piece=replace(held.piece, part_sha256=digest()))


def _piece(whole: Piece, span: Span, number: int) -> Piece:
    return replace(
        whole, number=number, is_last=False, start=span.start, size=span.size, data=span.data,
        first_line=span.first_line, items=span.items, first_item=span.first_item,
        warnings=whole.warnings if number == 0 else (),
    )  # fmt: skip


# how a source is cut


def _mark(word: str, head: bytes, judges: Collection[str]) -> tuple[Finding, ...]:
    """Return what is told of a mark before an array; that before a line is told with the line."""
    if head.startswith(json_text.BOM) and shape(word, head, judges) == "items":
        return (finding("J005").at(ORIGIN),)
    return ()


def _spans(whole: Piece, head: bytes, stream: Readable, limits: Limits) -> Iterator[Span]:
    """Yield how a source is cut.

    Raises:
        UnreadableSource: nothing can be read behind that.

    """
    if head and not whole.format:
        raise UnreadableSource([not_known(whole.source, head)])
    kind = shape(whole.format, head, whole.source.judges)
    skipped = len(json_text.BOM) if whole.warnings else 0
    rest = iter(lambda: stream.read(BLOCK), b"")
    blocks = itertools.chain([head[skipped:]], rest)
    if kind == "items":
        yield from cuts.items(blocks, limits, start=skipped)
    elif kind == "lines":
        first = head[: head.find(b"\n") + 1 or None][: limits.largest + 2]
        if other := json_text.other_kind(first, ORIGIN):
            raise UnreadableSource([other])
        if isinstance(stream, Hashed):
            stream.begin_parts()
        yield from cuts.lines(blocks, limits)
    else:
        yield from cuts.text(blocks, limits)


def not_known(source: Source, head: bytes) -> Finding:
    """Return that nobody knows the format of a source."""
    name = source.relative.removesuffix(packed_suffix(source.relative))
    return unknown(name, head, source.judges).at(ORIGIN)


# what is in a piece


def digest(piece: Piece) -> str:
    """Return the SHA-256 of a source if it is known by the piece, else that of the piece itself.

    A file that the reading has read as a whole is not read again.
    """
    if known := piece.sha256 or piece.part_sha256 or next(iter(piece.digests), ""):
        return known
    if piece.data is None and piece.size:
        return _digest_of_part(piece, piece.size)
    if piece.data is not None or piece.size is not None or piece.items is not None:
        return hashlib.sha256(piece.data or b"").hexdigest()
    with piece.source.open() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest_of_part(piece: Piece, size: int) -> str:
    whole = hashlib.sha256()
    for block in piece.source.blocks(piece.start, size):
        whole.update(block)
        size -= len(block)
    if size > 0:
        raise _changed(piece)
    return whole.hexdigest()


def content(piece: Piece) -> bytes:
    """Return the bytes of a part of a source.

    Raises:
        OSError: they cannot be read any more, or there are fewer.

    """
    if piece.data is not None or not piece.size:
        return piece.data or b""
    raw = piece.source.part(piece.start, piece.size)
    if len(raw) < piece.size:
        raise _changed(piece)
    return raw


def _changed(piece: Piece) -> OSError:
    return OSError(errno.EIO, "the file was changed while it was read", piece.source.name)
