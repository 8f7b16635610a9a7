"""Where a stream is cut: after lines, or between the items of an array, in bounded memory.

Nothing is read of a record but where it ends; what is wrong with it is the reader's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

import msgspec
from msgspec import field
from msgspec.structs import replace

from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD, Finding, Position, finding
from archive.limits import DEEPEST

_ENDLESS = 16
"""What does not end within so many times the largest record is given up."""
_SPACE = re.compile(rb"[ \t\n\r]*+")
_EMPTY_LINES = re.compile(rb"(?:[ \t\r]{0,8}+\n)*+")
_LONGEST_EMPTY = 9
"""Bytes of the longest line among those."""
_SCALAR = re.compile(rb'[^ \t\n\r,\[\]{}":]*+')
_QUOTED = rb'"(?:[^"]*+(?<!\\)"|(?:[^"\\]++|\\.)*+")'
"""A string: the first quotation mark ends it, unless a backslash stands before it."""
_OUTSIDE = re.compile(rb'(?:[^"{}\[\]]++|' + _QUOTED + rb")*+", re.DOTALL)
_INSIDE = re.compile(rb"(?:[^\"\\]++|\\.)*+", re.DOTALL)
_STARTS = b'{["-0123456789tfnNI'
_QUOTE = b'"'[0]
_PARTNERS = {b"}"[0]: b"{"[0], b"]"[0]: b"["[0]}
_CONTINUATION = bytes(range(0x80, 0xC0))
_BEFORE = {"value_or_end": "[", "value": "[0,", "comma": "[0 ", "nothing": "[]"}
"""What a scan is shown before what does not belong where an array is; a blank parts the two."""
_LONGEST_FAULT = 200


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A record inside a piece of an array; ``start`` counts from the start of the piece."""

    start: int
    size: int
    first_line: int
    first_column: int
    is_open: bool = False
    """Whether the source ends before the item does."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is cut off at once."""

    largest: int
    """Bytes of one record; of a larger one no more is passed on than shows that it is larger."""
    records: int
    size_bytes: int
    is_kept: bool
    """Whether the bytes are passed on, since they cannot be read again."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A run of whole lines or items, by its place in the content."""

    start: int
    size: int
    records: int
    first_line: int = 1
    first_item: int = 0
    items: tuple[Item, ...] | None = None
    data: bytes | None = None


class Place(msgspec.Struct):
    """Line and column of what comes next, counted as in a text that is read whole."""

    line: int = 1
    column: int = 1
    _is_behind_return: bool = False

    def advance(self, passed: bytes) -> None:
        """Pass over bytes."""
        if self._is_behind_return and passed[:1] == b"\n":
            passed = passed[1:]
        if not passed:
            return
        self._is_behind_return = passed[-1:] == b"\r"
        ends, last = passed.count(b"\n"), passed.rfind(b"\n")
        if b"\r" in passed:
            ends += passed.count(b"\r") - passed.count(b"\r\n")
            last = max(last, passed.rfind(b"\r"))
        if ends:
            self.line, self.column, passed = self.line + ends, 1, passed[last + 1 :]
        is_ascii = passed.isascii()
        self.column += len(passed if is_ascii else passed.translate(None, _CONTINUATION))

    def position(self) -> Position:
        """Return the place."""
        return Position(self.line, self.column)


def _endless(largest: int) -> Finding:
    return finding("J009", variant="endless", most=_ENDLESS * largest)


def lines(blocks: Iterable[bytes], limits: Limits) -> Iterator[Span]:
    """Yield runs of the lines of blocks; each but the last ends where a line does.

    Raises:
        UnreadableSource: nothing can be read behind the last run: the blocks raised it, a line does
            not end, or there is nothing at all.

    """
    cut = _Lines(limits)
    try:
        for block in blocks:
            yield from cut.take(block)
    except UnreadableSource as error:
        yield from cut.whole()
        place = Position(cut.line, 1)
        raise UnreadableSource(
            one if one.position else one.at(place) for one in error.findings
        ) from error
    except OSError:
        yield from cut.whole()
        raise
    yield from cut.end()


