"""In a worker: pages with what lies beside them, parts of the files of years, tables, lists."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from archive.batch.collector import keep_little
from archive.batch.engine import Announce, Do, Orders
from archive.batch.pieces import Chunk
from archive.errors import PhrasedError
from archive.publication.catalogue_values import Distribution, Kind
from archive.publication.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the worker finds what it needs, and writes."""

    index: Path
    stock: Path
    tree: Path
    is_new: bool
    public: str
    """The published folder, as it was named."""


class PageTask(Chunk, frozen=True, kw_only=True):
    """Works whose pages are to be written, or that are a part of a yearly file, or both."""

    works: tuple[int, ...]
    """Numbers in the index, in the order of their rank."""
    written: frozenset[int] | None = None
    """Those whose pages are written; ``None``: all of them."""
    is_part: bool = True


class ListTask(Chunk, frozen=True, kw_only=True):
    """Things whose lists and feeds are to be written."""

    things: tuple[tuple[int, bytes], ...]
    """Number of each, and the rank of the oldest work for which its lists change."""


class TableTask(Chunk, frozen=True, kw_only=True):
    """A table of a year whose rows were collected (``tabling.py``)."""

    year: str
    path: str
    parts: tuple[int | tuple[int, int], ...]
    """In order: bytes of a new part, or first row and rows of one that stands in the old table."""


Task = PageTask | ListTask | TableTask
DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError, EOFError)
"""What is raised where an index, a stock or an old file does not hold what it should."""


class Damaged(PhrasedError):  # noqa: N818 (says what happened)
    """The index of a folder, or what stands in it, was damaged."""

    def __init__(self, folder: str) -> None:
        super().__init__("index_damaged", name=folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the files of a year."""

    files: dict[Kind, bytes]
    works: int
    editions: int
    issued: str
    """The earliest ``versionCreated``; the latest is ``modified``."""
    modified: str
    languages: tuple[str, ...]
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingDone:
    """What became of the lists of a thing."""

    number: int
    label: str
    works: int
    digests: dict[str, bytes] = field(default_factory=dict)
    """Name of each document that was written → digest of what it was made of."""
    gone: tuple[str, ...] = ()
    """Documents that are no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of a task."""

    part: Part | None = None
    things: tuple[ThingDone, ...] = ()
    table: Distribution | None = None
    year: str = ""
    """Of the table."""


@dataclass(frozen=True, slots=True)
class Building:
    """The work on tasks."""

    site: Site
    places: Places

    def open(self) -> Do[Built]:
        """Return what does a task."""
        from archive.publication.listing import Listings
        from archive.publication.paging import Pages
        from archive.publication.tabling import Tables

        pages, listings = Pages(self.site, self.places), Listings(self.site, self.places)
        tables = Tables(self.places)
        keep_little()

        def do(task: Chunk, _: Orders, __: Announce) -> Built:
            try:
                if isinstance(task, PageTask):
                    return Built(part=pages.do(task))
                if isinstance(task, TableTask):
                    return Built(table=tables.do(task), year=task.year)
                assert isinstance(task, ListTask)  # noqa: S101
                return Built(things=tuple([listings.do(*one) for one in task.things]))
            except DAMAGE as error:
                raise Damaged(self.places.public) from error

        return do
