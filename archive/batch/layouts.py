"""Where the releases of a chunk go: a file for each, a shard for all, or a stream."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec
from msgspec.structs import replace

from archive.batch.engine import PLAIN, Orders
from archive.batch.names import release_name
from archive.batch.outcomes import Done, Streamed
from archive.batch.outputs import Folder, OutputFolder
from archive.batch.pieces import Chunk, Piece, digest
from archive.batch.shards import Entry, Shards, many, shard_name
from archive.batch.sources import Source
from archive.outcome import Outcome, Output
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.release import Release

Contents = dict[str, list[bytes]]
"""Format → what each release of a group is in it."""
Compression = Literal["zst", "gz"]

RECEIPTS = "receipts"
"""The folder of a pack that says, shard by shard, what was done."""


class Made(msgspec.Struct, frozen=True):
    """A release, and what its files are called by."""

    release: Release
    source: Source
    is_only: bool
    """Whether it is the only one of its source."""

    def name(self) -> str:
        """Return the name of its files, without suffix."""
        stem = self.source.stem
        if self.is_only:
            return stem
        return f"{stem}/{release_name(self.release.id, self.release.version)}"


class Layout:
    """The place of one chunk: takes its releases group by group."""

    def earlier(self) -> Done | None:
        """Return what became of the chunk in an earlier run, if that still holds."""
        return None

    def write(self, word: str) -> Callable[[Release], bytes]:
        """Return what makes the bytes of a release in a format."""
        return WRITERS[word].load().write

    def alone(self, word: str) -> Callable[[bytes], bytes]:  # noqa: ARG002 (files are whole)
        """Return what makes a document of its own of such bytes, for who judges them."""
        return bytes

    def put(self, made: Sequence[Made], contents: Contents) -> list[list[Output]]:
        """Take releases; return the files of each, if there are any yet."""
        raise NotImplementedError

    def finish(self, done: Done) -> Done:
        """Return what became of the chunk, with what there is only at its end."""
        return done


class Layouts(Protocol):
    """Makes the layouts of chunks; travels to the workers."""

    def of(self, chunk: Chunk, orders: Orders) -> Layout:
        """Return the layout of a chunk."""


class Mirrored(msgspec.Struct, frozen=True):
    """A file for each release and format, in the shape of the sources' tree."""

    folder: OutputFolder

    def of(self, chunk: Chunk, orders: Orders) -> Layout:  # noqa: ARG002 (all are alike)
        """Return the layout of a chunk."""
        return _Files(self.folder)


class _Files(Layout):
    def __init__(self, folder: OutputFolder) -> None:
        self._folder = folder

    def put(self, made: Sequence[Made], contents: Contents) -> list[list[Output]]:
        """Stage a file for each."""
        return [
            [
                self._folder.stage(name + WRITERS[word].suffix, parts[at])
                for word, parts in contents.items()
            ]
            for at, name in enumerate([one.name() for one in made])
        ]


class Streaming(msgspec.Struct, frozen=True):
    """All releases in one stream, in one format."""

    word: str

    def of(self, chunk: Chunk, orders: Orders) -> Layout:  # noqa: ARG002 (all are alike)
        """Return the layout of a chunk."""
        return _Parts(self.word)


