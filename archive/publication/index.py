"""The index of a collection: what is published, from which source, and who names whom.

It lies beside the published folder and is kept from run to run. A run works on a copy of it that
takes its place when all is done (``standing.py``). The larger parts of an edition (its record, and
the pieces that lists show) lie in a file that only grows; the index says where.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal, NamedTuple, Self

from archive.batch.known import Seen
from archive.publication import parcels
from archive.publication.parcels import Heading, Parcel

ALL = "all"
"""The facet of the only thing that every work is tied to; its list is the feed of all."""
_BUFFER = 2**20
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16384")
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources (
    name BLOB PRIMARY KEY, number INTEGER, size INTEGER, changed INTEGER, inode INTEGER, kept BLOB,
    is_timed INTEGER
) WITHOUT ROWID;
CREATE TABLE releases (
    key BLOB, source INTEGER, place INTEGER, content BLOB, line INTEGER, PRIMARY KEY (key, source)
) WITHOUT ROWID;
CREATE INDEX releases_of ON releases (source);
CREATE TABLE editions (
    work BLOB, version INTEGER, source INTEGER, digest BLOB,
    at INTEGER, heading INTEGER, pieces INTEGER, record INTEGER, PRIMARY KEY (work, version)
) WITHOUT ROWID;
CREATE INDEX editions_of ON editions (source);
CREATE TABLE works (
    number INTEGER PRIMARY KEY, work BLOB UNIQUE, id TEXT, version INTEGER, sha256 TEXT,
    size INTEGER, moment TEXT, path TEXT, year TEXT, month TEXT, rank BLOB, updated TEXT,
    language TEXT, is_withdrawn INTEGER, digest BLOB, editions INTEGER, has INTEGER, quotes INTEGER,
    at INTEGER, heading INTEGER, pieces INTEGER, record INTEGER, warnings TEXT
);
CREATE TABLE things (
    number INTEGER PRIMARY KEY, facet TEXT, key TEXT, path TEXT, label TEXT, sort TEXT,
    works INTEGER, UNIQUE (facet, key)
);
CREATE TABLE said (number INTEGER PRIMARY KEY, label TEXT, role TEXT, facts BLOB);
CREATE TABLE tied (thing INTEGER, rank BLOB, work INTEGER, said INTEGER, PRIMARY KEY (thing, rank))
WITHOUT ROWID;
CREATE VIEW ties AS SELECT thing, rank, work, label, role, facts
    FROM tied JOIN said ON said.number = tied.said;
CREATE TABLE relations (target BLOB, work INTEGER, PRIMARY KEY (target, work)) WITHOUT ROWID;
CREATE TABLE parts (year TEXT, number INTEGER, digest BLOB, said TEXT, PRIMARY KEY (year, number))
WITHOUT ROWID;
CREATE TABLE dumps (path TEXT PRIMARY KEY, size INTEGER, sha256 TEXT, kind TEXT) WITHOUT ROWID;
CREATE TABLE series (
    list TEXT, number INTEGER, first TEXT, last TEXT, newest TEXT, mark BLOB, sha256 TEXT,
    size INTEGER, others INTEGER, newest_work TEXT, PRIMARY KEY (list, number)
) WITHOUT ROWID;
CREATE TABLE documents (name TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID;
"""
"""``releases`` has those of sources that need not be read again, as a run knows them, ``editions``
every public edition, ``works`` the newest of each work; ``things`` are what works are listed by,
``ties`` the works of each, and what these say of it, which is kept once where many say the same.
``rank`` sorts works, ``moment`` is their ``versionCreated`` in UTC. ``documents`` has a digest of
what each list was made of, and (behind ``=``) each file that there is once, ``series`` the parts of
those that are long lists; ``parts`` and ``dumps`` are those of the files of years."""
_ORDERS = """
CREATE INDEX IF NOT EXISTS works_of ON works (year, rank);
CREATE INDEX IF NOT EXISTS works_by_rank ON works (rank, digest);
CREATE INDEX IF NOT EXISTS works_in ON works (language COLLATE NOCASE, rank);
CREATE INDEX IF NOT EXISTS works_by_moment ON works (moment, rank);
"""
"""Made when works have been entered: to sort many at once takes less than to insert them."""


