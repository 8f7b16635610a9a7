"""The index after sources were read: which works there are now, and what is to be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from archive.publication import addresses
from archive.publication.cards import QUALITIES, Card, Tie
from archive.publication.index import ALL, GrowingStock, Index, Place, work_key
from archive.publication.xml_text import in_utc

_AT_ONCE = 5000
"""Works that are entered together: what belongs to one thing then lies together."""
_LAST = "SELECT max(work) FROM (SELECT work FROM touched WHERE work > ? ORDER BY work LIMIT ?)"
_THESE = "(SELECT work FROM touched WHERE work > ? AND work <= ?)"
_MOST_THINGS = 50_000
_MOST_SAID = 20_000
_BITS = {name: 1 << number for number, name in enumerate(QUALITIES)}
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Stirred:
    """What has to be made anew."""

    years: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    """Paths of pages, without suffix, whose work is not there any more."""
    moment: str = "~"
    """The earliest ``versionCreated``, in UTC, of all that changes or is gone."""


class _Edition(NamedTuple):
    digest: bytes
    place: Place


class _Work(NamedTuple):
    """A work as it was entered."""

    number: int
    digest: bytes
    place: Place


class Settling:
    """Brings the works of an index in step with its editions."""

    def __init__(self, index: Index, stock: GrowingStock) -> None:
        self.index = index
        self.stock = stock
        self._database = index.database
        self._things: dict[tuple[str, str], int] = {}
        self._said: dict[tuple[str, str, bytes], int] = {}
        self._last_said = self._last("said")
        self._stirred = Stirred()
        self._database.execute("CREATE TEMP TABLE stirred (thing INTEGER PRIMARY KEY, rank BLOB)")
        self._database.execute("CREATE TEMP TABLE changed (work INTEGER PRIMARY KEY)")

    def go_on(self) -> None:
        """Enter what was read so far, into an index that had nothing: no work can be gone."""
        self.stock.flush()
        self._settle()
        self._database.execute("DELETE FROM touched")

    def settle(self) -> Stirred:
        """Enter what was read, and return which years and pages that concerns.

        The temporary table ``stirred`` then has the numbers of things whose lists change, each with
        the rank of the oldest work for which it does; ``changed`` those of works whose pages do.
        """
        self.stock.flush()
        self._settle()
        self.index.order()
        self._database.execute(
            "INSERT OR IGNORE INTO changed SELECT relations.work FROM touched"
            " JOIN relations ON relations.target = touched.work"
        )
        return self._stirred

    def _settle(self) -> None:
        last = b""
        while (end := self._database.execute(_LAST, (last, _AT_ONCE)).fetchone()[0]) is not None:
            known, editions = self._known(last, end), self._editions(last, end)
            as_before = [
                work for work, one in known.items() if one.digest == _digest(editions.get(work, ()))
            ]
            for work in as_before:
                self._move(work, known.pop(work), editions.pop(work))
            for work, one in known.items():
                self._forget(one, is_gone=work not in editions)
            self._add(editions)
            last = end

    def _known(self, last: bytes, end: bytes) -> dict[bytes, _Work]:
        """Return the touched works between two that were there before."""
        rows = self._database.execute(
            "SELECT work, number, digest, at, heading, pieces, record FROM works"  # noqa: S608
            f" WHERE work IN {_THESE} ORDER BY work",
            (last, end),
        )
        return {work: _Work(number, digest, Place(*at)) for work, number, digest, *at in rows}

    def _editions(self, last: bytes, end: bytes) -> dict[bytes, list[_Edition]]:
        """Return the editions of touched works between two, the newest first."""
        found: dict[bytes, list[_Edition]] = {}
        rows = self._database.execute(
            "SELECT work, digest, at, heading, pieces, record FROM editions"  # noqa: S608
            f" WHERE work IN {_THESE} ORDER BY work, version DESC",
            (last, end),
        )
        for work, digest, *at in rows:
            found.setdefault(work, []).append(_Edition(digest, Place(*at)))
        return found

    def _move(self, work: bytes, known: _Work, editions: list[_Edition]) -> None:
        """Note where the editions of a work stand that was read again and is as it was."""
        self._database.execute("DELETE FROM touched WHERE work = ?", (work,))
        self._database.execute(
            "UPDATE works SET at = ?, heading = ?, pieces = ?, record = ? WHERE number = ?",
            (*editions[0].place, known.number),
        )

    def _forget(self, work: _Work, *, is_gone: bool) -> None:
        """Let go of what is known of a work."""
        heading = self.stock.heading(work.place)
        self._stirred.years.add(heading.card.year)
        self._stirred.moment = min(self._stirred.moment, in_utc(heading.card.updated))
        if is_gone:
            self._stirred.gone.append(heading.card.path)
        things = [self._thing(tie.facet, tie.key, "") for tie in heading.card.ties]
        self._stir(dict.fromkeys(things + self._lists(heading.card), heading.rank))
        relations = [(work_key(target), work.number) for target in _named(heading.card)]
        many = self._database.executemany
        many(
            "DELETE FROM tied WHERE thing = ? AND rank = ?",
            [(thing, heading.rank) for thing in things],
        )
        many("DELETE FROM relations WHERE target = ? AND work = ?", relations)
        many("DELETE FROM works WHERE number = ?", [(work.number,)])

    def _add(self, works: dict[bytes, list[_Edition]]) -> None:
        """Enter works."""
        rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("works", "tied", "said", "relations")
        }
        stirred: dict[int, bytes] = {}
        for number, (work, editions) in enumerate(works.items(), self._last("works") + 1):
            heading = self.stock.heading(editions[0].place)
            card = heading.card
            has = sum([_BITS[one] for one in card.has])
            rows["works"].append((
                number, work, card.id, card.version, card.sha256, card.size, in_utc(card.updated),
                card.path, card.year, card.month, heading.rank, card.updated, card.language,
                card.status == "withdrawn", _digest(editions), len(editions), has, card.quotes,
                *editions[0].place, " ".join(card.warnings),
            ))  # fmt: skip
            things = self._lists(card)
            for tie in card.ties:
                things.append(self._thing(tie.facet, tie.key, ""))
                said = self._number_said(tie, rows["said"])
                rows["tied"].append((things[-1], heading.rank, number, said))
            for thing in things:
                if (before := stirred.get(thing)) is None or heading.rank < before:
                    stirred[thing] = heading.rank
            rows["relations"] += {(work_key(target), number) for target in _named(card)}
            self._stirred.years.add(card.year)
            self._stirred.moment = min(self._stirred.moment, rows["works"][-1][6])
        rows["tied"].sort()
        rows["relations"].sort()
        for name, some in rows.items():
            if some:
                marks = ", ".join("?" * len(some[0]))
                self._database.executemany(f"INSERT INTO {name} VALUES ({marks})", some)  # noqa: S608
        self._database.executemany(
            "INSERT OR IGNORE INTO changed VALUES (?)", [(row[0],) for row in rows["works"]]
        )
        self._stir(stirred)

    def _stir(self, things: dict[int, bytes]) -> None:
        """Note that lists of things change, from the work of some rank on."""
        self._database.executemany(
            "INSERT INTO stirred VALUES (?, ?)"
            " ON CONFLICT (thing) DO UPDATE SET rank = min(rank, excluded.rank)",
            things.items(),
        )

    def _last(self, table: str) -> int:
        row = self._database.execute(f"SELECT max(number) FROM {table}").fetchone()  # noqa: S608
        return row[0] or 0

    def _number_said(self, tie: Tie, rows: list[tuple[Any, ...]]) -> int:
        """Return the number of what a work says of a thing; what is new joins the rows."""
        key = tie.label, tie.role, _encode(tie.facts) if tie.facts else b""
        number = self._said.get(key)
        if number is None:
            number = self._last_said = self._last_said + 1
            rows.append((number, *key))
            if len(self._said) >= _MOST_SAID:
                self._said.clear()
            self._said[key] = number
        return number

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


def _digest(editions: Iterable[_Edition]) -> bytes:
    """Return a digest of all that is published of a work."""
    return sha256(b"".join([one.digest for one in editions])).digest()


def _named(card: Card) -> Iterator[str]:
    """Yield the works that the page of a work shows, if they are there."""
    yield from (target for _, target in card.relations)
    if card.successor:
        yield card.successor
