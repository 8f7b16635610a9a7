"""Releases of a run that are too many for memory, as rows of a database."""

from __future__ import annotations

from collections.abc import Sequence

from archive.batch.known import Again, Seen, repetition
from archive.batch.scratch import Scratch, needing_room

_RELEASES = (
    "releases (key BLOB PRIMARY KEY, number INTEGER, content BLOB, line INTEGER) WITHOUT ROWID"
)
_SOURCES = "sources (number INTEGER PRIMARY KEY, name BLOB)"


class Rows(Scratch):
    """The same as ``Known`` with room for any number; used with ``with``."""

    def __init__(self) -> None:
        super().__init__(_RELEASES, _SOURCES)
        self._count = 0
        self._source: str | None = None
        """The source that came last; its name stands at the number of its first release."""

    def take(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        """Return which releases of a batch were there before; remember the others."""
        with needing_room():
            return self._taken(batch)

    def _taken(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        start = self._count
        self._count += len(batch)
        rows = []
        sources = []
        for number, (source, one) in enumerate(batch, start):
            if source != self._source:
                self._source = source
                # A name of a file need not be text.
                sources.append((number, source.encode("utf-8", "surrogatepass")))
            rows.append((one.key, number, one.content, one.line))
        self._database.executemany("INSERT INTO sources VALUES (?, ?)", sources)
        before = self._database.total_changes
        # In the order of the keys, neighbours share a page; of equal keys the first is put first.
        rows.sort()
        self._database.executemany("INSERT OR IGNORE INTO releases VALUES (?, ?, ?, ?)", rows)
        if self._database.total_changes - before == len(batch):
            return []
        return [
            repetition(number - start, batch[number - start][1], *self._first(key))
            for key, number, _, _ in sorted(rows, key=lambda row: row[1])
            if self._number(key) != number
        ]

    def _number(self, key: bytes) -> int:
        row = self._database.execute("SELECT number FROM releases WHERE key = ?", (key,))
        number: int = row.fetchone()[0]
        return number

    def _first(self, key: bytes) -> tuple[Seen, str]:
        """Return the release that was there first, and the name of its source."""
        row = self._database.execute(
            "SELECT content, line, (SELECT name FROM sources WHERE sources.number <= "
            "releases.number ORDER BY sources.number DESC LIMIT 1) FROM releases WHERE key = ?",
            (key,),
        )
        content, line, raw = row.fetchone()
        return Seen(key, content, line), raw.decode("utf-8", "surrogatepass")
