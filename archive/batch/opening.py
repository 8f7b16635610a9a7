"""Opens a source for reading; what is compressed is unpacked on the way, a piece at a time."""

from __future__ import annotations

import io
import itertools
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Protocol, cast

from archive.batch.sources import Source, packed_suffix
from archive.errors import UnreadableSource
from archive.findings import finding
from archive.outcome import Obstacle

LARGEST_WINDOW = 128 * 2**20
"""How far back Zstandard data may reach, and so how much memory unpacking them may take."""
_BITE = 16 * 2**10
"""Bytes of gzip data that are unpacked at once."""
_BLOCK = 256 * 2**10
_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LARGEST_ZSTANDARD_BLOCK = 128 * 2**10
_RLE = 1


class Readable(Protocol):
    """What bytes can be read from; fewer than asked for come only at the end."""

    def read(self, size: int, /) -> bytes:
        """Return that many bytes."""


def not_read(source: Source, error: OSError) -> Obstacle:
    """Return why a source could not be read."""
    return Obstacle(
        key="cannot_read", name=source.name, reason=error.strerror or type(error).__name__
    )


def unpacked(source: Source, stream: Readable) -> BinaryIO:
    """Return the content of a stream: of a file by its suffix, of standard input by its bytes."""
    if not source.is_stdin:
        kind = packed_suffix(source.name)
        return cast("BinaryIO", BlockStream(_BY_SUFFIX[kind](stream)))
    head = stream.read(len(_ZSTANDARD))
    whole = _blocks(head, stream)
    for magic, unpack in ((_GZIP, _from_gzip), (_ZSTANDARD, _from_zstandard)):
        if head.startswith(magic):
            return cast("BinaryIO", BlockStream(unpack(BlockStream(whole))))
    return cast("BinaryIO", BlockStream(whole))


def _blocks(head: bytes, stream: Readable) -> Iterator[bytes]:
    return itertools.chain([head], iter(lambda: stream.read(_BLOCK), b""))


class BlockStream(io.RawIOBase):
    """A stream of the bytes of blocks, one behind the other.

    What is raised instead of a block is raised by the read that gets nothing else, and by each
    later one: no byte that stands before is lost.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._block = b""
        self._at = 0
        self._broken: UnreadableSource | OSError | None = None

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return that many bytes, fewer only at the end; all that there are when none are named."""
        return self._taken(size, b"")

    def readline(self, size: int | None = -1) -> bytes:
        """Return the bytes up to the end of a line, at most as many as are named."""
        return self._taken(size, b"\n")

    def _taken(self, size: int | None, stop: bytes) -> bytes:
        """Return the next bytes: behind ``stop``, ``size`` of them, or as many as there are."""
        wanted = sys.maxsize if size is None or size < 0 else size
        parts: list[bytes] = []
        while wanted and self._has_more(is_needed=not parts):
            end = min(self._at + wanted, len(self._block))
            found = self._block.find(stop, self._at, end) + 1 if stop else 0
            parts.append(self._block[self._at : found or end])
            self._at = found or end
            wanted = 0 if found else wanted - len(parts[-1])
        return b"".join(parts)

    def _has_more(self, *, is_needed: bool) -> bool:
        """Return whether there are bytes; raise what is in their way if they are needed."""
        while self._at == len(self._block) and self._broken is None:
            try:
                self._block, self._at = next(self._blocks), 0
            except StopIteration:
                return False
            except (UnreadableSource, OSError) as error:
                self._broken = error
        if self._at < len(self._block):
            return True
        if self._broken and is_needed:
            raise self._broken
        return False


def _damage(variant: str, kind: str, offset: int, **more: int) -> UnreadableSource:
    return UnreadableSource([finding("J015", variant=variant, kind=kind, offset=offset, **more)])


def _from_gzip(packed: Readable) -> Iterator[bytes]:
    """Yield the content of gzip data (RFC 1952), of all members, in blocks of bounded size."""
    done = 0
    data = packed.read(_BITE)
    while True:
        member = zlib.decompressobj(31)
        while not member.eof:
            data = data or packed.read(_BITE)
            if not data:
                raise _damage("truncated", "gzip", done)
            before = member.copy()
            try:
                block = member.decompress(data, _BLOCK)
            except zlib.error as error:
                block = _before_damage(before, data)
                yield block
                raise _damage("damaged", "gzip", done + len(block)) from error
            data = member.unconsumed_tail
            done += len(block)
            yield block
        data = _behind_member(member.unused_data, packed)
        if not data:
            return
        if not data.startswith(_GZIP):
            raise _damage("trailing", "gzip", done)