class _Lines:
    """Lines as they come; ``line`` is the number of the first that was not passed on.

    A line that holds nothing is no record, and lines among which there is none are not passed on:
    millions of them cost little, and make no pieces.
    """

    def __init__(self, limits: Limits) -> None:
        self.line = 1
        self._limits = limits
        self._parts: list[bytes] = []
        """The bytes of the run, and of the open line as many as are kept."""
        self._start = self._size = self._lines = self._records = 0
        self._open = self._kept = 0
        """Bytes of the open line, and how many of them are kept."""
        self._lead, self._sign = 0, b""
        """How many blanks the open line begins with, and what stands behind them, if anything."""
        self._blanks = self._first_blank = 0
        """Bytes of the lines before it that hold nothing, and the number of the first of them."""
        self._is_empty = True

    def take(self, block: bytes) -> Iterator[Span]:
        """Yield the runs that a block completes."""
        longest = self._limits.largest + 2
        taken = at = 0
        while end := block.find(b"\n", at) + 1:
            self._look(block[at:end])
            if self._lead >= longest and self._sign:
                yield from self._shorten(block[taken:at])
                taken = at
            length = self._open + end - at
            surplus = max(0, length - longest)
            if not self._sign:
                end = self._pass_blanks(block, at, end)
            else:
                self._size += length
                self._lines += 1
                self._records += 1
                self._blanks = 0
            self._open, self._lead, self._sign = 0, 0, b""
            at = end
            if surplus or self._is_full():
                self._keep(block, taken, end)
                yield from self._run(surplus)
                taken = end
        if at == 0:
            self._keep(block, end=max(0, longest - self._kept))
        else:
            self._keep(block, taken, at + longest)
        self._look(block[at:])
        self._kept = min(self._open + len(block) - at, longest)
        self._open += len(block) - at
        if self._open > _ENDLESS * self._limits.largest:
            raise UnreadableSource([_endless(self._limits.largest)])

    def _look(self, part: bytes) -> None:
        """Take in more of the open line, as long as it held nothing."""
        if not self._sign:
            rest = part.lstrip()
            self._lead += len(part) - len(rest)
            self._sign = rest[:1]

    def _shorten(self, before: bytes) -> Iterator[Span]:
        """Pass over blanks at the beginning of the open line that would hide what it holds.

        What stands before it, such as these bytes of the block, becomes a run of its own.
        """
        self._keep(before)
        yield from self._run()
        shown = self._limits.largest + 1
        self._keep(b" " * shown + self._sign)
        self._start += self._lead - shown
        self._open -= self._lead - shown

    def _pass_blanks(self, block: bytes, at: int, end: int) -> int:
        """Take a line that holds nothing, and those behind it that the run has room for.

        Return the offset behind them; what is cut off does not depend on where blocks end.
        """
        if not self._blanks:
            self._first_blank = self.line + self._lines
        largest, most = self._limits.largest, _ENDLESS * self._limits.largest
        first = self._open + end - at
        room = min(self._limits.size_bytes - self._size, most + 1 - self._blanks) - first
        behind = end
        if room > 0 and max(first, _LONGEST_EMPTY) <= largest + 2:
            behind = _behind(_EMPTY_LINES, block, end)
            if behind - end > room:
                behind = block.find(b"\n", end + room - 1) + 1
        self._size += first + behind - end
        self._blanks += first + behind - end
        self._lines += block.count(b"\n", at, behind)
        if self._blanks > most:
            place = Position(self._first_blank, 1)
            raise UnreadableSource([_endless(largest).at(place)])
        return behind

    def _is_full(self) -> bool:
        return self._records >= self._limits.records or self._size >= self._limits.size_bytes

    def _keep(self, block: bytes, start: int = 0, end: int | None = None) -> None:
        if self._limits.is_kept:
            self._parts.append(block[start:end])

    def _run(self, surplus: int = 0) -> Iterator[Span]:
        """Yield the lines that have ended, without so much of the last."""
        size = self._size - surplus
        if self._records:
            self._is_empty = False
            data = b"".join(self._parts)[:size] if self._limits.is_kept else None
            yield Span(
                start=self._start, size=size, records=self._records, first_line=self.line, data=data
            )
        self._parts.clear()
        self._start += self._size
        self.line += self._lines
        self._size = self._lines = self._records = 0

    def whole(self) -> Iterator[Span]:
        """Yield the run of the lines that have ended, if there is one."""
        yield from self._run()

    def end(self) -> Iterator[Span]:
        """Yield the last run; its last line may lack an end."""
        surplus = 0
        if self._lead > self._limits.largest + 1 and self._sign:
            yield from self._shorten(b"")
        if self._sign:
            self._size += self._open
            self._records += 1
            surplus = max(0, self._open - self._limits.largest - 2)
        elif self._is_empty and not self._records:
            raise UnreadableSource([finding("J010").at(Position(1, 1))])
        yield from self._run(surplus)


