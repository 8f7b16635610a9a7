"""Releases that come twice, where most sources are as they were.

Of two sources that are kept none repeats the other: each was compared with all that there were when
it was read, and one that repeats another is read by every run. So only what is read anew is looked
up among their releases; which of two was first is as this run has the sources.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from archive.batch.known import Again, Known, Seen, repetition
from archive.publication.index import Index

_ASKED = 500
"""Releases that are looked up together."""


class _Found(NamedTuple):
    """A release of a source that an earlier run has read."""

    source: int
    release: Seen


class Releases(Known):
    """The releases of a run by id and version; used with ``with``.

    Those of sources that are kept stand in the index, the others are remembered as by any run.
    """

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._ask = index.database.execute
        self._last = index.last_source
        """Sources with greater numbers are read by this run."""
        self._names: list[str] = []
        """The kept sources whose turn has come."""
        self._places = array("I", bytes(4 * (self._last + 1)))
        """Number of a source → its place among them, from 1."""
        self._repeating: set[int] = set()
        """Numbers of sources that, if their turn comes, repeat one before them."""
        self._compared: set[int] = set()
        """Those of them whose turn has come."""

    def passing(self, number: int, name: str) -> list[Seen]:
        """Return what is to be compared of a kept source whose turn has come: mostly nothing."""
        if number in self._repeating:
            self._compared.add(number)
            return self._releases(number)
        self._names.append(name)
        self._places[number] = len(self._names)
        return []

    def take(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        """Return which releases of a batch were there before; remember the others.

        A batch has name of the source and release, in the order of the input; the first one counts.
        """
        if not self._last:
            return super().take(batch)
        kept = self._kept([one.key for _, one in batch])
        again: list[Again] = []
        numbers: list[int] = []
        for number, (_, one) in enumerate(batch):
            found = kept.get(one.key)
            if found is None or not self._places[found.source]:
                numbers.append(number)
            else:
                name = self._names[self._places[found.source] - 1]
                again.append(repetition(number, one, found.release, name))
        others = super().take([batch[number] for number in numbers])
        again += [replace(other, number=numbers[other.number]) for other in others]
        return sorted(again)

    def unmet(self) -> list[bytes]:
        """Return the names of sources that an earlier run has read and this one does not have."""
        (count,) = self._ask(
            "SELECT count(*) FROM sources WHERE number <= ?", (self._last,)
        ).fetchone()
        if count == len(self._names):
            return []
        rows = self._ask("SELECT number, name FROM sources WHERE number <= ?", (self._last,))
        return [
            name
            for number, name in rows
            if not self._places[number] and number not in self._compared
        ]

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, _Found]:
        """Return releases of kept sources; if the turn of one comes later, it will repeat this."""
        found = {}
        for start in range(0, len(keys), _ASKED):
            some = keys[start : start + _ASKED]
            marks = ", ".join("?" * len(some))
            rows = self._ask(
                "SELECT key, source, content, line FROM releases"  # noqa: S608
                f" WHERE key IN ({marks}) AND source <= ?",
                (*some, self._last),
            )
            for key, source, content, line in rows:
                found[key] = _Found(source, Seen(key, content, line))
        self._repeating |= {one.source for one in found.values() if not self._places[one.source]}
        return found

    def _releases(self, number: int) -> list[Seen]:
        """Return the releases of a source."""
        rows = self._ask(
            "SELECT key, content, line FROM releases WHERE source = ? ORDER BY place", (number,)
        )
        return [Seen(*row) for row in rows]
