"""Which releases a run has seen, to tell when one comes twice (R128, R129)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from archive.batch.scratch import Scratch, needing_room

_RELEASES = (
    "releases (key BLOB PRIMARY KEY, number INTEGER, content BLOB, line INTEGER) WITHOUT ROWID"
)
_SOURCES = "sources (number INTEGER PRIMARY KEY, name BLOB)"
_sorted = msgspec.json.Encoder(order="deterministic").encode


class Seen(NamedTuple):
    """A release as it is remembered: digests of 16 bytes, and its line in its source."""

    key: bytes
    """Of id and version."""
    content: bytes
    line: int | None


class Again(NamedTuple):
    """A release that was there before."""

    number: int
    """Its place in the batch, from 0."""
    code: str
    """R128: with other content; R129: with the same."""
    first: str
    """Where it stood first: name of the source, and line if that is known."""


def edition(one: Seen) -> str:
    """Return a release as a manifest remembers it: digests in hexadecimal, and the line."""
    return f"{one.key.hex()}{one.content.hex()}:{one.line or ''}"


def remembered(text: str) -> Seen:
    """Return what a manifest remembers of a release.

    >>> remembered(edition(Seen(bytes(16), bytes(16), 7))).line
    7
    """
    digests, _, line = text.partition(":")
    both = bytes.fromhex(digests)
    return Seen(both[:16], both[16:], int(line) if line else None)


def seen(document: dict[str, Any], line: int | None) -> Seen | None:
    """Return what is remembered of a record; nothing of a draft without a version."""
    if "version" not in document:
        return None
    key = f"{document['id']}\n{document['version']}"
    return Seen(hashlib.sha256(key.encode()).digest()[:16], _content(document), line)


def _content(document: dict[str, Any]) -> bytes:
    # Sorted, not canonical: enough to tell contents apart in one run, and fifty times as fast.
    if "$schema" in document:
        document = {name: value for name, value in document.items() if name != "$schema"}
    return hashlib.sha256(_sorted(document)).digest()[:16]


class Known(Scratch):
    """The releases of a run by id and version, however many; used with ``with``."""

    def __init__(self) -> None:
        super().__init__(_RELEASES, _SOURCES)
        self._count = 0
        self._source: str | None = None
        """The source that came last; its name stands at the number of its first release."""

    def take(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        """Return which releases of a batch were there before; remember the others.

        A batch has name of the source and release, in the order of the input; the first one counts.
        """
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
            Again(number - start, *self._first(key, content))
            for key, number, content, _ in sorted(rows, key=lambda row: row[1])
            if self._number(key) != number
        ]

    def _number(self, key: bytes) -> int:
        row = self._database.execute("SELECT number FROM releases WHERE key = ?", (key,))
        number: int = row.fetchone()[0]
        return number

    def _first(self, key: bytes, content: bytes) -> tuple[str, str]:
        """Return the code for a release that was there before, and where."""
        row = self._database.execute(
            "SELECT content, line, (SELECT name FROM sources WHERE sources.number <= "
            "releases.number ORDER BY sources.number DESC LIMIT 1) FROM releases WHERE key = ?",
            (key,),
        )
        known, line, raw = row.fetchone()
        name = raw.decode("utf-8", "surrogatepass")
        return "R129" if known == content else "R128", name if line is None else f"{name}:{line}"
