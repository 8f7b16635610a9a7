"""JSON Lines: one record in each line; a bad line does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Position, finding
from archive.limits import LARGEST_BYTES
from archive.positions import JsonPlaces
from archive.readers import Reading
from archive.validation.looks import look

Line = tuple[int, bytes]
"""A line behind its number."""
_MUCH_BYTES = 2**19
"""Lines of so many bytes are not read together with more."""


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the record of each line that is not blank; memory holds one line at a time.

    Raises:
        UnreadableSource: there is no record at all, or the stream is another kind of file.

    """
    yielded = False
    lines = _of_text(numbered(stream, largest=largest))
    for reading in read_lines(lines, largest=largest, at_once=1):
        yielded = True
        yield reading
    if not yielded:
        raise UnreadableSource([finding("J010").at(Position(1, 1))])


def _of_text(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield lines, unless the first begins another kind of file."""
    for number, line in lines:
        if number == 1 and (other := json_text.other_kind(line, Position(1, 1))):
            raise UnreadableSource([other])
        yield number, line


def numbered(stream: BinaryIO, *, largest: int, first_line: int = 1) -> Iterator[Line]:
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


def read_lines(lines: Iterable[Line], *, largest: int, at_once: int) -> Iterator[Reading]:
    """Yield the record of each line that is not blank, or why there is none.

    So many lines are read at once, fewer where they are large.
    """
    group: list[Line] = []
    size = 0
    for number, line in lines:
        if line.strip():
            group.append((number, line.rstrip(b"\r\n")))
            size += len(line)
        if len(group) >= at_once or size >= _MUCH_BYTES:
            yield from _readings(group, largest)
            group, size = [], 0
    yield from _readings(group, largest)


def _readings(lines: Sequence[Line], largest: int) -> Iterator[Reading]:
    told = json_text.read_each(look, lines, largest=largest)
    for (number, line), one in zip(lines, told, strict=True):
        yield _reading(line, number, one)


def _reading(line: bytes, number: int, told: json_text.Read | UnreadableSource) -> Reading:
    places = JsonPlaces(line, first_line=number)
    if isinstance(told, UnreadableSource):
        return Reading(None, told.findings, places)
    document, warnings, plain = told
    if isinstance(document, dict):
        return Reading(document, warnings, places, len(line), plain)
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
