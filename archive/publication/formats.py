"""The files in which all releases of a year can be had, and the parts that they consist of.

A part holds some hundred works. Frames of zstd, and members of gzip, can stand behind one another,
so that a file is made of its parts as they are, and a part that has not changed is made only once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.batch.shards import Compression, Press, many
from archive.publication.catalogue_values import FORMS, Kind
from archive.publication.site import Site
from archive.publication.tables import Row
from archive.publication.tables_csv import CSV_HEAD, csv_line
from archive.release import Release
from archive.writers import WRITERS

WRITTEN: dict[Kind, str] = {"nquads": "nquads", "jsonl": "json", "newsml": "newsml-g2"}
"""Kind of file → the writer of its releases."""
_SUFFIXES: dict[Kind, str] = {
    "nquads": ".nq", "jsonl": ".jsonl", "newsml": ".newsml.xml", "csv": ".csv",
    "parquet": ".parquet",
}  # fmt: skip
_FRAME = 50


def kinds(site: Site) -> tuple[Kind, ...]:
    """Return the kinds of files that a site has."""
    return tuple(kind for kind in FORMS if kind != "parquet" or site.has_parquet)


def path(year: str, kind: Kind, compression: Compression) -> str:
    """Return where the file of a year lies.

    >>> path("2026", "nquads", "zst"), path("2026", "csv", "zst")
    ('dump/releases-2026.nq.zst', 'dump/releases-2026.csv')
    """
    packed = f".{compression}" if kind in WRITTEN else ""
    return f"dump/releases-{year}{_SUFFIXES[kind]}{packed}"


class Made:
    """A part as it grows, edition by edition; what can be compressed at once is."""

    def __init__(self, press: Press) -> None:
        self.releases: list[Release] = []
        self.rows: list[Row] = []
        self.triples = 0
        self._records = _Frames(press)
        self._statements = _Frames(press)

    def add(self, release: Release, record: bytes, statements: bytes, row: Row) -> None:
        """Take an edition: with its canonical JSON and N-Quads (:meth:`Parts.statements`)."""
        self.releases.append(release)
        self.rows.append(row)
        self.triples += statements.count(b"\n")
        self._records.add(record + b"\n")
        self._statements.add(statements)

    def framed(self) -> dict[Kind, bytes]:
        """Return what was compressed; nothing is added any more."""
        return {"nquads": self._statements.whole(), "jsonl": self._records.whole()}


class _Frames:
    """Pieces, so many in a frame."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._waiting: list[bytes] = []
        self._frames: list[bytes] = []

    def add(self, piece: bytes) -> None:
        self._waiting.append(piece)
        if len(self._waiting) == _FRAME:
            self._close()

    def whole(self) -> bytes:
        if self._waiting:
            self._close()
        return b"".join(self._frames)

    def _close(self) -> None:
        self._frames.append(self._press.frame(self._waiting))
        self._waiting = []


class Parts:
    """Makes parts; opened once for all of them."""

    def __init__(self, site: Site) -> None:
        self._kinds = kinds(site)
        self._press = Press(site.compression)
        newsml = WRITTEN["newsml"]
        self._newsml = WRITERS[newsml].load().each(many(newsml).part)
        self.statements = many(WRITTEN["nquads"]).part
        """Returns the statements of a release: at once, if its graph was asked for last."""

    def begin(self) -> Made:
        """Return a part that has nothing yet."""
        return Made(self._press)

    def part(self, made: Made) -> dict[Kind, bytes]:
        """Return the part of each kind of file."""
        files = made.framed()
        frames = (self._press.frame(self._newsml(some)) for some in _in_frames(made.releases))
        files["newsml"] = b"".join(frames)
        files["csv"] = b"".join(map(csv_line, made.rows))
        if "parquet" in self._kinds:
            files["parquet"] = _parquet(made.rows)
        return files

    def head(self, kind: Kind, latest: str) -> bytes:
        """Return what stands before the parts; ``latest`` is the greatest ``versionCreated``."""
        if kind == "csv":
            return CSV_HEAD
        head = many(WRITTEN[kind]).head(latest)
        return self._press.frame([head]) if head else b""

    def tail(self, kind: Kind) -> bytes:
        """Return what stands behind the parts."""
        tail = many(WRITTEN[kind]).tail if kind in WRITTEN else b""
        return self._press.frame([tail]) if tail else b""


def _in_frames(releases: Sequence[Release]) -> Iterator[Sequence[Release]]:
    for start in range(0, len(releases), _FRAME):
        yield releases[start : start + _FRAME]


def _parquet(rows: Sequence[Row]) -> bytes:
    from archive.publication.tables_parquet import parquet_part

    return parquet_part(rows)
