"""Shards: many releases in one compressed file for each format, any one of them found at once.

A shard is a run of independent frames (of zstd, or members of gzip), so that the usual tools read
it whole, and one release costs reading one frame: ``pack_index`` says which, and where in it.

Files end as in ``SUFFIXES``. Turtle cannot name graphs, so that its shards are TriG.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from archive.errors import PhrasedError
from archive.writers import WRITERS, Many

if TYPE_CHECKING:
    from archive.release import Release

INDEX = "index.tsv"
"""The file that says where each release of a pack stands."""
FRAME = 50
"""Most releases of a frame."""
FRAME_BYTES = 2**20
"""A frame that holds so much is full, however few its releases are."""

SUFFIXES = {
    "newsml-g2": ".newsml-g2.xml",
    "newsml-g2-package": ".newsml-g2-package.xml",
    "ninjs": ".ninjs.jsonl",
    "jsonld": ".jsonld.jsonl",
    "nquads": ".nq",
    "ntriples": ".nt",
    "turtle": ".trig",
    "trig": ".trig",
    "json": ".jsonl",
}
"""Formats of which several releases can stand in a file, and how their shards end."""

Compression = Literal["zst", "gz"]
COMPRESSIONS: tuple[Compression, ...] = ("zst", "gz")
_ZSTD_LEVEL = 1  # higher ones cost more than they save (3: a seventh more time, 3 % less)
_ZSTD_WINDOW_LOG = 18
"""What is looked back at, 256 KB, stays in the processor's cache: a twelfth less time, 1.4 % more
bytes."""
_GZIP_LEVEL = 6

Cell = tuple[int, int, int, int]
"""Where a release is: offset and size of the frame, offset and length inside it."""


class ShardFile(msgspec.Struct, frozen=True):
    """A whole shard."""

    name: str
    content: bytes


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a release stands in the shards of its chunk: a cell for each format, in their order."""

    id: str
    version: int
    cells: tuple[Cell, ...]


class Unpackable(PhrasedError):  # noqa: N818 (says what happened)
    """A format that holds one release was asked to hold many."""

    def __init__(self, word: str) -> None:
        super().__init__("unpackable", format=word, known=", ".join(SUFFIXES))


class PackedAlike(PhrasedError):  # noqa: N818 (says what would happen)
    """Two formats would have one shard."""

    def __init__(self) -> None:
        super().__init__("packed_alike", first="turtle", second="trig")


def refuse_unpackable(formats: Sequence[str]) -> None:
    """Raise Unpackable if a format cannot be packed, PackedAlike if two would be one shard."""
    for word in formats:
        if word not in SUFFIXES:
            raise Unpackable(word)
    if {"turtle", "trig"} <= set(formats):
        raise PackedAlike


def shard_name(stem: str, word: str, compression: Compression) -> str:
    """Return the name of a shard.

    >>> shard_name("000012", "ninjs", "zst")
    '000012.ninjs.jsonl.zst'
    """
    return f"{stem}{SUFFIXES[word]}.{compression}"


class Shards:
    """The shards of one chunk, a file for each format; the same releases give the same bytes.

    Frames do not depend on how the releases are handed over. They are kept, compressed, until the
    end: what stands at the head of a shard is known only then.
    """

    def __init__(
        self, stem: str, formats: Sequence[str], *, compression: Compression = "zst"
    ) -> None:
        refuse_unpackable(formats)
        self._stem = stem
        self._compression = compression
        press = Press(compression)
        self._shards = {word: Shard(many(word), press) for word in formats}
        self._editions: list[tuple[str, int]] = []
        self._latest: str | None = None

    def add(self, releases: Sequence[Release], contents: Mapping[str, Sequence[bytes]]) -> None:
        """Take releases and, for each format, their parts (``Many.part`` of the writer)."""
        from archive.edtf import instant

        self._editions += ((one.id, one.version) for one in releases)
        moments = dict.fromkeys(one.version_created for one in releases)
        known = () if self._latest is None else (self._latest,)
        self._latest = max((*known, *moments), key=instant, default=None)
        for word, shard in self._shards.items():
            shard.add(contents[word])

    def finish(self) -> tuple[list[ShardFile], list[Entry]]:
        """Return the shards, and where each release stands in them; of no release, no shards."""
        if self._latest is None:
            return [], []
        files = []
        columns = []
        for word, shard in self._shards.items():
            content, cells = shard.finish(self._latest)
            files.append(ShardFile(shard_name(self._stem, word, self._compression), content))
            columns.append(cells)
        rows = zip(self._editions, zip(*columns, strict=True), strict=True)
        return files, [Entry(work, version, cells) for (work, version), cells in rows]


