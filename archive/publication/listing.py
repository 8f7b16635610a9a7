"""In a worker: a thing → the pages that list its works in each language, and its feed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from archive.publication import feeds
from archive.publication.building import Places, ThingDone
from archive.publication.cards import FACETS
from archive.publication.gathering import Gathering, Page, Thing
from archive.publication.index import ALL, Index, Place, Stock
from archive.publication.list_pages import Listing, Lists
from archive.publication.parcels import Pieces
from archive.publication.portraits import Portrait
from archive.publication.site import Site
from archive.publication.tree import Tree
from archive.publication.xml_text import newest

_FED = (ALL, "org", "topic")
"""Facets whose things have feeds."""
_ENDS = 2
"""Pages that change with the number of all: the last one, and the one that leads to it."""


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A thing under work."""

    thing: Thing
    portrait: Portrait
    label: str
    digests: dict[str, bytes] = field(default_factory=dict)
    """Name of each document that was written → digest of what it was made of."""

    @property
    def works(self) -> int:
        return self.portrait.works

    @property
    def parts(self) -> int:
        return feeds.pages_of(self.works)

    def digest(self, part: int, page: Page) -> bytes:
        """Return a digest of all that a page shows."""
        is_last = part == self.parts
        about = f"{self.label}\n{part + 1 == self.parts}\n{is_last}\n".encode()
        said = b""
        if is_last:
            said = sha256(repr((self.label, self.works, self.portrait)).encode()).digest()
        return sha256(page.digest + about + said).digest()[:16]


class Listings:
    """Writes the lists of things; opened once."""

    def __init__(self, site: Site, places: Places) -> None:
        self._site = site
        self._index = Index(places.index)
        self._gathering = Gathering(self._index)
        self._stock = Stock(places.stock)
        self._tree = Tree(places.tree, is_new=places.is_new)
        self._is_new = places.is_new
        self._lists = [Lists(site, language) for language in site.languages]

    def do(self, number: int, rank: bytes = b"") -> ThingDone:
        """Write the documents of a thing that have changed.

        Those of its works that are older than ``rank`` are as they were in the run before.
        """
        thing = self._gathering.thing(number)
        portrait = self._gathering.portrait(thing)
        draft = _Draft(
            thing=thing, portrait=portrait, label=portrait.label if portrait.works else ""
        )
        start = self._start(draft, rank)
        older: Page | None = None
        for part, page in enumerate(self._gathering.pages(thing, start), start + 1):
            self._write(draft, part, page, older)
            older = page
        gone = self._gone(draft)
        for name in gone:
            self._tree.remove(name)
        return ThingDone(
            number=number, label=draft.label, works=draft.works, digests=draft.digests, gone=gone
        )

    def _start(self, draft: _Draft, rank: bytes) -> int:
        """Return how many pages are as they were.

        Pages count from the oldest work, so that these are the first ones; all say the label.
        """
        if self._is_new or draft.label != draft.thing.label:
            return 0
        return max(0, self._gathering.pages_before(draft.thing, rank) - _ENDS)

    def _write(self, draft: _Draft, part: int, page: Page, older: Page | None) -> None:
        """Write a page of a list in each language, and a document of a feed, if they changed."""
        thing, digest = draft.thing, draft.digest(part, page)
        pieces: list[Pieces] = []
        if self._is_changed(draft, self._pages(thing, draft.works, part), digest):
            pieces = self._newest_first(page.places)
            self._write_lists(draft, part, pieces)
        if thing.facet in _FED:
            fed = _with_older(page, older) if part == draft.parts and older else page
            own = sha256(digest + fed.digest).digest()[:16]
            if self._is_changed(draft, self._feeds(thing, draft.works, part), own):
                missing = fed.places[: len(fed.places) - len(pieces)]
                pieces += self._newest_first(missing)
                self._write_feed(draft, part, pieces, fed.updated)

    def _is_changed(self, draft: _Draft, names: list[str], digest: bytes) -> bool:
        """Return whether documents were made of something else before, which is noted."""
        changed = [name for name in names if self._before(name) != digest]
        draft.digests |= dict.fromkeys(changed, digest)
        return bool(changed)

    def _before(self, name: str) -> bytes | None:
        """Return a digest of what a document is made of that is there."""
        if self._is_new:
            return None
        found = self._index.database.execute("SELECT digest FROM documents WHERE name = ?", (name,))
        return next(found, (None,))[0]

    def _gone(self, draft: _Draft) -> tuple[str, ...]:
        """Return the documents of a thing that are there and should not be."""
        thing, before = draft.thing, feeds.pages_of(draft.thing.works)
        if self._is_new or before <= draft.parts:
            return ()
        ends = range(max(1, draft.parts), before + 1)
        there = {name for part in ends for name in self._documents(thing, thing.works, part)}
        return tuple(sorted(there.difference(self._documents(thing, draft.works, draft.parts))))

    # where documents stand; a page that does not exist has none

    def _documents(self, thing: Thing, works: int, part: int) -> list[str]:
        return [*self._pages(thing, works, part), *self._feeds(thing, works, part)]

    def _pages(self, thing: Thing, works: int, part: int) -> list[str]:
        """Return where a page of a list stands, in each language."""
        if thing.facet == ALL or not part:
            return []
        listing = _listing(thing, "", works, part)
        return [lists.path(listing) for lists in self._lists]

    def _feeds(self, thing: Thing, works: int, part: int) -> list[str]:
        """Return where a document of a feed stands, if there is one."""
        if thing.facet not in _FED or not part:
            return []
        return [feeds.document_path(thing.path, part, feeds.pages_of(works))]

    # what stands in them

    def _write_lists(self, draft: _Draft, part: int, pieces: list[Pieces]) -> None:
        """Write one page of a list in each language."""
        listing = _listing(draft.thing, draft.label, draft.works, part)
        shown = draft.portrait if draft.thing.facet in FACETS else None
        for number, lists in enumerate(self._lists):
            entries = [one.entries[number] for one in pieces]
            self._tree.write(lists.path(listing), lists.page(listing, entries, shown))

    def _write_feed(self, draft: _Draft, part: int, pieces: list[Pieces], updated: str) -> None:
        """Write one document of a feed."""
        content = feeds.document(
            self._site,
            self._feed(draft.thing, draft.label),
            [one.feed for one in pieces],
            updated=updated,
            number=part,
            pages=draft.parts,
        )
        (name,) = self._feeds(draft.thing, draft.works, part)
        self._tree.write(name, content)

    def _newest_first(self, places: list[Place]) -> list[Pieces]:
        return [self._stock.pieces(place) for place in reversed(places)]

    def _feed(self, thing: Thing, label: str) -> feeds.Feed:
        title = self._site.title[self._site.languages[0]]
        if thing.facet == ALL:
            return feeds.Feed(path=thing.path, title=title, page="index.html")
        return feeds.Feed(path=thing.path, title=f"{label} – {title}", page=f"{thing.path}.html")


def _listing(thing: Thing, label: str, works: int, part: int) -> Listing:
    feed = f"{thing.path}.atom" if thing.facet in _FED else ""
    return Listing(
        facet=thing.facet, path=thing.path, label=label, works=works, part=part, feed=feed
    )


def _with_older(last: Page, older: Page) -> Page:
    """Return the newest works of a feed, as many as make a page: documents may overlap.

    Most readers look at nothing but the newest document (RFC 5005, section 4).
    """
    return Page(
        [*older.places[len(last.places) :], *last.places],
        newest((older.updated, last.updated)),
        older.digest + last.digest,
    )