def text(blocks: Iterable[bytes], limits: Limits) -> Iterator[Span]:
    """Yield the one run that a text is; of one that is too large, no more than shows it.

    Raises:
        UnreadableSource: the blocks raised it.

    """
    whole = bytearray()
    try:
        for block in blocks:
            whole += block
            if len(whole) > limits.largest:
                break
    except UnreadableSource as error:
        place = Place()
        place.advance(bytes(whole))
        raise UnreadableSource(one.at(place.position()) for one in error.findings) from error
    data = bytes(whole[: limits.largest + 1])
    yield Span(start=0, size=len(data), records=1, data=data)


def items(blocks: Iterable[bytes], limits: Limits, *, start: int = 0) -> Iterator[Span]:
    """Yield runs of the items of an array; before it stand blanks, and a mark of ``start`` bytes.

    Raises:
        UnreadableSource: nothing can be read behind the last run: the blocks raised it, the array
            breaks off or is broken, or there is no item at all.

    """
    array, run = _Array(limits.largest, start), _Run(limits)
    try:
        for block in blocks:
            for element in array.take(block):
                yield from run.add(element)
        for element in array.end():
            yield from run.add(element)
    except UnreadableSource as error:
        yield from run.whole()
        raise UnreadableSource(
            one if one.position else one.at(array.here()) for one in error.findings
        ) from error
    except OSError:
        yield from run.whole()
        raise
    yield from run.whole()


class _Element(msgspec.Struct):
    """An item of an array, where it starts in the content, and the place of it."""

    start: int
    place: Position
    raw: bytes
    is_open: bool = False


class _Run(msgspec.Struct):
    """Items that stand together, until there are enough."""

    limits: Limits
    items: list[Item] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    start: int = 0
    size: int = 0
    number: int = 0

    def add(self, element: _Element) -> Iterator[Span]:
        """Take an item; yield the run that is complete by now."""
        length = len(element.raw)
        if self.items and element.start + length - self.start > self.limits.size_bytes:
            yield from self.whole()
        if not self.items:
            self.start = element.start
        start = self.size if self.limits.is_kept else element.start - self.start
        line, column = element.place.line, element.place.column
        self.items.append(
            Item(
                start=start, size=length, first_line=line, first_column=column,
                is_open=element.is_open,
            )
        )  # fmt: skip
        self.size = start + length
        if self.limits.is_kept:
            self.parts.append(element.raw)
        if len(self.items) == self.limits.records:
            yield from self.whole()

    def whole(self) -> Iterator[Span]:
        """Yield the run, if there is an item in it."""
        if not self.items:
            return
        data = b"".join(self.parts) if self.limits.is_kept else None
        yield Span(
            start=self.start, size=self.size, records=len(self.items), first_item=self.number,
            first_line=self.items[0].first_line, items=tuple(self.items), data=data,
        )  # fmt: skip
        self.number += len(self.items)
        self.items.clear()
        self.parts.clear()
        self.size = 0


State = Literal["start", "value_or_end", "value", "comma", "nothing"]