class Place(NamedTuple):
    """Where the parts of an edition lie: one behind the other."""

    at: int
    heading: int
    pieces: int
    record: int = 0


class Stock:
    """Parcels of editions, behind one another in a file; used with ``with``."""

    def __init__(self, path: Path, mode: Literal["rb", "a+b"] = "rb") -> None:
        self._file: IO[bytes] = open(path, mode, _BUFFER)  # noqa: PTH123, SIM115 (closed with it)
        self._number = self._file.fileno()
        weakref.finalize(self, self._file.close)  # a worker does not know when it is done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def heading(self, place: Place) -> Heading:
        """Return what the index is told of an edition."""
        return parcels.heading(os.pread(self._number, place.heading, place.at))

    def pieces(self, place: Place) -> parcels.Pieces:
        """Return how lists show an edition."""
        raw = os.pread(self._number, place.pieces, place.at + place.heading)
        return parcels.pieces(raw)

    def record(self, place: Place) -> bytes:
        """Return the record of an edition: canonical JSON."""
        at = place.at + place.heading + place.pieces
        return os.pread(self._number, place.record, at)


class GrowingStock(Stock):
    """The same, to which parcels are added."""

    def __init__(self, path: Path, size: int) -> None:
        """Open it; what stands behind ``size`` is of a run that did not end, and is cut off."""
        super().__init__(path, "a+b")
        self._file.truncate(size)
        self.size = size

    def add(self, parcel: Parcel) -> Place:
        """Add an edition."""
        place = Place(self.size, len(parcel.heading), len(parcel.pieces), len(parcel.record))
        self.size += self._file.write(parcel.heading + parcel.pieces + parcel.record)
        return place

    def flush(self) -> None:
        """Let others see what was added."""
        self._file.flush()

    def sync(self) -> None:
        """Wait until what was added is on the disk."""
        self.flush()
        os.fsync(self._number)


class Stamp(NamedTuple):
    """What tells that a file is the same as before, without a look into it."""

    size: int
    changed: int
    """Nanoseconds; moves with every change of the file, its name and its rights."""
    inode: int


def work_key(iri: str) -> bytes:
    """Return what a work is known by in the index."""
    return sha256(iri.encode()).digest()[:16]


_Kept = tuple[bytes, int, int, int, int, bytes, int]


class _Sources:
    """What is kept of sources; to ask in the order of their names takes a tenth of the time."""

    _ASKED = "SELECT name, size, changed, inode, is_timed, kept, number FROM sources"

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rows: Iterator[_Kept] | None = None
        self._row: _Kept | None = None
        self._passed = b""

    def of(self, name: bytes) -> _Kept | None:
        """Return what is kept of a source."""
        if self._rows is None:
            self._rows = self._database.execute(f"{self._ASKED} ORDER BY name")
            self._row = next(self._rows, None)
        if name <= self._passed:
            found = self._database.execute(f"{self._ASKED} WHERE name = ?", (name,))
            return next(found, None)
        while self._row is not None and self._row[0] < name:
            self._row = next(self._rows, None)
        self._passed = name
        return self._row if self._row is not None and self._row[0] == name else None


