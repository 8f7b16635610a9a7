"""Lists that one file may be too small for: in parts, of which those stay that say the same.

Entries come in an order in which what is new is mostly the last. A part whose works are as they
were, and that begins where it did, is the file that it was; only how it ended is to be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from typing import NamedTuple

from archive.publication.xml_text import newest

MOST_ENTRIES = 50_000
MOST_BYTES = 50 * 1024 * 1024
"""The limits of one file (sitemaps.org)."""
_ROOM = 4096
"""Bytes kept for head and tail of a file."""


Entry = tuple[bytes, str, bytes]
"""Content; moment of the last change, which may be empty; and a mark, which sorts as the entries do
and tells where a list is taken up again."""
Entries = Callable[[bytes], Iterator[Entry]]
"""What returns the entries behind a mark; an empty one is before all."""


_NO_WORK = b"\x00"


def before_works(number: int) -> bytes:
    """Return the mark of an entry that is of no work; numbers count from 0."""
    return _NO_WORK + number.to_bytes(4)


class Part(NamedTuple):
    """What is known of a part."""

    number: int
    first: str = ""
    """Moment of its first entry."""
    last: str = ""
    newest: str = ""
    mark: bytes = b""
    """Of its last entry."""
    sha256: str = ""
    size: int = 0
    """Bytes of its file."""
    others: int = 0
    """How many of its entries are of no work; these are the first ones."""
    newest_work: str = ""
    """As ``newest``, of works alone."""


class Made(NamedTuple):
    """A part, and what stands in it."""

    part: Part
    content: bytes | bytearray | None
    """``None``: its file stays as it is."""
    is_last: bool


Take = Callable[[Part], Made | None]
"""Returns what becomes of a part whose works are as they were; nothing: it is made anew."""


def as_it_was(part: Part) -> Made:
    """Return a part that stays as it is."""
    return Made(part, None, is_last=False)


class Series:
    """The parts of a list: those of the run before, and those of this one."""

    def __init__(self, before: Iterable[Part] = (), since: bytes = b"") -> None:
        """Works whose mark is less than ``since`` are as they were in the run before."""
        starts = [b""]
        self._before: dict[tuple[int, bytes], Part] = {}
        for part in before:
            if part.mark < since:
                self._before[part.number, starts[-1]] = part
            starts.append(part.mark)
        self.parts: list[Part] = []
        """Those of this run, but for the last, in which there may be room."""

    def same(self, number: int, start: bytes) -> Part | None:
        """Return the part that was there, if all works in it are as they were."""
        return self._before.get((number, start))

    def keep(self, part: Part) -> None:
        """Note a part for the next run."""
        self.parts.append(part)


def parts(entries: Entries, series: Series, take: Take = as_it_was) -> Iterator[Made]:
    """Yield the parts of a list; no more is read than the part at hand needs, and one entry."""
    mark = b""
    rest: Iterator[Entry] | None = None
    ahead: tuple[Entry, ...] = ()
    for number in count(1):
        same = series.same(number, mark)
        if same is not None and next(entries(same.mark), None) and (taken := take(same)):
            yield taken
            mark, rest, ahead = same.mark, None, ()
            continue
        rest = rest or entries(mark)
        made, ahead = _filled(number, chain(ahead, rest))
        yield made
        if made.is_last:
            return
        mark = made.part.mark


def _filled(number: int, entries: Iterable[Entry]) -> tuple[Made, tuple[Entry, ...]]:
    """Return a part with as much as it may hold, and the entry that comes after it, if one does."""
    content = bytearray()
    moments: list[str] = []
    others = 0
    most, room = MOST_ENTRIES, MOST_BYTES - _ROOM
    mark = b""
    ahead: tuple[Entry, ...] = ()
    for entry in entries:
        one, moment, at = entry
        if moments and (len(moments) == most or len(content) + len(one) > room):
            ahead = (entry,)
            break
        content += one
        moments.append(moment)
        others += at.startswith(_NO_WORK)
        mark = at
    part = Part(number)
    if moments:
        of_works = newest(moments[others:])
        latest = newest((*moments[:others], of_works))
        part = Part(
            number, moments[0], moments[-1], latest, mark, others=others, newest_work=of_works
        )
    return Made(part, content, is_last=not ahead), ahead
