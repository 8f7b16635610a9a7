"""What reading a release yields for publication, packed so that it travels and is kept as it is."""

from __future__ import annotations

import msgspec

from archive.publication.cards import Card


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the index is told of an edition."""

    card: Card
    rank: bytes
    """Sorts works, the oldest first: ``Card.order``, and a digest of the id where that is equal."""
    digest: bytes
    """SHA-256 of what is published of the edition, its findings included."""


class Pieces(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A work as lists and feeds show it, made once for all of them."""

    entries: tuple[bytes, ...]
    """Of lists, one for each language of the site."""
    feed: bytes


class Parcel(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One public edition."""

    work: bytes
    """What the work is known by in the index; beside it version and digest of the edition."""
    version: int
    digest: bytes
    heading: bytes
    pieces: bytes
    record: bytes
    """Canonical JSON of what is published."""
    piece: int = 0
    """Number of the piece of its chunk that it stood in."""


encode = msgspec.msgpack.Encoder().encode
heading = msgspec.msgpack.Decoder(Heading).decode
pieces = msgspec.msgpack.Decoder(Pieces).decode
