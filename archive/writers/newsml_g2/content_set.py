"""The text as XHTML, with every quotation marked where it stands, and the references to them."""

from __future__ import annotations

from collections.abc import Iterator

from archive.body import Piece, pieces
from archive.languages import is_right_to_left
from archive.release import Body, Quote, Release
from archive.vocabulary import XHTML
from archive.writers.newsml_g2.xml import text

_ELEMENTS = {"direct": "q", "indirect": "span"}


def content(release: Release, work: str, prefix: str) -> str:
    """Return ``inlineRef`` for each quotation, and ``contentSet``; ``work`` is escaped already.

    A quotation that crosses paragraphs, other elements or another quotation is marked in several
    pieces: the first has its own id, the others ``.2``, ``.3`` …; one ``inlineRef`` names them all.
    """
    marker = _Marker(release.quotes, prefix)
    body = "".join(marker.marked(_pieces(release.body)))
    references = []
    for quote in release.quotes:
        named = "" if quote.speaker is None else f' uri="{work}#{quote.speaker}"'
        ids = " ".join(marker.ids[quote.id])
        references.append(f'<inlineRef idrefs="{ids}"{named}/>\n')
    tag = release.language
    direction = ' dir="rtl"' if is_right_to_left(tag) else ""
    return "".join(
        [
            *references,
            f'<contentSet original="{prefix}body">\n',
            f'<inlineXML id="{prefix}body" contenttype="application/xhtml+xml">',
            f'<html xmlns="{XHTML}" xml:lang="{tag}" lang="{tag}"{direction}>',
            f"<head><title>{text(release.headline)}</title></head>",
            f"<body>{body}</body></html></inlineXML>\n</contentSet>\n",
        ]
    )


def _pieces(body: Body) -> Iterator[Piece]:
    """Yield the tags and texts of a body; a text body gets a ``p`` per paragraph."""
    if body.format == "html":
        yield from pieces(body.text)
        return
    offset = 0
    for paragraph in body.text.split("\n\n"):
        yield Piece("<p>", "", -1)
        for number, line in enumerate(paragraph.split("\n")):
            if number:
                yield Piece("<br/>", "", -1)
                offset += 1
            yield Piece("", line, offset)
            offset += len(line)
        yield Piece("</p>", "", -1)
        offset += 2


class _Marker:
    """Puts the marks of quotations into a stream of pieces, properly nested."""

    def __init__(self, quotes: tuple[Quote, ...], prefix: str) -> None:
        self._quotes = sorted(quotes, key=lambda quote: (quote.span[0], -quote.span[1]))
        self._prefix = prefix
        self.ids: dict[str, list[str]] = {quote.id: [] for quote in quotes}

    def marked(self, stream: Iterator[Piece]) -> Iterator[str]:
        """Yield the stream as markup."""
        for piece in stream:
            if piece.start < 0:
                yield piece.markup
                continue
            start, end = piece.start, piece.start + len(piece.text)
            inside = [
                quote for quote in self._quotes if quote.span[0] < end and quote.span[1] > start
            ]
            if inside:
                yield from self._run(piece, inside)
            else:
                yield text(piece.text)

    def _run(self, piece: Piece, inside: list[Quote]) -> Iterator[str]:
        """Yield one text with the marks of the quotations that touch it."""
        start, end = piece.start, piece.start + len(piece.text)
        edges = {start, end}
        for quote in inside:
            edges |= {max(quote.span[0], start), min(quote.span[1], end)}
        cuts = sorted(edges)
        opened: list[Quote] = []
        for place, behind in zip(cuts, cuts[1:], strict=False):
            wanted = [quote for quote in inside if quote.span[0] <= place < quote.span[1]]
            kept = 0
            while kept < min(len(opened), len(wanted)) and opened[kept] is wanted[kept]:
                kept += 1
            for quote in reversed(opened[kept:]):
                yield f"</{_ELEMENTS[quote.kind]}>"
            for quote in wanted[kept:]:
                yield f'<{_ELEMENTS[quote.kind]} id="{self._next_id(quote)}">'
            opened = wanted
            yield text(piece.text[place - start : behind - start])
        for quote in reversed(opened):
            yield f"</{_ELEMENTS[quote.kind]}>"

    def _next_id(self, quote: Quote) -> str:
        known = self.ids[quote.id]
        number = f".{len(known) + 1}" if known else ""
        known.append(f"{self._prefix}{quote.id}{number}")
        return known[-1]