class Index:
    """The index, open; used with ``with``."""

    def __init__(self, path: Path, *, is_new: bool = False) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        weakref.finalize(self, self.database.close)  # a worker does not know when it is done
        for setting in _SETTINGS:
            self.database.execute(f"PRAGMA {setting}")
        if is_new:
            self.database.executescript(_TABLES)

        self.database.execute("CREATE TEMP TABLE touched (work BLOB PRIMARY KEY) WITHOUT ROWID")
        self.last_source = int(self.said("sources") or 0)
        """The greatest number that a source has had."""
        self._sources = _Sources(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.database.close()

    def said(self, key: str) -> str:
        """Return what was noted, or nothing."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def used(self) -> int:
        """Return how many bytes of the stock are of editions that are there."""
        row = self.database.execute(
            "SELECT sum(heading + pieces + record) FROM editions"
        ).fetchone()
        return row[0] or 0

    def note(self, **values: object) -> None:
        """Note something for the next run."""
        rows = [(key, str(value)) for key, value in values.items()]
        self.database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # sources

    def kept(self, name: str, stamp: Stamp, *, is_later: bool) -> tuple[int, bytes] | None:
        """Return number of a source, and what is kept of it, if its file is the same as then.

        ``is_later``: what was held back until some time may be public by now.
        """
        row = self._sources.of(os.fsencode(name))
        if row is None or row[1:4] != stamp or (is_later and row[4]):
            return None
        return row[6], row[5]

    def begin_source(self, name: str) -> int:
        """Return the number of a source that is read anew; what came of it before is let go."""
        self.drop_source(name)
        self.last_source += 1
        return self.last_source

    def drop_source(self, name: str) -> None:
        """Let go of what came of a source."""
        key = os.fsencode(name)
        row = self.database.execute("SELECT number FROM sources WHERE name = ?", (key,)).fetchone()
        if row is None:
            return
        self.touch(
            work
            for (work,) in self.database.execute("SELECT work FROM editions WHERE source = ?", row)
        )
        self.database.execute("DELETE FROM editions WHERE source = ?", row)
        self.drop_releases(*row)
        self.database.execute("DELETE FROM sources WHERE name = ?", (key,))

    def keep_source(
        self, name: str, number: int, stamp: Stamp, kept: bytes, *, is_timed: bool
    ) -> None:
        """Note what came of a source: it need not be read again as long as it is the same."""
        row = (os.fsencode(name), number, *stamp, kept, is_timed)
        self.database.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def add_releases(self, source: int, start: int, some: Iterable[Seen]) -> None:
        """Note what releases of a source are known by, from one of its places on."""
        rows = [(one.key, source, at, one.content, one.line) for at, one in enumerate(some, start)]
        self.database.executemany("INSERT OR REPLACE INTO releases VALUES (?, ?, ?, ?, ?)", rows)

    def drop_releases(self, source: int) -> None:
        """Let go of what releases of a source are known by."""
        self.database.execute("DELETE FROM releases WHERE source = ?", (source,))

    # editions and works

    def order(self) -> None:
        """Let works be asked for in all their orders; for many at once that is done in the end."""
        for statement in _ORDERS.strip().splitlines():
            self.database.execute(statement)

    def touch(self, works: Iterable[bytes]) -> None:
        """Note works that have to be looked at again."""
        self.database.executemany(
            "INSERT OR IGNORE INTO touched VALUES (?)", [(work,) for work in works]
        )

    def add_editions(self, source: int, editions: Sequence[tuple[Parcel, Place]]) -> None:
        """Note editions that a source holds."""
        rows = [(one.work, one.version, source, one.digest, *place) for one, place in editions]
        self.database.executemany(
            "INSERT OR REPLACE INTO editions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        self.touch(row[0] for row in rows)

    def editions(self, work: bytes) -> list[tuple[int, Place]]:
        """Return version and place of the editions of a work, the newest first."""
        rows = self.database.execute(
            "SELECT version, at, heading, pieces, record FROM editions WHERE work = ?"
            " ORDER BY version DESC",
            (work,),
        )
        return [(version, Place(*place)) for version, *place in rows]


def is_index(path: Path) -> bool:
    """Return whether there is an index of this program that can be read."""
    if not path.is_file():
        return False
    try:
        database = sqlite3.connect(path)
        try:
            return bool(database.execute("SELECT value FROM meta WHERE key = 'state'").fetchone())
        finally:
            database.close()
    except sqlite3.DatabaseError:
        return False
