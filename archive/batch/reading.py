"""In a worker: a piece → the documents in it, or what a judge is to look at."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from archive.batch.kinds import decided, is_blank, misnamed, shape
from archive.batch.opening import not_read, unpacked
from archive.batch.pieces import BLOCK, ORIGIN, Piece, content, not_known
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.outcome import Obstacle
from archive.places import Places
from archive.positions import moved, within
from archive.readers import READERS, Reading

if TYPE_CHECKING:
    from archive.readers.release_json import Part

_RELEASES = ("json", "jsonl")
_HEAD = 65536


@dataclass(frozen=True, slots=True)
class Specimen:
    """What a judge looks at: a whole file of a standard format, or a line of JSON-LD."""

    format: str
    """A word of ``JUDGES``."""
    raw: bytes
    first: Position
    """Where it begins in the source."""


def everything(
    piece: Piece, largest: int, at_once: int = 1
) -> Iterator[Reading | Specimen | Obstacle]:
    """Yield what is read of a piece; its last word is what keeps it from being read on.

    Where a reader can, it takes so many records at once.
    """
    if piece.obstacle is not None:
        yield piece.obstacle
        return
    try:
        yield from readings(piece, largest=largest, at_once=at_once)
    except UnreadableSource as error:
        yield Reading(None, error.findings)
    except OSError as error:
        yield not_read(piece.source, error)
    if piece.findings:
        yield Reading(None, piece.findings)


def readings(piece: Piece, *, largest: int, at_once: int = 1) -> Iterator[Reading | Specimen]:
    """Yield what stands in a piece, as the reader of its format does for the whole source.

    What a judge is to look at is not read, and comes as it is.

    Raises:
        UnreadableSource: nothing, or nothing more, of a whole source can be read.
        OSError: the file cannot be read any more, or has changed.

    """
    if piece.items is not None:
        yield from _items(piece, largest, at_once)
    elif piece.is_flowing:
        yield from _unpacking(piece, largest)
    elif piece.number == 0 and piece.is_last:
        with _opened(piece, largest) as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            word = decided(piece.format, head, piece.source.judges)
            if not word:
                raise UnreadableSource([not_known(piece.source, head)])
            if word in piece.source.judges:
                yield from _specimens(piece, word, stream, largest)
            else:
                yield from READERS[word].load()(stream, largest=largest)
    elif piece.format in piece.source.judges or piece.format not in _RELEASES:
        yield from _lines(piece, io.BytesIO(content(piece)), largest)
    else:
        yield from _records(piece, largest, at_once)


def _records(piece: Piece, largest: int, at_once: int) -> Iterator[Reading]:
    """Yield the records of some lines of a source."""
    from archive.readers import json_lines

    stream = io.BytesIO(content(piece))
    lines = json_lines.numbered(stream, largest=largest, first_line=piece.first_line)
    yield from json_lines.read_lines(lines, largest=largest, at_once=at_once)


def _unpacking(piece: Piece, largest: int) -> Iterator[Reading]:
    """Yield what stands in a compressed file; its damage is told before what comes of that."""
    with piece.source.open() as packed:
        stream = unpacked(piece.source, packed)
        try:
            yield from READERS[piece.format].load()(stream, largest=largest)
        except UnreadableSource:
            stream.read(1)
            raise
        stream.read(1)


def _specimens(
    piece: Piece, word: str, stream: BinaryIO, largest: int
) -> Iterator[Reading | Specimen]:
    """Yield what the judge of a format looks at in a whole source."""
    head = stream.read(BLOCK)
    stream.seek(0)
    if shape(word, head, piece.source.judges) == "lines":
        yield from _lines(replace(piece, format=word), stream, largest)
    else:
        yield _specimen(word, stream.read(largest + 1), ORIGIN, largest)


def _specimen(word: str, raw: bytes, first: Position, largest: int) -> Reading | Specimen:
    """Return something for the judge of a format, or why no judge has to look at it."""
    if len(raw) > largest:
        found: Finding | None = finding("J009", variant="file", largest=largest).at(first)
    elif is_blank(raw):
        found = finding("J010").at(first)
    else:
        found = misnamed(word, raw[:_HEAD], first)
    return Specimen(word, raw, first) if found is None else Reading(None, (found,), size=len(raw))


def _opened(piece: Piece, largest: int) -> AbstractContextManager[BinaryIO]:
    """Open the bytes of a piece; a file no larger than a record is read here, and hashed."""
    if piece.data is not None or piece.size is not None:
        return nullcontext(io.BytesIO(content(piece)))
    with piece.source.open() as stream:
        raw = stream.read(min(_HEAD, largest + 1))
        if len(raw) == _HEAD:  # to ask for much at once costs twice what opening a file does
            raw += stream.read(largest + 1 - _HEAD)
    if len(raw) > largest:
        return piece.source.open()
    piece.digests.append(hashlib.sha256(raw).hexdigest())
    return nullcontext(io.BytesIO(raw))


def _lines(piece: Piece, stream: BinaryIO, largest: int) -> Iterator[Reading | Specimen]:
    """Yield the readings of some lines of a source in a format that is not ours."""
    from archive.readers import json_lines

    is_judged = piece.format in piece.source.judges
    for number, line in json_lines.numbered(stream, largest=largest, first_line=piece.first_line):
        first = Position(number, 1)
        if is_judged and line.strip():
            yield _specimen(piece.format, line.rstrip(b"\r\n"), first, largest)
        elif line.startswith(b"{"):
            yield _alone(line, piece.format, first, largest)
        else:
            yield from json_lines.read_lines([(number, line)], largest=largest, at_once=1)


def _items(piece: Piece, largest: int, at_once: int) -> Iterator[Reading]:
    """Yield the readings of some items of an array; a mark before it is told with the first."""
    warnings = piece.warnings
    for reading in _items_as_they_are(piece, largest, at_once):
        if warnings:
            yield replace(reading, findings=warnings + reading.findings)
            warnings = ()
        else:
            yield reading


def _items_as_they_are(piece: Piece, largest: int, at_once: int) -> Iterator[Reading]:
    from archive.readers import release_json

    is_ninjs = piece.format == "ninjs"
    parts = _parts(piece)
    while group := list(islice(parts, 1 if is_ninjs else at_once)):
        if is_ninjs and group[0].raw.startswith(b"{"):
            yield _alone(group[0].raw, "ninjs", group[0].first, largest)
        else:
            yield from release_json.read_parts(group, largest=largest)


def _parts(piece: Piece) -> Iterator[Part]:
    """Yield what stands in each item of a piece."""
    from archive.readers.release_json import Part

    whole = content(piece)
    for number, item in enumerate(piece.items or (), piece.first_item):
        first = Position(item.first_line, item.first_column)
        yield Part(whole[item.start : item.start + item.size], number, first, item.is_open)


def _alone(raw: bytes, word: str, first: Position, largest: int) -> Reading:
    """Return what the reader of a format says of an object that was cut out of a source."""
    try:
        (one,) = READERS[word].load()(io.BytesIO(raw), largest=largest)
    except UnreadableSource as error:
        one = Reading(None, error.findings)
    return replace(
        one,
        findings=tuple(moved(found, first) for found in one.findings),
        places=_PlacesWithin(one.places, first),
    )


class _PlacesWithin:
    """The places of what was cut out of a source, as they are in the source."""

    def __init__(self, places: Places, first: Position) -> None:
        self._places = places
        self._first = first

    def find(self, pointer: str) -> Position | None:
        """Return the place of a value in the source."""
        place = self._places.find(pointer)
        return within(place, self._first) if place else self._first