class _Array:
    """An array as it comes, and the item that is open.

    ``_at`` is where it is looked at, ``_marked`` up to where the place was counted; both are
    offsets of the buffer, which begins ``_base`` bytes behind the start of the content.
    """

    def __init__(self, largest: int, start: int) -> None:
        self._largest = largest
        self._buffer = bytearray()
        self._base = start
        self._at = self._marked = 0
        self._place = Place()
        self._state: State = "start"
        self._opening = Position(1, 1)
        self._count = self._others = self._blanks = 0
        self._open: _Open | None = None

    def here(self) -> Position:
        """Return the place of what is looked at."""
        self._mark()
        return self._place.position()

    def take(self, block: bytes) -> Iterator[_Element]:
        """Yield the items that a block completes."""
        self._buffer += block
        yield from self._elements(is_end=False)
        self._forget()

    def end(self) -> Iterator[_Element]:
        """Yield what is open at the end; raise what is missing there."""
        yield from self._elements(is_end=True)
        if self._open:
            yield self._element(self._open, is_open=True)
        elif self._state != "nothing":
            raise UnreadableSource([self._fault()])
        elif not self._count:
            found = finding("J011", variant="empty", found="array")
            raise UnreadableSource([found.at(self._opening)])

    def _elements(self, *, is_end: bool) -> Iterator[_Element]:
        while self._open or self._is_at_item(is_end=is_end):
            one = self._open = self._open or self._begun()
            is_done = one.is_done(self._buffer, self._base, is_end=is_end)
            self._at = one.at - self._base
            if not is_done:
                return
            self._open = None
            self._state = "comma"
            yield self._element(one)
            if one.is_broken:
                raise UnreadableSource([])

    def _begun(self) -> _Open:
        """Return the item that begins here."""
        place = self.here()
        self._others += self._buffer[self._at] != _STARTS[0]
        if self._others > MOST_TOLD:
            raise UnreadableSource([finding("J014", most=MOST_TOLD).at(place)])
        self._count += 1
        return _Open(self._base + self._at, place, self._largest)

    def _element(self, one: _Open, *, is_open: bool = False) -> _Element:
        """Return an item that is done, or open at the end; of a long one, so much as shows it."""
        raw = one.kept or bytes(self._buffer[one.start - self._base : one.at - self._base])
        return _Element(one.start, one.place, raw[: self._largest + 1], is_open)

    def _is_at_item(self, *, is_end: bool) -> bool:
        """Go on to the next item, and return whether it has come."""
        while True:
            end = _behind(_SPACE, self._buffer, self._at)
            self._blanks += end - self._at
            self._at = end
            if self._blanks > _ENDLESS * self._largest:
                raise UnreadableSource([_endless(self._largest)])
            if end == len(self._buffer):
                return False
            self._blanks = 0
            byte = self._buffer[end]
            if byte in _STARTS and self._state in ("value", "value_or_end"):
                return True
            following = _FOLLOWING.get((self._state, byte))
            if following is None and len(self._buffer) - end < _LONGEST_FAULT and not is_end:
                return False  # what stands here is told when the rest of it has come
            if following is None:
                raise UnreadableSource([self._fault()])
            if self._state == "start":
                self._opening = self.here()
            self._state = following
            self._at += 1

    def _fault(self) -> Finding:
        """Return what is wrong here, in the words of the scan that knows all faults."""
        from archive.json_scan import Lines, scan
        from archive.positions import within

        place = self.here()
        rest = self._buffer[self._at : self._at + _LONGEST_FAULT].decode("utf-8", "replace")
        before = _BEFORE[self._state]
        offset, found = scan(before + rest)[0]
        number = self._count if self._state.startswith("value") else self._count - 1
        pointer = f"/{number}" if found.pointer else ""
        position = Lines(rest).position(offset - len(before))
        return replace(found, pointer=pointer).at(within(position, place))

    def _mark(self) -> None:
        """Count the place up to where the array is looked at."""
        self._place.advance(bytes(self._buffer[self._marked : self._at]))
        self._marked = self._at

    def _forget(self) -> None:
        """Let go of the bytes that are no longer needed."""
        needed = self._at
        if self._open and not self._open.kept:
            needed = self._open.start - self._base
        else:
            self._mark()
        del self._buffer[:needed]
        self._base += needed
        self._at -= needed
        self._marked -= needed


_FOLLOWING: dict[tuple[State, int], State] = {
    ("start", b"["[0]): "value_or_end",
    ("value_or_end", b"]"[0]): "nothing",
    ("comma", b","[0]): "value",
    ("comma", b"]"[0]): "nothing",
}


