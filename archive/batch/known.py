"""Which releases a run has seen, to tell when one comes twice (R128, R129)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import msgspec

if TYPE_CHECKING:
    from archive.batch.known_rows import Rows

_FEW = 12_000
"""How many releases stay in memory, 400 bytes each."""
_sorted = msgspec.json.Encoder(order="deterministic").encode


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A release as it is remembered: digests of 16 bytes, and its line in its source."""

    key: bytes
    """Of id and version."""
    content: bytes
    line: int | None


class Again(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
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


class Known:
    """The releases of a run by id and version, however many; used with ``with``.

    The first of them stay in memory; when there are more, all of them go to rows of a database.
    """

    def __init__(self) -> None:
        self._few: dict[bytes, tuple[str, Seen]] = {}
        """Key → the release that came first, and the name of its source before it."""
        self._rows: Rows | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._rows is not None:
            self._rows.close()

    def take(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        """Return which releases of a batch were there before; remember the others.

        A batch has name of the source and release, in the order of the input; the first one counts.
        """
        if self._rows is None and len(self._few) + len(batch) > _FEW:
            from archive.batch.known_rows import Rows

            self._rows = Rows()
            self._rows.take(list(self._few.values()))
            self._few.clear()
        return self._rows.take(batch) if self._rows else self._repeated(batch)

    def _repeated(self, batch: Sequence[tuple[str, Seen]]) -> list[Again]:
        again = []
        for number, told in enumerate(batch):
            one = told[1]
            name, first = self._few.setdefault(one.key, told)
            if first is not one:
                again.append(repetition(number, one, first, name))
        return again


def repetition(number: int, one: Seen, first: Seen, name: str) -> Again:
    """Return what is said of a release that was there before, in a source of this name."""
    code = "R129" if first.content == one.content else "R128"
    return Again(number, code, name if first.line is None else f"{name}:{first.line}")
