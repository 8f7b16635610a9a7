"""What is asked for and what is answered, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

_PIECE_BYTES = 2**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request; the body, if it had one, is not looked at."""

    method: str
    target: str
    """As it stands in the request: path and query, percent-encoded."""
    headers: Mapping[str, str]
    """Names in small letters; those of one name are joined by commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of an open file; whoever has the answer closes it."""

    file: BinaryIO
    start: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer. ``headers`` has Content-Length; that of HEAD is as if it were GET."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes | Slice = b""

    @property
    def size_bytes(self) -> int:
        """Return how many bytes the body is to have."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.size_bytes

    def pieces(self) -> Iterator[bytes]:
        """Yield the body; a file that has become shorter meanwhile ends early."""
        if isinstance(self.body, bytes):
            yield self.body
            return
        self.body.file.seek(self.body.start)
        left = self.body.size_bytes
        while left and (piece := self.body.file.read(min(left, _PIECE_BYTES))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the file, if the body is one."""
        if isinstance(self.body, Slice):
            self.body.file.close()


def joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by small names; those of one name are one list.

    >>> joined([("Accept", "text/turtle"), ("accept", "*/*;q=0.1")])
    {'accept': 'text/turtle, */*;q=0.1'}
    """
    found: dict[str, str] = {}
    for name, value in headers:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known}, {value}"
    return found
