"""What the site has once: front pages, indexes, catalogue, sitemaps, lists of changes, assets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from archive.contracts import contract
from archive.publication import discovery, resourcesync
from archive.publication.cards import LISTS, Card
from archive.publication.catalogue import catalogue
from archive.publication.catalogue_values import Collection, Dataset
from archive.publication.ckan import ckan_packages
from archive.publication.collection_page import Dump, collection_page
from archive.publication.datapackage import datapackage
from archive.publication.embedded_collection import collection_embedded
from archive.publication.figures import statistics
from archive.publication.frame import assets, prefix_of
from archive.publication.index import Index, Place, Stock
from archive.publication.index_pages import SIZE, Value, index_page, index_path
from archive.publication.index_pages import Index as IndexPage
from archive.publication.long_lists import Part, Series, before_works
from archive.publication.release_page import not_found_page
from archive.publication.resourcesync import Resource, Work
from archive.publication.search_page import search_page, search_path
from archive.publication.site import Site
from archive.publication.sitemaps import Page, news_sitemap, sitemap_index, sitemaps
from archive.publication.void import void
from archive.publication.xml_text import newest

Document = tuple[str, bytes | None]
"""Path and content; ``None``: its file stays as it is."""
_ORDERS = {"year": "label = 'undated', label DESC", "language": "works DESC, label"}
_WORKS = "SELECT id, version, is_withdrawn, path, year, moment, sha256, size, rank FROM works"
_CONTRACTS = ("release.schema.json", "context.jsonld", "release.shacl.ttl")


class Since(NamedTuple):
    """What is as it was in the run before."""

    rank: bytes
    """Works of a lower one are."""
    moment: str
    """Works of an earlier one are."""
    file: Callable[[str], bytes]
    """Returns a file as it was then; nothing, if it is not there."""


class Documents:
    """Makes them, one after the other."""

    def __init__(
        self,
        site: Site,
        index: Index,
        stock: Stock,
        datasets: Sequence[Dataset],
        since: Since,
    ) -> None:
        self._since = since
        self._site = site
        self._index = index
        self._stock = stock
        self._datasets = datasets
        row = index.database.execute("SELECT id FROM works ORDER BY rank DESC LIMIT 1").fetchone()
        self._collection = Collection(
            site=site, datasets=tuple(datasets), example=row[0] if row else ""
        )

    def all(self) -> Iterator[Document]:
        """Yield all of them."""
        yield from assets().items()
        yield "404.html", not_found_page(self._site)
        yield from ((f"schema/{name}", contract(name)) for name in _CONTRACTS)
        yield "robots.txt", discovery.robots(self._site)
        yield from self._catalogues()
        yield from self._fronts()
        yield from self._indexes()
        yield from self._sitemaps()
        yield from self._changes()

    def _catalogues(self) -> Iterator[Document]:
        yield from catalogue(self._collection).items()
        yield ".well-known/void", void(self._collection)
        yield "datapackage.json", datapackage(self._collection)
        yield "ckan.json", ckan_packages(self._collection)
        sums = sorted(
            f"{one.sha256}  {one.path.removeprefix('dump/')}\n"
            for dataset in self._datasets
            for one in dataset.distributions
        )
        yield "dump/SHA256SUMS", "".join(sorted(sums, key=lambda line: line[66:])).encode()

    def _fronts(self) -> Iterator[Document]:
        dumps = [
            Dump(dataset.year, one.kind, one.path, one.size)
            for dataset in self._datasets
            for one in dataset.distributions
        ]
        figures = statistics(self._index, self._stock, dumps)
        for language in self._site.languages:
            prefix = prefix_of(self._site, language)
            yield (
                f"{prefix}index.html",
                collection_page(
                    self._site, language, figures, collection_embedded(self._collection, language)
                ),
            )
            if self._site.has_search:
                yield search_path(self._site, language), search_page(self._site, language)
        if self._site.has_search:
            yield "opensearch.xml", discovery.opensearch(self._site)

    def _indexes(self) -> Iterator[Document]:
        for facet in LISTS:
            values = self._index.database.execute(
                "SELECT count(*) FROM things WHERE facet = ? AND works", (facet,)
            ).fetchone()[0]
            starts = [page[0].label for page in self._pages(facet)] if values > SIZE else []
            for part, page in enumerate(self._pages(facet), 1):
                index = IndexPage(facet=facet, values=values, part=part, starts=starts)
                for language in self._site.languages:
                    yield (
                        index_path(self._site, language, index),
                        index_page(self._site, language, index, page),
                    )

    def _pages(self, facet: str) -> Iterator[list[Value]]:
        """Yield the values of an index, page by page."""
        order = _ORDERS.get(facet, "sort, path")
        rows = self._index.database.execute(
            "SELECT label, path, works, key FROM things WHERE facet = ? AND works"  # noqa: S608
            f" ORDER BY {order}",
            (facet,),
        )
        some = [Value(*row) for row in islice(rows, SIZE)]
        yield some  # even if there is none: every page leads to it
        while some := [Value(*row) for row in islice(rows, SIZE)]:
            yield some

    def _sitemaps(self) -> Iterator[Document]:
        found = []
        series = self._series("sitemap", self._since.rank)
        for one in sitemaps(self._site, self._addresses, series):
            found.append((one.path, one.updated))
            yield one.path, one.content
        self._keep("sitemap", series)
        if news := news_sitemap(self._site, self._cards("rank DESC")):
            found.append((news.path, news.updated))
            yield news.path, news.content
        yield "sitemap.xml", sitemap_index(self._site, found)

    def _addresses(self, mark: bytes) -> Iterator[Page]:
        prefixes = [prefix_of(self._site, language) for language in self._site.languages]
        names = ["", *(f"{facet}/" for facet in LISTS)]
        for number, (prefix, name) in enumerate(product(prefixes, names)):
            if (at := before_works(number)) > mark:
                yield f"{prefix}{name}index.html", "", at
        rows = self._index.database.execute(
            "SELECT path || '.html', updated, rank FROM works"
            " WHERE rank > ? AND NOT is_withdrawn ORDER BY rank",
            (mark,),
        )
        yield from rows

    def _series(self, name: str, since: bytes) -> Series:
        """Return what the run before made of a long list."""
        rows = self._index.database.execute(
            "SELECT number, first, last, newest, mark, sha256, size, others, newest_work"
            " FROM series WHERE list = ? ORDER BY number",
            (name,),
        )
        return Series(map(Part._make, rows), since)

    def _keep(self, name: str, series: Series) -> None:
        """Note for the next run what this one made of it."""
        self._index.database.execute("DELETE FROM series WHERE list = ?", (name,))
        self._index.database.executemany(
            "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(name, *part) for part in series.parts],
        )

    def _changes(self) -> Iterator[Document]:
        at = newest(dataset.modified for dataset in self._datasets)
        files = [
            Resource(one.path, dataset.modified, one.form.media_type, one.size, one.sha256)
            for dataset in self._datasets
            for one in dataset.distributions
        ]
        yield resourcesync.SOURCE, resourcesync.source_description(self._site)
        yield resourcesync.CAPABILITIES, resourcesync.capability_list(self._site)
        before = resourcesync.Before(self._series("resources", self._since.rank), self._since.file)
        yield from resourcesync.resource_list(self._site, files, self._by_rank, before, at=at)
        self._keep("resources", before.series)
        series = self._series("changes", self._since.moment.encode())
        yield from resourcesync.change_list(self._site, self._by_moment, series)
        self._keep("changes", series)

    def _by_rank(self, mark: bytes) -> Iterator[Work]:
        rows = self._index.database.execute(f"{_WORKS} WHERE rank > ? ORDER BY rank", (mark,))
        return map(Work._make, rows)

    def _by_moment(self, mark: bytes) -> Iterator[Work]:
        rows = self._index.database.execute(
            f"{_WORKS} WHERE (moment, rank) > (?, ?) ORDER BY moment, rank",
            resourcesync.of_change_mark(mark),
        )
        return map(Work._make, rows)

    def _cards(self, order: str) -> Iterator[Card]:
        rows = self._index.database.execute(
            f"SELECT at, heading, pieces, record FROM works ORDER BY {order}"  # noqa: S608
        )
        return (self._stock.heading(Place(*row)).card for row in rows)