class _Open:
    """An item whose end is looked for; offsets count from the start of the content."""

    def __init__(self, start: int, place: Position, largest: int) -> None:
        self.start = self.at = start
        self.place = place
        self.kept = b""
        """The beginning of an item that is too large, when more of it was seen than is kept."""
        self.is_broken = False
        """Whether it ends with a bracket that closes something else."""
        self._largest = largest
        self._brackets = bytearray()
        self._deeper = 0
        self._is_in_string = self._is_scalar = False

    def is_done(self, buffer: bytearray, base: int, *, is_end: bool) -> bool:
        """Return whether the end has come; ``at`` is behind it then."""
        if self.at == self.start:
            first = buffer[self.start - base]
            self._is_scalar = first not in b'{["'
            if whole := _whole().match(buffer, self.start - base):
                self.at = whole.end() + base
                return True
        if self._is_scalar:
            self.at = _behind(_SCALAR, buffer, self.at - base) + base
            is_done = is_end or self.at - base < len(buffer)
        else:
            is_done = self._is_closed(buffer, base)
        return is_done or self._is_left_open(buffer, base)

    def _is_left_open(self, buffer: bytearray, base: int) -> bool:
        """Return ``False``; keep what is enough of an item that is too large, or give it up."""
        length = self.at - self.start
        if length > self._largest and not self.kept:
            self.kept = bytes(buffer[self.start - base : self.start - base + self._largest + 1])
        if length > _ENDLESS * self._largest:
            raise UnreadableSource([_endless(self._largest).at(self.place)])
        return False

    def _is_closed(self, buffer: bytearray, base: int) -> bool:
        """Look on from where the last look ended, from bracket to bracket."""
        at, size = self.at - base, len(buffer)
        is_closed = False
        while not is_closed:
            if self._is_in_string:
                at = _behind(_INSIDE, buffer, at)
            elif self._brackets:
                at = _behind(_OUTSIDE, buffer, at)
            if at == size or (self._is_in_string and buffer[at] != _QUOTE):
                break  # the end of the buffer, or a backslash that stands there
            if self._deeper > DEEPEST and buffer[at] != _QUOTE:
                at = self._behind_many(buffer, at)
                continue
            is_closed = self._is_last(buffer[at])
            at += 1
        self.at = at + base
        return is_closed

    def _behind_many(self, buffer: bytearray, at: int) -> int:
        """Pass over as many bytes as there are levels to close, up to a string: none ends it."""
        end = buffer.find(_QUOTE, at, at + self._deeper)
        part = buffer[at : at + self._deeper] if end < 0 else buffer[at:end]
        self._deeper += part.count(b"{") + part.count(b"[") - part.count(b"}") - part.count(b"]")
        return at + len(part)

    def _is_last(self, byte: int) -> bool:
        """Take a bracket or quotation mark; return whether the item ends with it."""
        if byte == _QUOTE:
            self._is_in_string = not self._is_in_string
            return not self._is_in_string and not self._brackets
        if byte not in _PARTNERS:
            if len(self._brackets) < DEEPEST:
                self._brackets.append(byte)
            else:
                self._deeper += 1
            return False
        if self._deeper:
            self._deeper -= 1
            return False
        self.is_broken = self._brackets.pop() != _PARTNERS[byte]
        return self.is_broken or not self._brackets


def _behind(pattern: re.Pattern[bytes], buffer: bytes | bytearray, at: int) -> int:
    """Return the offset behind what a pattern matches there."""
    match = pattern.match(buffer, at)
    return match.end() if match else at


@cache
def _whole() -> re.Pattern[bytes]:
    """Return what matches an object that lies in the buffer wholly and is not too deep.

    All repetitions are possessive: a match that fails has looked at each byte once.
    """
    run = rb'[^"{}\[\]]*+(?:' + _QUOTED + rb'[^"{}\[\]]*+)*+'
    inner = run
    for _ in range(4):
        inner = run + rb"(?:(?:\{" + inner + rb"\}|\[" + inner + rb"\])" + run + rb")*+"
    return re.compile(rb"\{" + inner + rb"\}", re.DOTALL)
