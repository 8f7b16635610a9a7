"""Messages larger than what may be held in memory: cut into items, which are read one by one.

Items of one edition of a work that follow each other stay together, as our packages have them.
Other packages, and concepts, are items like all others here: what they belong to may be far away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from msgspec.structs import replace

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.places import Places
from archive.readers import Reading
from archive.readers.newsml_g2 import message
from archive.readers.newsml_g2.proven_messages import Stream
from archive.readers.newsml_g2.source import Source, opened

_BLOCK = 2**16
_ITEM_DEPTH = 3
"""Message, set of items, item."""
_Edition = tuple[str, str]


@dataclass(slots=True)
class _Piece:
    """Items that belong together, and where the first of them begins."""

    edition: _Edition
    has_text: bool
    """Whether the work itself is among them, not only what belongs to it."""
    first: Position
    last: Position
    content: bytes

    def takes(self, other: _Piece) -> bool:
        """Return whether another item belongs to these; put it behind them, in its place."""
        if other.edition != self.edition or (other.has_text and self.has_text):
            return False
        lines = other.first.line - self.last.line
        blanks = other.first.column - (1 if lines else self.last.column)
        self.content += b"\n" * lines + b" " * blanks + other.content
        self.last, self.has_text = other.last, self.has_text or other.has_text
        return True


def readings(start: bytes, stream: BinaryIO, largest: int) -> Iterator[Reading]:
    """Yield a document for each news item of a message that begins with ``start``.

    Raises:
        UnreadableSource: no message (J009), no XML (X001), one that has a document type (X026), or
            an item that is too large.

    """
    ours = Stream(start, stream, largest)
    yield from ours.readings()
    if ours.is_whole:
        return
    cutter = _Cutter(largest, ours.lines)
    held: tuple[message.Message, _Shift] | None = None
    latest = ours.latest
    for piece in cutter.pieces(ours.head + ours.rest, stream):
        if held is not None:
            yield from _read(*held)
            latest = message.later(latest, held[0].latest)
        raw = cutter.head + piece.content + cutter.tail
        shift = _Shift(cutter.head, piece.first)
        held = message.Message(_opened(raw, shift)), shift
    if held is None:
        raise UnreadableSource([_too_large(largest)])
    *before, last = _read(*held)
    yield from before
    told = held[0].head(message.later(latest, held[0].latest))
    yield replace(last, findings=(*last.findings, *told))


def _opened(raw: bytes, shift: _Shift) -> Source:
    try:
        return opened(raw)
    except UnreadableSource as error:
        moved = [found.at(shift.moved(found.position)) for found in error.findings]
        raise UnreadableSource(moved) from error


def _read(one: message.Message, shift: _Shift) -> list[Reading]:
    return [
        Reading(
            reading.document,
            tuple(found.at(shift.moved(found.position)) for found in reading.findings),
            _ShiftedPlaces(reading.places, shift),
        )
        for reading in one.readings()
    ]


def _too_large(largest: int) -> Finding:
    return finding("J009", largest=largest).at(Position(1, 1))


class _Cutter:
    """Cuts a message into its items; holds no more than one edition."""

    def __init__(self, largest: int, lines: int) -> None:
        self.head = b""
        """All before the first item."""
        self.tail = b""
        """What closes what is open around an item."""
        self._largest = largest
        self._lines = lines
        """Lines between the head and what comes first behind it here."""
        self._buffer = b""
        self._base = 0  # the offset of the buffer in the file
        self._at = 0  # what stands before it in the buffer is done with
        self._line, self._column = 1, 1  # where that is
        self._depth = 0
        self._names: list[str] = []
        self._open: tuple[str, str] | None = None
        """Guid and version of the item that is open."""
        self._done: list[_Piece] = []
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.StartDoctypeDeclHandler = self._refuses

    def pieces(self, start: bytes, stream: BinaryIO) -> Iterator[_Piece]:
        """Yield what belongs together, when something else begins."""
        held: _Piece | None = None
        for block in _blocks(start, stream):
            self._feed(block)
            for piece in self._done:
                if held is not None and held.takes(piece):
                    continue
                if held is not None:
                    yield held
                held = piece
            self._done.clear()
            if len(self._buffer) + len(held.content if held else b"") > self._largest + _BLOCK:
                raise UnreadableSource([_too_large(self._largest)])
        if held is not None:
            yield held

    def _feed(self, block: bytes) -> None:
        self._buffer += block
        try:
            self._parser.Parse(block, not block)
        except expat.ExpatError as error:
            where = Position(max(error.lineno, 1) + self._lines, error.offset + 1)
            reason = expat.ErrorString(error.code)
            raise UnreadableSource(
                [finding("X001", variant="syntax", reason=reason).at(where)]
            ) from error
        except (LookupError, ValueError) as error:  # of codecs: unknown, or not byte by byte
            assert not self._names  # noqa: S101 (they are raised before the first element)
            found = finding("X001", variant="encoding", reason="unsupported encoding")
            raise UnreadableSource([found.at(Position(1, 1))]) from error
        if self._open is None and self.tail:
            # What begins with the last mark may be half a tag.
            self._pass(max(self._buffer.rfind(b"<"), self._at))
        self._buffer = self._buffer[self._at :]
        self._base += self._at
        self._at = 0

    def _refuses(self, *_: object) -> None:
        where = Position(self._parser.CurrentLineNumber, 1)
        raise UnreadableSource([finding("X026").at(where)])

    def _starts(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        at = self._parser.CurrentByteIndex - self._base
        if self._depth < _ITEM_DEPTH:
            self._names = [*self._names[: self._depth - 1], name]
            if self._depth == 1 and name.rpartition(":")[2] != "newsMessage":
                raise UnreadableSource([_too_large(self._largest)])
        elif self._depth == _ITEM_DEPTH and self._names[1].rpartition(":")[2] == "itemSet":
            if not self.tail:
                self.head = self._buffer[:at]
                self.tail = "".join(f"</{one}>" for one in reversed(self._names)).encode()
                self._line += self._lines
            self._pass(at)
            self._open = given.get("guid", ""), given.get("version", "")

    def _ends(self, name: str) -> None:
        if self._depth == _ITEM_DEPTH and self._open is not None:
            guid, version = self._open
            # Of an element without content the parser tells where it ends.
            end = self._parser.CurrentByteIndex - self._base
            if self._buffer.startswith(f"</{name}".encode(), end):
                end = self._buffer.index(b">", end) + 1
            content = self._buffer[self._at : end]
            first = Position(self._line, self._column)
            self._pass(end)
            last = Position(self._line, self._column)
            edition = guid.partition("#")[0], version
            self._done.append(_Piece(edition, "#" not in guid, first, last, content))
            self._open = None
        self._depth -= 1

    def _pass(self, until: int) -> None:
        """Go on in the buffer, and count lines."""
        passed = self._buffer[self._at : until]
        feeds = passed.count(b"\n")
        last = passed.rpartition(b"\n")[2].decode("utf-8", "replace")
        self._column = len(last) + (1 if feeds else self._column)
        self._line += feeds
        self._at = until


def _blocks(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream that begins with some bytes in blocks, the last of them empty."""
    for at in range(0, len(start), _BLOCK):
        yield start[at : at + _BLOCK]
    while block := stream.read(_BLOCK):
        yield block
    yield b""


class _Shift:
    """Turns places behind a head into places of the file."""

    def __init__(self, head: bytes, first: Position) -> None:
        self._line = head.count(b"\n") + 1
        self._column = len(head.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        self._first = first

    def moved(self, position: Position | None) -> Position:
        """Return the place in the file; what stands in the head stands there."""
        position = position or Position(1, 1)
        if position < Position(self._line, self._column):
            return position
        line = position.line - self._line + self._first.line
        if position.line > self._line:
            return Position(line, position.column)
        return Position(line, position.column - self._column + self._first.column)


class _ShiftedPlaces:
    """The places of a document of an item that was cut out."""

    def __init__(self, places: Places, shift: _Shift) -> None:
        self._places = places
        self._shift = shift

    def find(self, pointer: str) -> Position:
        """Return where a value stands in the file."""
        return self._shift.moved(self._places.find(pointer))
