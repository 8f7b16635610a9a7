"""The index of a pack: where each release stands in the shards.

``index.tsv`` has a line for each release, sorted by id (as bytes of UTF-8) and version (as a
number), below a line that names the columns: id, version, shard, and a column for each format. A
cell of a format is ``frame_offset,frame_size,offset,length``: the frame in the shard, in bytes,
and the release in what the frame unpacks to. So a person can find a release with ``grep``, and the
program with a few looks into a file of any length.
"""

from __future__ import annotations

import io
import mmap
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from archive.batch.shards import COMPRESSIONS, INDEX, SUFFIXES, Compression, many, shard_name
from archive.errors import PhrasedError

FIXED = ("id", "version", "shard")
"""The columns that stand before those of the formats."""
_LONGEST_LINE = 2**26
_PIECE = 1024
_WINDOW_BYTES = 2**23
_GZIP = 16
"""Tells zlib to expect the header of gzip."""
_STEM = re.compile(rb"[\w-]{1,200}")
_CELL = re.compile(rb"(\d{1,15}),(\d{1,15}),(\d{1,15}),(\d{1,15})")
_NUMBER = re.compile(rb"\d{1,16}")


class DamagedPack(PhrasedError):  # noqa: N818 (says what is wrong)
    """A folder is no pack, or something of it is missing or not as it was written."""


class NotPacked(PhrasedError):  # noqa: N818 (says what is wrong)
    """A pack does not have a format."""


class NoRelease(PhrasedError):  # noqa: N818 (says what is wrong)
    """A pack does not have a release, or not this version of it."""


class _Unpacker(Protocol):
    """What zlib and zstandard have in common."""

    @property
    def eof(self) -> bool:
        """Return whether the end of the frame was reached."""

    @property
    def unused_data(self) -> bytes:
        """Return what came behind it."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what more of the frame unpacks to."""


def find(pack: Path, id: str, version: int | None, word: str) -> bytes:
    """Return a release out of a pack in a format, as it was written; else its latest version.

    Raises:
        NoRelease: it is not there.
        NotPacked: the format is not.
        DamagedPack: the folder is no pack, or something of it is missing or not as it was.
    """
    with _mapped(pack / INDEX) as content:
        index = _Index(pack / INDEX, content)
        if word not in index.formats:
            known = ", ".join(index.formats)
            raise NotPacked("not_packed", format=word, name=pack.as_posix(), known=known)
        spot = index.spot(id.encode("utf-8", "surrogatepass"), version, word)
    if spot is None:
        key = "no_release" if version is None else "no_version"
        raise NoRelease(key, id=id, version=version, name=pack.as_posix())
    return many(word).alone(_read(pack, spot, word))


def _mapped(path: Path) -> mmap.mmap:
    """Map the index; what is not looked at is not read."""
    try:
        stream = path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DamagedPack("pack_without_index", name=path.parent.as_posix()) from error
    with stream:
        if not stream.seek(0, io.SEEK_END):
            raise DamagedPack("pack_damaged", name=path.as_posix(), offset=0)
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


class _Spot(msgspec.Struct, frozen=True):
    """Where a release stands."""

    stem: str
    frame: int
    frame_size: int
    offset: int
    length: int


class _Index:
    """An index, opened."""

    def __init__(self, path: Path, content: mmap.mmap) -> None:
        self._path = path
        self._content = content
        head = self._line(0)
        columns = head.decode("utf-8", "replace").split("\t")
        self.formats = columns[len(FIXED) :]
        if tuple(columns[: len(FIXED)]) != FIXED or not set(self.formats) <= SUFFIXES.keys():
            raise self._damaged(0)
        self._start = len(head) + 1

    def _damaged(self, offset: int) -> DamagedPack:
        return DamagedPack("pack_damaged", name=self._path.as_posix(), offset=offset)

    def _line(self, start: int) -> bytes:
        end = self._content.find(b"\n", start, start + _LONGEST_LINE)
        if end == -1:
            raise self._damaged(start)
        return self._content[start:end]

    def spot(self, work: bytes, version: int | None, word: str) -> _Spot | None:
        """Return where a version of a work stands, or the latest; ``None`` if it does not."""
        start = self._last(work, version)
        if start is None:
            return None
        fields = self._line(start).split(b"\t")
        if fields[0] != work or version not in (None, int(fields[1])):
            return None
        if len(fields) != len(FIXED) + len(self.formats) or not _STEM.fullmatch(fields[2]):
            raise self._damaged(start)
        cell = _CELL.fullmatch(fields[len(FIXED) + self.formats.index(word)])
        if cell is None:
            raise self._damaged(start)
        return _Spot(fields[2].decode(), *map(int, cell.groups()))

    def _last(self, work: bytes, version: int | None) -> int | None:
        """Return where the last line begins that does not come after a work and a version."""
        low, high, found = self._start, len(self._content), None
        while low < high:
            start = self._content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            line = self._line(start)
            if self._comes_after(line, start, work, version):
                high = start
            else:
                low, found = start + len(line) + 1, start
        return found

    def _comes_after(self, line: bytes, start: int, work: bytes, version: int | None) -> bool:
        fields = line.split(b"\t", 2)
        if len(fields) != len(FIXED) or not _NUMBER.fullmatch(fields[1]):
            raise self._damaged(start)
        if fields[0] != work or version is None:
            return fields[0] > work
        return int(fields[1]) > version


def _read(pack: Path, spot: _Spot, word: str) -> bytes:
    """Return what stands at a spot, after the whole frame was found to be as it was written."""
    path, compression = _shard(pack, spot.stem, word)
    unpacker, fault = _unpacker(compression)
    with path.open("rb") as stream:
        stream.seek(spot.frame)
        try:
            return _cut(_unpacked(stream, spot.frame_size, unpacker), spot.offset, spot.length)
        except (EOFError, fault) as error:
            name = path.as_posix()
            raise DamagedPack("pack_damaged", name=name, offset=spot.frame) from error


def _shard(pack: Path, stem: str, word: str) -> tuple[Path, Compression]:
    paths = {one: pack / shard_name(stem, word, one) for one in COMPRESSIONS}
    for compression, path in paths.items():
        if path.is_file():
            return path, compression
    raise DamagedPack("pack_without_shard", name=paths[COMPRESSIONS[0]].as_posix())


def _unpacker(compression: Compression) -> tuple[_Unpacker, type[Exception]]:
    """Return what unpacks one frame, and the error that it raises."""
    if compression == "gz":
        return zlib.decompressobj(zlib.MAX_WBITS | _GZIP), zlib.error
    import zstandard

    made = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES).decompressobj()
    return made, zstandard.ZstdError


def _unpacked(stream: BinaryIO, size: int, unpacker: _Unpacker) -> Iterator[bytes]:
    """Yield what a frame unpacks to.

    It is fed in small pieces, because a hostile one may unpack to 32,768 times its size.

    Raises:
        EOFError: the frame is shorter or longer than the index says.
    """
    while size and (piece := stream.read(min(size, _PIECE))):
        size -= len(piece)
        yield unpacker.decompress(piece)
    if size or not unpacker.eof or unpacker.unused_data:
        raise EOFError


def _cut(blocks: Iterable[bytes], offset: int, length: int) -> bytes:
    """Return a piece of what comes in blocks; all of them are read, and no others kept."""
    kept = []
    position = 0
    for block in blocks:
        kept.append(block[max(0, offset - position) : max(0, offset + length - position)])
        position += len(block)
    if position < offset + length:
        raise EOFError
    return b"".join(kept)
