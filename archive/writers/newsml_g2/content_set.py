"""The text as XHTML, with every quotation marked where it stands, and the references to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import islice

from archive.body import Piece, pieces
from archive.languages import is_right_to_left
from archive.release import Body, Quote, Release
from archive.vocabulary import XHTML
from archive.writers.newsml_g2.xml import text

_ELEMENTS = {"direct": "q", "indirect": "span"}
_DEEPEST = 16
"""How many quotations are marked in one place: each that ends splits all inside it, so that a
thousand overlapping ones would give a million marks. Of any further one only the start is marked;
its exact offsets are in its ``assert`` as always.
"""


def content(release: Release, work: str, prefix: str) -> bytes:
    """Return ``inlineRef`` for each quotation, and ``contentSet``; ``work`` is escaped already.

    A quotation that crosses paragraphs, other elements or another quotation is marked in several
    pieces: the first has its own id, the others ``.2``, ``.3`` …; one ``inlineRef`` names them all.
    The body's own id has a dot, which no local id can have.
    """
    marker = _Marker(release.quotes, prefix)
    body = b"".join([one.encode() for one in marker.marked(_pieces(release.body, release.quotes))])
    references = []
    for quote in release.quotes:
        named = "" if quote.speaker is None else f' uri="{work}#{quote.speaker}"'
        ids = " ".join(marker.ids[quote.id])
        references.append(f'<inlineRef idrefs="{ids}"{named}/>\n')
    tag = release.language
    direction = ' dir="rtl"' if is_right_to_left(tag) else ""
    start = "".join(
        [
            *references,
            f'<contentSet original="{prefix}body.1">\n',
            f'<inlineXML id="{prefix}body.1" contenttype="application/xhtml+xml">',
            f'<html xmlns="{XHTML}" xml:lang="{tag}" lang="{tag}"{direction}>',
            f"<head><title>{text(release.headline)}</title></head><body>",
        ]
    )
    return start.encode() + body + b"</body></html></inlineXML>\n</contentSet>\n"


def _pieces(body: Body, quotes: tuple[Quote, ...]) -> Iterator[Piece]:
    """Yield the tags and texts of a body; a text body gets a ``p`` per paragraph.

    Paragraphs of a text body that no quotation touches are one piece.
    """
    if body.format == "html":
        yield from pieces(body.text)
        return
    whole, place, before = body.text, 0, "<p>"
    for start, end in _touched(whole, quotes):
        if place < start:
            yield Piece(before + _running(whole[place : start - 2]), "", -1)
            before = "</p><p>"
        yield from _paragraphs(whole[start:end], start, before)
        place, before = end + 2, "</p><p>"
    if place < len(whole):
        yield Piece(before + _running(whole[place:]), "", -1)
    yield Piece("</p>", "", -1)


def _running(paragraphs: str) -> str:
    return text(paragraphs).replace("\n\n", "</p><p>").replace("\n", "<br/>")


def _touched(whole: str, quotes: tuple[Quote, ...]) -> list[tuple[int, int]]:
    """Return the runs of paragraphs that hold a part of a quotation, in order."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted([quote.span for quote in quotes]):
        known = runs[-1][1] if runs else 0
        if not runs or start > known + 1:
            before = whole.rfind("\n\n", known, start)
            runs.append((before + 2 if before >= 0 else 0, known))
        if end > known:
            behind = whole.find("\n\n", end)
            runs[-1] = (runs[-1][0], behind if behind >= 0 else len(whole))
    return runs


def _paragraphs(paragraphs: str, offset: int, before: str) -> Iterator[Piece]:
    """Yield each line by itself, so that marks can stand anywhere in it."""
    for paragraph in paragraphs.split("\n\n"):
        for line in paragraph.split("\n"):
            yield Piece(before, "", -1)
            yield Piece("", line, offset)
            offset += len(line) + 1
            before = "<br/>"
        offset += 1
        before = "</p><p>"


class _Marker:
    """Puts the marks of quotations into a stream of pieces, properly nested."""

    def __init__(self, quotes: tuple[Quote, ...], prefix: str) -> None:
        # The last is the next to begin; of those that begin together the longest comes first.
        self._waiting = sorted(quotes, key=lambda one: (one.span[0], -one.span[1]), reverse=True)
        self._begun: dict[str, Quote] = {}
        self._ends: list[tuple[int, str]] = []  # a heap: of those that have begun
        self._prefix = prefix
        self.ids: dict[str, list[str]] = {quote.id: [] for quote in quotes}

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
            yield from [self._start(quote) + _end(quote) for quote in new if not self.ids[quote.id]]
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
        yield from [self._start(quote) for quote in wanted[kept:]]

    def _start(self, quote: Quote) -> str:
        known = self.ids[quote.id]
        number = f".{len(known) + 1}" if known else ""
        known.append(f"{self._prefix}{quote.id}{number}")
        return f'<{_ELEMENTS[quote.kind]} id="{known[-1]}">'


def _end(quote: Quote) -> str:
    return f"</{_ELEMENTS[quote.kind]}>"