class _Parts(Layout):
    def __init__(self, word: str) -> None:
        self._writer = WRITERS[word].load()
        self._first = b""
        self._parts: list[bytes] = []
        self._latest: tuple[datetime, str] | None = None

    def write(self, word: str) -> Callable[[Release], bytes]:  # noqa: ARG002 (there is one)
        """Return what makes the part of a release among others, where there may be others."""
        return self._writer.many.part if self._writer.many else self._writer.write

    def alone(self, word: str) -> Callable[[bytes], bytes]:
        """Return what makes a document of a part."""
        return self._writer.many.alone if self._writer.many else super().alone(word)

    def put(self, made: Sequence[Made], contents: Contents) -> list[list[Output]]:
        """Keep the parts until the chunk has ended; these are no files."""
        from archive.edtf import instant

        self._first = self._first or self._writer.write(made[0].release)
        for parts in contents.values():
            self._parts += parts
        for one in made:
            created = one.release.version_created
            moment = instant(created)
            if self._latest is None or moment > self._latest[0]:
                self._latest = moment, created
        return []

    def finish(self, done: Done) -> Done:
        """Add the parts."""
        if self._latest is None:
            return done
        latest = self._latest[1]
        streamed = Streamed(parts=tuple(self._parts), first=self._first, latest=latest)
        return replace(done, streamed=streamed)


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A shard for each chunk and format, and a receipt that says what is in them."""

    folder: Folder
    formats: Sequence[str]
    compression: Compression
    made: str
    """Digest of everything, beside the sources, that the shards depend on."""

    def of(self, chunk: Chunk, orders: Orders) -> Layout:
        """Return the layout of a chunk."""
        return _Shards(self, chunk, orders)

    def earlier(self, chunk: Chunk, input: str | None = None) -> Done | None:
        """Return what the receipt of a chunk says, if it is of the same sources and settings.

        Its shards must be there. ``input`` is the digest of the chunk where it is known; without a
        receipt it is not asked for.
        """
        try:
            raw = self.folder.read(receipt_name(stem(chunk)))
            receipt = msgspec.json.decode(raw, type=Receipt)
        except (OSError, ValueError, RecursionError):  # msgspec.DecodeError is one, and no UTF-8
            return None
        names = {shard_name(stem(chunk), word, self.compression) for word in self.formats}
        files = tuple(replace(file, staged="") for file in receipt.done.files)
        if not (
            all(file.path in names for file in files)
            and self.folder.has((file.path, file.size) for file in files)
        ) or receipt.input != (_input(chunk, self.made) if input is None else input):
            return None
        receipts = (self.folder.stage(receipt_name(stem(chunk)), raw),)
        return replace(receipt.done, files=files, receipts=receipts)

    def entries(self, stem: str) -> tuple[Entry, ...]:
        """Return where each release stands in the shards of a chunk whose receipt is in place."""
        raw = self.folder.read(receipt_name(stem))
        return msgspec.json.decode(raw, type=Receipt).done.entries


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a chunk; placed behind its shards, it says that they are whole."""

    version: Literal[1] = 1
    input: str
    """SHA-256 over the sources of the chunk and all settings."""
    done: Done


def stem(chunk: Chunk) -> str:
    """Return the name of a chunk's shards, without suffix."""
    return f"{chunk.number:06}"


def receipt_name(stem: str) -> str:
    """Return the name of a receipt, below the folder of the pack."""
    return f"{RECEIPTS}/{stem}.json"


class _Shards(Layout):
    def __init__(self, packed: Packed, chunk: Chunk, orders: Orders) -> None:
        self._packed = packed
        self._folder = packed.folder
        self._chunk = chunk
        self._orders = orders
        self._input = _input(chunk, packed.made)  # before anything else is read
        self._shards = Shards(stem(chunk), packed.formats, compression=packed.compression)

    def earlier(self) -> Done | None:
        """Return what the receipt says, if it still holds.

        Orders come from this run: they know more than the receipt may.
        """
        if self._orders != PLAIN or self._input is None:
            return None
        return self._packed.earlier(self._chunk, self._input)

    def write(self, word: str) -> Callable[[Release], bytes]:
        """Return what makes the part of a release in a shard."""
        return many(word).part

    def alone(self, word: str) -> Callable[[bytes], bytes]:
        """Return what makes a document of a part."""
        return many(word).alone

    def put(self, made: Sequence[Made], contents: Contents) -> list[list[Output]]:
        """Give a group to the shards, which are files only when the chunk has ended."""
        self._shards.add([one.release for one in made], contents)
        return []

    def finish(self, done: Done) -> Done:
        """Stage the shards, then the receipt."""
        made, entries = self._shards.finish()
        files = [self._folder.stage(one.name, one.content) for one in made]
        kept = tuple(replace(one, staged="", change="unchanged") for one in files)
        done = replace(done, entries=tuple(entries), files=kept, outcomes=_with(done, kept))
        receipts: tuple[Output, ...] = ()
        if self._input is not None and not self._orders.guilty:
            content = msgspec.json.encode(Receipt(input=self._input, done=done))
            receipts = (self._folder.stage(receipt_name(stem(self._chunk)), content),)
        here = tuple(replace(one, staged="") for one in files)
        outcomes = _with(done, here)
        return replace(done, files=tuple(files), receipts=receipts, outcomes=outcomes)


def _with(done: Done, files: tuple[Output, ...]) -> tuple[Outcome, ...]:
    """Return the outcomes with the shards, for each that has a release in them."""
    return tuple(replace(one, outputs=files) if one.converted else one for one in done.outcomes)


def _input(chunk: Chunk, made: str) -> str | None:
    """Return the digest of what a chunk's shards are made from; nothing if it cannot be had."""
    whole = hashlib.sha256(made.encode())
    try:
        for piece in chunk.pieces:
            whole.update(msgspec.json.encode(_identity(piece)))
    except (OSError, UnicodeEncodeError):  # unreadable, or a name that is no UTF-8
        return None
    return whole.hexdigest()


def _identity(piece: Piece) -> list[Any]:
    source = piece.source
    place = (source.name, source.relative, piece.number, piece.is_last, piece.first_line)
    return [*place, piece.format, digest(piece), [one.code for one in piece.findings]]
