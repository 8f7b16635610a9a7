"""JSON Lines: one record in each line; a bad line does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Position, finding
from archive.limits import LARGEST_BYTES
from archive.positions import JsonPlaces
from archive.readers import Reading
from archive.validation import schema


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the record of each line that is not blank; memory holds one line at a time.

    Raises:
        UnreadableSource: there is no record at all, or the stream is another kind of file.

    """
    yielded = False
    for number, line in numbered(stream, largest=largest):
        if number == 1 and (other := json_text.other_kind(line, Position(1, 1))):
            raise UnreadableSource([other])
        if line.strip():
            yielded = True
            yield read_line(line, number=number, largest=largest)
    if not yielded:
        raise UnreadableSource([finding("J010").at(Position(1, 1))])


def numbered(stream: BinaryIO, *, largest: int, first_line: int = 1) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; of one that is too long, no more than shows it.

    One that begins with more blanks than a record may be large shows what stands behind them.
    """
    number = first_line
    while line := stream.readline(largest + 2):
        if line.endswith(b"\n"):
            yield number, line
        elif line.strip():
            yield number, line
            _rest_of_line(stream)
        elif sign := _rest_of_line(stream):
            yield number, line[:-1] + sign
        number += 1


def read_line(line: bytes, *, number: int, largest: int) -> Reading:
    """Return the record of a line, or why there is none."""
    return _reading(line.rstrip(b"\r\n"), number, largest)


def _reading(line: bytes, number: int, largest: int) -> Reading:
    places = JsonPlaces(line, first_line=number)
    try:
        document, warnings, is_plain = json_text.read_asking(
            schema.is_plain, line, largest=largest, first_line=number
        )
    except UnreadableSource as error:
        return Reading(None, error.findings, places)
    if isinstance(document, dict):
        return Reading(document, warnings, places, len(line), is_plain)
    found = finding("J011", variant="line", found=json_text.kind(document)).at(places.find(""))
    return Reading(None, (*warnings, found), places)


def _rest_of_line(stream: BinaryIO) -> bytes:
    """Leave out the rest of a line that was too long to be read; return its first sign, if any."""
    sign = b""
    while rest := stream.readline(2**16):
        sign = sign or rest.lstrip()[:1]
        if rest.endswith(b"\n"):
            break
    return sign
