"""A stream of JSON → the documents in it: one, or one in each line."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.json_text import BOM


class Part(NamedTuple):
    """The bytes of a document, as far as they are held in memory, and its first line."""

    raw: bytes
    first_line: int
    is_line: bool
    """Whether it is one of several, each in a line."""


def parts(stream: BinaryIO, largest: int) -> Iterator[Part]:
    """Yield the documents of a stream; memory holds one of them, and of one too large the start."""
    start = _start(stream, largest)
    if not _is_json_lines(start):
        yield Part(start + stream.read(max(0, largest + 1 - len(start))), 1, is_line=False)
        return
    lines = itertools.chain(io.BytesIO(start), iter(lambda: stream.readline(largest + 2), b""))
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Part(line.rstrip(b"\r\n"), number, is_line=True)
        if not line.endswith(b"\n"):
            _skip_line(stream)


def _start(stream: BinaryIO, largest: int) -> bytes:
    """Return what a stream begins with, up to the end of the second line that is not blank."""
    start, said = bytearray(), 0
    while said < 2 and len(start) <= largest and (line := stream.readline(largest + 2)):
        start += line
        said += bool(line.strip())
    return bytes(start)


def _is_json_lines(start: bytes) -> bool:
    """Return whether a line holds an object and the next one begins another, which no JSON does."""
    lines = [line.strip() for line in start.removeprefix(BOM).split(b"\n") if line.strip()]
    return len(lines) == 2 and lines[0][:1] == lines[1][:1] == b"{" and lines[0][-1:] == b"}"


def _skip_line(stream: BinaryIO) -> None:
    """Leave out the rest of a line that was too long to be read."""
    while rest := stream.readline(2**16):
        if rest.endswith(b"\n"):
            return