class Press:
    """Makes frames, each by itself: their bytes do not depend on what was made before."""

    def __init__(self, compression: Compression) -> None:
        self._compress = _compressor(compression)
        # Pieces are put together in one place: with a new one for each frame, the system takes and
        # gives pages all the time, which costs a sixth of packing.
        self._place = io.BytesIO()

    def frame(self, pieces: Iterable[bytes]) -> bytes:
        """Return pieces, one behind the other, as a frame."""
        self._place.seek(0)
        self._place.writelines(pieces)
        with self._place.getbuffer() as place, place[: self._place.tell()] as content:
            return self._compress(content)


class Shard:
    """The shard of one format, as it grows."""

    def __init__(self, many: Many, press: Press) -> None:
        self._many = many
        self._press = press
        self._frames: list[bytes] = []
        self._waiting: list[bytes] = []
        self._size = 0
        self._room = FRAME
        self._parts: list[tuple[int, int, int]] = []
        """Of each part: number of the frame, offset and length in it."""

    def add(self, parts: Sequence[bytes]) -> None:
        """Take parts; a frame is compressed as soon as it is full."""
        between = self._many.between
        for part in parts:
            if between and self._parts:
                self._waiting.append(between)
                self._size += len(between)
            self._parts.append((len(self._frames), self._size, len(part)))
            self._waiting.append(part)
            self._size += len(part)
            self._room -= 1
            if not self._room or self._size >= FRAME_BYTES:
                self._close_frame()

    def _close_frame(self) -> None:
        self._frames.append(self._press.frame(self._waiting))
        self._waiting = []
        self._size = 0
        self._room = FRAME

    def finish(self, latest: str) -> tuple[bytes, list[Cell]]:
        """Return the whole shard, and where in it each part stands."""
        if self._waiting:
            self._close_frame()
        before, behind = (
            [self._press.frame([piece])] if piece else []
            for piece in (self._many.head(latest), self._many.tail)
        )
        sizes = [len(frame) for frame in self._frames]
        offset = sum(map(len, before))
        starts = []
        for size in sizes:
            starts.append(offset)
            offset += size
        cells = [(starts[frame], sizes[frame], at, length) for frame, at, length in self._parts]
        return b"".join([*before, *self._frames, *behind]), cells


def many(word: str) -> Many:
    """Return how the parts of a packed format stand in a shard."""
    found = WRITERS[word].load().many
    assert found is not None  # noqa: S101 (a test compares the writers with the table above)
    return found


def _compressor(compression: Compression) -> Callable[[memoryview], bytes]:
    """Return what compresses the content of a frame."""
    if compression == "gz":
        return _gzip
    import zstandard

    parameters = zstandard.ZstdCompressionParameters(
        compression_level=_ZSTD_LEVEL,
        window_log=_ZSTD_WINDOW_LOG,
        write_checksum=True,
        write_content_size=True,
    )
    return zstandard.ZstdCompressor(compression_params=parameters).compress


def _gzip(content: memoryview) -> bytes:
    import gzip

    member = bytearray(gzip.compress(content, _GZIP_LEVEL, mtime=0))
    member[9] = 0xFF  # an unknown system; zlib names the one that it runs on
    return bytes(member)


def sums(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the lines of a file for ``sha256sum -c``, sorted, from names and SHA-256."""
    for name, sha256 in sorted(files):
        yield f"{sha256}  {name}\n".encode()
