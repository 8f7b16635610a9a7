"""Publishing: sources → a folder that any web server can serve, made anew or brought up to date."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from archive.batch.collector import calm_collector, give_back, keep_little
from archive.batch.outputs import Unwritable
from archive.batch.terms import Batch
from archive.errors import PhrasedError
from archive.outcome import Outcome
from archive.publication.building import DAMAGE, Damaged
from archive.publication.construction import Construction, Plan
from archive.publication.index import GrowingStock, Index
from archive.publication.intake import Intake
from archive.publication.reading import Reading
from archive.publication.settling import Settling, Stirred
from archive.publication.site import Site
from archive.publication.site_settings import Notice
from archive.publication.site_settings import site as configured
from archive.publication.standing import Standing

RENDITIONS = ("json", "jsonld", "turtle", "nquads", "newsml-g2", "ninjs")
"""Formats beside each page, unless told otherwise: all that people and machines ask for."""
_SMALL_STOCK = 64 * 2**20
"""Bytes; a stock that is larger, and half of it of editions that are gone, is made anew."""
_MANY = 1000
"""Works for which several processes are worth starting."""
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class NothingToPublish(PhrasedError):  # noqa: N818 (says what is wrong)
    """No release is for the public; a site that was there stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is published, and how."""

    batch: Batch
    folder: Path
    base_url: str
    table: Mapping[str, Any]
    """``[publication]`` of the settings."""
    settings: str = "press-archive.toml"
    """The file that it stands in."""
    as_of: datetime | None = None
    renditions: tuple[str, ...] | None = None
    """Formats beside the pages; ``None``: as the settings say."""
    has_search: bool = False
    has_parquet: bool = False
    made: str = ""
    """Changes when the program does."""

    def site(self, issuers: tuple[str, ...]) -> tuple[Site, tuple[Notice, ...]]:
        """Return the site, and what is to be told of it."""
        site, notices = configured(
            self.table, base_url=self.base_url, issuers=issuers, file=self.settings
        )
        renditions = site.renditions if "renditions" in self.table else RENDITIONS
        if self.renditions is not None:
            renditions = self.renditions
        return replace(
            site, renditions=renditions, has_search=self.has_search, has_parquet=self.has_parquet
        ), notices


@dataclass(slots=True)
class Told:
    """What became of a publication."""

    works: int = 0
    pages: int = 0
    """Pages of releases that were written."""
    lists: int = 0
    """Documents of lists and feeds that were written."""
    withdrawn: int = 0
    is_new: bool = False
    is_changed: bool = True
    notices: tuple[Notice, ...] = ()


class Publishing:
    """One run; used once."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._standing = Standing(wish.folder)
        self.told = Told()

    def run(self) -> Generator[Outcome]:
        """Yield what is to be said of each source; when the last was yielded the site stands.

        Raises:
            Foreign: the folder holds something else.
            NothingToPublish: no release is for the public.
            InUse: another run writes to the folder.
            Unwritable: there is no room.
        """
        calm_collector()
        keep_little()
        first, _ = self._wish.site(())
        terms = msgspec.structs.replace(self._wish.batch.terms, is_shown=False)
        reading = _digest(self._wish.made, repr(first), repr(terms))
        with self._standing.opened(), self._telling():
            is_known = self._standing.is_known() and self._is_read_alike(reading)
            if is_known:
                shutil.copyfile(self._standing.index, self._standing.next_index)
            else:  # it speaks of a stock that is made anew
                self._standing.index.unlink(missing_ok=True)
            with Index(self._standing.next_index, is_new=not is_known) as index:
                size = int(index.said("stock") or 0)
                with GrowingStock(self._standing.stock, size) as stock:
                    index.database.execute("BEGIN")
                    settling = Settling(index, stock)
                    yield from self._read(settling, first, is_new=not is_known)
                    stirred = settling.settle()
                    give_back()
                    self._publish(index, stock, stirred, reading, is_known=is_known)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell that there is no room, or that what is there is damaged; it then counts no more."""
        try:
            yield
        except PhrasedError as error:
            if error.key == "index_damaged":  # a worker has met it
                self._standing.index.unlink(missing_ok=True)
            raise
        except DAMAGE as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if code in _NO_ROOM:
                index = self._standing.next_index
                raise Unwritable(index, OSError(errno.ENOSPC, str(error))) from error
            if code not in _DAMAGED:
                raise
            self._standing.index.unlink(missing_ok=True)
            raise Damaged(self._wish.folder.as_posix()) from error

    @property
    def _jobs(self) -> int:
        """Return how many processes are worth starting."""
        is_large = self._wish.batch.is_large or self.told.works > _MANY
        return self._wish.batch.jobs if is_large else 1

    def _is_read_alike(self, reading: str) -> bool:
        """Return whether the index was made in the same way, and its stock is worth keeping."""
        with Index(self._standing.index) as index:
            before, now = index.said("as_of"), self._wish.as_of
            is_earlier = bool(before) and (now is None or now < datetime.fromisoformat(before))
            stock = int(index.said("stock") or 0)
            is_full = stock > _SMALL_STOCK and stock > 2 * index.used()
            is_whole = self._standing.stock_size() >= stock
            is_fitting = index.said("reading") == reading and is_whole
            return is_fitting and not is_earlier and not is_full

    def _read(self, settling: Settling, site: Site, *, is_new: bool) -> Generator[Outcome]:
        probe = self._standing.beside / "now"
        probe.write_bytes(b"")
        now = probe.stat().st_ctime_ns
        intake = Intake(site, self._wish.batch.terms, self._wish.as_of)
        is_later = settling.index.said("as_of") != _as_of(self._wish)
        batch = self._wish.batch
        if not is_new:
            batch = msgspec.structs.replace(batch, is_large=False)
        reading = Reading(settling, batch, now=now, is_later=is_later, is_new=is_new)
        yield from reading.read(intake)

    def _publish(
        self, index: Index, stock: GrowingStock, stirred: Stirred, reading: str, *, is_known: bool
    ) -> None:
        row = index.database.execute(
            "SELECT count(*), coalesce(sum(is_withdrawn), 0) FROM works"
        ).fetchone()
        self.told.works, self.told.withdrawn = row
        if self.told.works == self.told.withdrawn:
            raise NothingToPublish("nothing_to_publish")
        site, self.told.notices = self._wish.site(_issuers(index))
        look = _digest(reading, repr(site))
        is_new = not is_known or index.said("look") != look
        self.told.is_new = is_new
        index.note(
            reading=reading, look=look, stock=stock.size, as_of=_as_of(self._wish),
            sources=index.last_source,
        )  # fmt: skip
        if is_new:
            _stir_all(index, stirred)
        building = Construction(
            Plan(
                standing=self._standing, site=site, index=index, stock=stock, stirred=stirred,
                is_new=is_new,
            )
        )  # fmt: skip
        self.told.is_changed = is_new or building.is_needed
        if self.told.is_changed:
            self._standing.begin(is_new=is_new)
            with self._standing.written_meanwhile():
                building.build(self._jobs)
            self.told.pages, self.told.lists = building.pages, building.lists
        index.database.execute("COMMIT")
        if self.told.is_changed:
            stock.sync()
            self._standing.commit()
        else:
            self._standing.next_index.replace(self._standing.index)


def _as_of(wish: Wish) -> str:
    return wish.as_of.isoformat() if wish.as_of else ""


def _digest(*said: str) -> str:
    return sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def _issuers(index: Index) -> tuple[str, ...]:
    """Return the name of the only issuer of a collection; of several, two of them."""
    rows = index.database.execute(
        "SELECT DISTINCT thing FROM things JOIN ties ON ties.thing = things.number"
        " WHERE facet = 'org' AND role = 'issuer' LIMIT 2"
    ).fetchall()
    names = []
    for (thing,) in rows:
        row = index.database.execute(
            "SELECT label FROM ties WHERE thing = ? ORDER BY rank DESC LIMIT 1", (thing,)
        ).fetchone()
        names.append(str(row[0]))
    return tuple(names) if len(set(names)) == len(names) else (*names, "")


def _stir_all(index: Index, stirred: Stirred) -> None:
    """Have everything made anew."""
    ask = index.database.execute
    ask("DELETE FROM documents")
    ask("DELETE FROM parts")
    ask("DELETE FROM dumps")
    ask("INSERT OR REPLACE INTO stirred SELECT number, x'' FROM things")
    ask("INSERT OR IGNORE INTO changed SELECT number FROM works")
    stirred.years.update(year for (year,) in ask("SELECT DISTINCT year FROM works"))
    stirred.gone.clear()
