"""The works of a thing, as the index has them: how many, what they say of it, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, cast

import msgspec

from archive.publication.cards import FACETS, Facet, Tie
from archive.publication.index import ALL, Index, Place
from archive.publication.list_pages import SIZE
from archive.publication.portraits import Portrait
from archive.publication.xml_text import newest

_CONDITIONS = {
    ALL: ("? = ''", "''"), "year": ("year = ?", "year"),
    "language": ("language = ? COLLATE NOCASE", "language"),
}  # fmt: skip
"""Facet of things that works are not tied to → which works are theirs, and their label."""
_SHOWN = "SELECT at, heading, pieces, record, updated, digest"
_decode = msgspec.json.Decoder(tuple[tuple[str, str], ...]).decode


class Thing(NamedTuple):
    """What works are listed by."""

    number: int
    facet: str
    key: str
    path: str
    label: str | None
    """What it was called in the run before; ``None`` if it was not there."""
    works: int
    """How many it had then."""


class Page(NamedTuple):
    """Works of a page of a list, the oldest first, and a digest of them."""

    places: list[Place]
    updated: str
    digest: bytes


class Gathering:
    """Asks an index for the works of things."""

    def __init__(self, index: Index) -> None:
        self._ask = index.database.execute

    def thing(self, number: int) -> Thing:
        """Return what has a number."""
        row = self._ask(
            "SELECT facet, key, path, label, works FROM things WHERE number = ?", (number,)
        )
        return Thing(number, *row.fetchone())

    def portrait(self, thing: Thing) -> Portrait:
        """Return how many works a thing has, and what they say of it."""
        made = Portrait(cast("Facet", thing.facet), thing.key)
        for label, role, facts, times in self._said(thing):
            said = _decode(facts) if facts else ()
            made.add(Tie(made.facet, thing.key, label, role, said), times)
        return made

    def _said(self, thing: Thing) -> Iterator[tuple[str, str, bytes, int]]:
        """Return label, role, facts and how many works say so; what was said first comes first."""
        if thing.facet in FACETS:
            return self._ask(
                "SELECT label, role, facts, times FROM"
                " (SELECT said, count(*) AS times, min(rank) AS first FROM tied WHERE thing = ?"
                "  GROUP BY said)"
                " JOIN said ON number = said ORDER BY first",
                (thing.number,),
            )
        condition, label = _CONDITIONS[thing.facet]
        return self._ask(
            f"SELECT {label}, '', x'', count(*) FROM works WHERE {condition}"  # noqa: S608
            " GROUP BY 1 ORDER BY min(rank)",
            (thing.key,),
        )

    def pages_before(self, thing: Thing, rank: bytes) -> int:
        """Return how many pages of a list are full of works that are older than those of a rank."""
        of, key = _works(thing)
        found = self._ask(f"SELECT count(*) {of} AND rank < ?", (key, rank))
        return int(found.fetchone()[0]) // SIZE

    def pages(self, thing: Thing, start: int) -> Iterator[Page]:
        """Yield the works of a thing in pages, the oldest first, without those of some pages."""
        rows = self._shown(thing, self._rank(thing, start * SIZE))
        while some := list(islice(rows, SIZE)):
            digest = sha256(b"".join([row[5] for row in some])).digest()
            updated = newest(dict.fromkeys([row[4] for row in some]))
            yield Page([Place(*row[:4]) for row in some], updated, digest)

    def _rank(self, thing: Thing, number: int) -> bytes:
        """Return the rank of a work of a thing, which has so many that are older."""
        if not number:
            return b""
        of, key = _works(thing)
        row = self._ask(f"SELECT rank {of} ORDER BY rank LIMIT 1 OFFSET ?", (key, number))
        return bytes(row.fetchone()[0])

    def _shown(self, thing: Thing, rank: bytes) -> Iterator[tuple[Any, ...]]:
        """Return what lists show of the works of a thing from that of a rank on."""
        if thing.facet in FACETS:
            return self._ask(
                f"{_SHOWN} FROM tied JOIN works ON works.number = tied.work"
                " WHERE thing = ? AND tied.rank >= ? ORDER BY tied.rank",
                (thing.number, rank),
            )
        of, key = _works(thing)
        return self._ask(f"{_SHOWN} {of} AND rank >= ? ORDER BY rank", (key, rank))


def _works(thing: Thing) -> tuple[str, int | str]:
    """Return where the ranks of the works of a thing stand, and what is asked for."""
    if thing.facet in FACETS:
        return "FROM tied WHERE thing = ?", thing.number
    return f"FROM works WHERE {_CONDITIONS[thing.facet][0]}", thing.key
