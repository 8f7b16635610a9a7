"""The index after the sources were read: which works there are now, and what is to be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import Any

import msgspec

from archive.publication import addresses
from archive.publication.cards import QUALITIES, Card
from archive.publication.index import ALL, Index, Place, Stock, work_key
from archive.publication.xml_text import in_utc

_AT_ONCE = 5000
"""Works that are entered together: what belongs to one thing then lies together."""
_NEXT = "SELECT work FROM touched WHERE work > ? ORDER BY work LIMIT ?"
_MOST_THINGS = 50_000
_BITS = {name: 1 << number for number, name in enumerate(QUALITIES)}
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Stirred:
    """What has to be made anew."""

    years: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    """Paths of pages, without suffix, whose work is not there any more."""


class Settling:
    """Brings the works of an index in step with its editions; used once."""

    def __init__(self, index: Index, stock: Stock) -> None:
        self._index = index
        self._database = index.database
        self._stock = stock
        self._things: dict[tuple[str, str], int] = {}
        self._stirred = Stirred()
        self._database.execute("CREATE TEMP TABLE stirred (thing INTEGER PRIMARY KEY)")
        self._database.execute("CREATE TEMP TABLE changed (work INTEGER PRIMARY KEY)")

    def settle(self) -> Stirred:
        """Do it, and return which years and pages that concerns.

        The temporary tables ``stirred`` and ``changed`` then have the numbers of things whose lists
        change, and of works whose pages do.
        """
        last = b""
        while found := [work for (work,) in self._database.execute(_NEXT, (last, _AT_ONCE))]:
            last = found[-1]
            some = [work for work in found if not self._is_as_before(work)]
            self._forget(some)
            self._add(some)
        self._database.execute(
            "INSERT OR IGNORE INTO changed SELECT relations.work FROM touched"
            " JOIN relations ON relations.target = touched.work"
        )
        return self._stirred

    def _is_as_before(self, work: bytes) -> bool:
        """Return whether a work that was read again has the editions that it had."""
        row = self._database.execute(
            "SELECT number, digest FROM works WHERE work = ?", (work,)
        ).fetchone()
        if row is None:
            return False
        editions = self._index.editions(work)
        if row[1] != _digest(editions):
            return False
        self._database.execute("DELETE FROM touched WHERE work = ?", (work,))
        self._database.execute(
            "UPDATE works SET at = ?, heading = ?, pieces = ?, record = ? WHERE number = ?",
            (*editions[0][2], row[0]),
        )
        return True

    def _forget(self, works: Iterable[bytes]) -> None:
        """Let go of what is known of works."""
        for work in works:
            row = self._database.execute(
                "SELECT number, at, heading, pieces, record FROM works WHERE work = ?", (work,)
            ).fetchone()
            if row is None:
                continue
            number, heading = row[0], self._stock.heading(Place(*row[1:]))
            self._stirred.years.add(heading.card.year)
            if not self._index.editions(work):
                self._stirred.gone.append(heading.card.path)
            ties = [(thing, heading.rank) for thing, _ in self._ties(heading.card)]
            self._stir([thing for thing, _ in ties] + self._lists(heading.card))
            relations = [(work_key(target), number) for target in _named(heading.card)]
            many = self._database.executemany
            many("DELETE FROM ties WHERE thing = ? AND rank = ?", ties)
            many("DELETE FROM relations WHERE target = ? AND work = ?", relations)
            many("DELETE FROM works WHERE number = ?", [(number,)])

    def _add(self, works: Iterable[bytes]) -> None:
        """Enter works that have editions."""
        rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("works", "ties", "relations")
        }
        stirred: set[int] = set()
        number = self._last_number()
        for work in works:
            editions = self._index.editions(work)
            if not editions:
                continue
            number += 1
            heading = self._stock.heading(editions[0][2])
            card = heading.card
            has = sum(_BITS[one] for one in card.has)
            rows["works"].append((
                number, work, card.id, card.version, card.sha256, card.size, in_utc(card.updated),
                card.path, card.year, card.month, heading.rank, card.updated, card.language,
                card.status == "withdrawn", _digest(editions), len(editions), has, card.quotes,
                *editions[0][2], " ".join(card.warnings),
            ))  # fmt: skip
            stirred.update(self._lists(card))
            rows["ties"] += [
                (thing, heading.rank, number, *said) for thing, said in self._ties(card)
            ]
            rows["relations"] += {(work_key(target), number) for target in _named(card)}
            self._stirred.years.add(card.year)
        for name, some in rows.items():
            if some:
                some.sort(key=itemgetter(slice(2)))
                marks = ", ".join("?" * len(some[0]))
                self._database.executemany(f"INSERT INTO {name} VALUES ({marks})", some)  # noqa: S608
        self._database.executemany(
            "INSERT INTO changed VALUES (?)", [(row[0],) for row in rows["works"]]
        )
        self._stir(stirred.union(row[0] for row in rows["ties"]))

    def _stir(self, things: Iterable[int]) -> None:
        """Note that lists of things change."""
        self._database.executemany(
            "INSERT OR IGNORE INTO stirred VALUES (?)", [(thing,) for thing in things]
        )

    def _last_number(self) -> int:
        row = self._database.execute("SELECT max(number) FROM works").fetchone()
        return row[0] or 0

    def _ties(self, card: Card) -> Iterator[tuple[int, tuple[str, str, bytes]]]:
        """Yield the number of each thing that a work is tied to, and what it says of it."""
        for tie in card.ties:
            thing = self._thing(tie.facet, tie.key, "")
            yield thing, (tie.label, tie.role, _encode(tie.facts) if tie.facts else b"")

    def _lists(self, card: Card) -> list[int]:
        """Return the numbers of the things that a work belongs to by itself."""
        language = card.language.lower()
        return [
            self._thing(ALL, "", "feed"),
            self._thing("year", card.year, f"year/{card.year}"),
            self._thing("language", language, addresses.value("language", language)),
        ]

    def _thing(self, facet: str, key: str, path: str) -> int:
        """Return the number of a thing, which is new if nobody has named it yet."""
        number = self._things.get((facet, key))
        if number is None:
            row = (facet, key, path or addresses.value(facet, key))
            self._database.execute(
                "INSERT OR IGNORE INTO things (facet, key, path, works) VALUES (?, ?, ?, 0)", row
            )
            (number,) = self._database.execute(
                "SELECT number FROM things WHERE facet = ? AND key = ?", row[:2]
            ).fetchone()
            if len(self._things) >= _MOST_THINGS:
                self._things.clear()
            self._things[facet, key] = number
        return number


def _digest(editions: Iterable[tuple[int, bytes, Place]]) -> bytes:
    """Return a digest of all that is published of a work."""
    return sha256(b"".join(digest for _, digest, _ in editions)).digest()


def _named(card: Card) -> Iterator[str]:
    """Yield the works that the page of a work shows, if they are there."""
    yield from (target for _, target in card.relations)
    if card.successor:
        yield card.successor
