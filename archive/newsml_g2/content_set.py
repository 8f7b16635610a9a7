"""The text as XHTML, with every quotation marked where it stands, and the references to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import islice

from archive.body import Piece, pieces
from archive.languages import is_right_to_left
from archive.newsml_g2.xml import text
from archive.release import Body, Quote, Release
from archive.vocabulary import XHTML

_ELEMENTS = {"direct": "q", "indirect": "span"}
_DEEPEST = 16
"""How many quotations are marked in one place: each that ends splits all inside it, so that a
thousand overlapping ones would give a million marks. Of any further one only the start is marked;
its exact offsets are in its ``assert`` as always.
"""


class _Ids:
    """The XML ids of the marks of each quotation, in the order of the text."""

    def __init__(self, quotes: tuple[Quote, ...], prefix: str) -> None:
        self.known: dict[str, list[str]] = {quote.id: [] for quote in quotes}
        self._prefix = prefix

    def opening(self, quote: Quote) -> str:
        """Return the tag that opens the next mark of a quotation."""
        known = self.known[quote.id]
        number = f".{len(known) + 1}" if known else ""
        known.append(f"{self._prefix}{quote.id}{number}")
        return f'<{_ELEMENTS[quote.kind]} id="{known[-1]}">'


def content(release: Release, node: str, prefix: str) -> bytes:
    """Return ``inlineRef`` for each quotation, and ``contentSet``; ``node`` is escaped already.

    A quotation that crosses paragraphs, other elements or another quotation is marked in several
    pieces: the first has its own id, the others ``.2``, ``.3`` …; one ``inlineRef`` names them all.
    The body's own id has a dot, which no local id can have.
    """
    ids = _Ids(release.quotes, prefix)
    body = _body(release.body, release.quotes, ids)
    start = ""
    for quote in release.quotes:
        named = "" if quote.speaker is None else f' uri="{node}{quote.speaker}"'
        start += f'<inlineRef idrefs="{" ".join(ids.known[quote.id])}"{named}/>\n'
    tag = release.language
    direction = ' dir="rtl"' if is_right_to_left(tag) else ""
    start += (
        f'<contentSet original="{prefix}body.1">'
        f'<inlineXML id="{prefix}body.1" contenttype="application/xhtml+xml">'
        f'<html xmlns="{XHTML}" xml:lang="{tag}" lang="{tag}"{direction}>'
        f"<head><title>{text(release.headline)}</title></head><body>"
    )
    return start.encode() + body + b"</body></html></inlineXML></contentSet>\n"


def _body(body: Body, quotes: tuple[Quote, ...], ids: _Ids) -> bytes:
    """Return the body as markup; a text body gets a ``p`` per paragraph."""
    if body.format == "html":
        if not quotes:
            return body.text.encode()
        return _nested(pieces(body.text), quotes, ids)
    in_order = sorted(quotes, key=lambda quote: quote.span)
    if _are_apart(body.text, in_order):
        return _text_body(body.text, in_order, ids)
    return _nested(_paragraphs(body.text), quotes, ids)


def _nested(stream: Iterator[Piece], quotes: tuple[Quote, ...], ids: _Ids) -> bytes:
    return "".join(_Marker(quotes, ids).marked(stream)).encode()


def _are_apart(whole: str, quotes: list[Quote]) -> bool:
    """Return whether quotations follow each other, each beginning and ending inside a line.

    Then no marks need nesting, and a text body is written in a third of the time.
    """
    place = 0
    for start, end in [quote.span for quote in quotes]:
        said = whole[start:end]
        if not place <= start < end or said != said.strip("\n"):
            return False
        place = end
    return True


def _text_body(whole: str, quotes: list[Quote], ids: _Ids) -> bytes:
    parts, place = [b"<p>"], 0
    for quote in quotes:
        start, end = quote.span
        parts += [_running(whole[place:start]), _mark(quote, whole[start:end], ids)]
        place = end
    return b"".join([*parts, _running(whole[place:]), b"</p>"])


def _running(paragraphs: str) -> bytes:
    # Line by line, as most lines are ASCII, which is encoded for nothing.
    return _parted([line.encode() for line in text(paragraphs).split("\n")])


def _mark(quote: Quote, said: str, ids: _Ids) -> bytes:
    closing = _end(quote)
    return _parted(
        [
            f"{ids.opening(quote)}{line}{closing}".encode() if line else b""
            for line in text(said).split("\n")
        ]
    )


def _parted(lines: list[bytes]) -> bytes:
    """Return lines with a break between two, and a new paragraph where there is an empty one."""
    if len(lines) % 2 and not any(lines[1::2]):
        return b"</p><p>".join(lines[::2])
    return b"<br/>".join(lines).replace(b"<br/><br/>", b"</p><p>")


def _paragraphs(whole: str) -> Iterator[Piece]:
    """Yield each line by itself, so that marks can stand anywhere in it."""
    offset, before = 0, "<p>"
    for paragraph in whole.split("\n\n"):
        for line in paragraph.split("\n"):
            yield Piece(before, "", -1)
            yield Piece("", line, offset)
            offset += len(line) + 1
            before = "<br/>"
        offset += 1
        before = "</p><p>"
    yield Piece("</p>", "", -1)


class _Marker:
    """Puts the marks of quotations into a stream of pieces, properly nested."""

    def __init__(self, quotes: tuple[Quote, ...], ids: _Ids) -> None:
        # The last is the next to begin; of those that begin together the longest comes first.
        self._waiting = sorted(quotes, key=lambda one: (one.span[0], -one.span[1]), reverse=True)
        self._begun: dict[str, Quote] = {}
        self._ends: list[tuple[int, str]] = []  # a heap: of those that have begun
        self._ids = ids

    def marked(self, stream: Iterator[Piece]) -> Iterator[str]:
        """Yield the stream as markup."""
        for piece in stream:
            if piece.start < 0:
                yield piece.markup
            elif self._begun or self._next_start() < piece.start + len(piece.text):
                yield from self._run(piece)
            else:
                yield text(piece.text)

    def _run(self, piece: Piece) -> Iterator[str]:
        """Yield one text with the marks of the quotations that touch it."""
        place, end = piece.start, piece.start + len(piece.text)
        opened: list[Quote] = []
        while place < end:
            new = self._go_to(place)
            wanted = list(islice(self._begun.values(), _DEEPEST))
            yield from self._switch(opened, wanted)
            yield from [
                self._ids.opening(quote) + _end(quote)
                for quote in new
                if not self._ids.known[quote.id]
            ]
            opened = wanted
            behind = min(end, self._next_start(), self._next_end())
            yield text(piece.text[place - piece.start : behind - piece.start])
            place = behind
        yield from self._switch(opened, [])

    def _go_to(self, place: int) -> list[Quote]:
        """Let quotations begin and end until a place is reached; return those that have begun."""
        new = []
        while self._next_start() <= place:
            new.append(self._waiting.pop())
        for quote in new:
            self._begun[quote.id] = quote
            heappush(self._ends, (quote.span[1], quote.id))
        while self._next_end() <= place:
            del self._begun[heappop(self._ends)[1]]
        return new

    def _next_start(self) -> int:
        return self._waiting[-1].span[0] if self._waiting else sys.maxsize

    def _next_end(self) -> int:
        return self._ends[0][0] if self._ends else sys.maxsize

    def _switch(self, opened: list[Quote], wanted: list[Quote]) -> Iterator[str]:
        """Yield the tags that lead from the marks that are open to those that are wanted."""
        kept = 0
        while kept < min(len(opened), len(wanted)) and opened[kept] is wanted[kept]:
            kept += 1
        yield from [_end(quote) for quote in reversed(opened[kept:])]
        yield from [self._ids.opening(quote) for quote in wanted[kept:]]


def _end(quote: Quote) -> str:
    return f"</{_ELEMENTS[quote.kind]}>"
