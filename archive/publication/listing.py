"""In a worker: a thing → the pages that list its works in each language, and its feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple, cast

import msgspec

from archive.publication import feeds
from archive.publication.building import Places, ThingDone
from archive.publication.cards import FACETS, Facet, Tie
from archive.publication.index import ALL, Index, Place, Stock
from archive.publication.list_pages import SIZE, Listing, Lists
from archive.publication.parcels import Pieces
from archive.publication.portraits import Portrait
from archive.publication.site import Site
from archive.publication.tree import Tree
from archive.publication.xml_text import newest

_FED = (ALL, "org", "topic")
"""Facets whose things have feeds."""
_CONDITIONS = {
    ALL: ("? = ''", "''"), "year": ("year = ?", "year"),
    "language": ("language = ? COLLATE NOCASE", "language"),
}  # fmt: skip
"""Facet of things that works are not tied to → which works are theirs, and their label."""
_decode = msgspec.json.Decoder(tuple[tuple[str, str], ...]).decode


_SAID = itemgetter(6, 7, 8)
"""What a row says of a thing: label, role, facts. Most works of a page say the same."""


class _Thing(NamedTuple):
    number: int
    facet: str
    key: str
    path: str


class _Page(NamedTuple):
    """Works of a page of a list, the oldest first, and a digest of them."""

    places: list[Place]
    updated: str
    digest: bytes


class Listings:
    """Writes the lists of things; opened once."""

    def __init__(self, site: Site, places: Places) -> None:
        self._site = site
        self._index = Index(places.index)
        self._stock = Stock(places.stock)
        self._tree = Tree(places.tree, is_new=places.is_new)
        self._is_new = places.is_new
        self._lists = [Lists(site, language) for language in site.languages]

    def do(self, number: int) -> ThingDone:
        """Write the documents of a thing that have changed."""
        thing = _Thing(
            number,
            *self._index.database.execute(
                "SELECT facet, key, path FROM things WHERE number = ?", (number,)
            ).fetchone(),
        )
        portrait = Portrait(cast("Facet", thing.facet), thing.key)
        pages = list(self._pages(thing, portrait))
        works = sum(len(page.places) for page in pages)
        before = {} if self._is_new else self._before(thing)
        label = portrait.label if pages else ""
        said = sha256(repr((label, works, portrait)).encode()).digest()
        digests: dict[str, bytes] = {}
        for part, page in enumerate(pages, 1):
            is_last = part == len(pages)
            about = f"{label}\n{part + 1 == len(pages)}\n{is_last}\n".encode()
            digest = sha256(page.digest + about + (said if is_last else b"")).digest()[:16]
            lists = self._list_names(thing, label, works, part)
            digests |= dict.fromkeys(lists, digest)
            if any(before.get(name) != digest for name in lists):
                self._write_lists(thing, page, portrait, part=part, works=works)
            if thing.facet in _FED:
                fed = self._with_older(pages) if is_last else page
                name = feeds.document_path(self._feed(thing, label), part, len(pages))
                digests[name] = sha256(digest + fed.digest).digest()[:16]
                if before.get(name) != digests[name]:
                    self._write_feed(thing, fed, label, part=part, works=works)
        gone = tuple(sorted(before.keys() - digests.keys()))
        for name in gone:
            self._tree.remove(name)
        return ThingDone(
            number=number,
            label=label,
            works=works,
            digests={name: one for name, one in digests.items() if before.get(name) != one},
            gone=gone,
        )

    @staticmethod
    def _with_older(pages: list[_Page]) -> _Page:
        """Return the newest works of a feed, as many as make a page: documents may overlap.

        Most readers look at nothing but the newest document (RFC 5005, section 4).
        """
        last = pages[-1]
        if len(pages) == 1:
            return last
        older = pages[-2]
        return _Page(
            [*older.places[len(last.places) :], *last.places],
            newest((older.updated, last.updated)),
            older.digest + last.digest,
        )

    def _pages(self, thing: _Thing, portrait: Portrait) -> Iterator[_Page]:
        """Yield the works of a thing in pages, the oldest first; the portrait grows with them."""
        rows = self._works(thing)
        while some := list(islice(rows, SIZE)):
            for (label, role, facts), times in Counter(map(_SAID, some)).items():
                said = _decode(facts) if facts else ()
                portrait.add(Tie(portrait.facet, thing.key, label, role, said), times)
            digest = sha256(b"".join([row[5] for row in some])).digest()
            updated = newest(dict.fromkeys([row[4] for row in some]))
            yield _Page([Place(*row[:4]) for row in some], updated, digest)

    def _works(self, thing: _Thing) -> Iterator[tuple[Any, ...]]:
        """Return the works of a thing, the oldest first, and what each says of it."""
        place = "SELECT at, heading, pieces, record, updated, digest"
        if thing.facet in FACETS:
            return self._index.database.execute(
                f"{place}, ties.label, role, facts FROM ties JOIN works ON works.number = ties.work"
                " WHERE ties.thing = ? ORDER BY ties.rank",
                (thing.number,),
            )
        condition, label = _CONDITIONS[thing.facet]
        return self._index.database.execute(
            f"{place}, {label}, '', x'' FROM works WHERE {condition} ORDER BY rank",
            (thing.key,),
        )

    def _before(self, thing: _Thing) -> dict[str, bytes]:
        """Return the documents of a thing that are there, and what they were made of."""
        found: dict[str, bytes] = {}
        for prefix in ("", *(f"{one}/" for one in self._site.languages)):
            start = f"{prefix}{thing.path}."
            found.update(
                self._index.database.execute(
                    "SELECT name, digest FROM documents WHERE name >= ? AND name < ?",
                    (start, f"{start[:-1]}/"),
                )
            )
        return found

    def _list_names(self, thing: _Thing, label: str, works: int, part: int) -> list[str]:
        """Return where a page of a list stands, in each language."""
        if thing.facet == ALL:
            return []
        listing = self._listing(thing, label, works, part)
        return [lists.path(listing) for lists in self._lists]

    def _write_lists(
        self, thing: _Thing, page: _Page, portrait: Portrait, *, part: int, works: int
    ) -> None:
        """Write one page of a list in each language."""
        pieces = self._newest_first(page)
        listing = self._listing(thing, portrait.label, works, part)
        shown = portrait if thing.facet in FACETS else None
        for number, lists in enumerate(self._lists):
            entries = [one.entries[number] for one in pieces]
            self._tree.write(lists.path(listing), lists.page(listing, entries, shown))

    def _write_feed(self, thing: _Thing, page: _Page, label: str, *, part: int, works: int) -> None:
        """Write one document of a feed."""
        feed = self._feed(thing, label)
        parts = feeds.pages_of(works)
        content = feeds.document(
            self._site,
            feed,
            [one.feed for one in self._newest_first(page)],
            updated=page.updated,
            number=part,
            pages=parts,
        )
        self._tree.write(feeds.document_path(feed, part, parts), content)

    def _newest_first(self, page: _Page) -> list[Pieces]:
        return [self._stock.pieces(place) for place in reversed(page.places)]

    def _listing(self, thing: _Thing, label: str, works: int, part: int) -> Listing:
        feed = f"{thing.path}.atom" if thing.facet in _FED else ""
        return Listing(
            facet=thing.facet, path=thing.path, label=label, works=works, part=part, feed=feed
        )

    def _feed(self, thing: _Thing, label: str) -> feeds.Feed:
        title = self._site.title[self._site.languages[0]]
        if thing.facet == ALL:
            return feeds.Feed(path=thing.path, title=title, page="index.html")
        return feeds.Feed(path=thing.path, title=f"{label} – {title}", page=f"{thing.path}.html")
