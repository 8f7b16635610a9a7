"""In a worker: the lines of a source in which something was found that no release shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.batch.opening import unpacked
from archive.batch.pieces import Piece, content
from archive.errors import UnreadableSource
from archive.findings import Position
from archive.outcome import Excerpt

MOST_EXCERPTS = 50
"""Of one piece."""
_AROUND = 120
"""Characters shown before and behind a place."""
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")


def excerpts(piece: Piece, places: Iterable[Position], *, largest: int) -> tuple[Excerpt, ...]:
    """Return the lines of some places; none of what cannot be read, or stands very far behind."""
    wanted = sorted(set(places))[:MOST_EXCERPTS]
    text = _text(piece, largest) if wanted else ""
    if not text:
        return ()
    lines = _lines(text, piece.first_line, {place.line for place in wanted})
    moved = _first_column(piece)
    return tuple(
        _excerpt(*lines[place.line], place, moved if place.line == piece.first_line else 0)
        for place in wanted
        if place.line in lines
    )


def _lines(text: str, first: int, wanted: set[int]) -> dict[int, tuple[str, str]]:
    """Return lines by their numbers, each with the beginning of the one before it."""
    found = {}
    above = ""
    for number, match in enumerate(_LINE.finditer(text), first):
        line = match[0].rstrip("\r\n")
        if number in wanted:
            found[number] = above, line
            if len(found) == len(wanted):
                break
        above = line[:_AROUND]
    return found


def _excerpt(above: str, line: str, place: Position, moved: int) -> Excerpt:
    at = min(max(0, place.column - 1 - moved), len(line))
    start, end = max(0, at - _AROUND), at + _AROUND
    return Excerpt(
        position=place, above=above, text=line[start:end], at=at - start,
        is_cut_before=start > 0, is_cut_behind=end < len(line),
    )  # fmt: skip


def _first_column(piece: Piece) -> int:
    """Return how many columns stand before the piece in its first line."""
    return piece.items[0].first_column - 1 if piece.items else 0


def _text(piece: Piece, largest: int) -> str:
    """Return the text of a piece, or the beginning of it."""
    try:
        if piece.data is not None or piece.size is not None:
            raw = content(piece)[:largest]
        elif piece.obstacle is not None:
            return ""
        else:
            with piece.source.open() as stream:
                raw = unpacked(piece.source, stream).read(largest) or b""
    except (OSError, UnreadableSource):
        return ""
    return raw.decode("utf-8-sig" if piece.number == 0 else "utf-8", "replace")