def _before_damage(member: zlib._Decompress, data: bytes) -> bytes:
    """Return what data give up to the byte that is wrong; zlib keeps it back with the error."""
    parts: list[bytes] = []
    with suppress(zlib.error):
        parts.extend(member.decompress(bytes([byte]), _BLOCK) for byte in data)
    return b"".join(parts)


def _behind_member(data: bytes, packed: Readable) -> bytes:
    """Return what follows a member; zeros, with which tapes are filled up, are passed over."""
    data = data.lstrip(b"\0")
    while len(data) < len(_GZIP) and (more := packed.read(_BITE)):
        data = (data + more).lstrip(b"\0")
    return data


def _from_zstandard(packed: Readable) -> Iterator[bytes]:
    """Yield the content of Zstandard data (RFC 8878), of all frames, block by block."""
    done = frames = 0
    while magic := packed.read(len(_ZSTANDARD)):
        if magic[1:] == b"\x2a\x4d\x18" and magic[0] >> 4 == 5:
            _skip(packed, int.from_bytes(_exactly(packed, 4, done), "little"), done)
        elif magic == _ZSTANDARD:
            for block in _frame(packed, done):
                done += len(block)
                yield block
        elif _ZSTANDARD.startswith(magic):
            raise _damage("truncated", "Zstandard", done)
        else:
            raise _damage("trailing" if frames else "damaged", "Zstandard", done)
        frames += 1
    if not frames:
        raise _damage("truncated", "Zstandard", done)


def _skip(packed: Readable, size: int, done: int) -> None:
    """Pass over a frame that holds something for other programs."""
    while size:
        size -= len(_exactly(packed, min(size, _BLOCK), done))


def _frame(packed: Readable, done: int) -> Iterator[bytes]:
    """Yield the blocks of a frame; each is taken by itself, so that no damage hides another."""
    import zstandard

    header = _header(packed, done)
    with _telling(done):
        about = zstandard.get_frame_parameters(header)
    if about.window_size > LARGEST_WINDOW:
        size, most = about.window_size, LARGEST_WINDOW
        raise _damage("window", "Zstandard", done, size=size, most=most)
    unpacker = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
    with _telling(done):
        unpacker.decompress(header)
    is_last = False
    while not is_last:
        data = _exactly(packed, 3, done)
        about_block = int.from_bytes(data, "little")
        is_last, kind, size = bool(about_block & 1), about_block >> 1 & 3, about_block >> 3
        if size > _LARGEST_ZSTANDARD_BLOCK:
            raise _damage("damaged", "Zstandard", done)
        data += _exactly(packed, 1 if kind == _RLE else size, done)
        with _telling(done):
            block = unpacker.decompress(data)
        done += len(block)
        yield block
    if about.has_checksum:
        data = _exactly(packed, 4, done)
        with _telling(done):
            unpacker.decompress(data)


def _header(packed: Readable, done: int) -> bytes:
    """Return the header of a frame (RFC 8878, section 3.1.1.1), its length is in its first byte."""
    first = _exactly(packed, 1, done)
    is_single = first[0] >> 5 & 1
    length = 1 - is_single + (0, 1, 2, 4)[first[0] & 3] + (is_single, 2, 4, 8)[first[0] >> 6]
    return _ZSTANDARD + first + _exactly(packed, length, done)


def _exactly(packed: Readable, size: int, done: int) -> bytes:
    """Return that many bytes."""
    data = packed.read(size)
    if len(data) < size:
        raise _damage("truncated", "Zstandard", done)
    return data


@contextmanager
def _telling(done: int) -> Iterator[None]:
    """Tell of damage as a problem of the data."""
    import zstandard

    try:
        yield
    except zstandard.ZstdError as error:
        raise _damage("damaged", "Zstandard", done) from error


_BY_SUFFIX: dict[str, Callable[[Readable], Iterator[bytes]]] = {
    "": lambda stream: iter(lambda: stream.read(_BLOCK), b""),
    ".gz": _from_gzip,
    ".zst": _from_zstandard,
}
